"""Rotating and cropping in a browser: with the mouse, with the keyboard, and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.models import PortalImage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (600, 400)


@pytest.fixture
def image():
    return factories.ImageFactory(title="Sân trường", file=factories.image_file(size=SIZE))


def read_numbers(tab):
    return [int(tab.locator(f"#id_{name}").input_value()) for name in ("left", "top", "width", "height")]


def test_frame_is_dragged_and_kept(new_context, live_server, image):
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("wagtailimages:edit", args=[image.pk]))
    tab.get_by_role("link", name="Cắt và xoay ảnh").click()
    box = tab.locator(".transform-image__picture .jcrop-holder").bounding_box()
    tab.mouse.move(box["x"] + 60, box["y"] + 40)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 260, box["y"] + 140, steps=4)
    tab.mouse.up()
    numbers = read_numbers(tab)
    scale = SIZE[0] / box["width"]
    for number, expected in zip(numbers, (60, 40, 200, 100), strict=True):
        assert abs(number - expected * scale) <= 3 * scale
    tab.get_by_role("button", name="Cắt ảnh").click()
    expect(tab.locator(".messages")).to_contain_text("Đã cắt ảnh.")
    changed = PortalImage.objects.get()
    assert (changed.width, changed.height) == tuple(numbers[2:])


def test_numbers_are_typed_and_enter_crops(new_context, live_server, image):
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("transform_image", args=[image.pk]))
    expect(tab.locator(".jcrop-holder")).to_be_visible()
    tab.locator("#id_left").focus()
    for number in ("123", "77", "301", "203"):
        tab.keyboard.type(number)
        tab.keyboard.press("Tab")
    assert read_numbers(tab) == [123, 77, 301, 203]
    tab.locator("#id_height").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".messages")).to_contain_text("Đã cắt ảnh.")
    changed = PortalImage.objects.get()
    assert (changed.width, changed.height) == (301, 203)


@pytest.mark.parametrize("has_javascript", [True, False])
def test_image_is_rotated_with_keyboard(new_context, live_server, settings, image, has_javascript):
    context = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=has_javascript)
    name = settings.SESSION_COOKIE_NAME
    value = login_client(create_editor(EDITORS)).cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    tab = context.new_page()
    tab.goto(reverse("transform_image", args=[image.pk]))
    tab.get_by_role("button", name="Xoay phải").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".messages")).to_contain_text("Đã xoay ảnh.")
    changed = PortalImage.objects.get()
    assert (changed.width, changed.height) == SIZE[::-1]


def test_refused_frame_keeps_its_numbers(new_context, live_server, image):
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("transform_image", args=[image.pk]))
    for name, number in {"left": 590, "top": 0, "width": 50, "height": 50}.items():
        tab.fill(f"#id_{name}", str(number))
    tab.get_by_role("button", name="Cắt ảnh").click()
    expect(tab.locator(".transform-image")).to_contain_text("Khung phải nằm trong ảnh; ảnh có 600 × 400 điểm ảnh.")
    assert read_numbers(tab) == [590, 0, 50, 50]
