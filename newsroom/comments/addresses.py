"""HMACs of visitors' IP addresses, with a key that is kept outside the database and changes every month.

A moderator so sees what else came from the same address in this month. The addresses themselves are
stored nowhere; once a month's key is deleted its digests say nothing any more. See docs/decisions/072-personal-data.md.
"""

import hmac
import logging
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from mysite.http.client_ip import get_client_network
from mysite.signals import nightly

logger = logging.getLogger(__name__)


def compute_address_digest(request: HttpRequest) -> str:
    """Return the HMAC of the client's network in this month; empty if the key cannot be read or written."""
    try:
        key = _get_key(f"{timezone.localdate():%Y-%m}")
    except OSError:
        logger.warning("The key for IP addresses is not available", exc_info=True)
        return ""
    return hmac.new(key, get_client_network(request).encode(), "sha256").hexdigest()[:32]


def get_folder() -> Path:
    return Path(settings.DATA_DIR) / "address-keys"


def _get_key(month: str) -> bytes:
    path = get_folder() / month
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_name(f".{month}-{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(draft, path)  # fails if another process has made it
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


@receiver(nightly)
def delete_old_keys(**kwargs: Any) -> None:
    """Delete the keys of other months."""
    for path in get_folder().glob("[0-9]*"):
        if path.name != f"{timezone.localdate():%Y-%m}":
            path.unlink(missing_ok=True)
