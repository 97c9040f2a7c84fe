"""The list of erasures beside the backups: HMACs, with which an erasure is repeated after a restore.

A backup still has the data that were erased after it was made. The list names nobody: the key is ``SECRET_KEY``. It is
beside the backups, not in them, and belongs to them when they are copied.
"""

import os
from pathlib import Path

from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import salted_hmac

from home.models import ContactMessage
from mysite.backups.writing import get_folder
from mysite.signals import restored
from mysite.text.vietnamese import nfc
from newsroom.models import Comment

from .rows import erase_rows, list_texts


def get_path() -> Path:
    return get_folder() / "erasures.txt"


def normalize_identity(identity: str) -> str:
    return nfc(identity).strip().lower()


def get_comment_identity(comment: Comment) -> str:
    """Return the identity of a comment without e-mail address, which a backup has under the same number."""
    return f"#{comment.pk} {comment.created_at.timestamp():.6f}"


def compute_digest(identity: str) -> str:
    return salted_hmac("home.personal_data.erasure", identity, algorithm="sha256").hexdigest()


def remember_erasure(*identities: str) -> None:
    """Append to the list, and wait until it is on the disk."""
    path, day = get_path(), f"{timezone.localdate():%Y-%m-%d}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as file:
        file.writelines(f"{day} {compute_digest(identity)}\n" for identity in identities)
        file.flush()
        os.fsync(file.fileno())


def read_digests() -> set[str]:
    try:
        lines = get_path().read_text().splitlines()
    except FileNotFoundError:
        return set()
    return {line.split()[-1] for line in lines if line.strip()}


@receiver(restored)
def repeat_erasures(**kwargs: object) -> None:
    """Erase again from a restored database what was erased after the backup was made."""
    digests = read_digests()
    if not digests:
        return
    comments = [
        comment
        for comment in Comment.objects.order_by("pk").iterator(500)
        if compute_digest(get_comment_identity(comment)) in digests
        or (comment.author_email and compute_digest(normalize_identity(comment.author_email)) in digests)
    ]
    messages = [
        message
        for message in ContactMessage.objects.order_by("pk").iterator(500)
        if any("@" in text and compute_digest(normalize_identity(text)) in digests for text in list_texts(message))
    ]
    erase_rows(comments, messages)
