"""What is in a document's file is found; a file that cannot be read is reported, and harms nothing."""

import datetime
import io
import time

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from docx import Document as Word
from modelsearch.backends import get_search_backend
from pypdf import PdfWriter

from mysite.models import DocumentText, PortalDocument
from newsroom.models import NewsPageAttachment
from search import documents
from search.documents import read_documents
from tests import factories
from tests.editors import client_of, editor
from tests.reading import all_words, read

pytestmark = pytest.mark.django_db
PROBLEM = DocumentText.Problem


def word_file() -> bytes:
    file, word = io.BytesIO(), Word()
    word.add_paragraph("Kính gửi các đơn vị trực thuộc")
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Học bổng", "Mức hỗ trợ"
    word.save(file)
    return file.getvalue()


def pdf_file(text: str = "Quy dinh ve phu dao", password: str = "") -> bytes:
    """A PDF of one page in a font that every reader has, written by hand: that is how small one can be."""
    stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    if not password:
        return body
    writer, file = PdfWriter(clone_from=io.BytesIO(body)), io.BytesIO()
    writer.encrypt(password)
    writer.write(file)
    return file.getvalue()


def upload(name: str, content: bytes, title: str = "Phụ lục") -> PortalDocument:
    """A document with this file, attached to a published article."""
    document = factories.DocumentFactory(title=title, file=ContentFile(content, name=name))
    article = factories.ArticleFactory(title="Thông báo", body=[], parent=factories.SectionFactory())
    NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
    article.save_revision().publish()
    return document


def found(client: Client, typed: str) -> list[str]:
    page = read(client, f"/tim-kiem/?q={typed}&loai=tai-lieu&nguyen_van=1")
    return all_words(page.select(".results h2"))


@pytest.mark.parametrize(
    ("name", "content", "typed"),
    [
        ("a.docx", word_file(), "đơn vị trực thuộc"),
        ("a.docx", word_file(), "hoc bong"),
        ("a.pdf", pdf_file(), "phụ đạo"),
        ("A.PDF", pdf_file(), "phu dao"),
        ("a.txt", "Lịch trực Tết".encode(), "lich truc"),
        ("a.txt", "Lịch trực Tết".encode("utf-16"), "lịch trực"),
    ],
)
def test_the_text_of_a_file_is_found(client: Client, name: str, content: bytes, typed: str) -> None:
    upload(name, content)
    assert found(client, typed) == []
    call_command("read_documents", verbosity=0)
    assert found(client, typed) == ["Phụ lục"]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.pdf", b"%PDF-1.4\nbroken", PROBLEM.BROKEN),
        ("a.pdf", pdf_file()[:300], PROBLEM.BROKEN),
        ("a.pdf", pdf_file(password="mat-khau"), PROBLEM.LOCKED),
        ("a.pdf", pdf_file(text=""), PROBLEM.NO_TEXT),
        ("a.docx", b"PK\x03\x04 no archive", PROBLEM.BROKEN),
        ("a.docx", b"", PROBLEM.BROKEN),
        ("a.txt", b" \n ", PROBLEM.NO_TEXT),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_once(client: Client, name: str, content: bytes, problem: str) -> None:
    document = upload(name, content)
    good = upload("b.docx", word_file(), title="Bản tốt")
    assert read_documents(60) == 2
    assert document.contents.problem == problem
    assert found(client, "học bổng") == [good.title]
    assert found(client, "phụ lục") == ["Phụ lục"]
    assert read_documents(60) == 0
    desk = client_of(editor())
    rows = [all_words(row.select("td")) for row in read(desk, "/admin/reports/unread-documents/").select("tbody tr")]
    assert [row[:2] for row in rows] == [["Phụ lục", str(problem.label)]]


def test_a_file_gone_from_the_disk(media) -> None:
    document = upload("a.docx", word_file())
    document.file.storage.delete(document.file.name)
    read_documents(60)
    assert document.contents.problem == PROBLEM.MISSING
    # A disk may come back.
    document.file.storage.save(document.file.name, ContentFile(word_file()))
    assert read_documents(60) == 0
    DocumentText.objects.update(read_at=timezone.now() - datetime.timedelta(days=2))
    assert read_documents(60) == 1
    assert DocumentText.objects.get().problem == ""


def test_a_new_file_is_read_again(client: Client) -> None:
    document = upload("a.txt", b"Ban cu nam ngoai")
    read_documents(60)
    document.file = ContentFile(b"Noi dung thay the", name="moi.txt")
    document.save()
    assert read_documents(60) == 1
    assert found(client, "thay the") == ["Phụ lục"]
    assert found(client, "nam ngoai") == []


def test_a_large_file_is_left_out(monkeypatch) -> None:
    monkeypatch.setattr(documents, "MAX_FILE_SIZE", 10)
    document = upload("a.txt", b"more than ten bytes")
    read_documents(60)
    assert document.contents.problem == PROBLEM.TOO_LARGE


def test_a_file_that_takes_for_ever_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(documents, "TIME_LIMIT", 0.01)
    document = upload("a.docx", word_file())
    read_documents(60)
    assert document.contents.problem == PROBLEM.TOO_SLOW


def test_an_archive_that_unpacks_to_gigabytes_is_given_up() -> None:
    import zipfile

    file = io.BytesIO(word_file())
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name == "word/document.xml":
                with archive.open(name, "w", force_zip64=True) as target:
                    for _ in range(1200):
                        target.write(b" " * 1024**2)
            else:
                archive.writestr(name, content)
    document = upload("a.docx", bomb.getvalue())
    read_documents(60)
    assert document.contents.problem in {PROBLEM.BROKEN, PROBLEM.TOO_SLOW}


def test_a_round_ends_in_time() -> None:
    for number in range(3):
        upload(f"{number}.docx", word_file())
    started = time.monotonic()
    assert read_documents(0) <= 1
    assert time.monotonic() - started < documents.TIME_LIMIT


def test_other_kinds_of_files_are_not_opened() -> None:
    upload("a.zip", b"PK")
    assert read_documents(60) == 0


def test_what_was_read_of_a_replaced_file_is_gone_at_once(client: Client) -> None:
    document = upload("ds.docx", word_file())
    read_documents(seconds=60)
    document = PortalDocument.objects.get(pk=document.pk)
    assert document.file_text
    document.file = ContentFile(b"other", name="ds.xlsx")  # of a kind that nobody reads
    document.save()
    assert document.file_text == ""
    assert PortalDocument.objects.get(pk=document.pk).file_text == ""
    assert not DocumentText.objects.exists()


def test_what_changed_while_a_file_was_read_stays(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    document, gone = upload("scan0001.docx", word_file(), title="scan0001"), upload("gone.docx", word_file())
    read_file = documents._text_of

    def meanwhile(read: PortalDocument) -> tuple[str, str]:
        corrected = PortalDocument.objects.get(pk=document.pk)
        corrected.title = "Hướng dẫn coi thi"
        corrected.save()
        PortalDocument.objects.filter(pk=gone.pk).delete()
        return read_file(read)

    monkeypatch.setattr(documents, "_text_of", meanwhile)
    documents.read(document)
    documents.read(gone)
    results = get_search_backend().search("huong dan coi thi", PortalDocument)
    assert [result.title for result in results] == ["Hướng dẫn coi thi"]
    assert DocumentText.objects.get().document_id == document.pk


@pytest.mark.parametrize("factory", [factories.DocumentFactory, factories.ImageFactory])
def test_tags_given_to_many_are_found(factory, django_capture_on_commit_callbacks) -> None:
    tagged = factory(title="Phụ lục")
    with django_capture_on_commit_callbacks(execute=True):
        tagged.tags.add("tuyển sinh 2026")
    assert list(get_search_backend().search("tuyen sinh", type(tagged))) == [tagged]
