"""The blocks of the home page: what each shows, in which order, and what is left out."""

import datetime

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data

from home.blocks import HomeBlock
from mysite.images.filters import CARD
from newsroom.models import EventAttachment, NewsPage, NewsPageAttachment
from tests.support import factories
from tests.support.article_form import block_data
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text, get_texts
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db

BLOCKS = HomeBlock().child_blocks
HOSTILE = "\"><script>alert('1')</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
EMPTY_LINK = {"page": None, "url": "", "label": "", "description": "", "picture": None}


def publish_home_page(*blocks: tuple[str, dict], language: str = "vi") -> None:
    """Publish a home page with ``blocks``; missing values are the defaults of the form."""
    home = factories.get_home_page(language)
    home.body = [{"type": name, "value": value} for name, value in blocks]
    home.save_revision().publish()


def blocks_of(client: Client, url: str = "/") -> list[Tag]:
    return get_page(client, url).select(".home-block")


def titles(block: Tag) -> list[str]:
    return get_texts(block.select("h3"))


def articles(count: int, **fields) -> list[NewsPage]:
    """Create articles, newest first."""
    now = timezone.now()
    return [
        factories.ArticleFactory(published_at=now - datetime.timedelta(minutes=number), **fields)
        for number in range(count)
    ]


def attach(document, page, title: str = "") -> None:
    if isinstance(page, NewsPage):
        NewsPageAttachment.objects.create(article=page, document=document, title=title, locale=page.locale)
    else:
        EventAttachment.objects.create(event=page, document=document, title=title, locale=page.locale)


# --- Articles


def test_headlines_and_latest_news_share_no_article(client: Client) -> None:
    section = factories.SectionFactory()
    marked = articles(4, parent=section, is_headline=True)
    others = articles(3, parent=section)
    publish_home_page(("latest_news", {"count": 4}), ("headlines", {"count": 3, "title": "Đáng chú ý"}))
    latest, headlines = blocks_of(client)
    assert get_text(latest.h2) == "Tin mới nhất"
    assert get_text(headlines.h2) == "Đáng chú ý"
    assert titles(headlines) == [article.title for article in marked[:3]]
    newest = sorted([marked[3], *others], key=lambda article: article.first_published_at, reverse=True)
    assert titles(latest) == [article.title for article in newest]


def test_default_home_page_has_headlines_and_latest_news(client: Client) -> None:
    section = factories.SectionFactory()
    articles(1, parent=section, is_headline=True)
    articles(14, parent=section)
    assert [len(titles(block)) for block in blocks_of(client)] == [1, 12]


@pytest.mark.parametrize("layout", ["cards", "lead", "list"])
def test_section_news_in_each_layout(client: Client, layout: str) -> None:
    section = factories.SectionFactory(title="Thi cử")
    inner = articles(2, parent=section)
    below = articles(2, parent=factories.SectionFactory(title="Tuyển sinh", parent=section), main_image=None)
    articles(1)
    publish_home_page(("section_news", {"section": section.pk, "layout": layout, "count": 4}))
    (block,) = blocks_of(client)
    assert block.h2.a["href"] == section.url
    assert get_text(block.h2) == "Thi cử"
    newest = sorted(inner + below, key=lambda article: article.first_published_at, reverse=True)
    assert titles(block) == [article.title for article in newest]
    assert set(get_texts(block.select(".card-section"))) <= {"Tuyển sinh"}  # the section's title is shown above


def test_block_title_can_be_overridden(client: Client) -> None:
    section = factories.SectionFactory()
    articles(1, parent=section)
    publish_home_page(("section_news", {"section": section.pk, "title": "Hỏi đáp"}))
    assert get_text(blocks_of(client)[0].h2) == "Hỏi đáp"


# --- Events, photos, links, documents


def test_upcoming_events_block(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    contests = factories.EventSectionFactory(title="Hội thi", parent=section)
    today = timezone.localdate()
    later, sooner, past = (
        factories.EventFactory(parent=parent, start_date=today + datetime.timedelta(days=days))
        for parent, days in ((section, 9), (contests, 2), (contests, -2))
    )
    publish_home_page(("coming_events", {"count": 5}), ("coming_events", {"section": contests.pk}))
    every, some = blocks_of(client)
    assert titles(every) == [sooner.title, later.title]
    assert titles(some) == [sooner.title]
    assert (get_text(every.h2), every.h2.a["href"], some.h2.a["href"]) == ("Sự kiện sắp tới", section.url, contests.url)
    assert past.title not in str(every)


@pytest.mark.parametrize("factory", [factories.ArticleFactory, factories.EventFactory])
def test_photos_link_to_gallery_page(client: Client, factory) -> None:
    images = factories.SmallImageFactory.create_batch(3)
    page = factory(title="Hội khoẻ", body=[factories.gallery_value(images[:2]), factories.gallery_value(images[2:])])
    publish_home_page(("photo_strip", {"page": page.pk, "count": 2}))
    make_renditions()
    (strip,) = blocks_of(client)
    assert get_text(strip.h2) == "Hội khoẻ"
    assert [link["href"] for link in strip.select("li a")] == [page.url] * 2
    assert [image["alt"] for image in strip.select("img")] == ["Ảnh số 0", "Ảnh số 1"]


def test_renditions_are_created_when_home_page_is_saved() -> None:
    images = factories.SmallImageFactory.create_batch(2)
    page = factories.ArticleFactory(body=[factories.gallery_value(images)])  # not saved in the form
    home = factories.get_home_page()
    home.body = [{"type": "photo_strip", "value": {"page": page.pk}}]
    response = publish(home)
    assert response.status_code == 302
    for image in images:
        # The image is so small that the other steps would repeat the first.
        assert image.renditions.filter(filter_spec__in=CARD).count() == 1


def test_external_link_boxes_are_marked(client: Client) -> None:
    page = factories.StandardPageFactory(title="Hỏi đáp")
    logo = factories.SmallImageFactory()
    links = [
        {**EMPTY_LINK, "url": "https://luat.example/", "label": "Văn bản", "picture": logo.pk},
        {**EMPTY_LINK, "page": page.pk, "description": "Thường gặp"},
    ]
    publish_home_page(("link_boxes", {"title": "", "links": links}))
    make_renditions()
    (boxes,) = blocks_of(client)
    outside, inside = boxes.select("a")
    assert (outside["href"], outside.get("rel")) == ("https://luat.example/", ["external"])
    assert get_text(outside) == "Văn bản (trang web khác)"
    assert outside.img["alt"] == ""
    assert (inside["href"], inside.get("rel"), get_text(inside)) == (page.url, None, "Hỏi đáp Thường gặp")
    assert boxes["aria-label"]


def test_documents_are_listed_once_by_publication_date(client: Client) -> None:
    old, new = factories.DocumentFactory(title="Cũ"), factories.DocumentFactory(title="Mới")
    both = factories.DocumentFactory(title="Cả hai", file=ContentFile(b"x", name="ca-hai.docx"), file_size=2048)
    now = timezone.now()
    day = datetime.timedelta(days=1)
    old_article, article = (factories.ArticleFactory(published_at=now - days * day) for days in (9, 3))
    event = factories.EventFactory(first_published_at=now - day)
    attach(old, old_article)
    attach(both, old_article)
    attach(both, article, title="Kế hoạch")
    attach(new, event)
    publish_home_page(("recent_documents", {"count": 5}))
    (block,) = blocks_of(client)
    assert get_texts(block.select("a")) == ["Mới", "Kế hoạch", "Cũ"]
    kind = get_text(block.select("li")[1])
    assert "DOCX" in kind
    assert "2,0" in kind
    assert timezone.localtime(now - 3 * day).strftime("%d/%m/%Y") in kind
    publish_home_page(("recent_documents", {"count": 1}))
    assert get_texts(blocks_of(client)[0].select("a")) == ["Mới"]


def test_documents_of_restricted_collection_are_not_listed(client: Client) -> None:
    root = Collection.get_first_root_node()
    locked = root.add_child(name="Nội bộ")
    below = locked.add_child(name="Hồ sơ")
    CollectionViewRestriction.objects.create(collection=locked, restriction_type="login")
    article = factories.ArticleFactory()
    for collection in (root, locked, below):
        attach(factories.DocumentFactory(title=f"Tệp {collection.name}", collection=collection), article)
    publish_home_page(("recent_documents", {}))
    assert get_texts(blocks_of(client)[0].select("a")) == [f"Tệp {root.name}"]


# --- Hidden content


def everything(section, event_section, page) -> list[tuple[str, dict]]:
    """Return a block of every kind, as names and values."""
    return [
        ("headlines", {}),
        ("latest_news", {}),
        ("section_news", {"section": section.pk}),
        ("coming_events", {"section": event_section.pk}),
        ("coming_events", {}),
        ("photo_strip", {"page": page.pk}),
        ("link_boxes", {"links": [{**EMPTY_LINK, "page": page.pk}]}),
        ("recent_documents", {}),
    ]


def hide(page, how: str) -> None:
    if how == "unpublished":
        page.unpublish()
    elif how == "expired":
        type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    elif how == "locked":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
    else:
        type(page).objects.get(pk=page.pk).delete()


@pytest.mark.parametrize("how", ["unpublished", "expired", "locked", "deleted"])
def test_hidden_pages_are_in_no_block(client: Client, how: str) -> None:
    """Article and event are hidden one by one; their sections are public."""
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    article = factories.ArticleFactory(
        parent=section, is_headline=True, body=[factories.gallery_value(factories.SmallImageFactory.create_batch(2))]
    )
    event = factories.EventFactory(parent=events)
    for page in (article, event):
        attach(factories.DocumentFactory(), page)
    publish_home_page(*everything(section, events, article))
    assert len(blocks_of(client)) == 7  # headlines are left out of the latest news
    for page in (article, event):
        hide(page, how)
    assert blocks_of(client) == []
    assert get_text(get_page(client, "/").select_one(".empty")) == "Chưa có bài viết nào."


@pytest.mark.parametrize("how", ["unpublished", "expired", "locked", "deleted"])
def test_block_of_hidden_section_is_empty(client: Client, how: str) -> None:
    section, events = factories.SectionFactory(title="Chuyên mục kín"), factories.EventSectionFactory(title="Lịch kín")
    factories.ArticleFactory(parent=section)
    factories.EventFactory(parent=events)
    publish_home_page(("section_news", {"section": section.pk}), ("coming_events", {"section": events.pk}))
    assert len(blocks_of(client)) == 2
    for page in (section, events):
        hide(page, how)
    page = get_page(client, "/")
    assert page.select(".home-block") == []
    assert "kín" not in get_text(page.main)


def test_blocks_show_content_in_active_language(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    section, events = factories.SectionFactory(title="Tin"), factories.EventSectionFactory(title="Lịch")
    untranslated = factories.SectionFactory(title="Chỉ tiếng Việt")
    articles(1, parent=untranslated)
    article = factories.ArticleFactory(
        title="Bài", parent=section, body=[factories.gallery_value(factories.SmallImageFactory.create_batch(2))]
    )
    factories.EventFactory(title="Hội thi", parent=events)
    publish_home_page(
        *everything(section, events, article), ("section_news", {"section": untranslated.pk}), language="en"
    )
    assert get_texts(blocks_of(client, "/en/")) == ["Bài"]  # links may lead to pages in the other language
    for page, title in ((section, "News"), (events, "Calendar"), (article, "Article")):
        copy = page.copy_for_translation(english)
        copy.title, copy.slug = title, title.lower()
        copy.save_revision().publish()
    shown = blocks_of(client, "/en/")
    assert [get_text(block.h2) for block in shown if block.h2] == ["Latest news", "News", "Article"]
    assert "Bài" not in get_text(get_page(client, "/en/").main)


# --- In the admin


def form_data(home, order: list[int] | None = None) -> dict[str, str]:
    """Return what a browser posts from the edit form of ``home``, with its blocks in another ``order``."""
    body = block_data(home.body)
    for index, position in enumerate(order or []):
        body[str(index)]["order"] = str(position)
    names = (
        "title slug seo_title search_description introduction site_name authority address phone email "
        "responsible_person licence copyright_note main_colour accent_colour"
    )
    fields = {name: getattr(home, name) or "" for name in names.split()}
    fields |= {"search_description": fields["search_description"] or "Cổng thông tin", "logo": home.logo_id or ""}
    return nested_form_data(
        {
            **fields,
            "footer": "null",
            "body": body,
            "menu_links": block_data(home.menu_links),
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        }
        | {"go_live_at": "", "expire_at": ""}
    )


def publish(home, order: list[int] | None = None, **changes: str):
    data = form_data(home, order) | {"action-publish": "1", **changes}
    return login_client(create_editor(EDITORS)).post(reverse("wagtailadmin_pages:edit", args=[home.pk]), data)


def test_editor_can_reorder_blocks(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    articles(3, parent=section, is_headline=True)
    publish_home_page(
        ("headlines", {"count": 1}),
        ("section_news", {"section": section.pk, "layout": "list"}),
        ("latest_news", {}),
    )
    assert get_texts(get_page(client, "/").select("main h2")) == ["Tin nổi bật", "Tin tức", "Tin mới nhất"]
    assert publish(factories.get_home_page(), order=[2, 0, 1]).status_code == 302
    assert get_texts(get_page(client, "/").select("main h2")) == ["Tin tức", "Tin mới nhất", "Tin nổi bật"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body-0-value-count", "0"),
        ("body-0-value-count", "99999999999999999999"),
        ("body-0-value-count", "-1"),
        ("body-0-value-count", "năm"),
        ("body-0-value-count", ""),
        ("body-0-value-title", "x" * 101),
        ("body-1-value-section", ""),
        ("body-1-value-section", "999999"),
        ("body-1-value-layout", "khác"),
        ("body-1-type", "headlines"),
    ],
)
def test_invalid_values_show_messages(field: str, value: str) -> None:
    section = factories.SectionFactory()
    publish_home_page(("headlines", {}), ("section_news", {"section": section.pk}))
    response = publish(factories.get_home_page(), **{field: value})
    assert response.status_code == 200
    assert "body" in response.context["form"].errors


@pytest.mark.parametrize(("value", "statuses"), [("999999", {200, 302}), ("0", {200, 302}), ("-5", {400})])
def test_invalid_page_choice_is_rejected_or_left_out(client: Client, value: str, statuses: set[int]) -> None:
    publish_home_page(("headlines", {}), ("coming_events", {}))
    assert publish(factories.get_home_page(), **{"body-1-value-section": value}).status_code in statuses
    assert client.get("/").status_code == 200


def test_input_is_escaped(client: Client) -> None:
    section = factories.SectionFactory()
    article = factories.ArticleFactory(
        parent=section, title=HOSTILE, is_headline=True, body=[factories.gallery_value([factories.SmallImageFactory()])]
    )
    factories.EventFactory(title=HOSTILE, place=HOSTILE)
    attach(factories.DocumentFactory(title=HOSTILE), article, title=HOSTILE)
    link = {**EMPTY_LINK, "url": "https://a.example/", "label": HOSTILE, "description": HOSTILE}
    blocks = [("headlines", {}), ("latest_news", {}), ("coming_events", {}), ("recent_documents", {})]
    blocks += [("section_news", {"section": section.pk}), ("photo_strip", {"page": article.pk})]
    blocks += [("link_boxes", {"links": [link]})]
    publish_home_page(*((name, {**value, "title": HOSTILE}) for name, value in blocks))
    page = get_page(client, "/").main
    assert len(page.select(".home-block")) == 6
    assert page.select("script, [onerror]") == []
    assert "14" not in get_text(page.select_one(".home-block h2"))


def test_incomplete_value_is_rendered_without_missing_parts(client: Client) -> None:
    """As written by an import or an older version of the portal."""
    articles(2, is_headline=True)
    publish_home_page(
        ("headlines", {"count": None}),
        ("section_news", {}),
        ("photo_strip", {"page": factories.StandardPageFactory().pk}),
        ("link_boxes", {}),
        ("link_boxes", {"links": [{**EMPTY_LINK, "url": "https://[", "label": "Hỏng"}]}),
    )
    assert [block.name for block in blocks_of(client)] == ["section", "nav"]


# --- The block picker


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("full", [False, True])
def test_block_picker_previews_every_block(name: str, full: bool) -> None:
    """The previews work on an empty site, and show no hidden content on others."""
    if full:
        factories.ArticleFactory(main_image=factories.SmallImageFactory())
        factories.ArticleFactory(main_image=factories.SmallImageFactory(description="Ảnh kín"), live=False)
    block = BLOCKS[name]
    assert block.is_previewable
    assert str(block.label)
    assert str(block.meta.group)
    assert str(block.get_description())
    response = login_client(create_editor()).get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert name == "photo_strip" or len(get_text(page.body)) > 30
    assert "Ảnh kín" not in str(page)


def test_preview_shows_unsaved_blocks() -> None:
    articles(2, is_headline=True)
    home = factories.get_home_page()
    home.body = [{"type": "headlines", "value": {"title": "Bản xem trước"}}]
    admin_client = login_client(create_editor())
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[home.pk])
    assert admin_client.post(url, form_data(home)).json()["is_valid"]
    page = BeautifulSoup(admin_client.get(url).content.decode(), "html.parser")
    assert get_text(page.main.h2) == "Bản xem trước"
    assert len(page.main.select("h3")) == 2
