"""The panel of translations that are out of date."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from home.models import SourceChange

from .base import DashboardPanel, build_title


class StaleTranslationsPanel(DashboardPanel):
    """The pages that have changed since they were submitted for translation, the longest ago first.

    Reads the ``SourceChange`` that publishing stores; the report, which is linked, compares all translations.
    """

    name = "stale_translations"
    order = 80

    def load(self) -> dict[str, Any]:
        changes = SourceChange.objects.filter(source__translations__enabled=True)
        own = changes.filter(source__object=OuterRef("translation_key"), source__locale=OuterRef("locale"))
        pages = self.find_pages("change").filter(translation_key__in=changes.values("source__object"), alias_of=None)
        pages = pages.annotate(changed_at=Subquery(own.values("changed_at")[:1])).filter(changed_at__isnull=False)
        rows = pages.order_by("changed_at").values("pk", "title", "draft_title", "changed_at")[: self.limit]
        return {
            "rows": [
                {
                    "title": build_title(row),
                    "url": reverse("wagtailadmin_pages:edit", args=[row["pk"]]),
                    "changed_at": row["changed_at"],
                }
                for row in rows
            ],
            "report_url": reverse("translations_report"),
        }
