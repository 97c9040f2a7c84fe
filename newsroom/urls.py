"""URL patterns outside the page tree. Path segments are translated: ``the/`` in Vietnamese, ``tag/`` in English."""

from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from newsroom.events.ical import FILE_NAME

from . import views

urlpatterns = [
    path(_("tag/<slug:slug>/"), views.tag_page, name="tag"),
    path(_("tag/<slug:slug>/rss/"), views.tag_feed, name="tag_feed"),
    path(_("author/<slug:slug>/"), views.author_page, name="author"),
    path(_("author/<slug:slug>/rss/"), views.author_feed, name="author_feed"),
    path(_("unit/<slug:slug>/"), views.unit_page, name="unit"),
    # Translators: binh-luan/<int:page_id>/ (part of an address)
    path(_("comment/<int:page_id>/"), views.write_comment, name="write_comment"),
    # Translators: bao-loi/<int:page_id>/ (part of an address)
    path(_("report-error/<int:page_id>/"), views.report_error, name="report_error"),
    path("rss/", views.site_feed, name="site_feed"),
    path(FILE_NAME, views.site_calendar, name="calendar"),
    path(format_lazy("<path:path>{}", FILE_NAME), views.page_calendar, name="page_calendar"),
]
