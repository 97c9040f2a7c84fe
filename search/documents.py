"""Reading the files of documents, so that search finds what is in them: by the scheduler, one after the other.

Each file is read by a process of its own, with little memory and little time: a file made to be slow or huge, or that
breaks the library, harms nothing but itself.
"""

import datetime
import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from modelsearch.index import insert_or_update_object

from mysite.models import DocumentText, PortalDocument

logger = logging.getLogger(__name__)

READABLE = ("pdf", "docx", "txt")
MAX_FILE_SIZE = 40 * 1024 * 1024
#: Seconds that one file may take.
TIME_LIMIT = 20
#: What a disk that is not there yet, or a busy machine, may have been the reason of; and when it is tried once more.
PASSING, TRY_AGAIN = (DocumentText.Problem.MISSING, DocumentText.Problem.TOO_SLOW), datetime.timedelta(days=1)
#: Exit codes of ``search.reader``.
PROBLEMS = {3: str(DocumentText.Problem.BROKEN), 4: str(DocumentText.Problem.LOCKED)}


def unread() -> QuerySet[PortalDocument]:
    """The documents whose file, as it is now, nobody has tried to read; once a day also what may pass by itself."""
    kinds = Q()
    for kind in READABLE:
        kinds |= Q(file__iendswith=f".{kind}")
    fresh = Q(contents__isnull=True) | ~Q(contents__file_name=F("file"))
    fresh |= Q(contents__problem__in=PASSING, contents__read_at__lt=timezone.now() - TRY_AGAIN)
    return PortalDocument.objects.filter(kinds, fresh).order_by("-pk")


def read_documents(seconds: float) -> int:
    """Read what is unread, the newest first, for about so many ``seconds``; return how many were."""
    end = time.monotonic() + seconds
    count = 0
    for document in unread().iterator(chunk_size=20):
        if time.monotonic() > end:
            break
        read(document)
        count += 1
    return count


def read(document: PortalDocument) -> DocumentText:
    """Read the file of ``document`` and index it. What cannot be read is kept with the reason, and logged."""
    text, problem = _text_of(document)
    if problem:
        logger.warning("Document %s, “%s”, cannot be read: %s", document.pk, document.title, problem)
    # Reading takes its time: meanwhile the document may have got another title, or be gone.
    as_it_is = PortalDocument.objects.filter(pk=document.pk).first()
    contents = DocumentText(document=document, text=text, problem=problem, file_name=document.file.name)
    if as_it_is is not None:
        contents, _ = DocumentText.objects.update_or_create(
            document=as_it_is, defaults={"text": text, "problem": problem, "file_name": document.file.name}
        )
        insert_or_update_object(as_it_is)
    return contents


def _text_of(document: PortalDocument) -> tuple[str, str]:
    """The text of its file, and the ``DocumentText.Problem`` with it."""
    suffix = Path(document.file.name).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"document{suffix}"
        try:
            if document.file.size > MAX_FILE_SIZE:
                return "", str(DocumentText.Problem.TOO_LARGE)
            with document.file.open("rb") as source, copy.open("wb") as target:
                for chunk in source.chunks():
                    target.write(chunk)
        except OSError:
            return "", str(DocumentText.Problem.MISSING)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "search.reader", copy],
                capture_output=True,
                timeout=TIME_LIMIT,
                check=False,
                cwd=Path(__file__).resolve().parent.parent,
            )
        except subprocess.TimeoutExpired:
            return "", str(DocumentText.Problem.TOO_SLOW)
    if done.returncode:
        return "", PROBLEMS.get(done.returncode, str(DocumentText.Problem.BROKEN))
    text = done.stdout.decode("utf-8", "replace").strip()
    return text, str(DocumentText.Problem.NONE) if text else str(DocumentText.Problem.NO_TEXT)
