"""Telling English from Vietnamese in what the admin says, by letters, syllables and the catalogues' own words."""

import itertools
import re
import unicodedata
from functools import cache

import polib
from django.utils.html import strip_tags

from mysite import vendor_translations
from mysite.translations import catalogues

WORD = re.compile(r"[^\W\d_]+")
#: Not words of a sentence: addresses, words cut off, file names, names in code, patterns of dates, entities.
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

#: What is written alike in both languages, or nobody translates, as it is written. All else is reported.
ALLOWED = {
    "names of programs and services": "Wagtail Word Vimeo YouTube",
    "formats and measures of files": (
        "CSV GIF HEIC HTML JPG JPEG MB PDF PNG PO RSS TSV WEBP XLSX byte csv doc docx html odp ods odt pdf ppt pptx "
        "rar rtf txt xls xlsx zip"
    ),
    "names of the Internet": "API Email URL email localhost web",
    "languages, places and time zones as they are written there": "English Asia Chi GMT Ho Minh UTC",
    "abbreviations of Vietnamese words: Chủ nhật, tháng, giấy phép, Uỷ ban nhân dân": "CN thg GP UBND",
    "keys of the keyboard": "Alt Ctrl Enter Esc Shift b c i j k m p s v x z B C I J K M P S V X Z",
    "columns that a file of redirects must have": "from",
    "borrowed, and spelt alike": "Video video",
}
#: What is Vietnamese in an English admin.
VIETNAMESE_NAMES = {
    "a language calls itself": ["Tiếng Việt"],
    "names in the database, which the migrations gave and the office may change": [
        "Biên tập viên",
        "Người duyệt bài",
        "Duyệt bài",
        "Gốc",
        "Cổng thông tin giáo dục",
    ],
    "examples of what an office writes": [
        "UBND tỉnh An Lạc",
        "Giấy phép số 01/GP-TTĐT ngày 05/01/2026",
        "Hội trường tầng 3",
    ],
}


def words_of(text: str) -> list[str]:
    return WORD.findall(CODE.sub(" ", unicodedata.normalize("NFC", text)))


@cache
def vocabularies() -> tuple[frozenset[str], frozenset[str]]:
    """The words of every message in force, ours and the packages', in lower case: English, and Vietnamese."""
    english: set[str] = set()
    vietnamese: set[str] = set()

    def add(found: set[str], *texts: str) -> None:
        for text in texts:
            found.update(word.lower() for word in words_of(strip_tags(PLACEHOLDER.sub(" ", text))))

    for path in catalogues():
        for entry in polib.pofile(str(path)):
            add(english, entry.msgid, entry.msgid_plural)
            add(vietnamese, entry.msgstr, *entry.msgstr_plural.values())
    for domain in vendor_translations.DOMAINS:
        for (_context, msgid), message in vendor_translations.said(domain).items():
            add(english, msgid, message.plural)
            add(vietnamese, *message.vietnamese.values())
    return frozenset(english), frozenset(vietnamese)


@cache
def allowed() -> frozenset[str]:
    return frozenset(" ".join(ALLOWED.values()).split())


def english_words(text: str) -> list[str]:
    """The words that are not Vietnamese: no marks, and no syllable that the catalogues have in Vietnamese only."""
    english, vietnamese = vocabularies()

    def is_vietnamese(word: str) -> bool:
        return bool(SYLLABLE.fullmatch(word)) and (word in vietnamese or word not in english)

    return [
        word for word in words_of(text) if word.isascii() and word not in allowed() and not is_vietnamese(word.lower())
    ]


def vietnamese_words(text: str) -> list[str]:
    """The words that are not English: those with marks, and those that the catalogues have in Vietnamese only."""
    english, vietnamese = vocabularies()
    for name in itertools.chain(*VIETNAMESE_NAMES.values()):
        text = unicodedata.normalize("NFC", text).replace(name, "")
    words = [word.lower() for word in words_of(text)]
    only_vietnamese = vietnamese - english
    return [word for word in words if not word.isascii() or (len(word) > 1 and word in only_vietnamese)]
