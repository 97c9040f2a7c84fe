"""Writers submit translations; incomplete ones are not published, and tags in segments are closed."""

from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from newsroom.models import NewsPage
from tests.support import approval, factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page
from tests.support.translations import create_published_translation, submit_for_translation, translate_all_segments

pytestmark = pytest.mark.django_db

TEXT = (
    "<p>Sân rộng <b>500 m<sup>2</sup></b>, xem <a href='https://so.example'>thông báo</a>.</p>"
    "<p>Đoạn hai.</p><ul><li>Mục <i>một</i></li><li>Mục hai</li></ul>"
)


@pytest.fixture
def translation() -> Translation:
    section = factories.SectionFactory(title="Tin tức")
    create_published_translation(section)
    body = [{"type": "paragraph", "value": TEXT}]
    return submit_for_translation(factories.ArticleFactory(parent=section, title="Khánh thành sân", body=body))


@pytest.fixture
def page(translation: Translation) -> Page:
    return translation.get_target_instance()


@pytest.fixture
def writer() -> Client:
    return login_client(create_editor(CONTRIBUTORS))


@pytest.fixture
def editor() -> Client:
    return login_client(create_editor(EDITORS))


def url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def press(client: Client, page: Page, action: str) -> str:
    return client.post(url(page), {"action": action}, follow=True).content.decode()


def get_footer(client: Client, page: Page) -> str:
    return str(BeautifulSoup(client.get(url(page)).content, "html.parser").select_one("#submit-translation"))


# --- Segments -------------------------------------------------------------------------------------


def body_segments(translation: Translation) -> dict[str, StringSegment]:
    segments = StringSegment.objects.filter(source=translation.source, context__path__startswith="body.")
    return {segment.string.data: segment for segment in segments.select_related("string").order_by("order")}


def test_paragraphs_and_list_items_are_segments(translation: Translation) -> None:
    assert list(body_segments(translation)) == [
        'Sân rộng <b>500 m<sup>2</sup></b>, xem <a id="a1">thông báo</a>.',
        "Đoạn hai.",
        "Mục <i>một</i>",
        "Mục hai",
    ]


def type_segment(client: Client, translation: Translation, text: str) -> dict[str, Any]:
    segment = body_segments(translation)["Đoạn hai."]
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    return client.put(address, urlencode({"value": text}), content_type="application/x-www-form-urlencoded").json()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Second <b>paragraph", "“<b>” chưa được đóng"),
        ("Second</b> paragraph", "“</b>” không có thẻ mở"),
        ("<b>Second <i>paragraph</b></i>", "“<i>” chưa được đóng"),
        ("<script>alert(1)</script>", "script"),
        ("<p>Second", "p"),
        ('<b onclick="x()">Second</b>', "thuộc tính"),
    ],
)
def test_unsafe_markup_is_refused_in_its_segment(
    writer: Client, editor: Client, translation: Translation, page: Page, text: str, error: str
) -> None:
    translate_all_segments(translation)
    StringTranslation.objects.filter(translation_of__data="Đoạn hai.").delete()
    assert error in type_segment(writer, translation, text)["error"]
    assert "chưa dịch hoặc có lỗi" in press(writer, page, "submit-translation")
    assert "1/" in press(editor, page, "publish")
    assert not Page.objects.get(pk=page.pk).live
    assert not type_segment(writer, translation, "Second <b>paragraph</b> &lt; 3")["error"]


def test_published_markup_has_the_attributes_of_the_source(
    translation: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    translate_all_segments(translation)
    first = next(iter(body_segments(translation).values()))
    StringTranslation.objects.filter(translation_of=first.string).update(
        data='See <a id="a1">the <b>notice</b></a>: 500 m<sup>2</sup>'
    )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    text = get_page(Client(), translation.get_target_instance().url).select_one(".body p:has(sup)")
    assert text.a["href"] == "https://so.example"
    assert text.sup.get_text() == "2"


# --- Submitting -----------------------------------------------------------------------------------


def test_writer_submits_and_editor_approves(
    writer: Client, editor: Client, translation: Translation, page: Page, django_capture_on_commit_callbacks: Any
) -> None:
    assert "Gửi duyệt" in get_footer(writer, page)
    assert get_footer(editor, page) == "None"
    assert "chưa dịch hoặc có lỗi" in press(writer, page, "submit-translation")
    assert not Page.objects.get(pk=page.pk).workflow_in_progress
    translate_all_segments(translation)
    assert "Đã gửi duyệt" in press(writer, page, "submit-translation")
    assert "Đang chờ duyệt" in get_footer(writer, page)
    with django_capture_on_commit_callbacks(execute=True):
        approval.decide(editor, page, "approve")
    published = NewsPage.objects.get(pk=page.pk)
    assert published.live
    assert published.title.startswith("English")


def test_returned_translation_is_submitted_again(
    writer: Client, editor: Client, translation: Translation, page: Page
) -> None:
    translate_all_segments(translation)
    press(writer, page, "submit-translation")
    state = Page.objects.get(pk=page.pk).current_workflow_state
    approval.decide(editor, page, "reject", "Sửa tiêu đề")
    assert "Đã gửi duyệt" in press(writer, page, "submit-translation")
    assert Page.objects.get(pk=page.pk).current_workflow_state == state
    assert writer.post(url(page), {"action": "submit-translation"}).status_code in {302, 403}


def test_other_pages_cannot_be_submitted_this_way(writer: Client) -> None:
    page = factories.ArticleFactory()
    response = writer.post(url(page), {"action": "submit-translation"})
    assert response.status_code in {302, 403}
    assert not Page.objects.get(pk=page.pk).workflow_in_progress


# --- Incomplete translations ----------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{}, {"include_descendants": "on"}])
def test_bulk_publishing_refuses_incomplete_translations(editor: Client, page: Page, fields: dict[str, str]) -> None:
    chosen = page.get_parent() if fields else page
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{address}?id={chosen.pk}&next=/admin/", fields, follow=True)
    assert "chưa dịch hoặc có lỗi" in response.content.decode()
    assert not Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("is_complete", [False, True])
def test_updating_publishes_complete_translations_only(
    editor: Client, translation: Translation, page: Page, is_complete: bool, django_capture_on_commit_callbacks: Any
) -> None:
    if is_complete:
        translate_all_segments(translation)
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(address, {"publish_translations": "on"})
    assert Page.objects.get(pk=page.pk).live is is_complete
