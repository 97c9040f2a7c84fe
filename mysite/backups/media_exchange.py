"""Exchanges the entries of the media folder, which may be a mount point and so cannot be renamed itself."""

import shutil
from pathlib import Path

from django.conf import settings

from .archive import MEDIA

#: In the folder of a restore: the entries of before, and a file that exists once they are complete.
_PREVIOUS, _IS_COMPLETE = "previous-media", "previous-media-complete"


def replace_media(work: Path) -> None:
    """Replace the media by those in ``work``, or leave them as they were if that fails."""
    media = Path(settings.MEDIA_ROOT)
    for folder in (media, work / MEDIA, work / _PREVIOUS):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        move_entries(media, work / _PREVIOUS)
        (work / _IS_COMPLETE).touch()
        move_entries(work / MEDIA, media)
    except BaseException:
        bring_back_media(work)
        raise


def bring_back_media(work: Path) -> None:
    """Bring the media of before back from ``work``, wherever the exchange was interrupted."""
    media = Path(settings.MEDIA_ROOT)
    if (work / _IS_COMPLETE).exists():
        (work / "discarded").mkdir(exist_ok=True)
        move_entries(media, work / "discarded")
    if (work / _PREVIOUS).exists():
        move_entries(work / _PREVIOUS, media)


def move_entries(source: Path, target: Path) -> None:
    for entry in list(source.iterdir()):
        shutil.move(entry, target / entry.name)
