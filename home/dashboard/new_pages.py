"""The panel with links to write an article or add an event in each section."""

from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.models import EventPage, EventSection, NewsPage, NewsSection

from .base import DashboardPanel, build_title

#: For each type of section: the type of the pages that are written there.
WRITTEN_IN = {NewsSection: NewsPage, EventSection: EventPage}


class NewPagesPanel(DashboardPanel):
    """The sections to which the user may add pages: a click on one opens the form of a new page."""

    name = "new_pages"
    order = 10

    def load(self) -> dict[str, Any]:
        types = ContentType.objects.get_for_models(*WRITTEN_IN)
        sections = self.find_pages("add").filter(content_type__in=types.values(), alias_of=None)
        sections = list(
            sections.order_by("path").values(
                "pk", "title", "draft_title", "depth", "content_type", language=F("locale__language_code")
            )
        )
        headings = {NewsSection: _("Write an article"), EventSection: _("Add an event")}
        icons = {NewsSection: "edit", EventSection: "calendar-alt"}
        groups = [
            {
                "heading": headings[model],
                "icon": icons[model],
                "languages": _build_links(
                    [section for section in sections if section["content_type"] == types[model].pk], page_type
                ),
            }
            for model, page_type in WRITTEN_IN.items()
        ]
        return {"groups": [group for group in groups if group["languages"]]}


def _build_links(sections: list[dict[str, Any]], page_type: type) -> list[dict[str, Any]]:
    """Return links to the forms by language, in the order of the page tree."""
    names = page_type._meta.app_label, page_type._meta.model_name  # type: ignore[attr-defined]
    languages = []
    for language, of_language in groupby(sections, key=lambda section: section["language"]):
        links = [
            {"title": build_title(section), "url": reverse("wagtailadmin_pages:add", args=[*names, section["pk"]])}
            for section in of_language
        ]
        languages.append({"language": language, "links": links})
    return languages
