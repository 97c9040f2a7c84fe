"""Language detection for texts of the image and document library, most of which are in Vietnamese.

Their language is not stored. Pages in another language need it for the ``lang`` attribute.
"""

import re

from django.utils.translation import get_language

from mysite.text.vietnamese import nfc

#: Letters that are used in Vietnamese and not in English.
_VIETNAMESE_LETTERS = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


class LocalizedText(str):
    """A text of the library that a page shows as a fallback for a text of its own."""


def detect_language(words: str) -> str:
    """Return the language of a text of the library, or an empty string if it may be the active one."""
    return "vi" if get_language() != "vi" and _VIETNAMESE_LETTERS.search(nfc(words)) else ""
