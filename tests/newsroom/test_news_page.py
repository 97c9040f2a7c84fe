"""The page of an article, compared with the reference page of 2014 from the previous portal."""

import datetime
import json
import shutil
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Locale

from newsroom.models import (
    Comment,
    CommentMode,
    ImportedArticle,
    NewsPage,
    NewsPageAttachment,
    NewsPageByline,
    NewsPageRelatedPage,
)
from tests.support import factories
from tests.support.html import get_page, get_text, get_texts
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db

PUBLISHED = datetime.datetime(2014, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())
CAPTIONS = ["Ông Lê Văn Minh mở đầu buổi làm việc", "Bà Trần Thị Lan nêu ý kiến của cơ sở"]


def photo_item(image=None, caption: str = "", alt_text: str = "", credit: str = "") -> dict:
    return {"image": image and image.pk, "caption": caption, "alt_text": alt_text, "credit": credit}


@pytest.fixture
def article() -> NewsPage:
    """The reference article of 2014."""
    unit = factories.UnitFactory(name="Phòng Giáo dục Thường xuyên", short_name="P.GDTX&CN")
    author = factories.AuthorFactory(name="Nguyễn Văn An", unit=unit)
    images = factories.ImageFactory.create_batch(2)
    factories.MottoFactory(text="Dạy một điều, học lại hai điều")
    return factories.ArticleFactory(
        title="Các trung tâm cộng đồng bàn việc của năm mới",
        lead="Hôm qua, bốn mươi giám đốc trung tâm gặp nhau ở Sở để xem lại một năm và bàn việc sắp tới.",
        parent=factories.SectionFactory(title="Tin tức"),
        published_at=PUBLISHED,
        authors=(author,),
        body=[
            {"type": "paragraph", "value": "<p>Cuộc họp kéo dài một buổi sáng.</p>"},
            {
                "type": "paragraph",
                "value": "<ol><li>Mở thêm lớp buổi tối.</li><li>Mượn phòng của trường tiểu học.</li></ol>",
            },
            {
                "type": "gallery",
                "value": {
                    "title": "Vài hình ảnh buổi họp:",
                    "photos": [photo_item(image, caption) for image, caption in zip(images, CAPTIONS, strict=True)],
                },
            },
        ],
    )


def test_reference_page_has_all_parts_in_order(client: Client, article: NewsPage) -> None:
    older = factories.ArticleFactory(
        title="Tin cũ hơn", parent=article.get_parent(), published_at=PUBLISHED - datetime.timedelta(days=1)
    )
    newer = factories.ArticleFactory(
        title="Tin mới hơn", parent=article.get_parent(), published_at=PUBLISHED + datetime.timedelta(days=1)
    )
    ImportedArticle.objects.create(page=article, title=article.title, digest="", imported_at=timezone.now())
    NewsPage.objects.update(comment_mode=CommentMode.MODERATED)  # imported articles are closed
    page = get_page(client, article.url)
    expected = [
        "Dạy một điều, học lại hai điều",
        f"Ngày {timezone.localdate():%d} tháng {timezone.localdate():%m} năm {timezone.localdate():%Y}",
        "Tin tức",
        "Các trung tâm cộng đồng bàn việc của năm mới",
        "Hôm qua, bốn mươi giám đốc",
        "Cập nhật lúc : 12:00 24/04/2014",
        "Cuộc họp kéo dài",
        "Mở thêm lớp buổi tối.",
        "Vài hình ảnh buổi họp:",
        *CAPTIONS,
        "Nguyễn Văn An - P.GDTX&CN",
        "Chưa có bình luận nào cho bài viết",
        "Các tin khác",
        newer.title,
        older.title,
    ]
    text = get_text(page.body)
    position = 0
    for part in expected:
        position = text.find(part, position)
        assert position >= 0, part
    assert page.find("time", datetime="2014-04-24T12:00:00+07:00")
    assert page.select_one(".article-section a")["href"] == article.get_parent().url
    assert page.find("meta", attrs={"name": "description"})["content"] == article.search_description
    assert [item.name for item in page.select("h1")] == ["h1"]


def test_line_below_the_lead_has_authors_dates_and_reading_time(client: Client, article: NewsPage) -> None:
    line = get_page(client, article.url).select_one(".article-line")
    assert get_text(line) == "Nguyễn Văn An · P.GDTX&CN — Đăng 12:00 24/04/2014 · 1 phút đọc"
    updated = PUBLISHED + datetime.timedelta(hours=20)
    body = [{"type": "paragraph", "value": "<p>" + "học " * 690 + "</p>"}]
    NewsPage.objects.filter(pk=article.pk).update(content_updated_at=updated, body=json.dumps(body))
    line = get_page(client, article.url).select_one(".article-line")
    assert "Đăng 12:00 24/04/2014 · Cập nhật 08:00 25/04/2014 · 3 phút đọc" in get_text(line)


@pytest.mark.parametrize("number", [2, 3])
def test_three_headings_make_a_table_of_contents(client: Client, number: int) -> None:
    heading = {"type": "heading", "value": {"text": "Hồ sơ", "level": "h2"}}
    page = get_page(client, factories.ArticleFactory(body=[heading] * number).url)
    links = [link["href"] for link in page.select(".contents a")]
    anchors = [f"#{element['id']}" for element in page.select(".body h2:not(#contents)")]
    assert links == (anchors if number == 3 else [])
    assert len(set(anchors)) == number


def test_other_news_has_images(client: Client, article: NewsPage) -> None:
    factories.ArticleFactory(parent=article.get_parent(), main_image=factories.ImageFactory())
    make_renditions()
    page = get_page(client, article.url)
    assert len(page.select(".other-news img[loading=lazy]")) == 1
    assert page.select_one(".to-top a")["href"] == "#top"


def test_byline_links_to_author_and_unit_in_page_language(client: Client, article: NewsPage) -> None:
    byline = article.bylines.get()
    page = get_page(client, article.url)
    assert [link["href"] for link in page.select(".bylines a")] == [
        byline.author.get_absolute_url(),
        byline.unit.get_absolute_url(),
    ]
    for link in page.select(".bylines a"):
        get_page(client, link["href"])
    english = Locale.objects.get(language_code="en")
    NewsPageByline.objects.create(
        article=article,
        author=factories.AuthorFactory(name="Jane Roe", locale=english, unit=None),
        sort_order=1,
        locale=article.locale,
    )
    lines = get_page(client, article.url).select(".bylines li")
    assert get_texts(lines) == ["Nguyễn Văn An - P.GDTX&CN", "Jane Roe"]
    assert lines[1].find("a") is None


def test_corrections_stand_above_the_lead_newest_first(client: Client, article: NewsPage) -> None:
    article.corrections = [
        {"type": "correction", "value": {"date": "2014-04-25", "text": "<p>Ngày họp là 23/4.</p>"}},
        {"type": "correction", "value": {"date": "2014-05-02", "text": "<p>Số huyện là <b>9</b>.</p>"}},
    ]
    article.save()
    text = get_text(get_page(client, article.url).select_one(".article"))
    order = ["Đính chính, 02/05/2014", "Số huyện là 9.", "Đính chính, 25/04/2014", "Ngày họp", article.lead]
    assert sorted(order, key=text.index) == order


def test_gallery_works_without_a_script(client: Client, article: NewsPage) -> None:
    make_renditions()
    page = get_page(client, article.url)
    links = page.select(".gallery li a")
    assert len(links) == 2
    for link in links:
        photo = get_page(client, f"{article.url}{link['href']}").select_one("main figure")
        assert (photo.img["alt"], get_text(photo.figcaption)) == (link.img["alt"], get_text(link.parent.figcaption))
        image = link.find("img")
        assert image["loading"] == "lazy"
        assert int(image["width"]) > 0
        assert int(image["height"]) > 0
        assert image["alt"].startswith("Sân trường")
        assert not link.select("source")
        assert ".webp 480w" in image["srcset"]
        assert image["sizes"]
    assert get_texts(page.select(".gallery figcaption")) == CAPTIONS


def test_missing_photos_keep_captions(client: Client, article: NewsPage) -> None:
    article.body = [
        {"type": "gallery", "value": {"title": "", "photos": [photo_item(caption=text) for text in CAPTIONS]}}
    ]
    article.save()
    page = get_page(client, article.url)
    assert get_texts(page.select(".missing-photos li")) == CAPTIONS
    assert page.select(".gallery img") == []


def test_main_image_comes_first(client: Client, article: NewsPage) -> None:
    article.main_image = factories.ImageFactory(caption="Toàn cảnh", credit="Lê An", description="")
    article.main_image_alt = "Hội trường đông người"
    article.save()
    make_renditions()
    figure = get_page(client, article.url).select_one(".article .body > figure")
    image = figure.find("img")
    assert image["fetchpriority"] == "high"
    assert "loading" not in image.attrs
    assert image["alt"] == "Hội trường đông người"
    assert get_text(figure.figcaption) == "Toàn cảnh Ảnh: Lê An"


def test_alternative_text_is_never_a_title_or_file_name(client: Client, article: NewsPage) -> None:
    article.main_image = factories.ImageFactory(title="IMG_2034", description="")
    article.save()
    make_renditions()
    assert get_page(client, article.url).select_one(".article .body > figure img")["alt"] == ""


def test_missing_image_file_affects_only_that_image(client: Client, article: NewsPage, media: Path) -> None:
    article.main_image = factories.ImageFactory(description="Toàn cảnh hội trường")
    article.save()
    shutil.rmtree(media)
    page = get_page(client, article.url)
    # Visits do not check files: the small original is used, and browsers show its alt text.
    assert page.find("img", alt="Toàn cảnh hội trường")
    assert get_texts(page.select(".gallery figcaption")) == CAPTIONS


@pytest.mark.django_db(transaction=True)  # A failed save breaks its transaction; visits have none.
def test_full_disk_affects_only_images(client: Client, article: NewsPage, monkeypatch) -> None:
    def no_space(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    article.main_image = factories.ImageFactory()
    article.save()
    monkeypatch.setattr("mysite.media.storage.AtomicFileSystemStorage._save", no_space)
    assert get_page(client, article.url).h1
    assert get_page(client, article.get_parent().url).h1
    assert get_page(client, "/").h1


def test_video_loads_nothing_before_a_click(client: Client, article: NewsPage) -> None:
    film = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Phóng sự", "picture": None, "alt_text": ""}
    article.body = [{"type": "video", "value": film}]
    article.save()
    page = get_page(client, article.url)
    link = page.select_one(".video a")
    assert link["href"] == film["url"]
    assert link["data-player"] == "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"
    assert page.find("iframe") is None


def test_documents_show_type_and_size(client: Client, article: NewsPage) -> None:
    document = factories.DocumentFactory(title="Công văn 123", file_size=204800)
    NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
    NewsPageAttachment.objects.create(article=article, document=document, title="Phụ lục", locale=article.locale)
    items = get_texts(get_page(client, article.url).select(".attachments li"))
    assert items[0].startswith("Công văn 123 (PDF, 200")
    assert items[1].startswith("Phụ lục (PDF")


def test_reprinted_article_names_source(client: Client, article: NewsPage) -> None:
    article.source_name, article.source_url = "Báo An Lạc", "https://bao.example/1"
    article.save()
    source = get_page(client, article.url).select_one(".source")
    assert get_text(source) == "Nguồn: Báo An Lạc"
    assert source.a["href"] == "https://bao.example/1"


def test_approved_comments_are_shown_oldest_first(client: Client, article: NewsPage) -> None:
    for number, status in enumerate(Comment.Status.values):
        factories.CommentFactory(page=article, status=status, body=f"Ý kiến {number} {status}")
    factories.CommentFactory(page=article, body="<b>Ý kiến đầu</b>", created_at=timezone.now() - datetime.timedelta(1))
    comments = get_texts(get_page(client, article.url).select(".comment > p:last-child"))
    assert comments == ["<b>Ý kiến đầu</b>", "Ý kiến 1 approved"]


def test_disabled_comments_are_not_shown(client: Client, article: NewsPage) -> None:
    article.comment_mode = CommentMode.OFF
    article.save()
    assert get_page(client, article.url).find(class_="comments") is None


def test_related_pages_are_not_repeated_as_other_news(client: Client, article: NewsPage) -> None:
    chosen = factories.ArticleFactory(title="Bài chọn riêng", parent=article.get_parent())
    NewsPageRelatedPage.objects.create(article=article, page=chosen, locale=article.locale)
    lists = get_page(client, article.url).select(".link-list")
    assert [get_text(section.h2) for section in lists] == ["Trang liên quan"]
    assert get_texts(lists[0].select("a")) == ["Bài chọn riêng"]


def test_tags_link_to_their_pages(client: Client) -> None:
    article = factories.ArticleFactory(tags=("Tuyển sinh", "Lớp 10"))
    for link in get_page(client, article.url).select(".tags a"):
        assert article.title in get_text(get_page(client, link["href"]))


def test_english_page_is_in_english(client: Client) -> None:
    section = factories.SectionFactory(
        title="News", parent=factories.get_home_page("en"), locale=Locale.objects.get(language_code="en")
    )
    article = factories.ArticleFactory(title="Meeting", parent=section, locale=section.locale, published_at=PUBLISHED)
    text = get_text(get_page(client, article.url).body)
    assert "Published 12:00 24 Apr 2014" in text
    assert "There are no comments on this article yet" in text


def test_userbar_is_shown_in_previews_only(client: Client, article: NewsPage) -> None:
    client.force_login(factories.UserFactory(is_superuser=True))
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
    preview = article.make_preview_request(RequestFactory().get("/", headers={"cookie": cookies}))
    preview.render()
    assert "wagtail-userbar" in preview.content.decode()
    assert "wagtail-userbar" not in client.get(article.url).content.decode()


def test_other_news_matches_section_listing(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    exams, kindergartens = (factories.SectionFactory(title=title, parent=section) for title in ("Thi", "Mầm non"))
    above = factories.ArticleFactory(title="Bài của chuyên mục", parent=section)
    exam = factories.ArticleFactory(title="Bài về thi", parent=exams)
    factories.ArticleFactory(title="Bài về mầm non", parent=kindergartens)

    def other_news(article: NewsPage) -> set[str]:
        return set(get_texts(get_page(client, article.url).select(".link-list a")))

    assert other_news(above) == {"Bài về thi", "Bài về mầm non"}
    assert other_news(exam) == set()


def test_school_years_in_titles_stay_on_one_line(client: Client) -> None:
    article = factories.ArticleFactory(title="Năm học 2026-2027 & <b>tuyển sinh</b>")
    for url, heading in ((article.url, "h1"), (article.get_parent().url, ".card-title a")):
        title = get_page(client, url).main.select_one(heading)
        assert get_text(title) == article.title
        assert get_texts(title.select("span")) == ["2026-2027"]
        assert not title.b
