"""Stored images are in sRGB without metadata: no position, no device name, no embedded thumbnail."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from PIL import Image as PillowImage
from PIL import ImageChops, ImageCms, ImageStat
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from mysite.images.cleaning import ReencodedImageFile, reencode_image
from mysite.models import PortalImage
from tests.support.editors import create_editor, login_client
from tests.support.odd_images import (
    APP1,
    ODD_IMAGES,
    QUARTERS,
    SIZE,
    OddImage,
    build_exif,
    draw_image,
    find_traces,
    insert_after_soi,
    save_image,
)
from tests.support.samples import sample
from tests.support.shared_data import get_shared_file

pytestmark = pytest.mark.django_db

SPECS = ("max-165x165", "original", "width-60|format-webp", "width-60|format-jpeg")


def upload(admin_client: Any, name: str, content: bytes, **fields: Any) -> Any:
    data = {"title": "Sân trường", "collection": Collection.get_first_root_node().pk, "tags": "", "description": ""}
    return admin_client.post(reverse("wagtailimages:add"), data | fields | {"file": SimpleUploadedFile(name, content)})


def messages(response: Any) -> str:
    return " ".join(response.context["form"].errors.get("file", []))


def stored_files() -> list[str]:
    """Return all files of images and renditions in the media folder."""
    folders = ("original_images", "images", "wagtail_uploads", "avatar_images")
    return [f"{folder}/{name}" for folder in folders for name in _names(folder)]


def _names(folder: str) -> list[str]:
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def assert_clean(names: list[str]) -> None:
    for name in names:
        with default_storage.open(name) as file:
            assert find_traces(file.read()) == [], name


def sample_quarters(image: PillowImage.Image) -> list[tuple[int, ...]]:
    image = image.convert("RGB").resize(SIZE)
    points = [(SIZE[0] * x // 4, SIZE[1] * y // 4) for y in (1, 3) for x in (1, 3)]
    return [image.getpixel(point) for point in points]


def assert_shows_quarters(name: str, grey: bool, tolerance: int) -> None:
    expected = sample_quarters(draw_image("L")) if grey else QUARTERS
    with default_storage.open(name) as file, PillowImage.open(file) as image:
        assert image.mode in ("L", "LA", "P", "RGB", "RGBA"), name
        assert not image.info.get("icc_profile")
        for shown, color in zip(sample_quarters(image), expected, strict=True):
            assert max(abs(a - b) for a, b in zip(shown, color, strict=True)) <= tolerance, name


@pytest.mark.filterwarnings("ignore:Truncated File Read", "ignore:Corrupt EXIF data")
@pytest.mark.parametrize("odd", sample(ODD_IMAGES, 15), ids=str)
def test_odd_image_is_stored_without_metadata_or_rejected_with_message(odd: OddImage) -> None:
    content = odd.make()
    before = set(stored_files())
    response = upload(login_client(create_editor()), odd.name, content)
    if not odd.accepted:
        assert "hỏng" in messages(response)
        assert not PortalImage.objects.exists()
        assert set(stored_files()) == before
        return
    assert response.status_code == 302, messages(response)
    image = PortalImage.objects.get()
    assert (image.width, image.height) == SIZE
    assert image.file_size == image.file.size
    assert image.is_cleaned
    for spec in SPECS:
        image.get_rendition(spec)
    new = sorted(set(stored_files()) - before)
    assert len(new) == 1 + len(SPECS)
    assert_clean(new)
    tolerance = 40 if "CMYK" in str(odd) or "GIF" in str(odd) else 12
    for name in new:
        assert_shows_quarters(name, grey="grey" in odd.name, tolerance=tolerance)


@pytest.mark.filterwarnings("ignore:Truncated File Read", "ignore:Corrupt EXIF data")  # Pillow, of dropped data
def test_most_odd_images_have_metadata_and_are_accepted() -> None:
    assert len(ODD_IMAGES) >= 40
    assert sum(odd.accepted for odd in ODD_IMAGES) >= 30
    assert all(find_traces(odd.make()) for odd in ODD_IMAGES if odd.accepted)
    for odd in ODD_IMAGES:
        if odd.accepted:
            assert find_traces(reencode_image(odd.make())[0]) == [], odd
        else:
            with pytest.raises(ValidationError):
                reencode_image(odd.make())


def test_jpeg_quality_loss_is_small() -> None:
    noise = PillowImage.effect_noise((300, 200), 40)
    content = save_image("JPEG", PillowImage.merge("RGB", (noise, noise, noise)), quality=85)
    cleaned, _extension = reencode_image(content)
    with PillowImage.open(io.BytesIO(content)) as old, PillowImage.open(io.BytesIO(cleaned)) as new:
        assert new.quantization == old.quantization
        assert max(ImageStat.Stat(ImageChops.difference(old, new)).rms) < 1.5


@pytest.mark.parametrize(
    ("kind", "options"),
    [("GIF", {"disposal": 2}), ("PNG", {}), ("WEBP", {"lossless": True})],
    ids=["GIF", "PNG", "WebP"],
)
def test_an_animation_keeps_its_frames(kind: str, options: dict[str, Any]) -> None:
    frames = [PillowImage.new("RGB", (40, 30), color) for color in ("red", "green", "blue")]
    content = save_image(
        kind, frames[0], save_all=True, append_images=frames[1:], duration=[50, 70, 90], loop=0, **options
    )
    with PillowImage.open(io.BytesIO(reencode_image(content)[0])) as image:
        shown = []
        for number in range(image.n_frames):
            image.seek(number)
            shown.append((image.convert("RGB").getpixel((20, 15)), image.info["duration"]))
    assert shown == [((255, 0, 0), 50), ((0, 128, 0), 70), ((0, 0, 255), 90)]


def test_transparency_is_kept() -> None:
    cutout = draw_image("RGBA")
    cutout.putpixel((1, 1), (0, 0, 0, 0))
    for kind in ("PNG", "WEBP", "AVIF"):
        content, extension = reencode_image(save_image(kind, cutout, **({"quality": 90} if kind != "PNG" else {})))
        assert extension == {"PNG": "png"}.get(kind, "webp")
        with PillowImage.open(io.BytesIO(content)) as image:
            assert image.convert("RGBA").getpixel((1, 1))[3] < 30
            assert image.convert("RGBA").getpixel((40, 30))[3] == 255


def profile_with_other_primaries() -> bytes:
    """Return an ICC profile with other primaries than sRGB: sRGB with its red and green columns exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {}
    for index in range(int.from_bytes(profile[128:132], "big")):
        entry = 132 + 12 * index
        tags[bytes(profile[entry : entry + 4])] = int.from_bytes(profile[entry + 4 : entry + 8], "big")
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red : red + 20], profile[green : green + 20] = profile[green : green + 20], profile[red : red + 20]
    return bytes(profile)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_colours_are_converted_to_srgb(kind: str) -> None:
    content = save_image(
        kind, PillowImage.new("RGB", (40, 30), (250, 5, 5)), icc_profile=profile_with_other_primaries()
    )
    with PillowImage.open(io.BytesIO(reencode_image(content)[0])) as image:
        assert not image.info.get("icc_profile")
        red, green, _blue = image.convert("RGB").getpixel((20, 15))
        assert green > 200 > red


def test_too_many_pixels_are_rejected_before_decoding(settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 5_000
    response = upload(login_client(create_editor()), "a.png", save_image("PNG"))
    assert "6144" in messages(response)


@pytest.mark.parametrize("name", ["cmyk.jpg", "gps_stray.jpg", "gray16.png"])
def test_shared_images_are_shown_without_metadata(name: str) -> None:
    content = get_shared_file(f"cases/pictures/{name}").read_bytes()
    assert upload(login_client(create_editor()), name, content).status_code == 302
    image = PortalImage.objects.get()
    files = [image.file, *(image.get_rendition(spec).file for spec in SPECS)]
    for stored in files:
        with default_storage.open(stored.name) as file:
            data = file.read()
            assert b"PhoneMaker" not in data
            assert b"Exif" not in data
        with PillowImage.open(io.BytesIO(data)) as opened:
            assert opened.mode in ("L", "P", "RGB")
            assert max(high - low for low, high in opened.convert("RGB").getextrema()) > 100


# --- Ways of upload ---------------------------------------------------------------------------------


def photo(name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, insert_after_soi(APP1, save_image("JPEG", draw_image())))


def test_multiple_uploader_and_gallery_reencode_files() -> None:
    admin_client = login_client(create_editor())
    before = set(stored_files())
    root = Collection.get_first_root_node().pk
    response = admin_client.post(
        reverse("wagtailimages:add_multiple"), {"files[]": photo(), "title": "Một", "collection": root}
    )
    assert response.json()["success"]
    assert admin_client.post(reverse("upload_photo"), {"file": photo("IMG_2.JFIF")}).json()["chosen"]
    assert_clean(sorted(set(stored_files()) - before))
    assert [image.file.name[-4:] for image in PortalImage.objects.all()] == [".jpg", ".jpg"]
    assert all(PortalImage.objects.values_list("is_cleaned", flat=True))


def test_pending_upload_is_reencoded() -> None:
    admin_client = login_client(create_editor())
    before = set(stored_files())
    title = {"files[]": photo(), "title": "x" * 300, "collection": Collection.get_first_root_node().pk}
    waiting = admin_client.post(reverse("wagtailimages:add_multiple"), title).json()["uploaded_file_id"]
    assert UploadedFile.objects.get(pk=waiting)
    values = {"title": "Một", "collection": Collection.get_first_root_node().pk, "tags": ""}
    fields = {f"uploaded-image-{waiting}-{name}": value for name, value in values.items()}
    finish = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting])
    new = sorted(set(stored_files()) - before)
    assert len(new) == 1
    assert_clean(new)
    response = admin_client.post(finish, fields).json()
    assert response["success"], response
    assert_clean(sorted(set(stored_files()) - before))


def test_replaced_file_is_reencoded() -> None:
    admin_client = login_client(create_editor())
    assert upload(admin_client, "a.png", save_image("PNG")).status_code == 302
    image = PortalImage.objects.get()
    fields = {"title": "Khác", "collection": image.collection_id, "tags": "", "description": "", "file": photo()}
    assert admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), fields).status_code == 302
    image.refresh_from_db()
    assert image.file.name.endswith(".jpg")
    assert_clean([image.file.name])


def test_imported_image_is_reencoded_and_stored_once(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo().read())
    gallery = '"gallery": [{"caption": "Sân trường", "image": "a.jpg"}]'
    lines = [f'{{"title": "Bản tin {n}", "body": ["Nội dung."], "section": "Tin tức", {gallery}}}' for n in range(2)]
    (tmp_path / "tin.jsonl").write_text("\n".join(lines))
    call_command("import_articles", str(tmp_path / "tin.jsonl"), verbosity=0)
    assert_clean([PortalImage.objects.get().file.name])


def test_image_saved_in_code_is_reencoded() -> None:
    image = PortalImage.objects.create(title="Ảnh", file=ContentFile(photo().read(), name="a.jpg"))
    assert_clean([image.file.name])


def test_avatar_is_reencoded_and_damaged_one_rejected() -> None:
    user = create_editor()
    admin_client, account = login_client(user), reverse("wagtailadmin_account")
    page = admin_client.get(account)
    fields = {
        form.add_prefix(name): form.get_initial_for_field(field, name) or ""
        for panels in page.context["panels_by_tab"].values()
        for form in (panel.get_form() for panel in panels)
        for name, field in form.fields.items()
    }
    fields |= {"name_email-first_name": "Lan", "name_email-last_name": "Trần", "name_email-email": "lan@example.vn"}
    fields["theme-density"], fields["theme-theme"], fields["theme-contrast"] = "default", "system", "system"
    response = admin_client.post(account, fields | {"avatar-avatar": photo()})
    assert response.status_code == 302
    avatar = UserProfile.objects.get(user=user).avatar.name
    assert_clean([avatar])
    damaged = SimpleUploadedFile("a.jpg", photo().read()[:-300])
    response = admin_client.post(account, fields | {"avatar-avatar": damaged})
    assert response.status_code == 200  # Wagtail's template shows no errors of this field
    assert UserProfile.objects.get(user=user).avatar.name == avatar


# --- Images stored by earlier versions ----------------------------------------------------------------


def create_old_image(name: str, content: bytes) -> PortalImage:
    """An image as earlier versions stored it, with a rendition that took the EXIF metadata over."""
    image = PortalImage.objects.create(title=name, file=ReencodedImageFile(content, name=name))
    PortalImage.objects.filter(pk=image.pk).update(is_cleaned=False)
    rendition = image.renditions.create(
        filter_spec="width-60|format-jpeg", file=ContentFile(save_image("JPEG", exif=build_exif()), name="old.jpg")
    )
    assert find_traces(image.file.read())
    assert find_traces(rendition.file.read())
    return image


def test_old_images_are_reencoded_once_and_damaged_one_is_reported(
    capsys: pytest.CaptureFixture[str], django_capture_on_commit_callbacks: Any
) -> None:
    before = set(stored_files())
    content = {odd.description: odd.make() for odd in ODD_IMAGES}
    photos = [
        create_old_image("a.jpg", content["JPEG held upright"]),
        create_old_image("c.heic", content["HEIC with EXIF and XMP"]),
    ]
    damaged = create_old_image("hong.jpg", content["JPEG with EXIF"])
    photos.append(create_old_image("e.png", content["PNG with tEXt"] + build_exif()))
    default_storage.replace(damaged.file.name, ContentFile(photo().read()[:-300]))

    with pytest.raises(CommandError, match="1 could not"), django_capture_on_commit_callbacks(execute=True):
        call_command("clean_images")
    assert "hong.jpg" in capsys.readouterr().err
    for image in photos:
        image = PortalImage.objects.get(pk=image.pk)
        assert (image.is_cleaned, image.width, image.height, image.file_size) == (True, *SIZE, image.file.size)
        rendition = image.renditions.get()
        assert_clean([image.file.name, rendition.file.name])
        assert_shows_quarters(image.file.name, grey=False, tolerance=12)
        assert_shows_quarters(rendition.file.name, grey=False, tolerance=12)
    assert not PortalImage.objects.get(pk=damaged.pk).is_cleaned
    assert len(set(stored_files()) - before) == 2 * 4

    damaged.delete()
    hashes = list(PortalImage.objects.values_list("file", "file_hash", "renditions__pk"))
    call_command("clean_images")
    assert capsys.readouterr().out == "0 images cleaned\n"
    assert list(PortalImage.objects.values_list("file", "file_hash", "renditions__pk")) == hashes


def test_interrupted_reencoding_is_resumed(monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [create_old_image(f"{number}.jpg", save_image("JPEG", exif=build_exif())) for number in range(3)]
    with monkeypatch.context() as patch:
        patch.setattr(PortalImage, "get_renditions", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            call_command("clean_images")
    call_command("clean_images")
    for image in photos:
        image = PortalImage.objects.get(pk=image.pk)
        assert image.is_cleaned
        assert_clean([image.file.name])


def _interrupt(*args: Any) -> None:
    raise KeyboardInterrupt
