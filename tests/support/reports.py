"""The reports and queues of the admin by URL name."""

from django.urls import reverse

REPORTS = (
    "authors_report",
    "broken_links",
    "comments_report",
    "missing_alt_texts",
    "missing_photos",
    "missing_urls",
    "scheduled_pages",
    "search_terms",
    "translations_report",
    "unread_documents",
    "views_report",
)
#: What waits for somebody: comments, messages, and what was deleted.
QUEUES = ("wagtailsnippets_newsroom_comment:list", "wagtailforms:index", "bin")
#: Reports of Wagtail's own: it takes a query for each workflow in the first one, on pages of fifty.
OF_WAGTAIL = ("wagtailadmin_reports:workflow", "wagtailadmin_reports:workflow_tasks")


def get_urls() -> dict[str, str]:
    """Return the URLs of our reports and queues by name."""
    urls = {name: reverse(name) for name in (*REPORTS, *QUEUES)}
    comments = urls["wagtailsnippets_newsroom_comment:list"]
    return {**urls, "comments that wait": f"{comments}?status=pending"}
