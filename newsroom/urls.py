"""Addresses that no page answers; the words are translated (``the/`` in Vietnamese, ``tag/`` in English)."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("tag/<slug:slug>/"), views.tag, name="tag"),
    path(_("author/<slug:slug>/"), views.author, name="author"),
    path(_("unit/<slug:slug>/"), views.unit, name="unit"),
    path("rss/", views.site_feed, name="site_feed"),
]
