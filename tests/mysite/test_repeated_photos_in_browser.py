"""The same photo twice in a gallery, and an upload with the content of an image in the library."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.models import PortalImage
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIVE = "[data-streamfield-child]:not([aria-hidden=true])"


@pytest.fixture
def tab(new_context, live_server):
    return open_logged_in_tab(create_editor(EDITORS), new_context, live_server)


def open_gallery(tab, images):
    article = factories.ArticleFactory(body=[factories.gallery_value(images)])
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    gallery = tab.locator(".photo-list")
    expect(gallery.locator(LIVE)).to_have_count(len(images))
    return gallery


def get_notes(gallery):
    items = gallery.locator(LIVE)
    return [
        " ".join(note.inner_text() for note in items.nth(number).locator(".photo-list__repeat:visible").all())
        for number in range(items.count())
    ]


@pytest.mark.long_form
def test_repeated_photo_is_marked_while_editing_and_gets_message_when_published(tab):
    one, two = factories.ImageFactory(title="Sân trường"), factories.ImageFactory(title="Lễ đài")
    PortalImage.objects.filter(pk=two.pk).update(file_hash="b" * 40)
    gallery = open_gallery(tab, [one, two, one])
    repeated = "Ảnh này đã có trong bộ ảnh (ảnh số 1)"
    assert get_notes(gallery) == ["", "", repeated]
    gallery.locator(LIVE).nth(1).locator("[data-streamfield-action=MOVE_UP]").click()
    assert get_notes(gallery) == ["", "", "Ảnh này đã có trong bộ ảnh (ảnh số 2)"]
    tab.locator("footer [name=action-publish]").click()
    expect(tab.locator(".messages")).to_contain_text("ảnh số 3 (Sân trường) giống ảnh số 2")
    assert NewsPage.objects.get().live


def test_mark_goes_with_the_other_photo(tab):
    one, two = factories.ImageFactory(title="Sân trường"), factories.ImageFactory(title="Lễ đài")
    gallery = open_gallery(tab, [one, two, one])
    gallery.locator(LIVE).nth(2).locator("[data-streamfield-action=DELETE]").click()
    tab.locator("dialog").get_by_role("button", name="Xoá").click()
    expect(gallery.locator(LIVE)).to_have_count(2)
    assert get_notes(gallery) == ["", ""]


@pytest.mark.parametrize("choice", ["Dùng ảnh trong thư viện", "Giữ cả hai"])
def test_upload_with_content_of_another_image_offers_that(tab, tmp_path, choice):
    content = factories.image_file(size=(320, 213)).read()
    known = factories.ImageFactory(title="Sân trường", description="Học sinh tập thể dục")
    path = tmp_path / "IMG_2034.jpg"
    path.write_bytes(content)
    gallery = open_gallery(tab, [known])
    for name in ("IMG_1.jpg", "IMG_2.jpg"):
        (tmp_path / name).write_bytes(content)
        gallery.locator("input[type=file]").set_input_files(str(tmp_path / name))
        expect(gallery.locator("[role=status]")).to_have_text("Đã thêm 1 ảnh.")
    note = gallery.locator(".upload-tools__notes li")
    expect(note).to_have_text(re.compile("“IMG_2” giống hệt một ảnh trong thư viện: “IMG_1”."))
    note.get_by_role("button", name=choice).focus()
    tab.keyboard.press("Enter")
    expect(note).to_have_count(0)
    kept = choice == "Giữ cả hai"
    expect(gallery.locator(LIVE).nth(2).locator("[data-chooser-title]")).to_have_text("IMG_2" if kept else "IMG_1")
    expect(gallery.locator(LIVE)).to_have_count(3)
    if not kept:
        assert get_notes(gallery)[2] == ("Ảnh này đã có trong bộ ảnh (ảnh số 2)")
        tab.wait_for_timeout(500)
    assert PortalImage.objects.filter(title="IMG_2", bin_item=None).exists() == kept
