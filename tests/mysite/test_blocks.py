"""Body blocks: their descriptions in the block picker, and escaping of everything typed into them."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText

from mysite.blocks import BodyBlock, GalleryBlock, LinksBlock, VideoBlock
from mysite.blocks.videos import get_player_url
from tests.support import factories
from tests.support.editors import create_editor, login_client
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db

BLOCKS = BodyBlock().child_blocks
HOSTILE = "\"><script>alert('1')</script><img src=x onerror=alert(1)>&amp;{{ 7|add:7 }}"


@pytest.mark.parametrize("name", BLOCKS)
def test_block_picker_describes_every_block(name):
    block = BLOCKS[name]
    assert str(block.label)
    assert str(block.meta.group)
    assert str(block.get_description())
    icon = render_to_string(f"wagtailadmin/icons/{block.meta.icon}.svg")
    assert "<svg" in icon
    assert block.meta.icon != "placeholder"


@pytest.mark.parametrize("name", BLOCKS)
def test_block_picker_previews_every_block(name):
    factories.ImageFactory()
    block = BLOCKS[name]
    assert block.is_previewable
    response = login_client(create_editor()).get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").body.get_text(strip=True)


def hostile_value(name, image, document):
    photo = {"image": image.pk, "caption": HOSTILE, "alt_text": HOSTILE, "credit": HOSTILE}
    return {
        "heading": {"text": HOSTILE, "level": "h2"},
        "quote": {"text": HOSTILE, "attribution": HOSTILE},
        "picture": photo,
        "gallery": {"title": HOSTILE, "photos": [photo, {**photo, "image": None}]},
        "video": {"url": "https://youtu.be/abcdefghijk", "title": HOSTILE, "picture": image.pk, "alt_text": HOSTILE},
        "table": {
            "data": [[HOSTILE, "a"], ["b", HOSTILE]],
            "table_caption": HOSTILE,
            "first_row_is_table_header": True,
        },
        "document": {"document": document.pk, "title": HOSTILE},
        "links": {"title": HOSTILE, "links": [{"url": "https://a.example/", "label": HOSTILE, "description": HOSTILE}]},
    }[name]


@pytest.mark.parametrize("name", sorted(set(BLOCKS) - {"paragraph", "correction"}))
def test_input_is_escaped(name):
    block = BLOCKS[name]
    value = hostile_value(name, factories.ImageFactory(), factories.DocumentFactory())
    page = BeautifulSoup(block.render(block.to_python(value)), "html.parser")
    assert page.find_all("script") == []
    assert [tag for tag in page.find_all() if any(key.startswith("on") for key in tag.attrs)] == []
    assert all("onerror" not in (image.get("src") or "") for image in page.find_all("img"))
    assert "alert('1')" in page.get_text()  # shown escaped


def test_table_cells_have_classes():
    table = {
        "data": [["Trường", "Điểm", "Ghi chú"], ["THPT A", "9,25", None], ["THPT có tên rất dài", "38.5 %", "x " * 20]],
        "first_row_is_table_header": True,
        "cell": [{"row": 1, "col": 1, "className": "htCenter"}],
    }
    page = BeautifulSoup(BLOCKS["table"].render(BLOCKS["table"].to_python(table)), "html.parser")
    classes = [[cell.get("class", []) for cell in row.find_all(["th", "td"])] for row in page.find_all("tr")]
    assert classes[0] == [["is-first", "is-short"], ["is-short", "is-number"], ["is-short"]]
    assert classes[1] == [["is-first", "is-short"], ["htCenter", "is-short"], ["is-short"]]
    assert classes[2] == [["is-first", "is-short"], ["is-short", "is-number"], []]


def test_correction_has_date():
    block = BLOCKS["correction"]
    shown = block.render(block.to_python({"date": "2026-05-12", "text": "<p>Ngày đúng là <b>6/6</b>.</p>"}))
    assert "<b>6/6</b>" in shown
    assert 'datetime="2026-05-12"' in shown
    assert block.get_default()["date"] == timezone.localdate()


def test_first_heading_is_of_the_upper_level(client):
    body = [{"type": "heading", "value": {"text": level, "level": level}} for level in ("h3", "h3", "h2", "h3")]
    page = get_page(client, factories.StandardPageFactory(body=body).url)
    assert [heading.name for heading in page.select("main h2, main h3")] == ["h2", "h3", "h2", "h3"]


def test_equal_headings_get_different_anchors(client):
    texts = ["Kết quả", "Kết quả", "Kết quả 2", "Kết quả", "???"]
    body = [{"type": "heading", "value": {"text": text, "level": "h2"}} for text in texts]
    page = get_page(client, factories.StandardPageFactory(body=body).url)
    anchors = ["ket-qua", "ket-qua-2", "ket-qua-2-2", "ket-qua-3", None]
    assert [(get_text(heading), heading.get("id")) for heading in page.select("main h2")] == list(
        zip(texts, anchors, strict=True)
    )


def test_a_paragraph_is_rich_text():
    assert "<b>thành công</b>" in BLOCKS["paragraph"].render(RichText("<p>Hội nghị <b>thành công</b>.</p>"))


def test_a_table_has_heading_cells_and_a_caption():
    block = BLOCKS["table"]
    value = {"data": [["Môn", "Giờ"], ["Toán", "7:35"]], "table_caption": "Lịch thi", "first_row_is_table_header": True}
    figure = BeautifulSoup(block.render(block.to_python(value)), "html.parser").figure
    table = figure.table
    assert figure.figcaption.get_text(strip=True) == figure.find(role="region")["aria-label"] == "Lịch thi"
    assert table.caption is None  # it would scroll with the table
    assert [cell.get_text(strip=True) for cell in table.find_all("th", scope="col")] == ["Môn", "Giờ"]


def test_gallery_shows_photos_and_names_missing_ones():
    described, wordless = factories.ImageFactory(description="Sân trường"), factories.ImageFactory(description="")
    block = GalleryBlock()
    photos = [
        {"image": described.pk, "caption": "", "alt_text": "", "credit": ""},
        {"image": wordless.pk, "caption": "Chú thích", "alt_text": "Lời thay ảnh", "credit": "An"},
        {"image": None, "caption": "Ảnh đã mất", "alt_text": "", "credit": ""},
    ]
    page = BeautifulSoup(block.render(block.to_python({"title": "Một số hình ảnh", "photos": photos})), "html.parser")
    assert [image["alt"] for image in page.find_all("img")] == ["Sân trường", "Lời thay ảnh"]
    for text in ("Một số hình ảnh", "Chú thích", "Ảnh đã mất"):
        assert text in page.get_text()
    assert described.title not in str(page)


def test_link_needs_exactly_one_target():
    block = LinksBlock()
    page = factories.StandardPageFactory()

    def links(**link):
        empty = {"page": None, "url": "", "label": "", "description": ""}
        return block.clean(block.to_python({"title": "", "links": [{**empty, **link}]}))

    links(page=page.pk)
    links(url="https://moet.example", label="Bộ")
    for wrong in ({}, {"page": page.pk, "url": "https://moet.example"}, {"url": "https://moet.example"}):
        with pytest.raises(ValidationError):
            links(**wrong)
    with pytest.raises(ValidationError):
        links(url="javascript:alert(1)", label="Bộ")


def test_links_block_omits_hidden_targets():
    block = LinksBlock()
    open_page, draft = factories.StandardPageFactory(), factories.StandardPageFactory(live=False)
    value = block.to_python({"title": "", "links": [{"page": page.pk} for page in (open_page, draft)]})
    assert [link.text for link in value.visible_links] == [open_page.title]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?list=PL1&v=abcdefghijk&t=5s",
        "https://m.youtube.com/shorts/abcdefghijk",
        "https://youtu.be/abcdefghijk?si=x",
        "https://vimeo.com/123456789",
    ],
)
def test_videos_are_recognised_by_url(url):
    assert get_player_url(url).startswith(
        ("https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/")
    )
    block = VideoBlock()
    block.clean(block.to_python({"url": url, "title": "Phóng sự", "picture": None, "alt_text": ""}))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/watch?v=abcdefghijk",
        "https://youtube.com.evil.example/watch?v=abcdefghijk",
        "ftp://youtu.be/abcdefghijk",
    ],
)
def test_other_video_urls_are_rejected(url):
    block = VideoBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"url": url, "title": "Phóng sự", "picture": None, "alt_text": ""}))
