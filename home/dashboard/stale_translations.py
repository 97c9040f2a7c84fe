"""The panel of translations that are out of date."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from wagtail.models import Page

from home.models import SourceChange

from .base import DashboardPanel, build_title


class StaleTranslationsPanel(DashboardPanel):
    """The pages that have changed since they were submitted for translation, the longest ago first.

    Each leads to the form that updates the translation, and from there to the translation.
    Reads the ``SourceChange`` that publishing stores; the report, which is linked, compares all translations.
    """

    name = "stale_translations"
    order = 80

    def load(self) -> dict[str, Any]:
        changes = SourceChange.objects.filter(source__translations__enabled=True)
        own = changes.filter(source__object=OuterRef("translation_key"), source__locale=OuterRef("locale"))
        pages = self.find_pages("change").filter(translation_key__in=changes.values("source__object"), alias_of=None)
        translations = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None)
        pages = pages.annotate(
            changed_at=Subquery(own.values("changed_at")[:1]),
            source=Subquery(own.values("source")[:1]),
            translation=Subquery(translations.exclude(locale=OuterRef("locale")).values("pk")[:1]),
        ).filter(changed_at__isnull=False, translation__isnull=False)
        fields = ("title", "draft_title", "changed_at", "source", "translation")
        rows = pages.order_by("changed_at").values(*fields)[: self.limit]
        return {
            "rows": [
                {
                    "title": build_title(row),
                    "url": self._build_url(row["source"], row["translation"]),
                    "changed_at": row["changed_at"],
                }
                for row in rows
            ],
            "report_url": reverse("translations_report"),
        }

    @staticmethod
    def _build_url(source: int, translation: int) -> str:
        parameters = {"next": reverse("wagtailadmin_pages:edit", args=[translation])}
        return f"{reverse('wagtail_localize:update_translations', args=[source])}?{urlencode(parameters)}"
