"""The root URLconf: URLs without a language, then the portal in Vietnamese at ``/`` and in English at ``/en/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.style_guide import style_guide
from home.views import serve
from mysite.editing.list_search import autocomplete_tags
from mysite.editing.request_validation import raise_not_found
from mysite.http.view_overrides import overridden_views
from mysite.lockout.page_passwords import document_passwords, page_passwords
from mysite.media.document_views import serve_document
from mysite.media.views import serve_media
from mysite.two_factor.views import URLS as two_factor_urls

handler400 = "mysite.http.bad_requests.bad_request"
handler500 = "mysite.http.unavailable.handle_server_error"

urlpatterns = [
    path("admin/failwhale/", raise_not_found),
    path("admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/", autocomplete_tags),
    *two_factor_urls,
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve_document),  # before Wagtail's view, at the same URLs
    path("documents/", include([*document_passwords, *wagtaildocs_urls.urlpatterns])),
    path("", include("home.unprefixed_urls")),
    path("", include("readership.urls")),
    # Browsers, phones and programs ask for these without having read a page.
    *(
        path(name, RedirectView.as_view(url=f"{settings.STATIC_URL}mysite/{name}"))
        for name in ("favicon.ico", "apple-touch-icon.png")
    ),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", serve_media, name="media"),
    *([path("kieu-mau/", style_guide)] if settings.DEBUG else []),
    *i18n_patterns(
        path("", include("newsroom.urls")),
        path("", include("home.urls")),
        path("", include("search.urls")),
        re_path(r"^(?!_util/)((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
        *page_passwords,
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

overridden_views.update(
    {
        "wagtailadmin_error_test": (raise_not_found, ()),
        "wagtailadmin_tag_model_autocomplete": (autocomplete_tags, ("newsroom", "newstag")),
        "wagtaildocs_serve": (serve_document, (1, "a.pdf")),
        "wagtaildocs_authenticate_with_password": (document_passwords[0].callback, (1,)),
        "wagtailcore_authenticate_with_password": (page_passwords[0].callback, (1, 1)),
        "wagtail_serve": (serve, ("",)),
    }
)
