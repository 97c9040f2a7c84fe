"""Tells Vietnamese from English by letters and common words, and finds text on a page in the wrong language."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from mysite.text.vietnamese import nfc

#: Letters that are not used in English, not even in loanwords (café, naïve).
VIETNAMESE_LETTER = re.compile("[àảãạăằẳẵắặầẩẫấậđẻẽẹềểễếệìỉĩịòỏõọồổỗốộơờởỡớợùủũụưừửữứựỳỷỹýỵ]", re.I)

#: Common Vietnamese syllables without marks that are no English words.
VIETNAMESE_WORDS = frozenset(
    "anh ba ban bao bay cao chi cho chung con cung cuoc dan dang dao day dinh gian giao gio hai hang hanh hoc hoi "
    "huong khi khoa khong kinh lam lich lien linh luu mang minh moi nam nay ngay nghe nghi nghiep nguoi nha nhan "
    "nhau nhi nhiem nhung phai phat phong phu qua quan quang quy quyen sang sau sinh song tai tam tap tay theo "
    "thi thoi thong thu thuc tieng tin tinh toan trang tranh tren trinh trong truc trung truoc truong truyen "
    "tuyen vien viet vui vung xanh xem".split()
)

#: Common English words that are no Vietnamese syllables.
ENGLISH_WORDS = frozenset(
    "about above add address after all also and any apply archive are article articles as at author back because "
    "been before below between browse but by calendar cancelled category choose city click close comment comments "
    "contact content copy daily date days department details division document documents download each education "
    "email enter error event events every for friday from get has have help here history home hours how if "
    "information is it its language last latest leave less letter library list map message monday month monthly "
    "more name never new newer news next not notice notices number of office older open or organisation other our "
    "page pages people photo photos picture please postponed previous print province publish published pupils "
    "read related reply saturday school schools search section sections see select send share show site skip "
    "source start subscribe sunday teacher teachers telephone than that the their there these they this those "
    "thursday time today tomorrow training tuesday unit units until update updated upcoming us view was we "
    "wednesday week weekly were what when where which who will with write year years yesterday you your".split()
)

#: Attributes that are read aloud or displayed.
ATTRIBUTES = ("alt", "title", "placeholder", "aria-label", "data-suggestions-label", "data-suggestions-count")
_INVISIBLE_TAGS = {"script", "style", "template", "noscript"}
_WORD = re.compile(r"[^\W\d_]+")
#: Placeholders that scripts replace with a number or the like.
_PLACEHOLDER = re.compile(r"\{\w+\}")


def is_vietnamese(text: str) -> bool:
    """Return whether a word has a mark used only in Vietnamese, or several words are common Vietnamese syllables."""
    if VIETNAMESE_LETTER.search(nfc(text)):
        return True
    words = _WORD.findall(text.lower())
    known = [word for word in words if word in VIETNAMESE_WORDS]
    return len(known) >= 2 and len(known) > len(words) / 2


def is_english(text: str) -> bool:
    """Return whether the text has an English word that is no Vietnamese syllable."""
    return not ENGLISH_WORDS.isdisjoint(_WORD.findall(nfc(text).lower()))


def iter_passages(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield the visible, spoken and shared texts of a page, each with its declared language."""
    yield from _iter_element_passages(page, "")


def _iter_element_passages(element: Tag, language: str) -> Iterator[tuple[str, str]]:
    """Yield the passages of an element and its descendants; ``language`` is that of its parent."""
    language = element.get("lang") or language
    if element.name == "meta" and _is_text(element):
        yield language, element.get("content", "")
    for name in ATTRIBUTES:
        if element.get(name):
            yield language, element[name]
    text = " ".join(str(child) for child in element.children if _is_visible_text(child)).strip()
    if text:
        yield language, " ".join(text.split())
    for child in element.children:
        if isinstance(child, Tag) and child.name not in _INVISIBLE_TAGS:
            yield from _iter_element_passages(child, language)


def _is_visible_text(node: object) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, Comment) and type(node) is NavigableString


def _is_text(meta: Tag) -> bool:
    name = meta.get("name") or meta.get("property") or ""
    return name in {"description", "og:title", "og:description", "og:site_name", "og:image:alt", "article:section"}


def find_foreign_passages(page: BeautifulSoup, names: frozenset[str] = frozenset()) -> list[str]:
    """Return the passages in another language than declared, with ``names`` removed."""
    of_names = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)) or "(?!)")
    wrong = {"en": is_vietnamese, "vi": is_english}
    passages = (
        (language, of_names.sub(" ", _PLACEHOLDER.sub(" ", nfc(text)))) for language, text in iter_passages(page)
    )
    return [f"{language}: {text}" for language, text in passages if language not in wrong or wrong[language](text)]
