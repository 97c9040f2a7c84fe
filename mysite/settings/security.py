"""Security settings that are the same in every deployment: policies, headers, cookies, failed sign-ins.

The policies have the shape of Django 6's ``SECURE_CSP``. See docs/decisions/061-security-headers.md.
"""

from urllib.parse import urlsplit

from csp import constants as csp
from environs import validate

#: A validator for the URL of a script: nothing in it may end an attribute or a directive of the policy.
SCRIPT_URL = validate.Regexp(
    r"(?:https://[a-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9/._~%&=?+@:-]*)?\Z",
    error="must be an https URL, such as https://counter.example/count.js",
)

#: The players that ``mysite/blocks/videos.py`` embeds.
VIDEO_PLAYERS = ["https://player.vimeo.com", "https://www.youtube-nocookie.com"]


def build_public_policy(measurement_script: str = "") -> dict[str, list[str]]:
    """Return the policy of public pages: no inline scripts or styles, and of other sites only players of videos."""
    url = urlsplit(measurement_script)
    measurement = [f"{url.scheme}://{url.netloc}"] if measurement_script else []
    return {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF, *measurement],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:", *measurement],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF, *measurement],
        "frame-src": VIDEO_PLAYERS,
        "form-action": [csp.SELF],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
    }


#: Previews are shown in a frame of the admin, with Wagtail's user bar. They are not measured.
SECURE_CSP_PREVIEW = {**build_public_policy(), "frame-ancestors": [csp.SELF]}
#: The digest of “return;”, the handler with which Jcrop finds out which events there are.
JCROP_HANDLER = "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"
#: Wagtail's admin has inline scripts and styles. A nonce would switch 'unsafe-inline' off.
SECURE_CSP_ADMIN = {
    "default-src": [csp.NONE],
    "script-src": [csp.SELF, csp.UNSAFE_INLINE],
    "script-src-attr": [csp.UNSAFE_HASHES, JCROP_HANDLER],
    "style-src": [csp.SELF, csp.UNSAFE_INLINE],
    "img-src": [csp.SELF, "data:", "blob:"],
    "font-src": [csp.SELF],
    "connect-src": [csp.SELF],
    "frame-src": [csp.SELF],
    "form-action": [csp.SELF],
    "base-uri": [csp.NONE],
    "frame-ancestors": [csp.SELF],
}

#: Headers of all responses beside those of ``SecurityMiddleware``.
SECURE_HEADERS = {
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
}
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]  # containers are checked over plain HTTP
X_FRAME_OPTIONS = "SAMEORIGIN"  # for browsers that do not know frame-ancestors; the admin shows previews in a frame
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # not Strict: links in mail lead to the admin
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # Django's default has a third cookie

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: other sites of the office may have no HTTPS
    "security.W019",  # X_FRAME_OPTIONS is not DENY: the admin shows previews in a frame
    "security.W021",  # HSTS preload list: it is hard to leave, so each office decides about it
]
