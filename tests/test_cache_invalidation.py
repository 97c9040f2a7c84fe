"""No stored page is ever out of date: after each kind of change every page is as Django renders it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from home.models import HomePage, Notice
from mysite.content_generation import Generation
from mysite.models import PortalDocument, PortalImage
from newsroom.models import Author, Comment, EventPage, NewsPage, NewsPageAttachment, NewsSection, NewsTag
from search.signal_handlers import reindex_stale
from tests.support import factories
from tests.support.article_form import publish_article
from tests.support.samples import sample
from tests.support.translations import create_published_translation
from tests.support.wsgi_client import request

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@dataclass
class Content:
    """A small site whose pages show each other."""

    section: NewsSection
    other_section: NewsSection
    article: NewsPage
    related: NewsPage
    event: EventPage
    image: PortalImage
    document: PortalDocument
    author: Author
    notice: Notice

    @property
    def urls(self) -> list[str]:
        return [
            "/",
            "/tin-tuc/",
            "/tin-tuc/rss/",
            "/tin-tuc/luu-tru/",
            "/tin-tuc/tuyen-sinh/",
            "/tin-tuc/lich-thi/",
            "/tin-tuc/chuyen/",
            "/thong-bao/tuyen-sinh/",
            "/thong-bao/",
            "/su-kien/",
            "/su-kien/khai-giang/",
            "/lich.ics",
            "/the/lop-10/",
            "/tac-gia/le-thi-binh/",
            "/tim-kiem/?q=tuyen+sinh",
            "/tim-kiem/goi-y/?q=tuyen",
            "/sitemap-news.xml",
            "/so-do-cong/",
            "/api/v2/pages/?type=newsroom.NewsPage&fields=*",
            "/en/",
            "/cu/",
        ]


@pytest.fixture
def content(settings, monkeypatch) -> Content:
    settings.API_RATE = "10000/m"
    author = factories.AuthorFactory(name="Lê Thị Bình")
    image, document = factories.SmallImageFactory(title="Ảnh chính"), factories.DocumentFactory()
    section = factories.SectionFactory(title="Tin tức", slug="tin-tuc")
    other_section = factories.SectionFactory(title="Thông báo", slug="thong-bao")
    day = timezone.now() - DAY
    article = factories.ArticleFactory(
        title="Tuyển sinh lớp 10",
        slug="tuyen-sinh",
        parent=section,
        authors=(author,),
        tags=("Lớp 10",),
        is_headline=True,
        main_image=image,
        published_at=day,
        body=[factories.gallery_value([image])],
    )
    NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
    related = factories.ArticleFactory(title="Lịch thi tuyển sinh", slug="lich-thi", parent=section, published_at=day)
    events = factories.EventSectionFactory(title="Sự kiện", slug="su-kien")
    event = factories.EventFactory(title="Khai giảng", slug="khai-giang", parent=events)
    factories.CommentFactory(page=article)
    return Content(section, other_section, article, related, event, image, document, author, factories.NoticeFactory())


Change = Callable[[Content], object]


def restrict_collection(content: Content) -> None:
    collection = Collection.get_first_root_node().add_child(name="Nội bộ")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    PortalImage.objects.filter(pk=content.image.pk).update(collection=collection)


def rename_author(content: Content) -> None:
    content.author.name = "Lê Thị Bình Minh"
    content.author.save()
    reindex_stale()


def replace_document(content: Content) -> None:
    content.document.file.save("cong-van-moi.pdf", ContentFile(b"Noi dung moi"))
    content.document.title = "Công văn mới"
    content.document.save()


def add_promotion(content: Content) -> None:
    SearchPromotion.objects.create(query=Query.get("tuyen sinh"), page=content.event, description="Chọn")


def publish_scheduled(content: Content) -> None:
    page = NewsPage.objects.get(pk=content.related.pk)
    page.title = "Lịch thi đã đổi"
    page.go_live_at = timezone.now() + DAY
    page.save_revision().publish()
    page.get_latest_revision().__class__.objects.update(approved_go_live_at=timezone.now() - DAY)
    call_command("run_scheduler", "--once")


def change_home_page(content: Content) -> None:
    home = HomePage.objects.get(pk=factories.get_home_page().pk)
    home.site_name = "Sở Giáo dục và Đào tạo tỉnh An Lạc"
    home.save_revision().publish()


def add_translation(content: Content) -> None:
    create_published_translation(content.section)


def set_menu_order(content: Content) -> None:
    Page.objects.get(pk=content.other_section.pk).move(Page.objects.get(pk=content.section.pk), pos="left")


#: What changes the pages, by name.
CHANGES: dict[str, Change] = {
    "publish a new page": lambda content: factories.ArticleFactory(title="Mới", parent=content.section),
    "publish a change": lambda content: (
        content.article.__class__.objects.get(pk=content.article.pk).save_revision(clean=False).publish()
    ),
    "unpublish": lambda content: Page.objects.get(pk=content.article.pk).specific.unpublish(),
    "delete": lambda content: Page.objects.get(pk=content.article.pk).delete(),
    "delete a section": lambda content: Page.objects.get(pk=content.section.pk).delete(),
    "move": lambda content: Page.objects.get(pk=content.article.pk).move(content.other_section, pos="last-child"),
    "move in the menu": set_menu_order,
    "copy": lambda content: Page.objects.get(pk=content.article.pk).specific.copy(
        to=content.other_section, update_attrs={"slug": "ban-sao"}
    ),
    "make an alias": lambda content: Page.objects.get(pk=content.article.pk).specific.create_alias(
        parent=content.other_section
    ),
    "restrict a page": lambda content: PageViewRestriction.objects.create(
        page=content.article, restriction_type="login"
    ),
    "restrict a section": lambda content: PageViewRestriction.objects.create(
        page=content.section, restriction_type="login"
    ),
    "restrict a collection": restrict_collection,
    "change the site": lambda content: Site.objects.update(hostname="testserver", port=8080),
    "change the home page": change_home_page,
    "rename an author": rename_author,
    "rename a tag": lambda content: NewsTag.objects.update(name="Thi vào lớp 10"),
    "change a notice": lambda content: Notice.objects.update(text="<p>Nghỉ học đến hết tuần.</p>"),
    "delete a notice": lambda content: content.notice.delete(),
    "delete an image": lambda content: content.image.delete(),
    "change an image": lambda content: PortalImage.objects.filter(pk=content.image.pk).update(description="Chữ khác"),
    "replace a document": replace_document,
    "delete a comment": lambda content: Comment.objects.all().delete(),
    "add a comment": lambda content: factories.CommentFactory(page=content.article),
    "add a motto": lambda content: factories.MottoFactory(),
    "add a redirect": lambda content: Redirect.objects.create(old_path="/cu", redirect_page=content.article),
    "promote a search result": add_promotion,
    "translate": add_translation,
    "update in bulk": lambda content: Page.objects.filter(pk=content.article.pk).update(title="Tiêu đề khác"),
    "publish on schedule": publish_scheduled,
    "change an event": lambda content: EventPage.objects.update(place="Sân vận động"),
}
#: Changes that these pages do not show.
UNSEEN_CHANGES = {"publish a change", "change the site"}


@pytest.mark.parametrize("name", sample(list(CHANGES), 4))
def test_every_page_is_current_after_a_change(content, django_capture_on_commit_callbacks, name):
    before = {url: request(url).text for url in content.urls}
    with django_capture_on_commit_callbacks(execute=True):
        CHANGES[name](content)
    after = {url: request(url).text for url in content.urls}
    assert after == {url: request(url, to=WSGIHandler()).text for url in content.urls}
    assert (after == before) == (name in UNSEEN_CHANGES)


def test_change_in_the_admin(content, admin_client, django_capture_on_commit_callbacks):
    request(content.article.url), request("/")
    with django_capture_on_commit_callbacks(execute=True):
        publish_article(admin_client, content.article, title="Tuyển sinh lớp 10 năm 2027")
    assert "năm 2027" in request(content.article.url).text
    assert "năm 2027" in request("/").text


def test_bulk_action_in_the_admin(content, admin_client, django_capture_on_commit_callbacks):
    request("/tin-tuc/")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{url}?id={content.article.pk}&id={content.related.pk}", {"next": "/admin/"})
    assert "Tuyển sinh" not in request("/tin-tuc/").text


class TestClock:
    """Nothing is saved: only the time passes."""

    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch):
        self.now = datetime.datetime(2026, 11, 27, 22, 0, tzinfo=timezone.get_default_timezone())
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def is_current(self, content: Content) -> bool:
        return all(request(url).text == request(url, to=WSGIHandler()).text for url in content.urls)

    @pytest.fixture
    def content(self, clock, content, django_capture_on_commit_callbacks) -> Content:
        with django_capture_on_commit_callbacks(execute=True):
            Notice.objects.update(
                starts_at=self.now + datetime.timedelta(hours=1), ends_at=self.now + datetime.timedelta(hours=1.5)
            )
            Page.objects.filter(pk=content.article.pk).update(expire_at=self.now + datetime.timedelta(hours=1.75))
        return content

    def test_notice_expiry_and_midnight(self, content):
        seen = {}
        for minutes in (0, 59, 60, 89, 90, 104, 105, 119, 120):
            self.now = datetime.datetime(
                2026, 11, 27, 22, 0, tzinfo=timezone.get_default_timezone()
            ) + datetime.timedelta(minutes=minutes)
            seen[minutes] = (Generation.read().number, request("/").text, request("/tin-tuc/tuyen-sinh/").status_code)
            assert self.is_current(content), minutes
        generations = [number for number, _, _ in seen.values()]
        assert [later - earlier for earlier, later in pairwise(generations)] == [*(0, 1, 0, 1, 0, 1, 0, 1)]
        assert [content.notice.text in text for _, text, _ in seen.values()] == [False] * 2 + [True] * 2 + [False] * 5
        assert [status for _, _, status in seen.values()] == [200] * 6 + [404] * 3

    def test_event_that_begins_and_ends(self, content):
        self.now = datetime.datetime(2026, 11, 28, 7, 0, tzinfo=timezone.get_default_timezone())
        EventPage.objects.get().save()
        for hours in (0, 1, 9, 20):
            self.now = datetime.datetime(
                2026, 11, 28, 7, 0, tzinfo=timezone.get_default_timezone()
            ) + datetime.timedelta(hours=hours)
            assert self.is_current(content), hours
