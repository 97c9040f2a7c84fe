"""Links for sharing a page. Plain URLs, without third-party scripts that would track visitors."""

import base64
import json
from typing import Any
from urllib.parse import quote, urlencode

from django import template

from mysite.text.vietnamese import slugify

register = template.Library()


@register.inclusion_tag("components/share.html")
def share_links(url: str, title: str) -> dict[str, Any]:
    """Render links to share a page on Facebook and Zalo or by e-mail, to copy its URL, to print and to save it."""
    title = " ".join(title.split())
    # The URL that Zalo's own button opens, as seen on pages that use it: the page's URL wrapped in JSON.
    wrapped = base64.b64encode(json.dumps({"url": url}).encode()).decode()
    text = f"{title}\r\n{url}"
    return {
        "url": url,
        "title": title,
        "file_name": slugify(title) or "bai-viet",
        "facebook": f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}",
        "zalo": f"https://button-share.zalo.me/share_external?{urlencode({'d': wrapped})}",
        "mail": "mailto:?" + urlencode({"subject": title, "body": text}, quote_via=quote, safe=""),
    }
