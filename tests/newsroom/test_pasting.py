"""Documents pasted from word processors become blocks; what cannot come is counted. No database."""

import pytest

from newsroom.importing.pasting.reader import read_clipboard
from newsroom.importing.pasting.records import Clipboard, LeftOut
from newsroom.importing.pasting.rtf import read_pictures
from newsroom.importing.records import EmbeddedImage, Heading, ImageBlock, ItemList, Paragraph, Table
from tests.support import clipboards
from tests.support.clipboards import BLUE, RED, build_data_url, build_rtf_picture, draw_jpeg, draw_png

NOTE = {"word": ("<sup>[1]</sup>", ["<sup>[1]</sup> So với năm 2020."])}
NOTE["libreoffice"] = ("<sup>1</sup>", ["1 So với năm 2020."])
NOTE["google"] = ("<sup>[1]</sup>", [])
TABLE = Table((("Phòng", "Diện tích"), ("A1", "48 m²")), has_header=True)
MERGED_TABLE = Table(
    (("Phòng", "Diện tích", "Diện tích"), ("Phòng", "Trong nhà", "Ngoài trời"), ("A1", "48 m²", "12 m²")),
    has_header=True,
    merged=((0, 0, 2, 1), (0, 1, 1, 2)),
)
DOCUMENTS = {
    "word": Clipboard(clipboards.WORD_HTML, clipboards.WORD_RTF),
    "google": Clipboard(clipboards.GOOGLE_HTML),
    "libreoffice": Clipboard(clipboards.LIBREOFFICE_HTML, clipboards.LIBREOFFICE_RTF),
}


def paste(html="", rtf=b"", files=()):
    content = read_clipboard(Clipboard(html, rtf, tuple(files)))
    return list(content.blocks), dict(content.left_out.counts)


def get_pictures(blocks):
    return [block.photo.image.content for block in blocks if isinstance(block, ImageBlock)]


@pytest.mark.parametrize("source", DOCUMENTS)
def test_every_element_of_a_document_arrives(source):
    content = read_clipboard(DOCUMENTS[source])
    reference, footnotes = NOTE[source]
    texts = [block for block in content.blocks if not isinstance(block, ImageBlock)]
    assert texts == [
        Heading("Kế hoạch năm học", 2),
        Paragraph("Năm học 2026 – 2027"),
        Paragraph("Trường rộng <b>1.200 m</b><b><sup>2</sup></b>, lượng CO<sub>2</sub> đã giảm" + reference + "."),
        Heading("Nhiệm vụ", 3),
        ItemList(("Tuyển sinh<ol><li>Lớp 6</li></ol>", "Khai giảng"), ordered=True),
        ItemList(("Đồng phục", "Sách vở"), ordered=False),
        MERGED_TABLE if source == "libreoffice" else TABLE,
        *map(Paragraph, footnotes),
    ]
    photos = [block.photo for block in content.blocks if isinstance(block, ImageBlock)]
    counts = content.left_out.counts
    assert counts.pop(LeftOut.ALIGNMENT) == 1
    if source == "google":
        assert photos == []
        assert counts == {LeftOut.REMOTE_PICTURE: 2}
        assert list(content.left_out.names[LeftOut.REMOTE_PICTURE]) == ["lh7-rt.googleusercontent.com"]
    else:
        assert counts == {}
        assert [photo.image.content for photo in photos] == [draw_png(RED), draw_jpeg(BLUE)]
        assert [photo.alt_text for photo in photos] == ["Cổng trường", "Sân trường"]


@pytest.mark.parametrize(
    ("html", "markup"),
    [
        ('<b style="font-weight:normal">Chữ thường</b>', "Chữ thường"),
        ('<p><span style="font-weight:700">Chữ đậm</span></p>', "<b>Chữ đậm</b>"),
        ('<p><span style="font-style:italic">Chữ nghiêng</span></p>', "<i>Chữ nghiêng</i>"),
        ("<p>10 m<sup>2</sup> và H<sub>2</sub>O</p>", "10 m<sup>2</sup> và H<sub>2</sub>O"),
        ('<p>x<sup style="vertical-align:baseline">2</sup></p>', "x2"),
        ("<p class=MsoNormal>A<span style='mso-hide:all'> ẩn</span></p>", "A"),
        ("<html><head><title>Tên tệp</title></head><body><p>Chữ</p></body></html>", "Chữ"),
        ("<p>Ng\0ười</p>", "Người"),
    ],
)
def test_text_keeps_its_marks(html, markup):
    assert paste(html) == ([Paragraph(markup)], {})


def test_headings_use_two_levels():
    html = "<h2>Một</h2><h3>Hai</h3><p style='mso-outline-level:4'>Ba</p><h2>Diện tích (m<sup>2</sup>)</h2>"
    assert [(block.text, block.level) for block in paste(html)[0]] == [
        ("Một", 2),
        ("Hai", 3),
        ("Ba", 3),
        ("Diện tích (m²)", 2),
    ]
    long = "Tiêu đề dài " * 30
    assert paste(f"<h1>{long}</h1>")[0] == [Paragraph(long.strip())]


def test_list_that_goes_on_keeps_its_numbers():
    html = "<ol><li>Một</li></ol><p>Chen vào</p><ol start=2><li>Hai</li><li>Ba</li></ol>"
    expected = [ItemList(("Một",), True), Paragraph("Chen vào"), Paragraph("2. Hai"), Paragraph("3. Ba")]
    assert paste(html)[0] == expected
    items = clipboards.build_word_item
    word = items("1.", "Một") + "<p class=MsoNormal>Chen vào</p>" + items("2.", "Hai") + items("3.", "Ba")
    assert paste(word)[0] == expected


def test_lists_and_tables_let_their_pictures_out():
    picture = f'<img src="{build_data_url(draw_png(RED))}">'
    blocks, left_out = paste(f"<ul><li>Một{picture}</li><li>Hai</li></ul><table><tr><td>A{picture}<td>B</tr></table>")
    assert [type(block) for block in blocks] == [ItemList, ImageBlock, Table, ImageBlock]
    assert left_out == {}


def test_tables_of_any_shape():
    inner = "<table><tr><td>c<td>d</tr></table>"
    assert paste(f"<table><tr><td>a<td>b{inner}</tr></table>")[0] == [
        Table((("a", "b"),)),
        Table((("c", "d"),)),
    ]
    assert paste("<table><tr><td><p>Khung</p></td></tr></table>")[0] == [Paragraph("Khung")]
    merged = "<table><tr><td rowspan=2>a<td>b</tr><tr><td>c</tr></table>"
    assert paste(merged)[0] == [Table((("a", "b"), ("a", "c")), merged=((0, 0, 2, 1),))]


def test_screenshot_and_copied_picture():
    file = EmbeddedImage("image.png", draw_png(RED))
    assert get_pictures(paste(files=[file])[0]) == [draw_png(RED)]
    copied = '<meta charset="utf-8"><img src="https://bao.vn/a.jpg" alt="Lễ hội">'
    blocks, left_out = paste(copied, files=[file])
    assert (get_pictures(blocks), left_out) == ([draw_png(RED)], {})
    # Excel adds an image of the cells that are in the HTML.
    assert paste("<table><tr><td>1<td>2</tr></table>", files=[file]) == ([Table((("1", "2"),))], {})


def test_rtf_pictures_of_other_number_are_matched_by_size():
    pages = "".join(
        f'<p>{name}</p><img width={width} height=40 src="file:///C:/clip_{name}.png">'
        for name, width in (("a", 60), ("b", 90), ("c", 120))
    )
    rtf = build_rtf_picture(draw_png(RED), "png", 60) + build_rtf_picture(draw_jpeg(BLUE), "jpeg", 120)
    blocks, left_out = paste(pages, rf"{{\rtf1 {rtf}}}".encode())
    assert get_pictures(blocks) == [draw_png(RED), draw_jpeg(BLUE)]
    assert [type(block) for block in blocks] == [Paragraph, ImageBlock, Paragraph, Paragraph, ImageBlock]
    assert left_out == {LeftOut.MISSING_PICTURE: 1}


def test_metafile_keeps_its_place_in_the_order():
    html = '<p>Một</p><img src="file:///C:/1.png"><p>Hai</p><img src="file:///C:/2.png">'
    rtf = rf"{{\rtf1 {{\pict\emfblip 0100}}{build_rtf_picture(draw_png(BLUE), 'png')}}}"
    blocks, left_out = paste(html, rtf.encode())
    assert (get_pictures(blocks), left_out) == ([draw_png(BLUE)], {LeftOut.MISSING_PICTURE: 1})
    assert len(read_pictures(rb"{\rtf1{\pict\pngblip\bin3 {}}{\pict\jpegblip ffd8}}")) == 2


def test_drawings_comments_and_videos_are_counted():
    html = (
        "<p>Chữ<!--[if gte vml 1]><v:shape id=\"Mũi_tên\" type='#_x0000_t13'></v:shape><![endif]--><![if !vml]>"
        '<img width=9 height=9 src="file:///C:/clip_image001.png" v:shapes="Mũi_tên"><![endif]></p><svg><path/></svg>'
        "<iframe src='https://youtu.be/x'></iframe><p>Hết<span class=MsoCommentReference>[A1]</span></p>"
        "<div style='mso-element:comment-list'><p class=MsoCommentText>Sửa câu này</p></div>"
    )
    blocks, left_out = paste(html)
    assert blocks == [Paragraph("Chữ"), Paragraph("Hết")]
    assert left_out == {LeftOut.DRAWING: 2, LeftOut.EMBED: 1, LeftOut.REVIEW_COMMENT: 1}


def test_data_url_may_be_wrapped():
    url = build_data_url(draw_png(RED))
    wrapped = "\r\n".join(url[start : start + 76] for start in range(0, len(url), 76))
    assert get_pictures(paste(f'<p>Chữ</p><img alt="" src="{wrapped}" width=60>')[0]) == [draw_png(RED)]


def test_caption_of_word_belongs_to_its_picture():
    html = f"<p><img src={build_data_url(draw_png(RED))}></p><p class=MsoCaption>Hình 1: Cổng trường</p><p>Chữ</p>"
    picture, text = paste(html)[0]
    assert picture.photo.caption == "Hình 1: Cổng trường"
    assert text == Paragraph("Chữ")
