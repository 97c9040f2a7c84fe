"""Many photos into a gallery at once, as an editor does it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.images import get_image_model

from newsroom.models import NewsPage
from tests import factories
from tests.editors import EDITORS, MODERATORS, desk_of, editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def photo_files(folder, count):
    """``count`` pictures as a camera names them, given in the wrong order."""
    folder.mkdir(exist_ok=True)
    content = factories.picture_file(size=(320, 213)).read()
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


def items(gallery):
    return gallery.locator("[data-streamfield-child]:not([aria-hidden=true])")


@pytest.fixture
def tab(new_context, live_server):
    return desk_of(editor(), new_context, live_server)


@pytest.fixture
def gallery(tab):
    """An empty gallery in a new article."""
    gallery = open_new_article(tab, factories.SectionFactory())
    expect(items(gallery)).to_have_count(0)
    return gallery


def upload(gallery, files):
    gallery.locator("input[type=file]").set_input_files([str(path) for path in files])
    expect(gallery.locator("progress")).to_be_hidden(timeout=60_000)
    expect(gallery.locator("[role=status]")).not_to_be_empty()


def titles(gallery):
    return gallery.locator("[data-chooser-title]").all_inner_texts()


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_twenty_files_become_twenty_photos_in_their_order(new_context, live_server, tmp_path, role):
    tab = desk_of(editor(role), new_context, live_server)
    gallery = open_new_article(tab, factories.SectionFactory())
    upload(gallery, photo_files(tmp_path / "photos", 20))
    expect(items(gallery)).to_have_count(20)
    expect(gallery.locator("[data-chooser-title]")).to_have_count(20)
    assert titles(gallery) == [f"Ảnh {number}" for number in range(1, 21)]
    assert "20" in gallery.locator("[role=status]").inner_text()
    expect(gallery.locator("[role=alert]")).to_be_empty()
    tab.locator("footer .action-save").first.click()
    tab.wait_for_url(re.compile(r"/edit/"))
    photos = NewsPage.objects.get().get_latest_revision_as_object().body[0].value["photos"]
    assert [photo["image"].title for photo in photos] == [f"Ảnh {number}" for number in range(1, 21)]
    assert {photo[name] for photo in photos for name in ("caption", "alt_text", "credit")} == {""}
    assert {image.description for image in get_image_model().objects.all()} == {""}


def test_a_file_that_fails_is_named_and_the_others_arrive(gallery, tmp_path, settings):
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
    expect(items(gallery)).to_have_count(3)
    lines = gallery.locator("[role=alert] li").all_inner_texts()
    assert [line.split(":")[0] for line in lines] == ["cong-van.pdf", "hong.jpg", "khong-phai-anh.jpg", "qua-lon.jpg"]
    assert all(len(line.split(":", 1)[1]) > 10 for line in lines)
    assert get_image_model().objects.count() == 3


def test_the_network_may_fail_for_one(gallery, tmp_path, browser_errors):
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


def test_a_gallery_takes_no_more_than_its_limit(gallery, tmp_path, monkeypatch):
    photos = NewsPage.body.field.stream_block.child_blocks["gallery"].child_blocks["photos"]
    monkeypatch.setattr(photos.meta, "max_num", 2)
    gallery.page.reload()
    gallery = add_gallery(gallery.page)
    upload(gallery, photo_files(tmp_path / "photos", 3))
    assert titles(gallery) == ["Ảnh 1", "Ảnh 2"]
    assert "Ảnh 3.jpg" in gallery.locator("[role=alert]").inner_text()
    assert get_image_model().objects.count() == 2


def test_many_are_chosen_from_the_library(tab):
    for number in (10, 9, 1):
        factories.ImageFactory(title=f"Hội thao {number}", description="" if number == 9 else "Sân trường")
    gallery = open_new_article(tab, factories.SectionFactory())
    gallery.locator(".photo-list__tools button").nth(1).click()
    boxes = tab.locator(".modal [data-multiple-choice-select]")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        box.check()
    tab.locator(".modal [data-multiple-choice-submit]").click()
    expect(items(gallery)).to_have_count(3)
    assert titles(gallery) == ["Hội thao 1", "Hội thao 9", "Hội thao 10"]
    words = gallery.locator("[name$='-alt_text']")
    assert [box.input_value() for box in words.all()] == ["", "", ""]
    assert [box.get_attribute("placeholder") for box in words.all()] == ["Sân trường", "", "Sân trường"]
    assert [note.is_visible() for note in gallery.locator(".photo-list__note").all()] == [False, True, False]


def test_words_are_typed_from_photo_to_photo_with_the_keyboard(gallery, tmp_path):
    upload(gallery, photo_files(tmp_path / "photos", 3))
    tab = gallery.page
    items(gallery).nth(1).locator("[data-panel-toggle]").click()  # collapsed: the key opens it
    gallery.locator("[name$='-alt_text']").first.focus()
    for number in (1, 2, 3):
        tab.keyboard.insert_text(f"Lời {number}")
        tab.keyboard.press("Enter")
    assert [box.input_value() for box in gallery.locator("[name$='-alt_text']").all()] == ["Lời 1", "Lời 2", "Lời 3"]
    expect(items(gallery).nth(2).locator("[data-panel-heading-text]")).to_have_text("Lời 3")
    expect(gallery.locator(".photo-list__note:visible")).to_have_count(0)


def test_files_can_be_dropped_and_photos_removed(gallery):
    drop = """(area, bytes) => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(bytes)], "Ảnh kéo thả.jpg", { type: "image/jpeg" }));
      area.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }"""
    gallery.evaluate(drop, list(factories.picture_file(size=(320, 213)).read()))
    expect(items(gallery)).to_have_count(1, timeout=20_000)
    assert titles(gallery) == ["Ảnh kéo thả"]
    items(gallery).locator("[data-streamfield-action=DELETE]").click()
    expect(items(gallery)).to_have_count(0)
