"""Tells Vietnamese from English by letters and common words, and finds what is written on a page in the other one."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from mysite.vietnamese import nfc

#: Letters that English does not have, in the text or in words that it has borrowed (café, naïve).
VIETNAMESE_LETTER = re.compile("[àảãạăằẳẵắặầẩẫấậđẻẽẹềểễếệìỉĩịòỏõọồổỗốộơờởỡớợùủũụưừửữứựỳỷỹýỵ]", re.I)

#: Syllables without marks that hold Vietnamese sentences together and are no English words.
VIETNAMESE_WORDS = frozenset(
    "anh ba ban bao bay cao chi cho chung con cung cuoc dan dang dao day dinh gian giao gio hai hang hanh hoc hoi "
    "huong khi khoa khong kinh lam lich lien linh luu mang minh moi nam nay ngay nghe nghi nghiep nguoi nha nhan "
    "nhau nhi nhiem nhung phai phat phong phu qua quan quang quy quyen sang sau sinh song tai tam tap tay theo "
    "thi thoi thong thu thuc tieng tin tinh toan trang tranh tren trinh trong truc trung truoc truong truyen "
    "tuyen vien viet vui vung xanh xem".split()
)

#: Words that hold English together, or that stand on screens, and are no Vietnamese syllables.
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

#: Read aloud or shown although no text between tags.
ATTRIBUTES = ("alt", "title", "placeholder", "aria-label", "data-suggestions-label", "data-suggestions-count")
_UNSEEN = {"script", "style", "template", "noscript"}
_WORD = re.compile(r"[^\W\d_]+")
#: What a script puts a number or the like in the place of.
_PLACEHOLDER = re.compile(r"\{\w+\}")


def speaks_vietnamese(text: str) -> bool:
    """A word with a mark that only Vietnamese has, or several that are Vietnamese without any."""
    if VIETNAMESE_LETTER.search(nfc(text)):
        return True
    words = _WORD.findall(text.lower())
    known = [word for word in words if word in VIETNAMESE_WORDS]
    return len(known) >= 2 and len(known) > len(words) / 2


def speaks_english(text: str) -> bool:
    """A word of English that is no Vietnamese syllable."""
    return not ENGLISH_WORDS.isdisjoint(_WORD.findall(nfc(text).lower()))


def passages(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """What visitors see, hear or share of a page, each passage with the language that it is marked as."""
    for element in page.find_all(True):
        if element.name in _UNSEEN or element.find_parent(_UNSEEN):
            continue
        if element.name == "meta" and _is_text(element):
            yield _language_of(element), element.get("content", "")
        for name in ATTRIBUTES:
            if element.get(name):
                yield _language_of(element), element[name]
        text = " ".join(str(child) for child in element.children if _is_read(child)).strip()
        if text:
            yield _language_of(element), " ".join(text.split())


def _is_read(node: object) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, Comment) and type(node) is NavigableString


def _is_text(meta: Tag) -> bool:
    name = meta.get("name") or meta.get("property") or ""
    return name in {"description", "og:title", "og:description", "og:site_name", "og:image:alt", "article:section"}


def _language_of(element: Tag) -> str:
    marked = element if element.get("lang") else element.find_parent(lang=True)
    return marked["lang"] if marked else ""


def foreign(page: BeautifulSoup, names: frozenset[str] = frozenset()) -> list[str]:
    """The passages that are not in the language they are marked as, once ``names`` are taken out of them."""
    of_names = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)) or "(?!)")
    wrong = {"en": speaks_vietnamese, "vi": speaks_english}
    found = ((language, of_names.sub(" ", _PLACEHOLDER.sub(" ", nfc(text)))) for language, text in passages(page))
    return [f"{language}: {text}" for language, text in found if language not in wrong or wrong[language](text)]
