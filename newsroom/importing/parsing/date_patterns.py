"""Regular expressions for the forms of dates on Vietnamese websites."""

import re

_DAY = r"(?<![\d/.-])(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4}|\d{2})(?!\d|[/.-]\d)"
_YEAR_FIRST = (
    r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)\s*(?P<sep>[/.-])\s*(?P<month>\d{1,2})\s*(?P=sep)\s*(?P<day>\d{1,2})(?!\d)"
)
_TIME = (
    r"(?<![\d:])(?P<hour>\d{1,2})\s*(?::|giờ|h|g)\s*(?P<minute>\d{1,2})?(?:\s*(?:'|phút))?(?::\d{2}(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>AM|PM|SA|CH|sáng|chiều|tối)\b)?"
)
_OFFSET = r"(?:\s*(?:GMT|UTC)?\s*(?P<offset>Z\b|[+-]\d{1,2}(?::?\d{2})?(?!\d)))?"
_MONTH_IN_WORDS = r"(?P<month>\d{1,2}|mười\s+một|mười\s+hai|một|giêng|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười|chạp)"
_DAY_IN_WORDS = (
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:\s+|\s*[,-]\s*)tháng\s+{_MONTH_IN_WORDS}[\s,/-]+(?:năm\s+)?(?P<year>\d{{4}})(?!\d)"
)
ENGLISH_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_NAMED_MONTH = rf"(?P<month>{ENGLISH_MONTH})\.?"
_ENGLISH_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH_FIRST = rf"\b{_NAMED_MONTH}\s+{_ENGLISH_DAY}\s*,?\s+(?P<year>\d{{4}})(?!\d)"
_DAY_FIRST = rf"{_ENGLISH_DAY}[\s-]+(?:of\s+)?{_NAMED_MONTH}[\s,-]+(?P<year>\d{{4}})(?!\d)"
WEEKDAY = (
    r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s*nhật|cn|t[2-7]|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b"
)
_BEFORE_DAY = rf"[\s,|–-]*(?:{WEEKDAY})?[\s,|–-]*(?:ngày|on)?[\s,:–-]*"
_BEFORE_TIME = r"[\s,|–-]*(?:lúc|vào|hồi|at)?[\s:]*"

#: In order of preference: a form with the time of day before the same form without.
DATE_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_YEAR_FIRST}(?:T|{_BEFORE_TIME}){_TIME}{_OFFSET}",
        rf"{_TIME}{_BEFORE_DAY}{_DAY_IN_WORDS}",
        rf"{_DAY_IN_WORDS}{_BEFORE_TIME}{_TIME}",
        _DAY_IN_WORDS,
        rf"{_MONTH_FIRST}{_BEFORE_TIME}{_TIME}",
        rf"{_DAY_FIRST}{_BEFORE_TIME}{_TIME}",
        rf"{_TIME}{_BEFORE_DAY}{_MONTH_FIRST}",
        rf"{_TIME}{_BEFORE_DAY}{_DAY_FIRST}",
        _MONTH_FIRST,
        _DAY_FIRST,
        rf"{_TIME}{_BEFORE_DAY}{_YEAR_FIRST}",
        rf"{_TIME}{_BEFORE_DAY}{_DAY}",
        rf"{_DAY}{_BEFORE_TIME}{_TIME}",
        _YEAR_FIRST,
        _DAY,
    )
)
_MONTHS = "một hai ba tư năm sáu bảy tám chín mười mười-một mười-hai".split()
_OTHER_NAMES = {"giêng": "một", "bốn": "tư", "bẩy": "bảy", "chạp": "mười-hai"}
_ENGLISH_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = (
    ("hai", "2", "mon"),
    ("ba", "3", "tue"),
    ("tư", "4", "wed"),
    ("năm", "5", "thu"),
    ("sáu", "6", "fri"),
    ("bảy", "bẩy", "7", "sat"),
    ("nhật", "cn", "sun"),
)


def parse_month(text: str) -> int:
    """Return the number of a month that is written as a number, in Vietnamese or in English."""
    name = "-".join(text.lower().rstrip(".").split())
    if name.isdigit():
        return int(name)
    if name[:3] in _ENGLISH_MONTHS:
        return _ENGLISH_MONTHS.index(name[:3]) + 1
    return _MONTHS.index(_OTHER_NAMES.get(name, name)) + 1


def find_weekday(text: str) -> int | None:
    """Return the number of the first weekday in ``text``, Monday being 0."""
    match = re.search(rf"\b{WEEKDAY}", text, re.I)
    if match is None:
        return None
    name = match.group().lower()
    return next(n for n, endings in enumerate(_WEEKDAYS) if name.endswith(endings) or name.startswith(endings[-1]))
