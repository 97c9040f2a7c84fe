"""The blocks of a text: what the picker says of each, and that whatever is typed into one stays text."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText

from mysite.blocks import BodyBlock, GalleryBlock, LinksBlock, VideoBlock
from mysite.videos import player_address
from tests import factories
from tests.editors import client_of, editor
from tests.reading import read, words

pytestmark = pytest.mark.django_db

BLOCKS = BodyBlock().child_blocks
HOSTILE = "\"><script>alert('1')</script><img src=x onerror=alert(1)>&amp;{{ 7|add:7 }}"


@pytest.mark.parametrize("name", BLOCKS)
def test_the_picker_explains_every_block(name):
    block = BLOCKS[name]
    assert str(block.label)
    assert str(block.meta.group)
    assert str(block.get_description())
    icon = render_to_string(f"wagtailadmin/icons/{block.meta.icon}.svg")
    assert "<svg" in icon
    assert block.meta.icon != "placeholder"


@pytest.mark.parametrize("name", BLOCKS)
def test_the_picker_shows_every_block(name):
    factories.ImageFactory()
    block = BLOCKS[name]
    assert block.is_previewable
    answer = client_of(editor()).get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert BeautifulSoup(answer.content, "html.parser").body.get_text(strip=True)


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
def test_what_is_typed_stays_text(name):
    block = BLOCKS[name]
    value = hostile_value(name, factories.ImageFactory(), factories.DocumentFactory())
    page = BeautifulSoup(block.render(block.to_python(value)), "html.parser")
    assert page.find_all("script") == []
    assert [tag for tag in page.find_all() if any(key.startswith("on") for key in tag.attrs)] == []
    assert all("onerror" not in (image.get("src") or "") for image in page.find_all("img"))
    assert "alert('1')" in page.get_text()  # it is shown, as the text it is


def test_a_correction_is_dated():
    block = BLOCKS["correction"]
    shown = block.render(block.to_python({"date": "2026-05-12", "text": "<p>Ngày đúng là <b>6/6</b>.</p>"}))
    assert "<b>6/6</b>" in shown
    assert 'datetime="2026-05-12"' in shown
    assert block.get_default()["date"] == timezone.localdate()


def test_equal_headings_get_different_anchors(client):
    texts = ["Kết quả", "Kết quả", "Kết quả 2", "Kết quả", "???"]
    body = [{"type": "heading", "value": {"text": text, "level": "h2"}} for text in texts]
    page = read(client, factories.StandardPageFactory(body=body).url)
    anchors = ["ket-qua", "ket-qua-2", "ket-qua-2-2", "ket-qua-3", None]
    assert [(words(heading), heading.get("id")) for heading in page.select("main h2")] == list(
        zip(texts, anchors, strict=True)
    )


def test_a_paragraph_is_rich_text():
    assert "<b>thành công</b>" in BLOCKS["paragraph"].render(RichText("<p>Hội nghị <b>thành công</b>.</p>"))


def test_a_table_has_heading_cells_and_a_caption():
    block = BLOCKS["table"]
    value = {"data": [["Môn", "Giờ"], ["Toán", "7:35"]], "table_caption": "Lịch thi", "first_row_is_table_header": True}
    table = BeautifulSoup(block.render(block.to_python(value)), "html.parser").table
    assert table.caption.get_text(strip=True) == "Lịch thi"
    assert [cell.get_text(strip=True) for cell in table.find_all("th", scope="col")] == ["Môn", "Giờ"]


def test_a_gallery_shows_its_photos_and_names_what_is_lost():
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


def test_a_link_leads_to_one_place():
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


def test_a_box_of_links_leaves_out_what_visitors_may_not_see():
    block = LinksBlock()
    open_page, draft = factories.StandardPageFactory(), factories.StandardPageFactory(live=False)
    value = block.to_python({"title": "", "links": [{"page": page.pk} for page in (open_page, draft)]})
    assert [link.text for link in value.shown] == [open_page.title]


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
def test_films_are_known_by_their_address(url):
    assert player_address(url).startswith(
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
def test_other_films_are_refused(url):
    block = VideoBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"url": url, "title": "Phóng sự", "picture": None, "alt_text": ""}))
