"""Blocks with content are deleted after a confirmation and can be restored; tables keep their captions."""

import pytest
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests.mysite.test_unsaved_text_in_browser import SNAPSHOT, edit, wait_for_autosave
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab
from tests.support.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIVE = "[data-streamfield-child]:not([aria-hidden=true])"
PHOTOS = 15


@pytest.fixture
def tab(new_context, live_server):
    return open_logged_in_tab(create_editor(EDITORS), new_context, live_server)


@pytest.fixture
def article():
    image = factories.SmallImageFactory()
    table = {"data": [["Trường", "Điểm"], ["THPT A", "9"]], "table_caption": ""}
    body = [
        {"type": "paragraph", "value": "<p>Đoạn đầu.</p>"},
        factories.gallery_value([image] * PHOTOS),
        {"type": "table", "value": table},
    ]
    return factories.ArticleFactory(body=body)


def locate_blocks(tab):
    """Locate the top-level blocks of the body."""
    return tab.locator(f"[data-contentpath=body] [data-streamfield-stream-container] > {LIVE}")


def delete_gallery(tab):
    locate_blocks(tab).nth(1).locator("[data-streamfield-action=DELETE]").first.click()
    expect(tab.locator("dialog")).to_contain_text(str(PHOTOS))


def body_of(article):
    return NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object().body


@pytest.mark.parametrize("undo", sample(["button", "keys"], 1))
def test_deleted_gallery_can_be_restored_in_place(tab, article, undo):
    edit(tab, article, SNAPSHOT)
    before = article.body.get_prep_value()
    delete_gallery(tab)
    tab.get_by_role("button", name="Huỷ").click()
    expect(locate_blocks(tab)).to_have_count(3)
    delete_gallery(tab)
    tab.locator("dialog").get_by_role("button", name="Xoá").click()
    expect(locate_blocks(tab)).to_have_count(2)
    wait_for_autosave(tab)
    assert [block.block_type for block in body_of(article)] == ["paragraph", "table"]
    if undo == "button":
        tab.get_by_role("button", name="Hoàn tác").click()
    else:
        tab.keyboard.press("Control+z")
    expect(locate_blocks(tab)).to_have_count(3)
    expect(locate_blocks(tab).nth(1).locator(f".photo-list {LIVE}")).to_have_count(PHOTOS)
    tab.locator("footer .action-save").first.click()
    tab.wait_for_selector(".messages .success")
    after = body_of(article).get_prep_value()
    assert [block["type"] for block in after] == [block["type"] for block in before]
    assert after[1]["id"] == before[1]["id"]
    assert [photo["value"] for photo in after[1]["value"]["photos"]] == [
        photo["value"] for photo in before[1]["value"]["photos"]
    ]


@pytest.mark.long_form
def test_photos_and_gallery_can_be_restored_one_by_one(tab, article):
    edit(tab, article, 0)
    photos = locate_blocks(tab).nth(1).locator(f".photo-list {LIVE}")
    photos.nth(3).locator("[data-streamfield-action=DELETE]").first.click()
    tab.locator("dialog").get_by_role("button", name="Xoá").click()
    expect(photos).to_have_count(PHOTOS - 1)
    locate_blocks(tab).nth(1).locator("[data-streamfield-action=DELETE]").first.click()
    tab.locator("dialog").get_by_role("button", name="Xoá").click()
    expect(locate_blocks(tab)).to_have_count(2)
    tab.keyboard.press("Control+z")
    expect(photos).to_have_count(PHOTOS - 1)
    tab.keyboard.press("Control+z")
    expect(photos).to_have_count(PHOTOS)
    assert [title.input_value() for title in photos.locator("[name$='-caption']").all()] == [
        f"Ảnh {number}" for number in range(PHOTOS)
    ]


def test_new_empty_block_is_deleted_without_confirmation(tab, article):
    edit(tab, article, 0)
    tab.locator("[data-contentpath=body] [data-streamfield-stream-container] .c-sf-add-button").first.click()
    tab.locator("[role=option]", has_text="Trích dẫn").first.click()
    expect(locate_blocks(tab)).to_have_count(4)
    locate_blocks(tab).first.locator("[data-streamfield-action=DELETE]").first.click()
    expect(locate_blocks(tab)).to_have_count(3)
    expect(tab.locator("dialog")).to_have_count(0)


@pytest.mark.long_form
def test_focused_caption_is_saved(tab, article):
    edit(tab, article, SNAPSHOT)
    tab.locator("[name=handsontable-col-caption]").press_sequentially("Điểm chuẩn lớp 10")
    wait_for_autosave(tab)
    tab.wait_for_timeout(2500)
    assert body_of(article)[2].value["table_caption"] == "Điểm chuẩn lớp 10"
