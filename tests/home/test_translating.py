"""An editor and a moderator put a page into English with the buttons of the admin."""

import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from newsroom.models import EventPage
from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor
from tests.newsroom.test_event_translations import translate
from tests.reading import read, words
from tests.translating import edit_url, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> EventPage:
    section = factories.EventSectionFactory(title="Sự kiện")
    translate(section)
    return factories.EventFactory(parent=section, title="Tập huấn")


def submit(desk: Client, event: EventPage) -> Translation:
    english = Locale.objects.get(language_code="en")
    address = reverse("wagtail_localize:submit_page_translation", args=[event.pk])
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"locales": [english.pk]}).status_code == 302
    return Translation.objects.get(source__object_id=event.translation_key, target_locale=english)


def type_english(desk: Client, translation: Translation, words: str, english: str) -> None:
    segment = StringSegment.objects.get(source=translation.source, string__data=words)
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    typed = urlencode({"value": english})
    response = desk.put(address, typed, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 201


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_both_roles_translate_and_moderators_publish(client: Client, event: EventPage, role: str) -> None:
    desk = client_of(editor(role))
    translation = submit(desk, event)
    there = translation.get_target_instance()
    assert not there.live
    type_english(desk, translation, "Tập huấn", "Training")
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = desk.post(reverse("wagtailadmin_pages:edit", args=[there.pk]), {"action": "publish"})
    there.refresh_from_db()
    if role == EDITORS:
        assert not there.live
    else:
        assert response.status_code == 302
        assert words(read(client, there.get_url()).select_one("h1")) == "Training"


def test_a_slug_typed_with_marks_is_spelled_without(event: EventPage) -> None:
    desk = client_of(editor(MODERATORS))
    translation = submit(desk, event)
    type_english(desk, translation, event.slug, "Đề thi, Training 2026!")
    assert StringTranslation.objects.get(context__path="slug").data == "de-thi-training-2026"
    translation.save_target(publish=False)
    assert translation.get_target_instance().slug == "de-thi-training-2026"


def test_a_cancelled_event_reaches_english_by_the_sync_button(client: Client, event: EventPage) -> None:
    desk = client_of(editor(MODERATORS))
    translation = submit(desk, event)
    translation.save_target(publish=True)
    event = EventPage.objects.get(pk=event.pk)
    event.status = "cancelled"
    event.save_revision().publish()
    there = EventPage.objects.get(pk=translation.get_target_instance().pk)
    assert there.status == "scheduled"
    address = reverse("wagtail_localize:update_translations", args=[translation.source.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert desk.post(address, {"publish_translations": "on"}).status_code == 302
    there.refresh_from_db()
    assert there.status == "cancelled"


def test_what_an_editor_presses_is_called_as_in_the_guide(event: EventPage) -> None:
    page = read(client_of(editor()), reverse("wagtailadmin_pages:edit", args=[event.pk]))
    assert words(page.select_one("[name=action-submit]")) == "Gửi duyệt (Duyệt bài)"
    assert "Dịch trang này" in page.get_text()


@pytest.mark.parametrize("name", ["OrganisationPage", "StandardPage", "ContactPage", "EventSection", "NewsSection"])
def test_every_page_type_has_the_same_last_tab(name: str) -> None:
    from wagtail.models import get_page_models

    model = next(model for model in get_page_models() if model.__name__ == name)
    with override("vi"):
        assert str(model.get_edit_handler().children[-1].heading) == "Tìm kiếm và địa chỉ"


def test_what_is_only_in_vietnamese_is_marked_so_in_english(client: Client, event: EventPage) -> None:
    article = factories.ArticleFactory(title="Bài viết", related_pages=[])
    event.articles.create(article=article)
    event.organiser = factories.UnitFactory(name="Phòng Giáo dục")
    event.save_revision().publish()
    there = translate(event).get_target_instance()
    page = read(client, there.get_url())
    link = page.select_one(".link-list a")
    assert (link["lang"], link["hreflang"]) == ("vi", "vi")
    assert words(page.select_one(".event-facts [lang=vi]")) == "Phòng Giáo dục"
    assert read(client, event.url).select(".link-list a[lang]") == []


def test_rich_text_without_words_shows_nothing(client: Client) -> None:
    contact = factories.ContactPageFactory(introduction="<p>\u00a0</p>")
    page = read(client, contact.url)
    assert page.select(".contact-introduction") == []


def test_what_is_in_the_home_pages_link_boxes_is_named_as_they_are() -> None:
    from home.blocks.arrangement import LinkBoxesBlock

    with override("vi"):
        assert str(LinkBoxesBlock().child_blocks["links"].child_block.label) == "Ô liên kết"


def test_days_are_those_of_here() -> None:
    """Seven hours a day it is another day in Greenwich."""
    there = published(factories.ArticleFactory(title="Hội nghị"))
    late = datetime.datetime(2026, 1, 5, 18, 30, tzinfo=datetime.UTC)
    StringTranslation.objects.update(updated_at=late, translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)
    Revision.objects.update(created_at=late)
    with override("vi"):
        assert StringTranslation.objects.first().get_comment() == "Đã dịch thủ công ngày 06/01/2026"
    answer = client_of(editor()).get(edit_url(there)).content.decode()
    assert "06/01/2026" in answer
    assert "05/01/2026" not in answer
