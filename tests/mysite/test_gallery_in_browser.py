"""Adding many photos to a gallery at once."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.images import get_image_model

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def photo_files(folder, count):
    """Create ``count`` files named as by a camera, in unsorted order."""
    folder.mkdir(exist_ok=True)
    content = factories.image_file(size=(320, 213)).read()
    paths = [folder / f"Ảnh {number}.jpg" for number in range(1, count + 1)]
    for path in paths:
        path.write_bytes(content)
    return sorted(paths, key=str)


def open_new_article(tab, section):
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.fill("#id_title", "Hội nghị tổng kết")
    return add_gallery(tab)


def add_gallery(tab):
    tab.locator("[data-streamfield-stream-container] .c-sf-add-button").first.click()
    tab.locator("[role=option]", has_text=re.compile("^(Bộ ảnh|Photo gallery)$")).click()
    return tab.locator(".photo-list")


def locate_items(gallery):
    return gallery.locator("[data-streamfield-child]:not([aria-hidden=true])")


@pytest.fixture
def tab(new_context, live_server):
    return open_logged_in_tab(create_editor(), new_context, live_server)


@pytest.fixture
def gallery(tab):
    """An empty gallery in a new article."""
    gallery = open_new_article(tab, factories.SectionFactory())
    expect(locate_items(gallery)).to_have_count(0)
    return gallery


def upload(gallery, files):
    gallery.locator("input[type=file]").set_input_files([str(path) for path in files])
    expect(gallery.locator("progress")).to_be_hidden()
    expect(gallery.locator("[role=status]")).not_to_be_empty()


def titles(gallery):
    return gallery.locator("[data-chooser-title]").all_inner_texts()


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS])
def test_selected_files_become_photos_in_order(new_context, live_server, tmp_path, role):
    tab = open_logged_in_tab(create_editor(role), new_context, live_server)
    gallery = open_new_article(tab, factories.SectionFactory())
    upload(gallery, photo_files(tmp_path / "photos", 20))
    expect(locate_items(gallery)).to_have_count(20)
    expect(gallery.locator("[data-chooser-title]")).to_have_count(20)
    assert titles(gallery) == [f"Ảnh {number}" for number in range(1, 21)]
    assert "20" in gallery.locator("[role=status]").inner_text()
    expect(gallery.locator("[role=alert]")).to_be_empty()
    tab.locator("footer .action-save").first.click()
    tab.locator(".messages .success").wait_for()  # an autosave changes the URL too
    photos = NewsPage.objects.get().get_latest_revision_as_object().body[0].value["photos"]
    assert [photo["image"].title for photo in photos] == [f"Ảnh {number}" for number in range(1, 21)]
    assert {photo[name] for photo in photos for name in ("caption", "alt_text", "credit")} == {""}
    assert {image.description for image in get_image_model().objects.all()} == {""}


@pytest.mark.long_form
def test_failed_file_is_named_and_others_are_uploaded(gallery, tmp_path, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50_000
    gallery.page.reload()
    gallery = add_gallery(gallery.page)
    files = photo_files(tmp_path / "photos", 3)
    whole = files[0].read_bytes()
    for name, content in {
        "hong.jpg": whole[: len(whole) // 2],
        "khong-phai-anh.jpg": b"Khong phai anh",
        "cong-van.pdf": b"%PDF-1.4",
        "qua-lon.jpg": whole + b"\0" * 60_000,
    }.items():
        path = tmp_path / "photos" / name
        path.write_bytes(content)
        files.append(path)
    upload(gallery, files)
    expect(locate_items(gallery)).to_have_count(3)
    lines = gallery.locator("[role=alert] li").all_inner_texts()
    assert [line.split(":")[0] for line in lines] == ["cong-van.pdf", "hong.jpg", "khong-phai-anh.jpg", "qua-lon.jpg"]
    assert all(len(line.split(":", 1)[1]) > 10 for line in lines)
    assert get_image_model().objects.count() == 3


@pytest.mark.long_form
def test_network_error_affects_one_file_only(gallery, tmp_path, browser_errors):
    sent = []

    def fail_second(route):
        if route.request.method == "POST":
            sent.append(route)
        route.abort() if len(sent) == 2 else route.fallback()

    gallery.page.route("**/gallery-photos/", fail_second)
    upload(gallery, photo_files(tmp_path / "photos", 3))
    assert titles(gallery) == ["Ảnh 1", "Ảnh 3"]
    assert "Ảnh 2.jpg" in gallery.locator("[role=alert]").inner_text()
    browser_errors[:] = [error for error in browser_errors if "ERR_FAILED" not in error]


@pytest.mark.long_form
def test_gallery_limit_is_enforced(gallery, tmp_path, monkeypatch):
    photos = NewsPage.body.field.stream_block.child_blocks["gallery"].child_blocks["photos"]
    monkeypatch.setattr(photos.meta, "max_num", 2)
    gallery.page.reload()
    gallery = add_gallery(gallery.page)
    upload(gallery, photo_files(tmp_path / "photos", 3))
    assert titles(gallery) == ["Ảnh 1", "Ảnh 2"]
    assert "Ảnh 3.jpg" in gallery.locator("[role=alert]").inner_text()
    assert get_image_model().objects.count() == 2


def test_multiple_images_can_be_chosen(tab):
    for number in (10, 9, 1):
        factories.ImageFactory(title=f"Hội thao {number}", description="" if number == 9 else "Sân trường")
    gallery = open_new_article(tab, factories.SectionFactory())
    gallery.locator(".upload-tools button").nth(1).click()
    boxes = tab.locator(".modal [data-multiple-choice-select]")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        box.check()
    tab.locator(".modal [data-multiple-choice-submit]").click()
    expect(locate_items(gallery)).to_have_count(3)
    assert titles(gallery) == ["Hội thao 1", "Hội thao 9", "Hội thao 10"]
    words = gallery.locator("[name$='-alt_text']")
    assert [box.input_value() for box in words.all()] == ["", "", ""]
    assert [box.get_attribute("placeholder") for box in words.all()] == ["Sân trường", "", "Sân trường"]
    assert [note.is_visible() for note in gallery.locator(".photo-list__note").all()] == [False, True, False]


@pytest.mark.long_form
def test_captions_can_be_typed_with_keyboard_only(gallery, tmp_path):
    upload(gallery, photo_files(tmp_path / "photos", 3))
    tab = gallery.page
    locate_items(gallery).nth(1).locator("[data-panel-toggle]").click()  # collapsed: the key expands it
    gallery.locator("[name$='-alt_text']").first.focus()
    for number in (1, 2, 3):
        tab.keyboard.insert_text(f"Lời {number}")
        tab.keyboard.press("Enter")
    assert [box.input_value() for box in gallery.locator("[name$='-alt_text']").all()] == ["Lời 1", "Lời 2", "Lời 3"]
    expect(locate_items(gallery).nth(2).locator("[data-panel-heading-text]")).to_have_text("Lời 3")
    expect(gallery.locator(".photo-list__note:visible")).to_have_count(0)


def test_files_can_be_dropped_and_photos_removed(gallery):
    drop = """(area, bytes) => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(bytes)], "Ảnh kéo thả.jpg", { type: "image/jpeg" }));
      area.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }"""
    gallery.evaluate(drop, list(factories.image_file(size=(320, 213)).read()))
    expect(locate_items(gallery)).to_have_count(1)
    assert titles(gallery) == ["Ảnh kéo thả"]
    locate_items(gallery).locator("[data-streamfield-action=DELETE]").click()
    gallery.page.locator("dialog").get_by_role("button", name="Xoá").click()
    expect(locate_items(gallery)).to_have_count(0)
