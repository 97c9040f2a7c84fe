"""Reports in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.views.reports import PageReportView
from wagtail.permissions import page_permission_policy

from newsroom.models import NewsPage
from newsroom.models.querysets import attach_sections


class MissingPhotosView(PageReportView):
    """Report of articles with missing photos, as after an import, of which only the captions are left."""

    #: The column of the article with the number of what it lacks.
    counted_field = "missing_photos"
    results_template_name = "newsroom/admin/missing_photos_results.html"
    page_title = _("Missing photos")
    header_icon = "image"
    index_url_name = "missing_photos"
    index_results_url_name = "missing_photos_results"
    any_permission_required = ["add", "change", "publish"]
    export_headings = {
        "title": _("Title"),
        "section": pgettext_lazy("news", "Section"),
        "missing_photos": _("Missing photos"),
        "first_published_at": _("First published"),
        "full_url": pgettext_lazy("report", "URL"),
    }
    list_export = ["title", "section", "missing_photos", "first_published_at", "full_url"]

    def get_queryset(self) -> Any:
        editable = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        articles = NewsPage.objects.filter(**{f"{self.counted_field}__gt": 0}, pk__in=editable.order_by().values("pk"))
        # Prefetched for Wagtail's page status tag.
        articles = articles.prefetch_workflow_states().annotate_approved_schedule().select_related("locale")
        self.queryset = articles.newest_first().defer_streamfields()
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> list[NewsPage]:
        return attach_sections(object_list)


class MissingAltTextsView(MissingPhotosView):
    """Report of articles with images that have no alternative text."""

    counted_field = "missing_alt_texts"
    results_template_name = "newsroom/admin/missing_alt_texts_results.html"
    page_title = _("Missing alternative texts")
    index_url_name = "missing_alt_texts"
    index_results_url_name = "missing_alt_texts_results"
    export_headings = {**MissingPhotosView.export_headings, "missing_alt_texts": _("Missing alternative texts")}
    list_export = ["title", "section", "missing_alt_texts", "first_published_at", "full_url"]
