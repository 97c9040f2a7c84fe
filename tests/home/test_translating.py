"""An editor and a moderator translate a page into English with the admin's buttons."""

import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from newsroom.models import EventPage
from tests.newsroom.test_event_translations import create_english_translation
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text
from tests.support.translations import create_published_translation, get_edit_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> EventPage:
    section = factories.EventSectionFactory(title="Sự kiện")
    create_english_translation(section)
    return factories.EventFactory(parent=section, title="Tập huấn")


def submit(admin_client: Client, event: EventPage) -> Translation:
    english = Locale.objects.get(language_code="en")
    url = reverse("wagtail_localize:submit_page_translation", args=[event.pk])
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url, {"locales": [english.pk]}).status_code == 302
    return Translation.objects.get(source__object_id=event.translation_key, target_locale=english)


def translate_segments(admin_client: Client, translation: Translation, words: str, english: str) -> None:
    segment = StringSegment.objects.get(source=translation.source, string__data=words)
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    typed = urlencode({"value": english})
    response = admin_client.put(url, typed, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 201


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS])
def test_editors_and_moderators_translate_and_moderators_publish(client: Client, event: EventPage, role: str) -> None:
    admin_client = login_client(create_editor(role))
    translation = submit(admin_client, event)
    there = translation.get_target_instance()
    assert not there.live
    translate_segments(admin_client, translation, "Tập huấn", "Training")
    url = reverse("wagtailadmin_pages:edit", args=[there.pk])
    if role == EDITORS:  # asked first, because the other segments are not translated
        question = admin_client.post(url, {"action": "publish"}, follow=True).content.decode()
        assert "chưa dịch" in question
        there.refresh_from_db()
        assert not there.live
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = admin_client.post(url, {"action": "publish"})
    there.refresh_from_db()
    if role == CONTRIBUTORS:
        assert not there.live
    else:
        assert response.status_code == 302
        assert get_text(get_page(client, there.get_url()).select_one("h1")) == "Training"


def test_slug_with_marks_is_stored_as_ascii(event: EventPage) -> None:
    admin_client = login_client(create_editor(EDITORS))
    translation = submit(admin_client, event)
    translate_segments(admin_client, translation, event.slug, "Đề thi, Training 2026!")
    assert StringTranslation.objects.get(context__path="slug").data == "de-thi-training-2026"
    translation.save_target(publish=False)
    assert translation.get_target_instance().slug == "de-thi-training-2026"


def test_cancelled_event_is_synchronized_by_button(client: Client, event: EventPage) -> None:
    admin_client = login_client(create_editor(EDITORS))
    translation = submit(admin_client, event)
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    event = EventPage.objects.get(pk=event.pk)
    event.status = "cancelled"
    event.save_revision().publish()
    there = EventPage.objects.get(pk=translation.get_target_instance().pk)
    assert there.status == "scheduled"
    url = reverse("wagtail_localize:update_translations", args=[translation.source.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert admin_client.post(url, {"publish_translations": "on"}).status_code == 302
    there.refresh_from_db()
    assert there.status == "cancelled"


def test_button_labels_match_guide(event: EventPage) -> None:
    page = get_page(login_client(create_editor()), reverse("wagtailadmin_pages:edit", args=[event.pk]))
    assert get_text(page.select_one("[name=action-submit]")) == "Gửi duyệt (Duyệt bài)"
    assert "Dịch trang này" in page.get_text()


@pytest.mark.parametrize("name", ["OrganisationPage", "StandardPage", "ContactPage", "EventSection", "NewsSection"])
def test_every_page_type_has_the_same_last_tab(name: str) -> None:
    from wagtail.models import get_page_models

    model = next(model for model in get_page_models() if model.__name__ == name)
    with override("vi"):
        assert str(model.get_edit_handler().children[-1].heading) == "Tìm kiếm và địa chỉ"


def test_untranslated_text_has_lang_attribute(client: Client, event: EventPage) -> None:
    article = factories.ArticleFactory(title="Bài viết", related_pages=[])
    event.articles.create(article=article)
    event.organiser = factories.UnitFactory(name="Phòng Giáo dục")
    event.save_revision().publish()
    there = create_english_translation(event).get_target_instance()
    page = get_page(client, there.get_url())
    link = page.select_one(".link-list a")
    assert (link["lang"], link["hreflang"]) == ("vi", "vi")
    assert get_text(page.select_one(".event-facts [lang=vi]")) == "Phòng Giáo dục"
    assert get_page(client, event.url).select(".link-list a[lang]") == []


def test_empty_rich_text_is_not_rendered(client: Client) -> None:
    contact = factories.ContactPageFactory(introduction="<p>\u00a0</p>")
    page = get_page(client, contact.url)
    assert page.select(".contact-introduction") == []


def test_link_box_segments_use_block_labels() -> None:
    from home.blocks.home_page import LinkBoxesBlock

    with override("vi"):
        assert str(LinkBoxesBlock().child_blocks["links"].child_block.label) == "Ô liên kết"


def test_dates_are_in_local_time_zone() -> None:
    """For seven hours a day the date in UTC is another one."""
    there = create_published_translation(factories.ArticleFactory(title="Hội nghị"))
    late_evening = datetime.datetime(2026, 1, 5, 18, 30, tzinfo=datetime.UTC)
    StringTranslation.objects.update(
        updated_at=late_evening, translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL
    )
    Revision.objects.update(created_at=late_evening)
    with override("vi"):
        assert StringTranslation.objects.first().get_comment() == "Đã dịch thủ công ngày 06/01/2026"
    content = login_client(create_editor()).get(get_edit_url(there)).content.decode()
    assert "06/01/2026" in content
    assert "05/01/2026" not in content
