"""Where readers may comment: the nearest of article, section, section above and site that says so decides."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from mysite.generation_cache import get_or_compute

from .comments import CommentMode, CommentSettings, comment_mode_field


class CommentsMixin(models.Model):
    """Mixin for articles: whether their comments are open."""

    comment_mode = comment_mode_field(_("An imported article is closed unless it is opened here."))

    class Meta:
        abstract = True

    #: Of the page.
    url_path: str

    @property
    def is_open_for_comments(self) -> bool:
        """Whether comments are shown and accepted. Imported articles are opened one by one."""
        mode = self.comment_mode
        if mode == CommentMode.INHERITED and not hasattr(self, "imported"):
            mode = find_inherited_mode(self.url_path or "")
        return bool(self.pk and mode == CommentMode.MODERATED)


def find_inherited_mode(url_path: str) -> str:
    """Return the mode of the section or site of an article with this URL path."""
    modes = get_or_compute("comment_modes", _load_modes)
    nearest = max((path for path in modes if url_path.startswith(path)), key=len, default="")
    return modes.get(nearest, str(CommentMode.OFF))


def _load_modes() -> dict[str, str]:
    """Return the modes of sites and sections by the URL path of their pages. One query."""
    sections: Any = apps.get_model("newsroom", "NewsSection")  # its module imports that of articles, and this one
    of_sections = sections.objects.exclude(comment_mode=CommentMode.INHERITED).order_by()
    of_sites = CommentSettings.objects.annotate(number=Cast("site", models.CharField())).order_by()
    rows = of_sites.values_list("number", "mode").union(of_sections.values_list("url_path", "comment_mode"), all=True)
    modes: dict[str, str] = dict(rows)
    roots: list[Any] = Site.get_site_root_paths()
    default = str(CommentMode.MODERATED)
    of_roots = {root.root_path: modes.get(str(root.site_id), default) for root in roots}
    return of_roots | {path: mode for path, mode in modes.items() if path.startswith("/")}
