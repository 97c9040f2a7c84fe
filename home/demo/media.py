"""Images and documents of the demo: stored in the libraries and found by key."""

import io
from collections.abc import Callable
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image

from mysite.images.cleaning import ReencodedImageFile
from mysite.images.filters import LOGO
from mysite.models import PortalDocument, PortalImage, User

from . import content
from .documents import build_docx

_FOLDER = Path(__file__).resolve().parent / "images"

Progress = Callable[[str, int, int], None]


class MediaLibrary:
    """The demo's content of the image and document libraries; tracks its files so that they can be removed."""

    def __init__(self) -> None:
        self.images: dict[str, PortalImage] = {}
        self.documents: dict[tuple[str, str], PortalDocument] = {}
        self.alt_texts: dict[str, str] = {}
        self._files: list[tuple[Storage, str]] = []

    def add_images(self, editor: User, width: int | None, progress: Progress) -> None:
        """Store the images of ``images/``, resized if a ``width`` in pixels is given."""
        entries = content.read_images()
        credit = content.read_content("pictures")["credit"]
        for number, entry in enumerate(entries, start=1):
            image = PortalImage(
                title=entry["title"], description=entry["alt"], credit=credit, uploaded_by_user=editor
            )  # fmt: skip
            self._store(image, f"{entry['key']}.webp", _read_image(f"{entry['key']}.webp", width))
            self.images[entry["key"]] = image
            self.alt_texts[entry["key"]] = entry["alt_en"]
            progress("pictures", number, len(entries))
        emblem = PortalImage(
            title="Biểu trưng", description="Biểu trưng của Sở: trang sách mở dưới vầng mặt trời",
            uploaded_by_user=editor,
        )  # fmt: skip
        self._store(emblem, "bieu-trung.png", _read_image("emblem.png"))
        self.images["emblem"] = emblem
        # On every page, and in no page's content: the queue of renditions does not know it.
        self._files += [(made.file.storage, made.file.name) for made in emblem.get_renditions(*LOGO).values()]

    def write_documents(self, editor: User) -> None:
        for entry in content.read_content("documents")["document"]:
            for language in ("vi", "en"):
                title = content.select_texts(entry, language, "title")["title"]
                document = PortalDocument(title=title, uploaded_by_user=editor)
                self._store(document, f"{entry['key']}.docx", build_docx(entry["lines"]))
                self.documents[language, entry["key"]] = document

    def _store(self, item: PortalImage | PortalDocument, name: str, data: bytes) -> None:
        # The images are drawn by tools/demo_images and contain nothing but pixels: they need no re-encoding.
        item.file = (ReencodedImageFile if isinstance(item, PortalImage) else ContentFile)(data, name)
        item.file_size = len(data)
        item.save()
        self._files.append((item.file.storage, item.file.name))

    def remove_files(self) -> None:
        """Delete the stored files; called when the transaction with their database rows is rolled back."""
        for storage, name in self._files:
            storage.delete(name)


def _read_image(name: str, width: int | None = None) -> bytes:
    data = (_FOLDER / name).read_bytes()
    if width is None:
        return data
    with Image.open(io.BytesIO(data)) as image:
        buffer = io.BytesIO()
        image.resize((width, image.height * width // image.width)).save(buffer, image.format)
    return buffer.getvalue()
