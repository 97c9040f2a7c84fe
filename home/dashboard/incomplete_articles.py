"""The panel of articles with missing photos or alternative texts."""

from typing import Any

from django.urls import reverse

from newsroom.models import NewsPage

from .base import DashboardPanel

#: The columns that saving an article sets, each with the URL name of its report.
REPORTS = {"missing_photos": "missing_photos", "missing_alt_texts": "missing_alt_texts"}


class IncompleteArticlesPanel(DashboardPanel):
    """The numbers of articles that lack photos or alternative texts, as after an import. They link to the reports."""

    name = "incomplete_articles"
    order = 90

    def load(self) -> dict[str, Any]:
        counts = {}
        for field in REPORTS:
            articles = NewsPage.objects.filter(**{f"{field}__gt": 0}, pk__in=self.find_page_ids("change"))
            counts[field] = {"number": articles.order_by().count(), "url": reverse(REPORTS[field])}
        return {"counts": counts, "is_shown": any(count["number"] for count in counts.values())}
