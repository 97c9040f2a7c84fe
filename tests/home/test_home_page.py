"""The home page as an office arranges it: what each block shows, in which order, and what it never shows."""

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
from mysite.renditions import GALLERY
from newsroom.models import EventAttachment, NewsPage, NewsPageAttachment
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.forms import block_data
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db

BLOCKS = HomeBlock().child_blocks
HOSTILE = "\"><script>alert('1')</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
EMPTY_LINK = {"page": None, "url": "", "label": "", "description": "", "picture": None}


def arrange(*blocks: tuple[str, dict], language: str = "vi") -> None:
    """Publish a home page of ``blocks``; what they leave out is as the form suggests it."""
    home = factories.home_page(language)
    home.body = [{"type": name, "value": value} for name, value in blocks]
    home.save_revision().publish()


def blocks_of(client: Client, address: str = "/") -> list[Tag]:
    return read(client, address).select(".home-block")


def titles(block: Tag) -> list[str]:
    return all_words(block.select("h3"))


def articles(count: int, **fields) -> list[NewsPage]:
    """Articles, newest first."""
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


def test_no_article_is_twice_among_headlines_and_latest_news(client: Client) -> None:
    section = factories.SectionFactory()
    marked = articles(4, parent=section, is_headline=True)
    others = articles(3, parent=section)
    arrange(("latest_news", {"count": 4}), ("headlines", {"count": 3, "title": "Đáng chú ý"}))
    latest, headlines = blocks_of(client)
    assert words(latest.h2) == "Tin mới nhất"
    assert words(headlines.h2) == "Đáng chú ý"
    assert titles(headlines) == [article.title for article in marked[:3]]
    newest = sorted([marked[3], *others], key=lambda article: article.first_published_at, reverse=True)
    assert titles(latest) == [article.title for article in newest]


def test_a_home_page_that_nobody_arranged_has_both(client: Client) -> None:
    section = factories.SectionFactory()
    articles(1, parent=section, is_headline=True)
    articles(14, parent=section)
    assert [len(titles(block)) for block in blocks_of(client)] == [1, 12]


@pytest.mark.parametrize("layout", ["cards", "lead", "list"])
def test_a_section_in_each_layout(client: Client, layout: str) -> None:
    section = factories.SectionFactory(title="Thi cử")
    inner = articles(2, parent=section)
    below = articles(2, parent=factories.SectionFactory(title="Tuyển sinh", parent=section), main_image=None)
    articles(1)
    arrange(("section_news", {"section": section.pk, "layout": layout, "count": 4}))
    (block,) = blocks_of(client)
    assert block.h2.a["href"] == section.url
    assert words(block.h2) == "Thi cử"
    newest = sorted(inner + below, key=lambda article: article.first_published_at, reverse=True)
    assert titles(block) == [article.title for article in newest]
    assert set(all_words(block.select(".card-section"))) <= {"Tuyển sinh"}  # its own name stands above


def test_a_title_of_its_own(client: Client) -> None:
    section = factories.SectionFactory()
    articles(1, parent=section)
    arrange(("section_news", {"section": section.pk, "title": "Hỏi đáp"}))
    assert words(blocks_of(client)[0].h2) == "Hỏi đáp"


# --- Events, photos, links, documents


def test_the_next_events(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    contests = factories.EventSectionFactory(title="Hội thi", parent=section)
    today = timezone.localdate()
    later, sooner, past = (
        factories.EventFactory(parent=parent, start_date=today + datetime.timedelta(days=days))
        for parent, days in ((section, 9), (contests, 2), (contests, -2))
    )
    arrange(("coming_events", {"count": 5}), ("coming_events", {"section": contests.pk}))
    every, some = blocks_of(client)
    assert titles(every) == [sooner.title, later.title]
    assert titles(some) == [sooner.title]
    assert (words(every.h2), every.h2.a["href"], some.h2.a["href"]) == ("Sự kiện sắp tới", section.url, contests.url)
    assert past.title not in str(every)


@pytest.mark.parametrize("factory", [factories.ArticleFactory, factories.EventFactory])
def test_photos_lead_to_the_page_of_their_gallery(client: Client, factory) -> None:
    images = factories.SmallImageFactory.create_batch(3)
    page = factory(title="Hội khoẻ", body=[factories.gallery(images[:2]), factories.gallery(images[2:])])
    arrange(("photo_strip", {"page": page.pk, "count": 2}))
    (strip,) = blocks_of(client)
    assert words(strip.h2) == "Hội khoẻ"
    assert [link["href"] for link in strip.select("li a")] == [page.url] * 2
    assert [image["alt"] for image in strip.select("img")] == ["Ảnh số 0", "Ảnh số 1"]


def test_photo_sizes_are_made_when_the_home_page_is_saved() -> None:
    images = factories.SmallImageFactory.create_batch(2)
    page = factories.ArticleFactory(body=[factories.gallery(images)])  # no editor has saved it
    home = factories.home_page()
    home.body = [{"type": "photo_strip", "value": {"page": page.pk}}]
    response = publish(home)
    assert response.status_code == 302
    for image in images:
        assert image.renditions.filter(filter_spec__in=GALLERY).count() == len(GALLERY)


def test_boxes_say_which_lead_to_another_site(client: Client) -> None:
    page = factories.StandardPageFactory(title="Hỏi đáp")
    logo = factories.SmallImageFactory()
    links = [
        {**EMPTY_LINK, "url": "https://luat.example/", "label": "Văn bản", "picture": logo.pk},
        {**EMPTY_LINK, "page": page.pk, "description": "Thường gặp"},
    ]
    arrange(("link_boxes", {"title": "", "links": links}))
    (boxes,) = blocks_of(client)
    outside, inside = boxes.select("a")
    assert (outside["href"], outside.get("rel")) == ("https://luat.example/", ["external"])
    assert words(outside) == "Văn bản (trang web khác)"
    assert outside.img["alt"] == ""
    assert (inside["href"], inside.get("rel"), words(inside)) == (page.url, None, "Hỏi đáp Thường gặp")
    assert boxes["aria-label"]


def test_documents_once_each_by_the_day_they_were_published(client: Client) -> None:
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
    arrange(("recent_documents", {"count": 5}))
    (block,) = blocks_of(client)
    assert all_words(block.select("a")) == ["Mới", "Kế hoạch", "Cũ"]
    kind = words(block.select("li")[1])
    assert "DOCX" in kind
    assert "2,0" in kind
    assert timezone.localtime(now - 3 * day).strftime("%d/%m/%Y") in kind
    arrange(("recent_documents", {"count": 1}))
    assert all_words(blocks_of(client)[0].select("a")) == ["Mới"]


def test_documents_of_a_locked_collection_are_not_named(client: Client) -> None:
    root = Collection.get_first_root_node()
    locked = root.add_child(name="Nội bộ")
    below = locked.add_child(name="Hồ sơ")
    CollectionViewRestriction.objects.create(collection=locked, restriction_type="login")
    article = factories.ArticleFactory()
    for collection in (root, locked, below):
        attach(factories.DocumentFactory(title=f"Tệp {collection.name}", collection=collection), article)
    arrange(("recent_documents", {}))
    assert all_words(blocks_of(client)[0].select("a")) == [f"Tệp {root.name}"]


# --- What does not show


def everything(section, event_section, page) -> list[tuple[str, dict]]:
    """A block of every kind that chooses a page, and those that choose none."""
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
    """Article and event hidden one by one, with their sections open."""
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    article = factories.ArticleFactory(
        parent=section, is_headline=True, body=[factories.gallery(factories.SmallImageFactory.create_batch(2))]
    )
    event = factories.EventFactory(parent=events)
    for page in (article, event):
        attach(factories.DocumentFactory(), page)
    arrange(*everything(section, events, article))
    assert len(blocks_of(client)) == 7  # a headline is not among the latest
    for page in (article, event):
        hide(page, how)
    assert blocks_of(client) == []
    assert words(read(client, "/").select_one(".empty")) == "Chưa có bài viết nào."


@pytest.mark.parametrize("how", ["unpublished", "expired", "locked", "deleted"])
def test_a_block_of_a_hidden_section_shows_nothing(client: Client, how: str) -> None:
    section, events = factories.SectionFactory(title="Chuyên mục kín"), factories.EventSectionFactory(title="Lịch kín")
    factories.ArticleFactory(parent=section)
    factories.EventFactory(parent=events)
    arrange(("section_news", {"section": section.pk}), ("coming_events", {"section": events.pk}))
    assert len(blocks_of(client)) == 2
    for page in (section, events):
        hide(page, how)
    page = read(client, "/")
    assert page.select(".home-block") == []
    assert "kín" not in words(page.main)


def test_the_language_being_read(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    section, events = factories.SectionFactory(title="Tin"), factories.EventSectionFactory(title="Lịch")
    untranslated = factories.SectionFactory(title="Chỉ tiếng Việt")
    articles(1, parent=untranslated)
    article = factories.ArticleFactory(
        title="Bài", parent=section, body=[factories.gallery(factories.SmallImageFactory.create_batch(2))]
    )
    factories.EventFactory(title="Hội thi", parent=events)
    arrange(*everything(section, events, article), ("section_news", {"section": untranslated.pk}), language="en")
    assert all_words(blocks_of(client, "/en/")) == ["Bài"]  # a box may lead to the other language
    for page, title in ((section, "News"), (events, "Calendar"), (article, "Article")):
        copy = page.copy_for_translation(english)
        copy.title, copy.slug = title, title.lower()
        copy.save_revision().publish()
    shown = blocks_of(client, "/en/")
    assert [words(block.h2) for block in shown if block.h2] == ["Latest news", "News", "Article"]
    assert "Bài" not in words(read(client, "/en/").main)


# --- In the admin


def form_data(home, order: list[int] | None = None) -> dict[str, str]:
    """What a browser posts from the edit screen of ``home``, its blocks in another ``order``."""
    body = block_data(home.body)
    for number, place in enumerate(order or []):
        body[str(number)]["order"] = str(place)
    names = (
        "title slug seo_title search_description introduction site_name authority address phone email "
        "responsible_person licence copyright_note"
    )
    fields = {name: getattr(home, name) or "" for name in names.split()}
    fields |= {"search_description": fields["search_description"] or "Cổng thông tin", "logo": home.logo_id or ""}
    return nested_form_data(
        {**fields, "footer": "null", "body": body, "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}}
        | {"go_live_at": "", "expire_at": ""}
    )


def publish(home, order: list[int] | None = None, **changes: str):
    data = form_data(home, order) | {"action-publish": "1", **changes}
    return client_of(editor(MODERATORS)).post(reverse("wagtailadmin_pages:edit", args=[home.pk]), data)


def test_an_editor_puts_the_blocks_in_another_order(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    articles(3, parent=section, is_headline=True)
    arrange(
        ("headlines", {"count": 1}),
        ("section_news", {"section": section.pk, "layout": "list"}),
        ("latest_news", {}),
    )
    assert all_words(read(client, "/").select("main h2")) == ["Tin nổi bật", "Tin tức", "Tin mới nhất"]
    assert publish(factories.home_page(), order=[2, 0, 1]).status_code == 302
    assert all_words(read(client, "/").select("main h2")) == ["Tin tức", "Tin mới nhất", "Tin nổi bật"]


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
def test_bad_values_are_refused_in_words(field: str, value: str) -> None:
    section = factories.SectionFactory()
    arrange(("headlines", {}), ("section_news", {"section": section.pk}))
    response = publish(factories.home_page(), **{field: value})
    assert response.status_code == 200
    assert "body" in response.context["form"].errors


@pytest.mark.parametrize("value", ["999999", "0", "-5"])
def test_a_page_that_cannot_be_is_refused_or_left_out(client: Client, value: str) -> None:
    arrange(("headlines", {}), ("coming_events", {}))
    assert publish(factories.home_page(), **{"body-1-value-section": value}).status_code in {200, 302}
    assert client.get("/").status_code == 200


def test_what_is_typed_stays_text(client: Client) -> None:
    section = factories.SectionFactory()
    article = factories.ArticleFactory(
        parent=section, title=HOSTILE, is_headline=True, body=[factories.gallery([factories.SmallImageFactory()])]
    )
    factories.EventFactory(title=HOSTILE, place=HOSTILE)
    attach(factories.DocumentFactory(title=HOSTILE), article, title=HOSTILE)
    link = {**EMPTY_LINK, "url": "https://a.example/", "label": HOSTILE, "description": HOSTILE}
    blocks = [("headlines", {}), ("latest_news", {}), ("coming_events", {}), ("recent_documents", {})]
    blocks += [("section_news", {"section": section.pk}), ("photo_strip", {"page": article.pk})]
    blocks += [("link_boxes", {"links": [link]})]
    arrange(*((name, {**value, "title": HOSTILE}) for name, value in blocks))
    page = read(client, "/").main
    assert len(page.select(".home-block")) == 6
    assert page.select("script, [onerror]") == []
    assert "14" not in words(page.select_one(".home-block h2"))


def test_a_value_with_holes_shows_what_it_can(client: Client) -> None:
    """As an import, or an older version of the portal, may have written it."""
    articles(2, is_headline=True)
    arrange(
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
def test_the_picker_shows_every_block(name: str, full: bool) -> None:
    """On an empty site too; of a full one nothing that visitors may not see."""
    if full:
        factories.ArticleFactory(main_image=factories.SmallImageFactory())
        factories.ArticleFactory(main_image=factories.SmallImageFactory(description="Ảnh kín"), live=False)
    block = BLOCKS[name]
    assert block.is_previewable
    assert str(block.label)
    assert str(block.meta.group)
    assert str(block.get_description())
    answer = client_of(editor()).get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    assert name == "photo_strip" or len(words(page.body)) > 30
    assert "Ảnh kín" not in str(page)


def test_the_editors_preview_shows_an_unsaved_arrangement() -> None:
    articles(2, is_headline=True)
    home = factories.home_page()
    home.body = [{"type": "headlines", "value": {"title": "Bản xem trước"}}]
    desk = client_of(editor())
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[home.pk])
    assert desk.post(address, form_data(home)).json()["is_valid"]
    page = BeautifulSoup(desk.get(address).content.decode(), "html.parser")
    assert words(page.main.h2) == "Bản xem trước"
    assert len(page.main.select("h3")) == 2
