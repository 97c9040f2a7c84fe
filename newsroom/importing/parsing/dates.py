"""Parse dates as Vietnamese websites write them, in Vietnam's time zone."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from mysite.years import FIRST_YEAR_ONLINE
from newsroom.importing.records import UnreadableArticle

from .date_patterns import DATE_PATTERNS, ENGLISH_MONTH, WEEKDAY, find_weekday, parse_month

VIETNAM_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
MIN_DATE = datetime(FIRST_YEAR_ONLINE, 1, 1, tzinfo=VIETNAM_TIME)

_LONG_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_CLOCK = re.compile(r"\d\s*(?::|h|giờ)\s*\d", re.I)
#: ``An Sơn, ngày 5 tháng 1 năm 2009``, as letters and notices are dated.
_PLACE = re.compile(r"[^\W\d_][^\d,:.;]{1,40},\s*(?=ngày\s+\d)", re.I)
_JOIN = r"(?:\s*(?:lúc|ngày|vào|hồi|on|at|lần cuối|mới nhất|gần nhất)\b)*[\s:–-]*"
_UPDATED = re.compile(
    r"(?:(?:ngày|lần|thời gian|được)\s+)?"
    rf"(?:cập\s*nhật|chỉnh sửa|sửa(?: đổi| lần)?|(?:last )?(?:updated|modified)){_JOIN}",
    re.I,
)
_PUBLISHED = re.compile(
    r"(?:(?:(?:ngày|thời gian|được|đã)\s*)?(?:đăng|xuất bản|ban hành|gửi|viết|phát hành|tạo)(?:\s+(?:tin|bài|tải))?"
    rf"|(?:ngày|date)\s*:|(?:posted|published|created|written))(?:\s+bởi\s+[^\d:]+?)?{_JOIN}",
    re.I,
)
_POSTED_BY = re.compile(r"(?:được\s+)?(?:viết\s+|đăng\s+)?\b(?:bởi|by)\b.*$", re.I)
_WEEKDAY = re.compile(rf"\b{WEEKDAY}", re.I)
_COUNTER = re.compile(
    r"(?:(?:số\s+)?(?:lượt|lần)\s+(?:xem|đọc|truy cập|tải)|đã\s+xem|đã\s+đọc|views?|hits?|xem)\s*:?\s*[\d.,]+"
    r"|[\d.,]+\s*(?:lượt|lần)(?:\s+(?:xem|đọc|truy cập))?|[\d.,]+\s+(?:views?|hits?)",
    re.I,
)
_FILLER = re.compile(r"\b(?:GMT|UTC|ICT|lúc|ngày|vào|hồi|giờ|phút|đăng|at|on)\b", re.I)
#: A word straight after the date: ``Ngày gửi: 05/06/2019 tại phòng họp``.
_SENTENCE_END = re.compile(r"\s+(?!(?:bởi|by|lúc|vào|thứ|chủ|gmt|am|pm|sa|ch)\b)(?-i:[a-zà-ỹđ]{2,})", re.I)
#: The start of a second label on the same line: ``Ngày đăng: … - Cập nhật: …``.
_NEXT_LABEL = re.compile(
    r"[\s|(–-]+(?=(?:ngày\s+(?:đăng|cập\s*nhật)|cập\s*nhật|chỉnh sửa|last updated|updated)\b[^|]*\d)", re.I
)


def is_today_line(line: str) -> bool:
    """Return whether ``line`` is the current date in the site header: ``Ngày 21 tháng 01 năm 2020``."""
    match = _LONG_DATE.search(line)
    is_letter = _PLACE.match(line.lstrip("([•-–| ")) and not _WEEKDAY.match(line)
    if classify_date_label(line) or _CLOCK.search(line) or is_letter:
        return False
    return match is not None and len(line) - (match.end() - match.start()) <= 30


def classify_date_line(line: str, *, below_title: bool = False) -> str | None:
    """Return ``updated`` or ``published`` if ``line`` is the date line of an article, else None.

    Above the title a date in words without a label may be the day on which the page was saved.
    """
    match = find_date_match(line) if len(line) <= 120 else None
    if match is None:
        return None
    if label := classify_date_label(line):
        return None if _SENTENCE_END.match(match.string[match.end() :]) else label
    if is_today_line(line) and not below_title:
        return None
    return "published" if not _has_other_words(line) else None


def _has_other_words(line: str) -> bool:
    """Return whether ``line`` says more than a date, a place, a counter and the account that posted it."""
    rest = _PLACE.sub("", _POSTED_BY.sub("", _COUNTER.sub("", line.strip("([•-–| "))), count=1)
    for form in DATE_PATTERNS:
        rest = form.sub("", rest)
    return re.search(r"[^\W\d_]{2,}", _FILLER.sub("", _WEEKDAY.sub("", rest))) is not None


def classify_date_label(line: str) -> str | None:
    """Return ``updated`` or ``published`` by the label at the start of ``line``: ``Cập nhật lúc``, ``Ngày đăng``."""
    start = line.lstrip("([•-–| ")
    for kind, pattern in (("updated", _UPDATED), ("published", _PUBLISHED)):
        if (label := pattern.match(start)) and not _is_sentence_after(start[label.end() :]):
            return kind
    return None


def _is_sentence_after(rest: str) -> bool:
    """Return whether the text after a label is no date but a sentence: ``Đăng ký trước ngày …``, ``Viết về …``."""
    return re.match(rf"[\s:|,–(-]*(?:{WEEKDAY}[\s,|–-]*)?(?:ngày\s+)?(?:\d|{ENGLISH_MONTH}|$)", rest, re.I) is None


def split_date_line(line: str) -> list[str]:
    """Split a line with two labelled dates before the second label."""
    parts = _NEXT_LABEL.split(line)
    return parts if len(parts) > 1 and all(map(find_date_match, parts)) else [line]


def find_date_match(text: str) -> re.Match[str] | None:
    """Return the match of the first form of date that occurs in ``text``."""
    text = _COUNTER.sub("", text)
    return next(filter(None, (form.search(text) for form in DATE_PATTERNS)), None)


def remove_dates(line: str) -> str:
    """Return ``line`` without dates, weekdays beside them and counters, for the names that remain."""
    rest = _COUNTER.sub("", line)
    if find_date_match(rest):
        for form in DATE_PATTERNS:
            rest = form.sub("", rest)
        rest = _WEEKDAY.sub("", rest)
        rest = re.sub(r"\b(?:ngày|lúc|vào)\b[\s,:]*(?=$|[|–(-])", "", rest, flags=re.I)
    return rest.strip(" |,;:–—-()")


def find_date(text: str) -> datetime | None:
    """Return the first date in ``text``, at midnight if it has no time.

    Raises ``UnreadableArticle`` for dates that do not exist, such as 31/02/2014, and for those with two meanings.
    """
    match = find_date_match(text)
    if match is None:
        return None
    parts = {key: value for key, value in match.groupdict().items() if value}
    shown = match.group().strip()
    try:
        year, month, day = _parse_day(parts, shown, text)
        moment = datetime(year, month, day, *_parse_time(parts), tzinfo=_parse_offset(parts.get("offset", "")))
    except ValueError as error:
        raise UnreadableArticle(f"there is no such date: “{shown}”") from error
    return validate_date(moment)


def _parse_day(parts: dict[str, str], shown: str, text: str) -> tuple[int, int, int]:
    year, month, day = int(parts["year"]), parse_month(parts["month"]), int(parts["day"])
    if len(parts["year"]) == 2:
        year += 2000 if year <= datetime.now(VIETNAM_TIME).year % 100 else 1900
    # Servers set to American English put the month first, and AM or PM after the time.
    american = re.match(r"\d{1,2}/\d{1,2}/\d{2,4}\b.*\b[AP]M$", shown, re.I)
    if month > 12 >= day and (american or re.match(r"\d{1,2}/\d{1,2}/\d{4}", shown)):
        return year, day, month
    if not american or month == day:
        return year, month, day
    if day > 12:
        return year, month, day
    weekday = find_weekday(text)
    fitting = [
        (month_, day_) for month_, day_ in ((month, day), (day, month)) if weekday == date(year, month_, day_).weekday()
    ]
    if len(fitting) != 1:
        raise UnreadableArticle(f"the date “{shown}” may have the day or the month first")
    return year, *fitting[0]


def _parse_time(parts: dict[str, str]) -> tuple[int, int]:
    hour, minute = int(parts.get("hour", 0)), int(parts.get("minute", 0))
    half = parts.get("half", "").upper()
    if half in ("PM", "CH", "CHIỀU", "TỐI") and hour < 12:
        hour += 12
    elif half in ("AM", "SA", "SÁNG") and hour == 12:
        hour = 0
    return hour, minute


def _parse_offset(offset: str) -> timezone | ZoneInfo:
    if not offset:
        return VIETNAM_TIME
    if offset.upper() == "Z":
        return UTC
    digits = re.sub(r"\D", "", offset)
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if offset.startswith("-") else delta)


def parse_iso(value: str) -> datetime:
    """Parse an ISO 8601 date and time; without an offset it is taken as Vietnam's time."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise UnreadableArticle(f"there is no such date: “{value[:40]}”") from error
    return validate_date(moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM_TIME))


def validate_date(moment: datetime) -> datetime:
    """Return ``moment``, or raise ``UnreadableArticle`` if it is before 1990 or in the future."""
    shown = f"{moment.day:02}/{moment.month:02}/{moment.year:04}"
    # Compared as naive values: converting the year 1 to UTC overflows in time zones east of Greenwich.
    if moment.replace(tzinfo=None) < MIN_DATE.replace(tzinfo=None):
        raise UnreadableArticle(f"the date {shown} is before {MIN_DATE.year}, the earliest year accepted")
    if moment.year > 9000 or moment > datetime.now(UTC):
        raise UnreadableArticle(f"the date {shown} is in the future")
    return moment
