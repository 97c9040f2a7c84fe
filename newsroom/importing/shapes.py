"""What a line of an article is, told by its shape: the end, a byline, the opening of a gallery, a list item."""

import re

from .cleaning import clean

# Phrases that stand below an article and never in it. A line ends the article only if it consists of them: a heading
# such as "Trở về từ vùng lũ" is text.
_END_PHRASES = (
    r"(?:chưa có (?:bình luận|ý kiến|phản hồi|nhận xét)(?: nào)?(?: cho (?:bài viết|tin|bài)(?: này)?)?"
    r"|(?:các |những )?(?:tin tức|tin bài|tin|bài viết|bài|thông tin) (?:khác|mới hơn|cũ hơn|đã đưa|đã đăng|"
    r"(?:có )?liên quan|cùng chuyên mục|cùng loại|cùng thể loại|mới nhất|tiếp theo)"
    r"|(?:gửi |viết |đăng )?(?:bình luận|ý kiến|phản hồi)(?: bạn đọc| của bạn| mới)?|comments?"
    r"|(?:quay (?:lại|về)|trở (?:lại|về)|về) ?(?:trang trước|đầu trang|trang chủ)?|lên đầu trang|trang trước)"
)
_END = re.compile(rf"[\W\d]*(?:{_END_PHRASES}[\W\d]*)+", re.I)
_END_RATING = re.compile(r"tổng số điểm của bài viết|click để đánh giá", re.I)
# Glued to the line before it by a lost line break: no space before, a capital.
_END_GLUED = re.compile(rf"(?:(?<=[^\s(])|(?=\s+Chưa có b)\s+)(?=[BCGNPQTVÝL])(?:(?i:{_END_PHRASES})[\W\d]*)+$")
_COUNTER = r"(?:(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập)|đã xem|xem)\s*:?\s*[\d.,]+(?:\s*(?:lượt|lần)(?: xem)?)?"
_BUTTON = (
    r"in (?:bài(?: viết| này)?|trang(?: này)?|ra)|bản in|gửi (?:email|bài viết(?: qua email)?|cho bạn bè)|"
    r"email(?: cho bạn bè)?|chia sẻ(?: bài viết| qua facebook)?|share|tweet|like|facebook|google\+?|zalo|twitter|"
    r"cỡ chữ|font size|print|lưu bài(?: viết| này)?|nghe đọc bài|a[-+](?:\s*a)?(?:\s*a[+-])?"
)
_FURNITURE = re.compile(rf"(?:{_COUNTER}|(?:(?:{_BUTTON})[\W\d]*)+|(?:từ khóa|tags?)\s*:.*|[\W_]+)", re.I)
_PICTURES = re.compile(r"\b(?:hình ảnh|ảnh|hình|photos?|pictures?|images?)\b", re.I)
_CREDIT = re.compile(
    r"[\s.,;–-]*[(\[]?\s*(?<!\w)(?:nguồn ảnh|ảnh|hình|photo)\s*:\s*(?P<who>[^()\[\]:]{2,80}?)\s*[)\]]?\s*\.?$", re.I
)
_BYLINE = re.compile(r"(?P<name>[^–—-]{3,60}?)\s*(?:\s[–—-]\s*|\s*[–—-]\s)\s*(?P<unit>\S.{0,80})$")
_LABELLED = re.compile(
    r"(?:tác giả(?: bài viết)?|người (?:viết|đăng|gửi)|(?:được )?(?:viết|đăng) bởi|"
    r"tin,? ?(?:và )?(?:bài|ảnh)|bài(?: và ảnh)?)(?:\s*:|(?<=bởi)\s)\s*(?P<who>\S.*)$",
    re.I,
)
#: Accounts that post what others wrote.
_MACHINES = frozenset(("admin", "administrator", "quản trị", "quản trị viên", "super user", "webmaster"))
_SOURCE = re.compile(r"(?:nguồn(?: tin| bài)?|theo)\s*:\s*(?P<who>\S.*)$", re.I)
_HONORIFICS = re.compile(
    r"(?:đ/?c|đồng chí|ông|bà|thầy|cô|em|anh|chị|cháu|ts|ths|pgs|gs|tiến sĩ|thạc sĩ|nhà giáo|nguồn|ảnh|theo)\b\.?", re.I
)
_SURNAMES = frozenset(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đoàn đào đinh trịnh mai tô lâm hà trương "
    "lương châu tạ phùng vương cao thái tôn lưu quách thân chu đàm kiều la bạch văn nông từ hứa triệu ông khổng "
    "nghiêm".split()
)
_NUMBERED = re.compile(r"(?P<open>(?:<[bi]>)*)\s*(?P<number>\d{1,3})\s*[.)/]\s+(?=\S)")
_NUMBERED_TIGHT = re.compile(r"(?P<open>(?:<[bi]>)*)\s*(?P<number>\d{1,2})[.)](?=[^\W\d])")
_BULLET = re.compile(r"(?P<open>(?:<[bi]>)*)\s*[-–—•*+▪·o](?:\s+|(?<=[•▪·])(?=\S))")
_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-H])\s*[.)]\s+\S")


def before_end(line: str) -> tuple[str, bool]:
    """Cut ``line`` where the article ends. Returns what belongs to the article and whether the end is here."""
    if _END.fullmatch(line) or _END_RATING.match(line):
        return "", True
    if match := _END_GLUED.search(line):
        return line[: match.start()].strip(), True
    return line, False


def is_furniture(line: str) -> bool:
    """Counters, print and share buttons, separators: short lines around an article that are no part of it."""
    return len(line) <= 120 and _FURNITURE.fullmatch(line) is not None


def opens_gallery(line: str) -> bool:
    """``Một số hình ảnh của hội nghị:`` speaks of pictures and ends in a colon."""
    return len(line) <= 150 and line.endswith(":") and _PICTURES.search(line) is not None and len(line.split()) > 1


def split_credit(caption: str) -> tuple[str, str]:
    """``Toàn cảnh lễ khai giảng (Ảnh: Minh An)`` → the caption and who took the photo."""
    if (match := _CREDIT.search(caption)) and match.start() + 200 > len(caption):
        return caption[: match.start()].strip(), match.group("who").strip()
    return caption, ""


def is_person(text: str) -> bool:
    """A Vietnamese name as it is signed: two to five words, each with a capital, the first a family name."""
    words = text.split()
    return 2 <= len(words) <= 5 and words[0].lower() in _SURNAMES and all(word[0].isupper() for word in words)


def split_byline(line: str) -> tuple[str, str] | None:
    """Author and unit of ``Nguyễn Văn A - P.GDTX``, of ``Tác giả: …`` or of a name alone; None for any other line."""
    text = line.strip(" .,;()[]*_–-")
    if labelled := _LABELLED.match(text):
        text = labelled.group("who").strip()
        if len(text) > 120:
            return None
        if text.casefold() in _MACHINES:
            return "", ""
        parts = _BYLINE.match(text)
        return (clean(parts["name"]), clean(parts["unit"])) if parts else (text, "")
    if len(line) > 120 or line.endswith((":", ";", "?", "!")) or _HONORIFICS.match(text):
        return None
    if parts := _BYLINE.match(text):
        name, unit = clean(parts["name"]), clean(parts["unit"])
        words = name.split()
        if 2 <= len(words) <= 5 and all(word[0].isupper() for word in words) and unit[0].isupper():
            # A place and what happened there has the same shape: a unit has no full stop and few words.
            return (name, unit) if len(unit.split()) <= 10 else None
        return None
    return (text, "") if is_person(text) else None


def source_name(line: str) -> str:
    """The publisher in ``Nguồn: Báo …`` at the foot of a reprinted article, else nothing."""
    match = _SOURCE.match(line.strip(" ()[]*"))
    return match.group("who").strip() if match and len(line) <= 150 else ""


def numbered(markup: str) -> tuple[int, str] | None:
    """The number of a list item and the item without it."""
    match = _NUMBERED.match(markup) or _NUMBERED_TIGHT.match(markup)
    return (int(match["number"]), match["open"] + markup[match.end() :]) if match else None


def bulleted(markup: str) -> str | None:
    """A bulleted list item without its mark."""
    match = _BULLET.match(markup)
    return match["open"] + markup[match.end() :] if match and len(markup) > match.end() else None


def is_heading(line: str) -> bool:
    """``II. NHIỆM VỤ TRỌNG TÂM``: a short numbered line in roman figures that is no sentence."""
    return len(line) <= 120 and _ROMAN.match(line) is not None and line[-1] not in ".;,:?!"


def is_sentence(line: str) -> bool:
    """Whether ``line`` reads as running text and not as a label, a menu entry or an all-capitals banner."""
    return len(line.split()) >= 5 and line != line.upper()
