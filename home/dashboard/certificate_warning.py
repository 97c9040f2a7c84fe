"""The warning on the dashboard before the certificate of the portal expires."""

import datetime
import logging
from pathlib import Path
from typing import Any

from cachetools import TTLCache, cached
from cryptography import x509
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

logger = logging.getLogger(__name__)

#: Programs that renew certificates do so 30 days before the end.
WARNING_DAYS = 20


@cached(TTLCache(maxsize=1, ttl=3600))
def read_expiry(path: str) -> datetime.datetime | None:
    """Return when the certificate expires, read once an hour; None if there is none."""
    try:
        return x509.load_pem_x509_certificates(Path(path).read_bytes())[0].not_valid_after_utc
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        logger.warning("Cannot read the certificate %s: %s", path, error)
        return None


class CertificateWarningPanel(Component):
    name = "certificate_warning"
    template_name = "home/dashboard/certificate_warning.html"
    order = 10

    def __init__(self, expiry: datetime.datetime) -> None:
        self.expiry = expiry

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        left = self.expiry - timezone.now()
        return {"expiry": self.expiry, "has_expired": left <= datetime.timedelta(), "days": left.days}


@hooks.register("construct_homepage_panels")
def warn_about_certificate(request: HttpRequest, panels: list[Any]) -> None:
    """Warn those who publish; who looks after the server is rarely one who opens the dashboard."""
    expiry = read_expiry(settings.CERTIFICATE_FILE) if settings.CERTIFICATE_FILE else None
    if expiry is None or expiry - timezone.now() > datetime.timedelta(days=WARNING_DAYS):
        return
    if page_permission_policy.user_has_permission(request.user, "publish"):
        panels.append(CertificateWarningPanel(expiry))
