"""Absolute URLs from the setting ``SITE_URL``, and its copy in Wagtail's default site."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Site


def absolute_url(url: str) -> str:
    """Return the canonical absolute URL of ``url``, whatever host name the request was sent to."""
    return urljoin(settings.SITE_URL, url)


def update_default_site() -> bool:
    """Set host and port of the default site to those of ``SITE_URL``; return whether they changed.

    Raises ``ImproperlyConfigured`` if there is no default site, or if another site has this host and port.
    """
    hostname_and_port = {"hostname": settings.SITE_HOST, "port": settings.SITE_PORT}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        raise ImproperlyConfigured("There is no default site for SITE_URL: create one under Settings › Sites")
    if hostname_and_port == {"hostname": site.hostname, "port": site.port}:
        return False
    if Site.objects.filter(**hostname_and_port).exists():
        raise ImproperlyConfigured(f"{settings.SITE_URL} belongs to a site that is not the default site")
    site.hostname, site.port = hostname_and_port["hostname"], hostname_and_port["port"]
    site.save()  # not update(): save() clears Wagtail's cache of site root paths
    return True
