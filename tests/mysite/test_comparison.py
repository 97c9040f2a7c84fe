"""The comparison of two versions of an article shows rows, photos, list items and tags that changed."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.urls import reverse

from mysite.editing.text_diff import diff_lines, diff_table, diff_words
from newsroom.models import NewsPage, NewsTag
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_texts

pytestmark = pytest.mark.django_db


def compare(before: list[Any], after: list[Any], tags: tuple[list[str], list[str]] = ([], [])) -> BeautifulSoup:
    """Save two versions of an article with these bodies, and return the page that compares them."""
    article = factories.ArticleFactory()
    revisions = []
    for body, names in zip((before, after), tags, strict=True):
        draft = NewsPage.objects.get(pk=article.pk)
        draft.body = json.dumps(body)
        draft.tags.set(NewsTag.objects.get_or_create(name=name)[0] for name in names)
        revisions.append(draft.save_revision(clean=False))
    url = reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, revisions[0].pk, revisions[1].pk])
    response = login_client(create_editor(EDITORS)).get(url)
    assert response.status_code == 200
    comparison = BeautifulSoup(response.content, "html.parser").select_one(".comparison")
    assert "object at 0x" not in comparison.get_text()
    assert "{" not in comparison.get_text()
    return comparison


def marked(part: Tag, kind: str) -> list[str]:
    return get_texts(part.select(f".{kind}"))


def block(kind: str, value: Any, block_id: str = "khoi") -> dict[str, Any]:
    return {"type": kind, "value": value, "id": block_id}


def gallery(*photos: tuple[str, int, str]) -> list[Any]:
    items = [
        {"type": "item", "id": key, "value": {"image": image, "caption": caption, "alt_text": "Sân", "credit": ""}}
        for key, image, caption in photos
    ]
    return [block("gallery", {"title": "Hình ảnh", "photos": items})]


def test_photos_are_shown_with_small_pictures() -> None:
    images = factories.ImageFactory.create_batch(4)
    kept, changed, gone, new = (image.pk for image in images)
    page = compare(
        gallery(("a", kept, "Giữ nguyên"), ("b", changed, "Toàn cảnh hội nghị"), ("c", gone, "Bỏ đi")),
        gallery(("a", kept, "Giữ nguyên"), ("b", changed, "Toàn cảnh lễ trao thưởng"), ("d", new, "Thêm vào")),
    )
    added, removed = (page.select_one(f".comparison__child-object.{kind}") for kind in ("addition", "deletion"))
    assert "Thêm vào" in added.get_text()
    assert images[3].title in added.get_text()
    assert "Bỏ đi" in removed.get_text()
    assert len(page.select("img")) == 3
    assert all(int(image["width"]) <= 165 for image in page.select("img"))
    assert "1 mục không đổi" in page.get_text()
    assert "Giữ nguyên" not in page.get_text()
    assert {"hội nghị", "lễ trao thưởng"} <= {*marked(page, "deletion"), *marked(page, "addition")}


def test_lost_files_and_deleted_images_are_no_error() -> None:
    lost, deleted = factories.ImageFactory.create_batch(2)
    lost.file.storage.delete(lost.file.name)
    before = gallery(("a", deleted.pk, "Đã xoá"))
    deleted.delete()
    page = compare(
        before, [*gallery(("b", lost.pk, "Mất tệp")), block("document", {"document": 99, "title": "Cũ"}, "d")]
    )
    assert "Mất tệp" in page.get_text()
    assert "Đã xoá" in page.get_text()


def test_new_order_of_photos_is_mentioned() -> None:
    one, other = (("a", factories.ImageFactory().pk, "Một"), ("b", factories.ImageFactory().pk, "Hai"))
    assert "Thứ tự đã thay đổi" in compare(gallery(one, other), gallery(other, one)).get_text()


ROWS = [["Ngày", "Môn", "Giờ"], ["5/6", "Ngữ văn", "7:35"], ["6/6", "Toán học", "7:35"]]


def table(*rows: list[str]) -> list[Any]:
    return [block("table", {"data": list(rows), "table_caption": "Lịch thi"})]


def test_rows_of_tables_are_compared() -> None:
    new = ["7/6", "Lịch sử", "14:00"]
    page = compare(table(*ROWS), table(ROWS[0], ["5/6", "Ngữ văn", "8:00"], new))
    assert get_texts(page.select("tr.addition")) == ["7/6Lịch sử14:00"]
    assert get_texts(page.select("tr.deletion")) == ["6/6Toán học7:35"]
    assert get_texts(page.select("td > span.deletion")) == ["7:35"]
    assert get_texts(page.select("caption")) == ["Lịch thi"]


def test_list_items_and_paragraphs_are_compared() -> None:
    before = "<p>Sở tổ chức hội nghị.</p><ul><li>Chuyên môn</li><li>Thi cử năm nay</li></ul>"
    after = "<p>Sở tổ chức hội thảo.</p><ul><li>Chuyên môn</li><li>Khen thưởng</li></ul><p>Thêm.</p>"
    page = compare([block("paragraph", before)], [block("paragraph", after)])
    assert marked(page, "deletion") == ["nghị", "• Thi cử năm nay"]
    assert marked(page, "addition") == ["thảo", "• Khen thưởng", "Thêm."]
    assert "• Chuyên môn" in page.get_text()


def test_links_headings_and_documents_are_named() -> None:
    link = {"page": None, "url": "https://moet.example", "label": "Bộ", "description": ""}
    item = {"type": "item", "id": "l", "value": link}
    document = factories.DocumentFactory()
    before = [
        block("heading", {"text": "Lịch thi", "level": "h2"}, "h"),
        block("links", {"title": "Xem", "links": [item]}, "l"),
    ]
    after = [
        block("heading", {"text": "Lịch thi", "level": "h3"}, "h"),
        block("links", {"title": "Xem", "links": [item, {**item, "id": "m", "value": {**link, "label": "Sở"}}]}, "l"),
        block("document", {"document": document.pk, "title": ""}, "d"),
    ]
    page = compare(before, after)
    assert "Đề mục nhỏ" in marked(page, "addition")
    assert any("Sở" in text for text in marked(page, "addition"))
    assert any(document.title in text for text in marked(page, "addition"))
    assert "None" not in page.get_text()


def test_tags_are_shown_by_name() -> None:
    page = compare([], [], (["Tuyển sinh", "Học bổng"], ["Tuyển sinh", "Thi cử"]))
    assert (marked(page, "deletion"), marked(page, "addition")) == (["Học bổng"], ["Thi cử"])


def test_text_is_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    for markup in (
        diff_words("", hostile),
        diff_words(hostile, "x"),
        diff_table({"data": [[hostile]]}, {"data": []}),
        diff_table(None, {"data": [[hostile, None]], "table_caption": hostile}),
        diff_lines("<p>&lt;script&gt;</p>", f"<p>{hostile}</p>"),
    ):
        assert "<script" not in markup


def test_short_words_are_compared_one_by_one() -> None:
    assert diff_words("Sở họp bàn về thi cử", "Sở họp bàn về thi đua") == (
        'Sở họp bàn về thi <span class="deletion">cử</span><span class="addition">đua</span>'
    )
