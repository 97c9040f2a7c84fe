"""Patterns that classify a line of text: end of the article, start of a gallery, list item, name of a person."""

import re

# Phrases that websites show below an article. A line ends the article only if it consists of nothing else: a heading
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
# The same after a lost line break: appended to the preceding line without a space, starting with a capital.
_END_GLUED = re.compile(rf"(?:(?<=[^\s(])|(?=\s+Chưa có b)\s+)(?=[BCGNPQTVÝL])(?:(?i:{_END_PHRASES})[\W\d]*)+$")
_COUNTER = r"(?:(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập)|đã xem|xem)\s*:?\s*[\d.,]+(?:\s*(?:lượt|lần)(?: xem)?)?"
_BUTTON = (
    r"in (?:bài(?: viết| này)?|trang(?: này)?|ra)|đóng cửa sổ(?: này)?|"
    r"bản in|gửi (?:email|bài viết(?: qua email)?|cho bạn bè)|"
    r"email(?: cho bạn bè)?|chia sẻ(?: bài viết| qua facebook)?|share|tweet|like|facebook|google\+?|zalo|twitter|"
    r"cỡ chữ|font size|print|lưu bài(?: viết| này)?|nghe đọc bài|a[-+](?:\s*a)?(?:\s*a[+-])?"
)
_BOILERPLATE = re.compile(rf"(?:{_COUNTER}|(?:(?:{_BUTTON})[\W\d]*)+|(?:từ khóa|tags?)\s*:.*|[\W_]+)", re.I)
_NOTICE = re.compile(
    r"(?:chú ý\s*:\s*)?việc đăng lại .*ghi rõ|©|\(c\)\s|copyright\b|bản quyền (?:thuộc|©)|url của bản tin|"
    r"(?:vui lòng |đề nghị )?ghi rõ nguồn\b.*\b(?:khi|website|trang)\b",
    re.I,
)
_IMAGE_WORDS = re.compile(r"\b(?:hình ảnh|ảnh|hình|photos?|pictures?|images?)\b", re.I)
_CREDIT = re.compile(
    r"[\s.,;–-]*[(\[]?\s*(?<!\w)(?:nguồn ảnh|ảnh|hình|photo)\s*:\s*(?P<who>[^()\[\]:]{2,80}?)\s*[)\]]?\s*\.?$", re.I
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


def split_at_end(line: str) -> tuple[str, bool]:
    """Cut ``line`` where the article ends; return the part that belongs to it and whether it ends here."""
    if _END.fullmatch(line) or _END_RATING.match(line):
        return "", True
    if match := _END_GLUED.search(line):
        return line[: match.start()].strip(), True
    return line, False


def is_boilerplate(line: str) -> bool:
    """Return whether ``line`` is a counter, a button, a notice of copyright or a separator, not part of the article."""
    if len(line) <= 200 and _NOTICE.match(line):
        return True
    return len(line) <= 120 and _BOILERPLATE.fullmatch(line) is not None


def is_gallery_opening(line: str) -> bool:
    """Return whether ``line`` mentions images and ends with a colon: ``Một số hình ảnh của hội nghị:``."""
    return len(line) <= 150 and line.endswith(":") and _IMAGE_WORDS.search(line) is not None and len(line.split()) > 1


def split_credit(caption: str) -> tuple[str, str]:
    """Split ``Toàn cảnh lễ khai giảng (Ảnh: Minh An)`` into the caption and the photographer."""
    if (match := _CREDIT.search(caption)) and match.start() + 200 > len(caption):
        return caption[: match.start()].strip(), match.group("who").strip()
    return caption, ""


def is_person_name(text: str) -> bool:
    """Return whether ``text`` is a Vietnamese name: two to five capitalised words, the first of them a family name."""
    words = text.split()
    return 2 <= len(words) <= 5 and words[0].lower() in _SURNAMES and all(word[0].isupper() for word in words)


def parse_numbered_item(markup: str) -> tuple[int, str] | None:
    """Return the number of a list item and the item without it, or None."""
    match = _NUMBERED.match(markup) or _NUMBERED_TIGHT.match(markup)
    return (int(match["number"]), match["open"] + markup[match.end() :]) if match else None


def parse_bulleted_item(markup: str) -> str | None:
    """Return a bulleted list item without its bullet, or None."""
    match = _BULLET.match(markup)
    return match["open"] + markup[match.end() :] if match and len(markup) > match.end() else None


def is_heading(line: str) -> bool:
    """Return whether ``line`` is a short heading with a Roman numeral: ``II. NHIỆM VỤ TRỌNG TÂM``."""
    return len(line) <= 120 and _ROMAN.match(line) is not None and line[-1] not in ".;,:?!"


def is_sentence(line: str) -> bool:
    """Return whether ``line`` is running text, not a label, a menu entry or a banner in capitals."""
    return len(line.split()) >= 5 and line != line.upper()
