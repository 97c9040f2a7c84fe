"""Factories for content; each creates its parent pages when none are given.

Pages are published with Wagtail's own code, at ``published_at`` if given.
"""

import datetime
import io
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.models import Locale
from wagtail.rich_text import RichText

from home.models import ContactFormField, ContactPage, HomePage, Motto, Notice, OrganisationPage, StandardPage
from mysite.models import PortalDocument, PortalImage, User
from newsroom.models import (
    Author,
    Comment,
    EventException,
    EventPage,
    EventSection,
    NewsPage,
    NewsPageByline,
    NewsPageTag,
    NewsSection,
    NewsTag,
    Unit,
)


def get_home_page(language: str = "vi") -> HomePage:
    """Return the home page of a language that the migrations created; tests may add others outside the site."""
    return HomePage.objects.filter(locale__language_code=language).order_by("path")[0]


def image_file(name: str = "tranh.jpg", size: tuple[int, int] = (1600, 1067), color: str = "#2a6f97") -> ImageFile:
    """Return a plain JPEG file."""
    content = io.BytesIO()
    PillowImage.new("RGB", size, color).save(content, "JPEG", quality=40)
    return ImageFile(io.BytesIO(content.getvalue()), name=name)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("nguoi-dung-{}".format)
    email = factory.LazyAttribute(lambda user: f"{user.username}@portal.example")
    password = factory.django.Password("mat-khau")


class ImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PortalImage

    title = factory.Sequence("IMG_{}".format)
    file = factory.LazyFunction(image_file)
    description = factory.Sequence("Sân trường trong nắng sớm, ảnh {}".format)


class SmallImageFactory(ImageFactory):
    """For pages where only the number of images matters: its renditions are created quickly."""

    file = factory.LazyFunction(lambda: image_file(size=(96, 64)))


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PortalDocument

    title = factory.Sequence("Công văn số {}".format)
    file = factory.LazyFunction(lambda: ContentFile(b"Noi dung", name="cong-van.pdf"))


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence("Phòng Giáo dục thường xuyên {}".format)
    short_name = factory.Sequence("P.GDTX{}".format)
    locale = factory.LazyFunction(Locale.get_default)


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence("Nguyễn Văn An {}".format)
    locale = factory.LazyFunction(Locale.get_default)
    unit = factory.SubFactory(UnitFactory)


class MottoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Motto

    text = factory.Sequence("Học, học nữa, học mãi {}".format)
    locale = factory.LazyFunction(Locale.get_default)


class PageFactory(factory.django.DjangoModelFactory):
    """Adds the page below ``parent``."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type, *args: Any, parent: Any, **kwargs: Any) -> Any:
        return parent.add_child(instance=model_class(**kwargs))


class SectionFactory(PageFactory):
    class Meta:
        model = NewsSection

    title = factory.Sequence("Tin tức {}".format)
    show_in_menus = True
    parent = factory.LazyFunction(get_home_page)


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence("Giới thiệu {}".format)
    parent = factory.LazyFunction(get_home_page)


class ArticleFactory(PageFactory):
    """Creates an article. ``published_at`` is its first publication; ``tags`` and ``authors`` are lists."""

    class Meta:
        model = NewsPage

    title = factory.Sequence("Hội nghị tổng kết năm học {}".format)
    lead = "Sáng nay, Sở tổ chức hội nghị tổng kết năm học và bàn nhiệm vụ năm học mới."
    search_description = "Hội nghị tổng kết năm học của ngành giáo dục."
    body = factory.LazyFunction(lambda: [("paragraph", RichText("<p>Tới dự có đại diện các trường.</p>"))])
    parent = factory.SubFactory(SectionFactory)
    published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(
        cls,
        model_class: type,
        *args: Any,
        parent: Any,
        published_at: datetime.datetime,
        tags: tuple[str, ...] = (),
        authors: tuple[Author, ...] = (),
        **kwargs: Any,
    ) -> NewsPage:
        if kwargs.get("live", True):
            kwargs.setdefault("first_published_at", published_at)
            kwargs.setdefault("last_published_at", published_at)
        article = parent.add_child(instance=model_class(**kwargs))
        for number, author in enumerate(authors):
            NewsPageByline.objects.create(
                article=article, sort_order=number, author=author, unit=author.unit, locale=article.locale
            )
        for name in tags:
            tag, _ = NewsTag.objects.get_or_create(name=name)
            NewsPageTag.objects.create(tag=tag, content_object=article)
        return article


class EventSectionFactory(PageFactory):
    class Meta:
        model = EventSection

    title = factory.Sequence("Sự kiện {}".format)
    parent = factory.LazyFunction(get_home_page)


class EventFactory(PageFactory):
    """Creates an event, by default tomorrow at 7:30. ``exceptions`` is a list of dates."""

    class Meta:
        model = EventPage

    title = factory.Sequence("Hội thi giáo viên dạy giỏi {}".format)
    lead = "Vòng chung kết hội thi giáo viên dạy giỏi cấp tỉnh."
    search_description = "Hội thi giáo viên dạy giỏi cấp tỉnh."
    parent = factory.SubFactory(EventSectionFactory)
    start_date = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=1))
    start_time = factory.LazyAttribute(lambda event: None if event.all_day else datetime.time(7, 30))
    all_day = False
    place = "Hội trường tầng 3"

    @classmethod
    def _create(
        cls, model_class: type, *args: Any, parent: Any, exceptions: tuple[datetime.date, ...] = (), **kwargs: Any
    ) -> EventPage:
        if kwargs.get("live", True):
            kwargs.setdefault("first_published_at", timezone.now())
            kwargs.setdefault("last_published_at", kwargs["first_published_at"])
        event = model_class(**kwargs)
        event.exceptions = [EventException(date=day) for day in exceptions]
        return parent.add_child(instance=event)


class OrganisationPageFactory(PageFactory):
    class Meta:
        model = OrganisationPage

    title = factory.Sequence("Cơ cấu tổ chức {}".format)
    parent = factory.LazyFunction(get_home_page)


class ContactPageFactory(PageFactory):
    """Creates a contact page with the default form: name, e-mail, message."""

    class Meta:
        model = ContactPage

    title = factory.Sequence("Liên hệ {}".format)
    parent = factory.LazyFunction(get_home_page)
    subject = "Thư góp ý từ cổng thông tin"
    from_address = "cong-thong-tin@portal.example"
    to_address = "van-phong@portal.example"

    @classmethod
    def _create(cls, model_class: type, *args: Any, parent: Any, **kwargs: Any) -> ContactPage:
        page = model_class(**kwargs)
        page.form_fields = [
            ContactFormField(sort_order=number, label=label, field_type=kind, required=True)
            for number, (label, kind) in enumerate(
                [("Họ và tên", "singleline"), ("Thư điện tử", "email"), ("Nội dung", "multiline")]
            )
        ]
        return parent.add_child(instance=page)


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    text = factory.Sequence("<p>Học sinh toàn tỉnh nghỉ học vì bão số {}.</p>".format)
    locale = factory.LazyFunction(Locale.get_default)
    starts_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(minutes=1))


class CommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Comment

    page = factory.SubFactory(ArticleFactory)
    author_name = "Phụ huynh"
    body = factory.Sequence("Cảm ơn nhà trường đã thông tin kịp thời ({}).".format)
    status = Comment.Status.APPROVED


def gallery_value(images: list[PortalImage], title: str = "Một số hình ảnh") -> dict[str, Any]:
    """Return the raw value of a gallery block with ``images``."""
    photos = [
        {"image": image.pk, "caption": f"Ảnh {n}", "alt_text": f"Ảnh số {n}", "credit": ""}
        for n, image in enumerate(images)
    ]
    return {"type": "gallery", "value": {"title": title, "photos": photos}}
