"""A full or read-only media disk: editors get a message, no partial files are stored, and forms still open."""

import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from PIL import Image as PillowImage
from wagtail.models import Collection

from mysite.media.storage import WRITE_ERROR_MESSAGE
from mysite.models import PortalDocument, PortalImage
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import create_editor, login_client
from tests.support.odd_images import save_image

pytestmark = pytest.mark.django_db

#: Enough for the files stored while the disk works, but not for another photo.
DISK_SIZE = 400 * 1024


class LimitedDisk:
    """The media folder of a test on a file system of its own, which can be filled or made read-only."""

    def __init__(self, folder: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.fault, self.monkeypatch = folder, fault, monkeypatch
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_SIZE}", "tmpfs", str(folder)]
        self.is_real = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def fail(self) -> None:
        if not self.is_real:  # not root: the last step of writing fails instead
            self.monkeypatch.setattr("mysite.media.storage.os.fsync", self._refuse)
        elif self.fault == "full":
            with (self.folder / "filler").open("wb", buffering=0) as filler:
                while shutil.disk_usage(self.folder).free:
                    filler.write(b"x" * 4096)
                filler.truncate(filler.tell() - 8192)  # part of a photo fits
        else:
            subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)

    def repair(self) -> None:
        if not self.is_real:
            self.monkeypatch.undo()
        elif self.fault == "full":
            (self.folder / "filler").unlink()
        else:
            subprocess.run(["mount", "-o", "remount,rw", str(self.folder)], check=True)

    def files(self) -> dict[str, bytes]:
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file() and path.name != "filler")
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}

    def close(self) -> None:
        if self.is_real:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)

    @staticmethod
    def _refuse(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(params=["full", "read-only"])
def disk(
    request: pytest.FixtureRequest, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LimitedDisk]:
    disk = LimitedDisk(tmp_path, request.param, monkeypatch)
    settings.MEDIA_ROOT = str(tmp_path)
    yield disk
    disk.close()


def noise_photo(name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    noise = PillowImage.frombytes("RGB", (200, 150), Random(1).randbytes(200 * 150 * 3))
    return SimpleUploadedFile(name, save_image("JPEG", noise, quality=90))


def pdf_document() -> SimpleUploadedFile:
    return SimpleUploadedFile("cong-van.pdf", b"%PDF-1.4" + Random(1).randbytes(40_000))


def upload_fields(**more: Any) -> dict[str, Any]:
    root = Collection.get_first_root_node().pk
    return {"title": "Sân trường", "collection": root, "tags": "", "description": "", **more}


def prefixed(prefix: str, data: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in data.items()}


def post_uploads(admin_client: Any) -> dict[str, str]:
    """Return the responses to an upload through each of the admin's forms."""
    uploads = {
        "image": ("wagtailimages:add", upload_fields(file=noise_photo())),
        "images": ("wagtailimages:add_multiple", upload_fields(**{"files[]": noise_photo()})),
        "image chooser": (
            "wagtailimages_chooser:create",
            prefixed("image-chooser-upload", upload_fields(file=noise_photo())),
        ),
        "gallery": ("upload_photo", {"file": noise_photo()}),
        "document": ("wagtaildocs:add", upload_fields(file=pdf_document())),
        "documents": ("wagtaildocs:add_multiple", upload_fields(**{"files[]": pdf_document()})),
        "document chooser": (
            "wagtaildocs_chooser:create",
            prefixed("document-chooser-upload", upload_fields(file=pdf_document())),
        ),
    }
    responses = {}
    for form, (name, data) in uploads.items():
        response = admin_client.post(reverse(name), data)
        is_json = response["Content-Type"].startswith("application/json")
        responses[form] = str(response.json()) if is_json else response.content.decode()
        assert response.status_code == 200, form
    return responses


def test_failed_upload_shows_message_and_leaves_no_file(disk: LimitedDisk) -> None:
    admin_client = login_client(create_editor())
    disk.fail()
    before = disk.files()
    for form, response in post_uploads(admin_client).items():
        assert "ổ đĩa của máy chủ" in response, form
    assert disk.files() == before
    assert not PortalImage.objects.exists()
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize("kind", ["image", "document"])
def test_failed_replacement_keeps_old_file(disk: LimitedDisk, kind: str) -> None:
    admin_client = login_client(create_editor())
    model = PortalImage if kind == "image" else PortalDocument
    file = ContentFile(save_image("PNG"), "a.png") if kind == "image" else ContentFile(b"%PDF-1.4", "cu.pdf")
    stored = model.objects.create(title="Bản cũ", file=file)
    url = reverse("wagtailimages:edit" if kind == "image" else "wagtaildocs:edit", args=[stored.pk])
    assert admin_client.get(url).status_code == 200  # creates the thumbnail
    disk.fail()
    before = disk.files()
    response = admin_client.post(
        url, upload_fields(title="Bản mới", file=noise_photo() if kind == "image" else pdf_document())
    )
    assert response.status_code == 200
    assert str(WRITE_ERROR_MESSAGE) in response.context["form"].errors["file"]
    assert "Bản mới" in response.content.decode()
    assert disk.files() == before
    again = model.objects.get()
    assert (again.title, again.file.name) == ("Bản cũ", stored.file.name)

    disk.repair()
    response = admin_client.post(
        url, upload_fields(title="Bản mới", file=noise_photo() if kind == "image" else pdf_document())
    )
    assert response.status_code == 302
    assert stored.file.name not in disk.files()
    assert model.objects.get().file.name in disk.files()


def test_import_stops_with_message_and_can_be_resumed(
    disk: LimitedDisk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("saved")
    (folder / "a.jpg").write_bytes(noise_photo().read())
    gallery = '"gallery": [{"caption": "Sân trường", "image": "a.jpg"}]'
    (folder / "tin.jsonl").write_text(f'{{"title": "Bản tin", "body": ["Nội dung."], "section": "Tin tức", {gallery}}}')
    disk.fail()
    before = disk.files()
    with pytest.raises(CommandError, match="free disk space"):
        call_command("import_articles", str(folder / "tin.jsonl"), verbosity=0)
    assert disk.files() == before
    assert not NewsPage.objects.exists()
    assert not PortalImage.objects.exists()

    disk.repair()
    call_command("import_articles", str(folder / "tin.jsonl"), verbosity=0)
    assert NewsPage.objects.get().title == "Bản tin"
    assert PortalImage.objects.get().file.name in disk.files()


def test_forms_show_placeholder_for_missing_thumbnail(disk: LimitedDisk) -> None:
    admin_client = login_client(create_editor())
    article = factories.ArticleFactory()
    image = PortalImage.objects.create(title="Sân trường", file=noise_photo())
    article.body = [("picture", {"image": image, "caption": "Sân trường"})]
    article.save_revision().publish()
    image.renditions.all().delete()
    disk.fail()
    before = disk.files()
    for url in (
        reverse("wagtailadmin_pages:edit", args=[article.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailimages_chooser:chosen", args=[image.pk]),
    ):
        response = admin_client.get(url)
        assert response.status_code == 200, url
        assert "image-not-found" in response.content.decode(), url
    assert disk.files() == before

    disk.repair()
    chosen = admin_client.get(reverse("wagtailimages_chooser:chosen", args=[image.pk])).json()["result"]["preview"]
    assert "image-not-found" not in chosen["url"]


def test_damaged_image_shows_placeholder_in_admin() -> None:
    image = PortalImage.objects.create(title="Hỏng", file=noise_photo())
    image.file.storage.replace(image.file.name, ContentFile(noise_photo().read()[:2000]))
    response = login_client(create_editor()).get(reverse("wagtailimages:index"))
    assert "image-not-found" in response.content.decode()


def test_uploads_of_same_name_get_distinct_files() -> None:
    images = [PortalImage.objects.create(title="Ảnh", file=noise_photo()) for _ in range(2)]
    assert images[0].file.name != images[1].file.name
    for image in images:
        path = Path(image.file.path)
        assert path.stat().st_mode & 0o777 == 0o644
        assert not list(path.parent.glob(".upload-*"))


def test_reencoding_stops_when_disk_is_full_and_can_be_resumed(disk: LimitedDisk) -> None:
    image = PortalImage.objects.create(title="Ảnh", file=noise_photo())
    PortalImage.objects.update(is_cleaned=False)
    disk.fail()
    before = disk.files()
    with pytest.raises(CommandError, match="free disk space"):
        call_command("clean_images")
    assert disk.files() == before
    disk.repair()
    call_command("clean_images")
    assert PortalImage.objects.get().is_cleaned
    assert image.file.name in disk.files()
