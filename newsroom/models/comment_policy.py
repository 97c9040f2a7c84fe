"""Where readers may comment and report errors.

About comments the nearest of article, section, section above and site that says so decides; about reports the site.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast
from django.utils.functional import cached_property
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
            mode = self._policy.find_mode(self.url_path or "")
        return bool(self.pk and mode == CommentMode.MODERATED)

    @property
    def is_open_for_error_reports(self) -> bool:
        return bool(self.pk and (self.url_path or "").startswith(self._policy.roots_with_error_reports))

    @cached_property
    def _policy(self) -> "CommentPolicy":
        return get_or_compute("comment_policy", _load_policy)


@dataclass(frozen=True)
class CommentPolicy:
    """What sites and sections say about comments and reports."""

    #: By the URL path of the page.
    modes: dict[str, str]
    roots_with_error_reports: tuple[str, ...]

    def find_mode(self, url_path: str) -> str:
        """Return the mode of the section or site of an article with this URL path."""
        nearest = max((path for path in self.modes if url_path.startswith(path)), key=len, default="")
        return self.modes.get(nearest, str(CommentMode.OFF))


def _load_policy() -> CommentPolicy:
    """Read the policy of all sites and sections. One query."""
    sections: Any = apps.get_model("newsroom", "NewsSection")  # its module imports that of articles, and this one
    of_sections = sections.objects.exclude(comment_mode=CommentMode.INHERITED).order_by()
    of_sites = CommentSettings.objects.annotate(number=Cast("site", models.CharField())).order_by()
    rows = of_sites.values_list("number", "mode", "accepts_error_reports").union(
        of_sections.values_list("url_path", "comment_mode", models.Value(False)), all=True
    )
    settings: dict[str, tuple[str, bool]] = {place: (mode, accepts) for place, mode, accepts in rows}
    roots: list[Any] = Site.get_site_root_paths()
    of_roots = {root.root_path: settings.get(str(root.site_id), (str(CommentMode.MODERATED), True)) for root in roots}
    sections_modes = {path: mode for path, (mode, _accepts) in settings.items() if path.startswith("/")}
    return CommentPolicy(
        modes={path: mode for path, (mode, _accepts) in of_roots.items()} | sections_modes,
        roots_with_error_reports=tuple(path for path, (_mode, accepts) in of_roots.items() if accepts),
    )
