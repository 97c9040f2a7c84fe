"""Full-text search in document files; unreadable files are reported and cause no errors."""

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
from search import document_reader
from search.document_reader import read_documents
from tests.support import factories
from tests.support.editors import create_editor, login_client
from tests.support.html import get_page, get_texts

pytestmark = pytest.mark.django_db
PROBLEM = DocumentText.Problem


def docx_file() -> bytes:
    file, word = io.BytesIO(), Word()
    word.add_paragraph("Kính gửi các đơn vị trực thuộc")
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Học bổng", "Mức hỗ trợ"
    word.save(file)
    return file.getvalue()


def pdf_file(text: str = "Quy dinh ve phu dao", password: str = "") -> bytes:
    """Return a one-page PDF in a standard font, written by hand to keep it small."""
    stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    if not password:
        return body
    writer, file = PdfWriter(clone_from=io.BytesIO(body)), io.BytesIO()
    writer.encrypt(password)
    writer.write(file)
    return file.getvalue()


def upload_document(name: str, content: bytes, title: str = "Phụ lục") -> PortalDocument:
    """Create a document with this file, attached to a published article."""
    document = factories.DocumentFactory(title=title, file=ContentFile(content, name=name))
    article = factories.ArticleFactory(title="Thông báo", body=[], parent=factories.SectionFactory())
    NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
    article.save_revision().publish()
    return document


def find_documents(client: Client, typed: str) -> list[str]:
    page = get_page(client, f"/tim-kiem/?q={typed}&loai=tai-lieu&nguyen_van=1")
    return get_texts(page.select(".results h2"))


@pytest.mark.parametrize(
    ("name", "content", "typed"),
    [
        ("a.docx", docx_file(), "đơn vị trực thuộc"),
        ("a.docx", docx_file(), "hoc bong"),
        ("a.pdf", pdf_file(), "phụ đạo"),
        ("A.PDF", pdf_file(), "phu dao"),
        ("a.txt", "Lịch trực Tết".encode(), "lich truc"),
        ("a.txt", "Lịch trực Tết".encode("utf-16"), "lịch trực"),
        ("a.txt", "Lịch trực Tết".encode("utf-16-le"), "lịch trực"),
        ("a.txt", "Li\u0323ch trư\u0323c".encode("cp1258"), "lịch trực"),
    ],
)
def test_file_text_is_found(client: Client, name: str, content: bytes, typed: str) -> None:
    upload_document(name, content)
    assert find_documents(client, typed) == []
    call_command("read_documents", verbosity=0)
    assert find_documents(client, typed) == ["Phụ lục"]


def test_blank_lines_of_a_form_are_no_text() -> None:
    upload_document("a.txt", f"Họ và tên{'.' * 90} Lớp ____________ Ngày sinh… Tôi là: v.v...".encode())
    call_command("read_documents", verbosity=0)
    assert DocumentText.objects.get().text.strip() == "Họ và tên… Lớp … Ngày sinh… Tôi là: v.v..."


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
        ("a.txt", docx_file(), PROBLEM.BROKEN),
        ("a.txt", b"\xff\xfe" + bytes(range(256)) * 40, PROBLEM.BROKEN),
        ("a.txt", b"\xd0\xcf\x11\xe0Phu luc hoc bong" + bytes(4000), PROBLEM.BROKEN),
    ],
)
def test_unreadable_file_is_reported_once(client: Client, name: str, content: bytes, problem: str) -> None:
    document = upload_document(name, content)
    good = upload_document("b.docx", docx_file(), title="Bản tốt")
    assert read_documents(60) == 2
    assert document.contents.problem == problem
    assert find_documents(client, "học bổng") == [good.title]
    assert find_documents(client, "phụ lục") == ["Phụ lục"]
    assert read_documents(60) == 0
    admin_client = login_client(create_editor())
    rows = [
        get_texts(row.select("td"))
        for row in get_page(admin_client, "/admin/reports/unread-documents/").select("tbody tr")
    ]
    assert [row[:2] for row in rows] == [["Phụ lục", str(problem.label)]]


def test_missing_file_is_reported(media) -> None:
    document = upload_document("a.docx", docx_file())
    document.file.storage.delete(document.file.name)
    read_documents(60)
    assert document.contents.problem == PROBLEM.MISSING
    # The disk may be available again.
    document.file.storage.save(document.file.name, ContentFile(docx_file()))
    assert read_documents(60) == 0
    DocumentText.objects.update(read_at=timezone.now() - datetime.timedelta(days=2))
    assert read_documents(60) == 1
    assert DocumentText.objects.get().problem == ""


def test_replaced_file_is_read_again(client: Client) -> None:
    document = upload_document("a.txt", b"Ban cu nam ngoai")
    read_documents(60)
    document.file = ContentFile(b"Noi dung thay the", name="moi.txt")
    document.save()
    assert read_documents(60) == 1
    assert find_documents(client, "thay the") == ["Phụ lục"]
    assert find_documents(client, "nam ngoai") == []


def test_large_file_is_skipped(monkeypatch) -> None:
    monkeypatch.setattr(document_reader, "MAX_FILE_SIZE", 10)
    document = upload_document("a.txt", b"more than ten bytes")
    read_documents(60)
    assert document.contents.problem == PROBLEM.TOO_LARGE


def test_slow_file_times_out(monkeypatch) -> None:
    monkeypatch.setattr(document_reader, "TIME_LIMIT", 0.01)
    document = upload_document("a.docx", docx_file())
    read_documents(60)
    assert document.contents.problem == PROBLEM.TOO_SLOW


def test_zip_bomb_is_aborted() -> None:
    import zipfile

    file = io.BytesIO(docx_file())
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
    document = upload_document("a.docx", bomb.getvalue())
    read_documents(60)
    assert document.contents.problem in {PROBLEM.BROKEN, PROBLEM.TOO_SLOW}


def test_round_has_time_limit() -> None:
    for number in range(3):
        upload_document(f"{number}.docx", docx_file())
    started = time.monotonic()
    assert read_documents(0) <= 1
    assert time.monotonic() - started < document_reader.TIME_LIMIT


def test_other_file_types_are_not_opened() -> None:
    upload_document("a.zip", b"PK")
    assert read_documents(60) == 0


def test_text_of_replaced_file_is_removed_at_once(client: Client) -> None:
    document = upload_document("ds.docx", docx_file())
    read_documents(seconds=60)
    document = PortalDocument.objects.get(pk=document.pk)
    assert document.extracted_text
    document.file = ContentFile(b"other", name="ds.xlsx")  # of an unsupported type
    document.save()
    assert document.extracted_text == ""
    assert PortalDocument.objects.get(pk=document.pk).extracted_text == ""
    assert not DocumentText.objects.exists()


def test_concurrent_changes_are_kept_while_reading(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    document, gone = (
        upload_document("scan0001.docx", docx_file(), title="scan0001"),
        upload_document("gone.docx", docx_file()),
    )
    read_file = document_reader._extract_text

    def meanwhile(read: PortalDocument) -> tuple[str, str]:
        corrected = PortalDocument.objects.get(pk=document.pk)
        corrected.title = "Hướng dẫn coi thi"
        corrected.save()
        PortalDocument.objects.filter(pk=gone.pk).delete()
        return read_file(read)

    monkeypatch.setattr(document_reader, "_extract_text", meanwhile)
    document_reader.read_document(document)
    document_reader.read_document(gone)
    results = get_search_backend().search("huong dan coi thi", PortalDocument)
    assert [result.title for result in results] == ["Hướng dẫn coi thi"]
    assert DocumentText.objects.get().document_id == document.pk


@pytest.mark.parametrize("factory", [factories.DocumentFactory, factories.ImageFactory])
def test_tags_added_in_bulk_are_found(factory, django_capture_on_commit_callbacks) -> None:
    tagged = factory(title="Phụ lục")
    with django_capture_on_commit_callbacks(execute=True):
        tagged.tags.add("tuyển sinh 2026")
    assert list(get_search_backend().search("tuyen sinh", type(tagged))) == [tagged]
