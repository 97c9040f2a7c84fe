"""What the block picker shows the blocks of the home page with: examples, and pictures that everybody may see."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from home.recent_documents import RecentDocument
from mysite.models import PortalDocument, PortalImage
from newsroom.event_dates import moment
from newsroom.models import EventPage, NewsPage

_TITLES = [
    "Khai giảng năm học mới tại các trường trong tỉnh",
    "Hướng dẫn tuyển sinh vào lớp 10 trung học phổ thông",
    "Bồi dưỡng kỹ năng số cho giáo viên tiểu học",
    "Hội khoẻ Phù Đổng cấp tỉnh bắt đầu",
    "Lịch thi học sinh giỏi lớp 9",
    "Thư viện trường học mở cửa ngày thứ Bảy",
]
_LEAD = "Các trường chuẩn bị chu đáo, phụ huynh và học sinh được thông tin đầy đủ."


@dataclass(frozen=True)
class ExamplePhoto:
    """As ``mysite.blocks.photos.PhotoValue``."""

    image: PortalImage
    alternative: str


def articles(count: int) -> list[NewsPage]:
    """Articles that are in no database."""
    pictures = images(count)
    now = timezone.now()
    return [
        NewsPage(
            title=title,
            lead=_LEAD,
            first_published_at=now - datetime.timedelta(days=number),
            main_image=pictures[number] if number < len(pictures) else None,
        )
        for number, title in enumerate(_TITLES[:count])
    ]


def events(count: int) -> list[EventPage]:
    """Events of the next days that are in no database."""
    examples = []
    for number, title in enumerate(_TITLES[:count]):
        day = timezone.localdate() + datetime.timedelta(days=3 * number + 1)
        event = EventPage(title=title, lead=_LEAD, place="Hội trường tầng 3", start_date=day)
        event.start_time = datetime.time(7, 30)
        event.next_day, event.next_start = day, moment(day, event.start_time)
        examples.append(event)
    return examples


def images(count: int) -> list[PortalImage]:
    """The main pictures of the newest articles that visitors see; as many as there are."""
    shown = NewsPage.objects.visible().newest_first().exclude(main_image=None).select_related("main_image")
    return list({article.main_image.pk: article.main_image for article in shown.defer_streamfields()[:count]}.values())


def photos(count: int) -> list[ExamplePhoto]:
    return [ExamplePhoto(image, image.description) for image in images(count)]


def documents(count: int) -> list[RecentDocument]:
    """Documents that are in no database."""
    titles = ["Công văn hướng dẫn tuyển sinh", "Kế hoạch năm học", "Mẫu đơn đăng ký dự thi", "Danh sách phòng thi"]
    now = timezone.now()
    return [
        RecentDocument(
            PortalDocument(pk=number + 1, title=title, file="vi-du.pdf", file_size=180_000 + 70_000 * number),
            "",
            now - datetime.timedelta(days=2 * number),
        )
        for number, title in enumerate(titles[:count])
    ]
