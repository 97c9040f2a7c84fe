"""The words of the library of images and documents, which is in Vietnamese but for what somebody wrote in English.

Nobody notes their language. Where a page of the other language shows them, browsers and screen readers are told.
"""

import re

from django.utils.translation import get_language

from mysite.vietnamese import nfc

#: Letters that Vietnamese has and English has not.
_LETTERS = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


class LibraryWords(str):
    """Words that a page shows because it has none of its own."""


def foreign_language(words: str) -> str:
    """The language of ``words`` of the library, if it is not the one being read."""
    return "vi" if get_language() != "vi" and _LETTERS.search(nfc(words)) else ""
