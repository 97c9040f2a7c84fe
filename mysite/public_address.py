"""``SITE_URL`` is the one public address; this writes it to where Wagtail reads it."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Site


def absolute(address: str) -> str:
    """The full address of ``address``, by whatever name the portal was asked: each page has one public address."""
    return urljoin(settings.SITE_URL, address)


def write_public_address() -> bool:
    """Give the default Site the host and port of ``SITE_URL``; return whether anything had to change.

    Raises ``ImproperlyConfigured`` when there is no default Site, or when another Site already has the address.
    """
    address = {"hostname": settings.SITE_HOST, "port": settings.SITE_PORT}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        raise ImproperlyConfigured("There is no default Site to give SITE_URL to: create one under Settings › Sites")
    if address == {"hostname": site.hostname, "port": site.port}:
        return False
    if Site.objects.filter(**address).exists():
        raise ImproperlyConfigured(f"{settings.SITE_URL} belongs to a Site that is not the default one")
    site.hostname, site.port = address["hostname"], address["port"]
    site.save()  # not update(): saving drops Wagtail's cached list of sites
    return True
