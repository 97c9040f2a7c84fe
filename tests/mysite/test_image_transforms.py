"""Rotating and cropping of images in the admin."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image as PillowImage

from mysite.models import PortalImage
from newsroom.models import NewsPage
from tests.rights.people import create_collaborator
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.odd_images import APP1, QUARTERS, draw_image, find_traces, insert_after_soi, save_image

pytestmark = pytest.mark.django_db

SIZE = (96, 64)


@pytest.fixture
def image() -> PortalImage:
    content = ContentFile(insert_after_soi(APP1, save_image("JPEG", draw_image())), name="san-truong.jpg")
    return PortalImage.objects.create(title="Sân trường", file=content, description="Sân trường trong nắng")


@pytest.fixture
def editor() -> Any:
    return login_client(create_editor(EDITORS))


def send(client: Any, image: PortalImage, action: str, **fields: Any) -> Any:
    url = reverse("transform_image", args=[image.pk])
    return client.post(url, {"action": action, "file": image.file.name, **fields})


def crop(client: Any, image: PortalImage, left: Any, top: Any, width: Any, height: Any, **fields: Any) -> Any:
    return send(client, image, "crop", left=left, top=top, width=width, height=height, **fields)


def get_corners(name: str) -> list[tuple[int, ...]]:
    """Return the colours in the middle of the quarters: above left, above right, below left, below right."""
    with default_storage.open(name) as file, PillowImage.open(file) as opened:
        pixels, (width, height) = opened.convert("RGB"), opened.size
        return [pixels.getpixel((width * x // 4, height * y // 4)) for y in (1, 3) for x in (1, 3)]


def assert_colours(shown: list[tuple[int, ...]], expected: list[tuple[int, ...]]) -> None:
    for one, other in zip(shown, expected, strict=True):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 14


def get_errors(response: Any) -> str:
    assert response.status_code == 200
    errors = response.context["form"].errors
    return " ".join(message for messages in errors.values() for message in messages)


def test_image_is_drawn_in_the_size_that_the_tests_expect(image: PortalImage) -> None:
    assert (image.width, image.height) == SIZE


@pytest.mark.parametrize(("action", "order"), [("rotate_left", (1, 3, 0, 2)), ("rotate_right", (2, 0, 3, 1))])
def test_rotated_image_is_a_new_file_with_new_renditions(
    editor, image, action, order, django_capture_on_commit_callbacks
) -> None:
    rendition, before = image.get_rendition("width-60"), image.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert send(editor, image, action).status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height) == SIZE[::-1]
    assert image.file.name != before
    assert image.file_size == image.file.size
    assert image.is_cleaned
    assert_colours(get_corners(image.file.name), [QUARTERS[number] for number in order])
    new = image.renditions.get(filter_spec="width-60")
    assert new.file.name != rendition.file.name
    assert_colours(get_corners(new.file.name), [QUARTERS[number] for number in order])
    assert not default_storage.exists(before)
    assert not default_storage.exists(rendition.file.name)
    with default_storage.open(image.file.name) as file:
        assert find_traces(file.read()) == []


def test_four_rotations_give_the_picture_again_under_a_short_name(editor, image) -> None:
    names = {image.file.name}
    for _ in range(4):
        assert send(editor, image, "rotate_left").status_code == 302
        image.refresh_from_db()
        names.add(image.file.name)
    assert_colours(get_corners(image.file.name), QUARTERS)
    assert (image.width, image.height) == SIZE
    assert len(names) == 5
    assert max(map(len, names)) <= len("original_images/san-truong-12345678.jpg")


def test_cropped_image_shows_only_the_frame(editor, image) -> None:
    assert crop(editor, image, SIZE[0] // 2, 0, SIZE[0] // 2, SIZE[1] // 2).status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height) == (SIZE[0] // 2, SIZE[1] // 2)
    assert_colours(get_corners(image.file.name), [QUARTERS[1]] * 4)
    assert (image.title, image.description) == ("Sân trường", "Sân trường trong nắng")


@pytest.mark.parametrize(
    ("action", "fields", "expected"),
    [
        ("rotate_left", {}, (10, 66, 10, 20)),
        ("rotate_right", {}, (54, 30, 10, 20)),
        ("crop", {"left": 15, "top": 5, "width": 40, "height": 40}, (15, 5, 20, 10)),
        ("crop", {"left": 30, "top": 0, "width": 40, "height": 40}, (5, 10, 10, 10)),
        ("crop", {"left": 60, "top": 20, "width": 30, "height": 30}, (None, None, None, None)),
    ],
)
def test_focal_point_moves_with_the_picture(editor, image, action, fields, expected) -> None:
    names = ["focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"]
    PortalImage.objects.filter(pk=image.pk).update(**dict(zip(names, (30, 10, 20, 10), strict=True)))
    assert send(editor, image, action, **fields).status_code == 302
    image.refresh_from_db()
    assert tuple(getattr(image, name) for name in names) == expected


@pytest.mark.parametrize("numbers", [
    ("", "", "", ""), ("NaN", 0, 20, 20), ("Infinity", 0, 20, 20), (0, 0, 0, 0), (0, 0, 0, 20), (0, 0, 9, 20),
    (-1, 0, 20, 20), (0, 0, -20, 20), (90, 0, 20, 20), (0, 60, 20, 20), (0, 0, 97, 20), (0, 0, 10**9, 10**9),
    (10**9, 10**9, 20, 20), ("9" * 5000, 0, 20, 20), ("9" * 30, 0, 20, 20), (0, 0, "9" * 30, 20), ("1e3", 0, 20, 20),
    ("0x10", 0, 20, 20), ("1.5", 0, 20, 20), (0, 0, *SIZE), ("<b>", 0, 20, 20), ("\0", 0, 20, 20), (None, 0, 20, 20),
])  # fmt: skip
def test_impossible_frame_gets_a_form_error(editor, image, numbers) -> None:
    before = image.file.name
    fields = dict(zip(("left", "top", "width", "height"), numbers, strict=True))
    response = send(editor, image, "crop", **{name: number for name, number in fields.items() if number is not None})
    if response.status_code != 400:  # NUL is refused before the form
        assert len(get_errors(response)) > 10
    image.refresh_from_db()
    assert image.file.name == before


@pytest.mark.parametrize("action", ["", "flip", "rotate_left\0", "__class__"])
def test_unknown_action_is_refused(editor, image, action) -> None:
    before = image.file.name
    response = send(editor, image, action)
    assert response.status_code in {200, 400}
    image.refresh_from_db()
    assert image.file.name == before


def test_image_that_was_changed_meanwhile_is_not_changed_again(editor, image) -> None:
    seen = image.file.name
    assert send(editor, image, "rotate_left").status_code == 302
    response = send(editor, image, "rotate_left", file=seen)
    assert "vừa được thay đổi" in get_errors(response)
    image.refresh_from_db()
    assert (image.width, image.height) == SIZE[::-1]


def test_copy_leaves_the_original_and_its_pages(editor, image) -> None:
    image.tags.add("sân trường")
    article = factories.ArticleFactory(main_image=image)
    before = image.file.name
    response = crop(editor, image, 0, 0, 40, 40, as_copy="on")
    copy = PortalImage.objects.exclude(pk=image.pk).get()
    assert response["Location"] == reverse("transform_image", args=[copy.pk])
    image.refresh_from_db()
    assert (image.file.name, image.width, copy.width, copy.title) == (before, 96, 40, "Sân trường")
    assert default_storage.exists(before)
    assert list(copy.tags.names()) == ["sân trường"]
    assert NewsPage.objects.get(pk=article.pk).main_image == image


@pytest.mark.parametrize(("kind", "extension"), [("GIF", "gif"), ("WEBP", "webp")])
def test_format_transparency_and_frames_are_kept(editor, kind, extension) -> None:
    frames = [PillowImage.new("RGBA", (40, 30), color) for color in ("red", "green", "blue")]
    for frame in frames:
        frame.paste((0, 0, 0, 0), (0, 0, 10, 30))
    content = save_image(kind, frames[0], save_all=True, append_images=frames[1:], duration=50, loop=0, disposal=2)
    image = PortalImage.objects.create(title="Động", file=ContentFile(content, name=f"dong.{extension}"))
    assert send(editor, image, "rotate_right").status_code == 302
    image.refresh_from_db()
    assert image.file.name.endswith(f".{extension}")
    with default_storage.open(image.file.name) as file, PillowImage.open(file) as opened:
        assert (opened.size, opened.n_frames) == ((30, 40), 3)
        assert kind == "WEBP" or opened.convert("RGBA").getpixel((5, 5))[3] == 0  # Pillow's encoder drops it


def test_missing_or_damaged_file_gets_a_form_error(editor, image) -> None:
    default_storage.replace(image.file.name, ContentFile(b"\xff\xd8\xff hong"))
    assert "hỏng" in get_errors(send(editor, image, "rotate_left"))
    default_storage.delete(image.file.name)
    assert "hỏng" in get_errors(send(editor, image, "rotate_left"))
    assert editor.get(reverse("transform_image", args=[image.pk])).status_code == 200


def test_only_who_may_edit_the_image_may_change_it(client, image) -> None:
    url = reverse("transform_image", args=[image.pk])
    for unauthorized in (client, login_client(factories.UserFactory()), login_client(create_collaborator())):
        assert unauthorized.get(url).status_code == 302
        assert send(unauthorized, image, "rotate_left").status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height) == SIZE
    assert login_client(create_editor(EDITORS)).get(reverse("transform_image", args=[10**9])).status_code == 404


def test_image_on_live_page_needs_permission_to_publish_it(image) -> None:
    factories.ArticleFactory(main_image=image)
    writer = login_client(create_editor())
    assert "Đang được dùng" in get_errors(send(writer, image, "rotate_left"))
    assert send(writer, image, "rotate_left", as_copy="on").status_code == 302
    assert PortalImage.objects.count() == 2


def test_who_may_not_add_images_is_not_offered_a_copy(image) -> None:
    user = create_collaborator()
    own = user.groups.get().collection_permissions.first().collection
    user.groups.get().collection_permissions.filter(permission__codename="add_image").delete()
    PortalImage.objects.filter(pk=image.pk).update(collection=own)
    client = login_client(user)
    assert "as_copy" not in client.get(reverse("transform_image", args=[image.pk])).context["form"].fields
    assert send(client, image, "rotate_left", as_copy="on").status_code == 302
    assert PortalImage.objects.get().width == SIZE[1]


def test_edit_form_leads_to_it(editor, image) -> None:
    text = editor.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    assert reverse("transform_image", args=[image.pk]) in text
    assert "Cắt và xoay ảnh" in text
