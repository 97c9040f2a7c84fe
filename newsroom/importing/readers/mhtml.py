"""Read MHTML files (``.mht``, ``.mhtml``), in which browsers save a page with its images as one e-mail message."""

import email
import email.policy
from dataclasses import dataclass, field

from newsroom.importing.records import UnreadableArticle

from .encodings import decode

#: In bytes: the images are in the file, too, in base64.
MAX_FILE_SIZE = 60 * 1024 * 1024


@dataclass(slots=True)
class MhtmlPage:
    """The page of an MHTML file with the images by URL. ``charset`` is the declared one, or an empty string."""

    text: str
    url: str = ""
    charset: str = ""
    images: dict[str, bytes] = field(default_factory=dict)


def is_mhtml(data: bytes) -> bool:
    """Return whether ``data`` starts as an MHTML file, whatever the name of the file."""
    start = data[:4096].lstrip().lower()
    return start.startswith((b"from:", b"mime-version:", b"content-type:", b"subject:", b"x-")) and (
        b"multipart/related" in start or b"content-type: text/html" in start
    )


def read_mhtml(data: bytes) -> MhtmlPage:
    """Return the page in an MHTML file. Raises ``UnreadableArticle`` if it contains none."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
    except RecursionError as error:
        raise UnreadableArticle("the parts of the MHTML file are nested too deeply") from error
    page: MhtmlPage | None = None
    images: dict[str, bytes] = {}
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        location = str(part.get("Content-Location") or "").strip()
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and page is None:
            charset = str(part.get_param("charset") or "")
            page = MhtmlPage(decode(payload, charset), location, charset)
        elif part.get_content_maintype() == "image":
            images[location] = payload
            if content_id := str(part.get("Content-ID") or "").strip(" <>"):
                images[f"cid:{content_id}"] = payload
    if page is None:
        raise UnreadableArticle("the MHTML file contains no page")
    page.images = images
    return page
