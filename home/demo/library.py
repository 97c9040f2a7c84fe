"""The demo's pictures and documents: drawn and written, stored, and found again by their keys."""

import io
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import Storage
from PIL import Image
from wagtail.images.models import Filter

from mysite.models import PortalDocument, PortalImage, PortalRendition, User
from mysite.renditions import CARD, GALLERY

from . import content
from .documents import docx
from .pictures import draw, draw_emblem

Progress = Callable[[str, int, int], None]


class MediaLibrary:
    """Everything the demo puts into image and document library; remembers its files, so that they can be removed."""

    def __init__(self) -> None:
        self.images: dict[str, PortalImage] = {}
        self.documents: dict[tuple[str, str], PortalDocument] = {}
        self.alternatives: dict[str, str] = {}
        self._files: list[tuple[Storage, str]] = []

    def draw_all(self, editor: User, width: int, progress: Progress) -> None:
        entries = content.pictures()
        credit = content.read("pictures")["credit"]
        with ThreadPoolExecutor(2) as pool:
            drawn = pool.map(lambda entry: draw(entry["scene"], entry["number"], width), entries)
            for number, (entry, jpeg) in enumerate(zip(entries, drawn, strict=True), start=1):
                image = PortalImage(
                    title=entry["title"], description=entry["alt"], credit=credit, uploaded_by_user=editor
                )  # fmt: skip
                self._store(image, f"{entry['key']}.jpg", jpeg)
                self.images[entry["key"]] = image
                self.alternatives[entry["key"]] = entry["alt_en"]
                progress("pictures", number, len(entries))
        emblem = PortalImage(
            title="Biểu trưng", description="Biểu trưng của Sở: trang sách mở dưới vầng mặt trời",
            uploaded_by_user=editor,
        )  # fmt: skip
        self._store(emblem, "bieu-trung.png", draw_emblem())
        self.images["emblem"] = emblem

    def write_documents(self, editor: User) -> None:
        for entry in content.read("documents")["document"]:
            for language in ("vi", "en"):
                title = content.texts(entry, language, "title")["title"]
                document = PortalDocument(title=title, uploaded_by_user=editor)
                self._store(document, f"{entry['key']}.docx", docx(entry["lines"]))
                self.documents[language, entry["key"]] = document

    def _store(self, item: PortalImage | PortalDocument, name: str, data: bytes) -> None:
        # As an image file: width and height are read from it where it is assigned.
        item.file = ImageFile(io.BytesIO(data), name=name) if isinstance(item, PortalImage) else ContentFile(data, name)
        item.file_size = len(data)
        item.save()
        self._files.append((item.file.storage, item.file.name))

    def render(self, wanted: Mapping[str, Iterable[str]], progress: Progress) -> None:
        """Make the renditions that pages will show, so that no visitor waits for one; ``wanted`` maps keys to specs."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for number, (key, specs) in enumerate(wanted.items(), start=1):
                image = self.images[key]
                with image.open_file() as file:
                    whole = file.read()
                half = _halved(whole)
                made = pool.map(partial(_rendition, image, whole, half), specs)
                for rendition in PortalRendition.objects.bulk_create(made):
                    self._files.append((rendition.file.storage, rendition.file.name))
                progress("sizes", number, len(wanted))

    def remove_files(self) -> None:
        """Take back what was stored: the rows that named it are being rolled back."""
        for storage, name in self._files:
            storage.delete(name)


#: Sizes that a picture of half the width is enough for: less to read and to shrink.
_SMALL = {*CARD, *GALLERY}


def _rendition(image: PortalImage, whole: bytes, half: bytes, spec: str) -> PortalRendition:
    return image.generate_rendition_instance(Filter(spec=spec), io.BytesIO(half if spec in _SMALL else whole))


def _halved(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        buffer = io.BytesIO()
        image.reduce(2).save(buffer, image.format, quality=95)
    return buffer.getvalue()
