"""Links that share a page elsewhere. Plain addresses: nobody's script, nobody told who reads here."""

import base64
import json
from typing import Any
from urllib.parse import quote, urlencode

from django import template

register = template.Library()


@register.inclusion_tag("components/share.html")
def share_links(address: str, title: str) -> dict[str, Any]:
    """``{% share_links frame.address page.title %}``: the page at ``address`` on Facebook and Zalo, by mail, copied."""
    title = " ".join(title.split())
    # What Zalo's own button opens in a new window, according to the pages that use it: an address wrapped in JSON.
    wrapped = base64.b64encode(json.dumps({"url": address}).encode()).decode()
    text = f"{title}\r\n{address}"
    return {
        "address": address,
        "title": title,
        "facebook": f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}",
        "zalo": f"https://button-share.zalo.me/share_external?{urlencode({'d': wrapped})}",
        "mail": "mailto:?" + urlencode({"subject": title, "body": text}, quote_via=quote, safe=""),
    }
