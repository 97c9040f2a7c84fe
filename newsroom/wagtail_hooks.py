"""Admin hooks of the newsroom: scripts for the edit form, a warning after publishing, and a report."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from newsroom.articles.broken_links_report import BrokenLinksView
from newsroom.articles.published_reports import AuthorsReportView, CommentsReportView, may_read_comments
from newsroom.articles.reports import MissingAltTextsView, MissingPhotosView
from newsroom.comments import bulk_actions, moderation  # noqa: F401  register their hooks
from newsroom.importing.pasting.views import PasteView
from newsroom.models import NewsPage
from readership.reports import ReportMenuItem


@hooks.register("insert_editor_js")
def add_description_script() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/suggest-description.js"))


@hooks.register("register_admin_urls")
def register_paste_url() -> list[URLPattern]:
    return [path("paste/", PasteView.as_view(), name="paste")]


@hooks.register("insert_editor_js", order=1)  # after the scripts that it uses
def add_paste_script() -> SafeString:
    script = '<script defer src="{}" data-url="{}"></script>'
    return format_html(script, static("mysite/js/editing/paste.js"), reverse("paste"))


@hooks.register("after_publish_page")
def warn_about_draft_authors(request: HttpRequest, page: Page) -> None:
    """Warn the publisher of an article about its authors that are not shown, because they are drafts."""
    if isinstance(page, NewsPage):
        drafts = [byline.author.name for byline in page.bylines.all() if not byline.author.live]
        if drafts:
            message = _("These authors are not shown until their profiles are published: %(names)s.")
            messages.warning(request, message % {"names": ", ".join(drafts)})


#: The reports by URL name.
REPORTS: dict[str, type[ReportView]] = {
    "missing_photos": MissingPhotosView,
    "missing_alt_texts": MissingAltTextsView,
    "authors_report": AuthorsReportView,
    "comments_report": CommentsReportView,
    "broken_links": BrokenLinksView,
}


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return [
        pattern
        for name, view in REPORTS.items()
        for pattern in (
            path(f"reports/{name.removesuffix('_report').replace('_', '-')}/", view.as_view(), name=name),
            path(
                f"reports/{name.removesuffix('_report').replace('_', '-')}/results/",
                view.as_view(results_only=True),
                name=f"{name}_results",
            ),
        )
    ]


@hooks.register("register_reports_menu_item")
def register_missing_photos_menu_item() -> MenuItem:
    return ReportMenuItem(_("Missing photos"), reverse("missing_photos"), name="missing-photos", icon_name="image")


@hooks.register("register_reports_menu_item")
def register_missing_alt_texts_menu_item() -> MenuItem:
    return ReportMenuItem(
        _("Missing alternative texts"), reverse("missing_alt_texts"), name="missing-alt-texts", icon_name="view"
    )


class CommentsReportMenuItem(ReportMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return super().is_shown(request) and may_read_comments(request)


@hooks.register("register_reports_menu_item")
def register_authors_menu_item() -> MenuItem:
    return ReportMenuItem(_("Articles by author"), reverse("authors_report"), name="authors", icon_name="user")


@hooks.register("register_reports_menu_item")
def register_comments_menu_item() -> MenuItem:
    url = reverse("comments_report")
    return CommentsReportMenuItem(_("Published comments"), url, name="published-comments", icon_name="comment")


@hooks.register("register_reports_menu_item")
def register_broken_links_menu_item() -> MenuItem:
    return ReportMenuItem(_("Broken links"), reverse("broken_links"), name="broken-links", icon_name="link")
