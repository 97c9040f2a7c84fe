"""Parse the lines that name authors, photographers and sources: ``Bài: X – Ảnh: Y``, ``Người đăng: X - 05/01/2009``."""

import re
from dataclasses import dataclass

from .cleaning import clean_string
from .dates import remove_dates
from .line_patterns import is_person_name

MAX_LENGTH = 160

_LABEL = re.compile(
    r"(?<![^\W\d_])(?P<label>tác giả(?: bài viết| ảnh)?|người (?:viết|đăng|gửi|chụp)(?: tin| bài)?|"
    r"(?:tin|bài|ảnh)(?: viết)?(?:(?:\s*[,&+/-]\s*|\s+và\s+|\s+)(?:tin|bài|ảnh))*|hình ảnh|nguồn(?: tin| bài| ảnh)?|"
    r"(?:đăng|viết) bởi|biên tập|author|source|photos?)(?:\s*:|(?<=bởi)\s)\s*",
    re.I,
)
_DATE_LABEL = re.compile(r"(?:ngày|đăng|cập nhật|được|lúc|vào|\W)*", re.I)
_UNLABELLED = re.compile(r"(?P<name>[^–—-]{3,60}?)\s*(?:\s[–—-]\s*|\s*[–—-]\s)\s*(?P<unit>\S.{0,80})$")
#: Accounts that publish on behalf of others, and so are not authors.
_SYSTEM_ACCOUNTS = frozenset(("admin", "administrator", "quản trị", "quản trị viên", "super user", "webmaster"))
_SOURCE = re.compile(r"(?:nguồn(?: tin| bài)?|theo)\s*:\s*(?P<who>\S.*)$", re.I)
_ACCORDING_TO = re.compile(r"(?i:theo)\s+(?P<who>[A-ZĐÀ-Ỹ][^\d:;?!]{2,80})$")
_HONORIFICS = re.compile(
    r"(?:đ/?c|đồng chí|ông|bà|thầy|cô|em|anh|chị|cháu|ts|ths|pgs|gs|tiến sĩ|thạc sĩ|nhà giáo|nguồn|ảnh|theo)\b\.?", re.I
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The names on a line. All are empty if it names only an account such as “admin”."""

    author: str = ""
    unit: str = ""
    photographer: str = ""
    source_name: str = ""


def parse_byline(line: str) -> Byline | None:
    """Return the names of ``Nguyễn Văn A - P.GDTX``, ``Tác giả: …`` or a name alone; None for other lines."""
    if len(line) > MAX_LENGTH:
        return None
    text = remove_dates(line.strip(" .,;()[]*_–-"))
    labels = list(_LABEL.finditer(text))
    if labels and _DATE_LABEL.fullmatch(text[: labels[0].start()]):
        return _parse_labels(text, labels)
    if len(line) > 120 or line.endswith((":", ";", "?", "!")) or _HONORIFICS.match(text):
        return None
    if parts := _UNLABELLED.match(text):
        name, unit = clean_string(parts["name"]), clean_string(parts["unit"])
        words = name.split()
        if 2 <= len(words) <= 5 and all(word[0].isupper() for word in words) and unit[0].isupper():
            # “Place – what happened there” has the same form; the name of a unit is shorter.
            return Byline(name, unit) if len(unit.split()) <= 10 else None
        return None
    return Byline(text) if is_person_name(text) else None


def _parse_labels(text: str, labels: list[re.Match[str]]) -> Byline | None:
    """Assign the names after each label. A line of labels without names, or with a long text after one, is none."""
    names = {"author": "", "photographer": "", "source_name": "", "unit": ""}
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        words, value = label["label"].lower(), clean_string(text[label.end() : end]).strip(" .,;|/()[]–—-")
        if not value or value.casefold() in _SYSTEM_ACCOUNTS:
            continue
        if len(value.split()) > 14 or (value[0].islower() and len(value.split()) > 2):
            return None
        is_photo = any(word in words for word in ("ảnh", "photo", "chụp"))
        if words.startswith(("nguồn", "source")) and not is_photo:
            names["source_name"] = value
            continue
        parts = _UNLABELLED.match(value)
        name, unit = (clean_string(parts["name"]), clean_string(parts["unit"])) if parts else (value, "")
        if is_photo:
            names["photographer"] = names["photographer"] or name
        if not is_photo or any(word in words for word in ("tin", "bài")):
            names["author"], names["unit"] = names["author"] or name, names["unit"] or unit
    return Byline(**names)


def parse_source_name(line: str) -> str:
    """Return the publisher in ``Nguồn: Báo …`` or ``Theo Báo …`` below a reprinted article, else an empty string."""
    text = line.strip(" ()[]*.–-")
    match = _SOURCE.match(text) or (_ACCORDING_TO.match(text) if len(text.split()) <= 10 else None)
    return match.group("who").strip() if match and len(line) <= 150 and "ảnh:" not in line.lower() else ""


def split_names(author: str) -> list[str]:
    """Split ``Lê Văn Tám, Trần Thị Hoa`` into persons; a text that is not only names stays whole."""
    names = [name.strip() for name in re.split(r"\s*[,;&+/]\s*|\s+và\s+|\s+[–-]\s+", author) if name.strip()]
    return names if len(names) > 1 and all(map(is_person_name, names)) else [author]
