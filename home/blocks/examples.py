"""Preview content for the home page blocks in the block picker: unsaved examples with public images."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from home.recent_documents import RecentDocument
from mysite.local_time import local_datetime
from mysite.models import PortalDocument, PortalImage
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
    """Preview substitute for ``mysite.blocks.photos.PhotoValue``."""

    image: PortalImage
    alternative_text: str


def build_articles(count: int) -> list[NewsPage]:
    """Return unsaved articles."""
    images = get_images(count)
    now = timezone.now()
    return [
        NewsPage(
            title=title,
            lead=_LEAD,
            first_published_at=now - datetime.timedelta(days=number),
            main_image=images[number] if number < len(images) else None,
        )
        for number, title in enumerate(_TITLES[:count])
    ]


def build_events(count: int) -> list[EventPage]:
    """Return unsaved events of the next days."""
    examples = []
    for number, title in enumerate(_TITLES[:count]):
        day = timezone.localdate() + datetime.timedelta(days=3 * number + 1)
        event = EventPage(title=title, lead=_LEAD, place="Hội trường tầng 3", start_date=day)
        event.start_time = datetime.time(7, 30)
        event.next_day, event.next_start = day, local_datetime(day, event.start_time)
        examples.append(event)
    return examples


def get_images(count: int) -> list[PortalImage]:
    """Return the main images of the newest visible articles, up to ``count``."""
    shown = NewsPage.objects.visible().newest_first().exclude(main_image=None).select_related("main_image")
    return list({article.main_image.pk: article.main_image for article in shown.defer_streamfields()[:count]}.values())


def build_photos(count: int) -> list[ExamplePhoto]:
    return [ExamplePhoto(image, image.description) for image in get_images(count)]


def build_documents(count: int) -> list[RecentDocument]:
    """Return unsaved documents."""
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
