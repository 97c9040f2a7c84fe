"""Tells English from Vietnamese in admin texts, by letters, syllables and the words of the message catalogues."""

import itertools
import re
import unicodedata
from functools import cache

import polib
from django.utils.html import strip_tags

from mysite.i18n import vendor_catalogues
from mysite.i18n.catalogues import find_catalogues

WORD = re.compile(r"[^\W\d_]+")
#: Text that is not prose: URLs, truncated words, file names, identifiers, date formats, entities.
CODE = re.compile(
    r"https?://\S+|\S+@\S+|\w+…|(?<!\S)/\S+|\S*\w\.(?:[a-z]\S*)|\w*[_\d]\w*|(?<!\S)(?:dd|mm|yyyy|hh|/|:|-)+(?!\S)|[#&]\S+",
    re.IGNORECASE,
)
#: A Vietnamese syllable written without marks.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|gh|gi|ch|ph|th|tr|qu|[bcdghklmnrstvx])?"
    r"(?:uye|oai|oay|uoi|uou|uay|ieu|yeu|uya|oeo|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?",
)
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[-#0 +\d.]*[a-zA-Z]|%[sdifr]|\{[^{}]*\}|&#?\w+;")

#: Texts that are the same in both languages or that no package translates. All others are reported.
ALLOWED = {
    "names of programs and services": "Wagtail Word Vimeo YouTube",
    "formats and measures of files": (
        "AVIF CSV GIF HEIC HTML JFIF JPG JPEG KB MB PDF PNG PO RSS TSV WEBP XLSX byte csv doc docx html odp ods odt "
        "pdf ppt pptx rar rtf txt xls xlsx zip"
    ),
    "names of the Internet": "API Email URL email localhost web",
    "languages, places and time zones as they are written there": "English Asia Chi GMT Ho Minh UTC",
    "abbreviations of Vietnamese words: Chủ nhật, tháng, giấy phép, Uỷ ban nhân dân": "CN thg GP UBND",
    "keys of the keyboard": "Alt Ctrl Enter Esc Shift b c i j k m p s v x z B C I J K M P S V X Z",
    "columns that a file of redirects must have": "from",
    "borrowed, and spelt alike": "Video video",
}
#: Vietnamese texts that are allowed in an English admin.
VIETNAMESE_NAMES = {
    "a language calls itself": ["Tiếng Việt"],
    "names in the database, which the migrations gave and the office may change": [
        "Cộng tác viên",
        "Biên tập viên",
        "Thư ký toà soạn",
        "Duyệt bài",
        "Duyệt hai bước",
        "Duyệt nội dung",
        "Duyệt đăng",
        "Gốc",
        "Cổng thông tin giáo dục",
    ],
    "examples of what an office writes": [
        "UBND tỉnh An Lạc",
        "Giấy phép số 01/GP-TTĐT ngày 05/01/2026",
        "Hội trường tầng 3",
    ],
}


def split_words(text: str) -> list[str]:
    return WORD.findall(CODE.sub(" ", unicodedata.normalize("NFC", text)))


@cache
def load_vocabularies() -> tuple[frozenset[str], frozenset[str]]:
    """Return the lower-case words of all messages, ours and the packages': English and Vietnamese ones."""
    english: set[str] = set()
    vietnamese: set[str] = set()

    def add(vocabulary: set[str], *texts: str) -> None:
        for text in texts:
            vocabulary.update(word.lower() for word in split_words(strip_tags(PLACEHOLDER.sub(" ", text))))

    for path in find_catalogues():
        for entry in polib.pofile(str(path)):
            add(english, entry.msgid, entry.msgid_plural)
            add(vietnamese, entry.msgstr, *entry.msgstr_plural.values())
    for domain in vendor_catalogues.DOMAINS:
        for (_context, msgid), message in vendor_catalogues.upstream_messages(domain).items():
            add(english, msgid, message.plural)
            add(vietnamese, *message.vietnamese.values())
    return frozenset(english), frozenset(vietnamese)


@cache
def allowed_words() -> frozenset[str]:
    return frozenset(" ".join(ALLOWED.values()).split())


def find_english_words(text: str) -> list[str]:
    """Return the words that are not Vietnamese: without marks, and not only in the Vietnamese catalogues."""
    english, vietnamese = load_vocabularies()

    def is_vietnamese(word: str) -> bool:
        return bool(SYLLABLE.fullmatch(word)) and (word in vietnamese or word not in english)

    return [
        word
        for word in split_words(text)
        if word.isascii() and word not in allowed_words() and not is_vietnamese(word.lower())
    ]


def find_vietnamese_words(text: str) -> list[str]:
    """Return the words that are not English: with marks, or only in the Vietnamese catalogues."""
    english, vietnamese = load_vocabularies()
    for name in itertools.chain(*VIETNAMESE_NAMES.values()):
        text = unicodedata.normalize("NFC", text).replace(name, "")
    words = [word.lower() for word in split_words(text)]
    only_vietnamese = vietnamese - english
    return [word for word in words if not word.isascii() or (len(word) > 1 and word in only_vietnamese)]
