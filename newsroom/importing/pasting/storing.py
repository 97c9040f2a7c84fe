"""Store the pictures of a pasted document, and build the data with which the editor's script inserts its blocks."""

import uuid
from collections.abc import Iterator
from typing import Any

from mysite.blocks import BodyBlock
from mysite.models import PortalImage, User
from mysite.pages.expressions import IsCollectionRestricted
from mysite.rights.admin_views import accessible
from mysite.rights.policies import get_image_policy
from newsroom.importing.parsing.cleaning import escape_html
from newsroom.importing.records import Block, ImageBlock, Paragraph, Photo
from newsroom.importing.writing.body import build_raw_body
from newsroom.importing.writing.images import ImageImporter

from .records import LeftOut, PastedContent


def build_editor_blocks(content: PastedContent, user: User, title: str) -> list[dict[str, Any]]:
    """Return ``content`` as the form state of blocks. ``title`` is that of new images without a caption."""
    images = _store_images(content, user, title)
    blocks = tuple(fitted for block in content.blocks for fitted in _replace_missing(block, images))
    raw = build_raw_body(blocks, images.get)
    for block in raw:
        block["id"] = str(uuid.uuid4())  # those of an import are derived from positions
    definition = BodyBlock()
    return list(definition.get_form_state(definition.to_python(raw)))


def _store_images(content: PastedContent, user: User, title: str) -> dict[Photo, PortalImage | None]:
    """Return the images of the library, new ones in the first collection to which ``user`` may add images."""
    photos = [block.photo for block in content.blocks if isinstance(block, ImageBlock)]
    collection = get_image_policy().collections_user_has_permission_for(user, "add").order_by("path").first()
    if collection is None:
        content.left_out.add(LeftOut.FORBIDDEN_PICTURE, number=len(photos))
        return dict.fromkeys(photos)
    library = accessible(user, PortalImage).filter(~IsCollectionRestricted("collection__path"))
    importer = ImageImporter(title, library, collection=collection, uploaded_by_user=user)
    images = {photo: importer.get_or_create(photo) for photo in photos}
    for _name, reason in importer.failures:
        content.left_out.add(LeftOut.BROKEN_PICTURE, reason)
    return images


def _replace_missing(block: Block, images: dict[Photo, PortalImage | None]) -> Iterator[Block]:
    """Yield ``block``, or only the caption of a picture that was not stored."""
    if not isinstance(block, ImageBlock) or images[block.photo]:
        yield block
    elif block.photo.caption:
        yield Paragraph(escape_html(block.photo.caption))
