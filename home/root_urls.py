"""Addresses without a language: what machines ask for."""

from django.urls import include, path

from home import sitemaps
from home.robots import robots
from home.share_cards import share_card

urlpatterns = [
    path("api/", include("home.api")),
    path("chia-se/<int:pk>-<slug:digest>.png", share_card, name="share_card"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.file, name="sitemap"),
]
