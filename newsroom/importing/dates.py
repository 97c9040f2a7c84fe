"""Dates as Vietnamese pages write them, read in the time zone of the portal."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .records import UnreadableArticle

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: No Vietnamese portal is older than this: an earlier year is a mistake.
EARLIEST = datetime(1990, 1, 1, tzinfo=VIETNAM)

_DAY = r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})"
_TIME = r"(?P<hour>\d{1,2})\s*(?::|h|g|giờ)\s*(?P<minute>\d{1,2})?(?::\d{2})?(?:\s*(?P<half>AM|PM|SA|CH)\b)?"
_MONTHS = "một hai ba tư năm sáu bảy tám chín mười mười-một mười-hai".split()
_WORDED = (
    r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2}|mười\s+một|mười\s+hai|một|giêng|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)"
    r"[\s,]+(?:năm\s+)?(?P<year>\d{4})"
)
_FORMS = (
    re.compile(rf"{_TIME}\s*(?:'|phút)?[\s,|–-]*(?:ngày)?[\s,–-]*{_WORDED}", re.I),
    re.compile(rf"{_WORDED}[\s,|–-]*(?:lúc|vào)?[\s:]*{_TIME}", re.I),
    re.compile(_WORDED, re.I),
    re.compile(rf"{_TIME}\s*(?:'|phút)?[\s,|–-]*(?:ngày|thứ\s+\w+|chủ nhật)?[\s,–-]*{_DAY}", re.I),
    re.compile(rf"{_DAY}[\s,|–-]*(?:lúc|vào)?[\s:]*{_TIME}", re.I),
    re.compile(_DAY, re.I),
)
_TODAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_UPDATED = re.compile(r"(?:ngày\s+)?(?:cập\s*nhật|chỉnh sửa)", re.I)
_PUBLISHED = re.compile(r"(?:ngày|thời gian)?\s*(?:đăng|xuất bản|ban hành|gửi|viết)|ngày\s*:", re.I)
_POSTED_BY = re.compile(r"(?:được\s+)?(?:viết\s+|đăng\s+)?\b(?:bởi|by)\b.*$", re.I)
_WEEKDAY = re.compile(r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật|cn|t[2-7])\b", re.I)


def is_today_line(line: str) -> bool:
    """``Ngày 21 tháng 01 năm 2020``: the day the page was saved, in the header of the portal."""
    match = _TODAY.search(line)
    if date_label(line):
        return False
    return match is not None and len(line) - (match.end() - match.start()) <= 30


def date_kind(line: str) -> str | None:
    """``updated`` or ``published`` if ``line`` is the date line of an article, None if it is anything else."""
    if len(line) > 120 or not any(form.search(line) for form in _FORMS) or is_today_line(line):
        return None
    start = line.lstrip("([•-–| ")
    if label := date_label(line):
        return label
    if _WEEKDAY.match(start):
        return "published"
    # The date alone, perhaps between brackets or with who posted it: what is left has no words in it.
    rest = _POSTED_BY.sub("", line)
    for form in _FORMS:
        rest = form.sub("", rest)
    return "published" if not re.search(r"[^\W\d_]{2,}", re.sub(r"GMT|ICT|lúc|ngày", "", rest, flags=re.I)) else None


def date_label(line: str) -> str | None:
    """``updated`` or ``published`` by the words that ``line`` begins with: ``Cập nhật lúc``, ``Ngày đăng``."""
    start = line.lstrip("([•-–| ")
    return "updated" if _UPDATED.match(start) else "published" if _PUBLISHED.match(start) else None


def find_date(text: str) -> datetime | None:
    """The first date in ``text``, at midnight if it has no time. Raises ``UnreadableArticle`` on 31/02/2014."""
    for form in _FORMS:
        if match := form.search(text):
            parts = match.groupdict()
            hour, minute = int(parts.get("hour") or 0), int(parts.get("minute") or 0)
            half = (parts.get("half") or "").upper()
            if half in ("PM", "CH") and hour < 12:
                hour += 12
            elif half in ("AM", "SA") and hour == 12:
                hour = 0
            try:
                return plausible(
                    datetime(
                        int(parts["year"]), _month(parts["month"]), int(parts["day"]), hour, minute, tzinfo=VIETNAM
                    )
                )
            except ValueError as error:
                raise UnreadableArticle(f"there is no such date: “{match.group().strip()}”") from error
    return None


def _month(text: str) -> int:
    words = {"giêng": "một", "bốn": "tư"}
    name = "-".join(text.lower().split())
    return int(name) if name.isdigit() else _MONTHS.index(words.get(name, name)) + 1


def parse_iso(value: str) -> datetime:
    """An ISO 8601 date and time; without an offset it is Vietnamese time."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise UnreadableArticle(f"there is no such date: “{value[:40]}”") from error
    return plausible(moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM))


def plausible(moment: datetime) -> datetime:
    """Return ``moment``, or raise ``UnreadableArticle`` if no article can be of that time."""
    shown = f"{moment.day:02}/{moment.month:02}/{moment.year:04}"
    # Compared without converting: the year 1 has no UTC in every time zone.
    if moment.replace(tzinfo=None) < EARLIEST.replace(tzinfo=None):
        raise UnreadableArticle(f"the date {shown} is before {EARLIEST.year}, that cannot be right")
    if moment.year > 9000 or moment > datetime.now(UTC):
        raise UnreadableArticle(f"the date {shown} is in the future")
    return moment
