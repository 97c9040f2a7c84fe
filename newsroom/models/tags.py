from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, NaturalKeyManager, TagBase
from wagtail_localize.segments import StringSegmentValue

from mysite.text.cleaning import clean_text
from mysite.text.collation import CollatedQuerySet, collate
from mysite.text.vietnamese import slugify


class NewsTag(TagBase):
    """A tag of articles with an ASCII slug: ``Tuyển sinh`` → ``/the/tuyen-sinh/``."""

    objects = NaturalKeyManager.from_queryset(CollatedQuerySet)()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = [collate("name")]

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(tag, max_length=90) or "the"
        return slug if i is None else f"{slug}-{i}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name: str = clean_text(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class TranslatableTagManager(ClusterTaggableManager):
    """Tag manager that includes tags in wagtail-localize's segments: a translation gets the translated tags."""

    def __set__(self, instance: Any, names: list[str]) -> None:
        self.__get__(instance, type(instance)).set(names)

    def get_translatable_segments(self, tags: list[NewsTag]) -> list[StringSegmentValue]:
        return [StringSegmentValue("", tag.name) for tag in sorted(tags, key=lambda tag: tag.name)]

    def restore_translated_segments(self, tags: list[NewsTag], segments: list[StringSegmentValue]) -> list[str]:
        return [segment.render_text().strip()[:100] for segment in segments]

    def deconstruct(self) -> Any:
        """Deconstruct as modelcluster's field, so that migrations do not depend on this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcluster.contrib.taggit.ClusterTaggableManager", args, kwargs


class NewsPageTag(ItemBase):
    """Through model of articles and tags."""

    tag = models.ForeignKey(NewsTag, verbose_name=_("tag"), related_name="tagged_articles", on_delete=models.CASCADE)
    content_object = ParentalKey("newsroom.NewsPage", related_name="tagged_items", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("article tag")
        verbose_name_plural = _("article tags")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="a_tag_once_an_article")]
