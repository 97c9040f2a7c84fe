"""URL patterns without a language prefix: API, colours, robots.txt, sitemaps and share images."""

from django.urls import include, path, re_path

from home import sitemaps
from home.share_cards import share_card

from .robots import robots_txt
from .views import colours

urlpatterns = [
    path("api/", include("home.api")),
    path("chia-se/<int:pk>-<slug:digest>.png", share_card, name="share_card"),
    re_path(r"^mau-sac/([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{16})\.css$", colours, name="colours"),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_file, name="sitemap"),
]
