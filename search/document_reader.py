"""Extracts the text of documents for search, one after the other, in the scheduler.

Each file is read in a separate process with limits on memory and time, so that a malicious or broken file affects
nothing else.
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

READABLE_EXTENSIONS = ("pdf", "docx", "txt")
MAX_FILE_SIZE = 40 * 1024 * 1024
#: Seconds allowed per file.
TIME_LIMIT = 20
#: Problems that may be temporary (a disk not mounted yet, a busy machine), and when they are retried.
TEMPORARY_PROBLEMS, RETRY_AFTER = (
    (DocumentText.Problem.MISSING, DocumentText.Problem.TOO_SLOW),
    datetime.timedelta(days=1),
)
#: Problems by exit code of ``search.text_extraction``.
PROBLEM_BY_EXIT_CODE = {3: str(DocumentText.Problem.BROKEN), 4: str(DocumentText.Problem.LOCKED)}


def unread_documents() -> QuerySet[PortalDocument]:
    """Return the documents whose current file has not been read, and once a day those with a temporary problem."""
    kinds = Q()
    for kind in READABLE_EXTENSIONS:
        kinds |= Q(file__iendswith=f".{kind}")
    fresh = Q(contents__isnull=True) | ~Q(contents__file_name=F("file"))
    fresh |= Q(contents__problem__in=TEMPORARY_PROBLEMS, contents__read_at__lt=timezone.now() - RETRY_AFTER)
    return PortalDocument.objects.filter(kinds, fresh).order_by("-pk")


def read_documents(seconds: float) -> int:
    """Read unread documents, the newest first, for about ``seconds``; return how many were read."""
    end = time.monotonic() + seconds
    count = 0
    for document in unread_documents().iterator(chunk_size=20):
        if time.monotonic() > end:
            break
        read_document(document)
        count += 1
    return count


def read_document(document: PortalDocument) -> DocumentText:
    """Read the file of ``document`` and index its text. If it cannot be read, store and log the reason."""
    text, problem = _extract_text(document)
    if problem:
        logger.warning("Document %s, “%s”, cannot be read: %s", document.pk, document.title, problem)
    # Reading takes time: the document may have been changed or deleted meanwhile.
    as_it_is = PortalDocument.objects.filter(pk=document.pk).first()
    contents = DocumentText(document=document, text=text, problem=problem, file_name=document.file.name)
    if as_it_is is not None:
        contents, _ = DocumentText.objects.update_or_create(
            document=as_it_is, defaults={"text": text, "problem": problem, "file_name": document.file.name}
        )
        insert_or_update_object(as_it_is)
    return contents


def _extract_text(document: PortalDocument) -> tuple[str, str]:
    """Return the text of its file, and the ``DocumentText.Problem`` with it."""
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
                [sys.executable, "-m", "search.text_extraction", copy],
                capture_output=True,
                timeout=TIME_LIMIT,
                check=False,
                cwd=Path(__file__).resolve().parent.parent,
            )
        except subprocess.TimeoutExpired:
            return "", str(DocumentText.Problem.TOO_SLOW)
    if done.returncode:
        return "", PROBLEM_BY_EXIT_CODE.get(done.returncode, str(DocumentText.Problem.BROKEN))
    text = done.stdout.decode("utf-8", "replace").strip()
    return text, str(DocumentText.Problem.NONE) if text else str(DocumentText.Problem.NO_TEXT)
