"""Addresses: what has no language first, then the portal in Vietnamese at ``/`` and in English at ``/en/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.routing import serve
from mysite.media import serve_media

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("home.root_urls")),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}mysite/favicon.svg")),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", serve_media, name="media"),
    *i18n_patterns(
        path("", include("newsroom.urls")),
        path("", include("home.urls")),
        path("", include("search.urls")),
        re_path(r"^(?!_util/)((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
