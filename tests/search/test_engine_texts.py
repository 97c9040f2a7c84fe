"""All text of pages, documents, images, authors and units is searchable, whichever field it is in."""

import datetime

import pytest
from wagtail.models import Page

from home.models import OrganisationPage
from mysite.models import DocumentText, PortalDocument, PortalImage
from newsroom.models import EventPage, NewsPage, NewsPageAttachment, Unit
from tests.support import factories
from tests.support.search_results import create_article, search_names

pytestmark = pytest.mark.django_db

TABLE = {
    "first_row_is_table_header": True,
    "table_caption": "Chỉ tiêu bốn huyện",
    "data": [["Đơn vị", "Số lớp chuyên"], ["Trường Lê Lợi", "mười bảy"]],
}
#: Body blocks, and a query that matches each.
BLOCKS = {
    "paragraph": ("paragraph", "<p>Cháu ngoan <b>Bác Hồ</b></p><p>hai dòng</p>", ["ngoan bac ho", "Hồ hai"]),
    "half a word in bold": ("paragraph", "<p>Th<b>ư</b> viện xanh</p>", ["thư viện"]),
    "list": ("paragraph", "<ol><li>Đọc sách</li><li>Chép chính tả</li></ol>", ["chính tả", "sách chép"]),
    "link text": ("paragraph", '<p>Xem <a href="https://a.example/xyz">phụ lục đính kèm</a></p>', ["phụ lục"]),
    "heading": ("heading", {"text": "Địa điểm thi", "level": "h3"}, ["địa điểm"]),
    "quote": ("quote", {"text": "Học thầy không tày học bạn", "attribution": "Tục ngữ"}, ["tày học", "tục ngữ"]),
    "correction": (
        "correction",
        {"date": "2026-05-12", "text": "<p>Ngày đúng là <b>mồng sáu</b></p>"},
        ["mồng sáu"],
    ),
    "video": ("video", {"url": "https://vimeo.com/1", "title": "Phóng sự", "picture": None}, ["phóng sự"]),
    "table": ("table", TABLE, ["lớp chuyên", "lê lợi", "mười bảy"]),
    "table caption": ("table", TABLE, ["chỉ tiêu", "bốn huyện"]),
    "links": (
        "links",
        {
            "title": "Xem thêm",
            "links": [{"page": None, "url": "https://a.example/", "label": "Cổng của Bộ", "description": "Luật mới"}],
        },
        ["xem thêm", "cổng của bộ", "luật mới"],
    ),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_body_block_is_searchable(kind: str) -> None:
    name, value, questions = BLOCKS[kind]
    raw = NewsPage._meta.get_field("body").stream_block.to_python([{"type": name, "value": value}])
    create_article("Khai giảng", body=raw)
    factories.StandardPageFactory(title="Giới thiệu", body=raw)
    create_article("Tổng kết")
    for question in questions:
        assert set(search_names(question)) == {"Khai giảng", "Giới thiệu"}, question
        assert search_names(question, NewsPage.objects.all(), fields=["body"]) == ["Khai giảng"], question


def test_image_and_gallery_captions_are_searchable() -> None:
    image = factories.SmallImageFactory()
    words = {"image": image.pk, "alt_text": "Ba em nhỏ", "credit": "Ảnh: Tư Liệu"}
    image_block = {"type": "picture", "value": {**words, "caption": "Toàn cảnh lễ đài"}}
    gallery = {"type": "gallery", "value": {"title": "Hình ảnh đêm hội", "photos": [{**words, "caption": "Rước đèn"}]}}
    for title, block, questions in (
        ("Khai giảng", image_block, ["toàn cảnh", "ba em nhỏ", "tư liệu"]),
        ("Trung thu", gallery, ["rước đèn", "đêm hội", "ba em nhỏ", "tư liệu"]),
    ):
        page = create_article(title, body=NewsPage._meta.get_field("body").stream_block.to_python([block]))
        for question in questions:
            assert search_names(question, NewsPage.objects.all()) == [title], question
        page.delete()


def test_documents_on_page_are_found_separately() -> None:
    """Texts of documents do not belong to the page, because a document can be restricted."""
    document = factories.DocumentFactory(title="Mẫu đơn dự tuyển")
    for title, name in (("Tin một", ""), ("Tin hai", "Phụ lục số ba")):
        block = {"type": "document", "value": {"document": document.pk, "title": name}}
        page = create_article(title, body=NewsPage._meta.get_field("body").stream_block.to_python([block]))
        NewsPageAttachment.objects.create(article=page, document=document, title="", locale=page.locale)
        page.save_revision().publish()
    assert search_names("phụ lục số ba") == ["Tin hai"]
    assert search_names("mẫu đơn") == []
    assert search_names("mẫu đơn", PortalDocument.objects.all()) == ["Mẫu đơn dự tuyển"]


def test_urls_markup_and_choices_are_not_indexed() -> None:
    """URLs, markup and the choices of a block are not indexed."""
    body = [
        ("paragraph", '<p class="lead">Xem <a href="https://a.example/duong-dan">tại đây</a> &amp; kia</p>'),
        ("heading", {"text": "Lịch thi", "level": "h3"}),
    ]
    create_article("Khai giảng", body=body)
    for question in ("https", "duong dan", "href", "class lead", "amp", "h3", "tiêu đề", "heading", "subheading", "p"):
        assert search_names(question, NewsPage.objects.all()) == [], question


def test_article_parts_are_searchable() -> None:
    unit = factories.UnitFactory(name="Phòng Khảo thí", short_name="P.KTKĐ")
    author = factories.AuthorFactory(name="Trần Thị Bích Ngọc", unit=unit)
    page = create_article(
        "Khai giảng",
        lead="Trống trường vang",
        corrections=[("correction", {"date": datetime.date(2026, 5, 12), "text": "<p>Nhầm tên trường</p>"})],
        authors=(author,),
        tags=("Tuyển sinh", "Năm học mới"),
    )
    page.save_revision().publish()
    create_article("Tổng kết")
    for question in (
        *("khai giảng", "trống trường", "nhầm tên", "Bích Ngọc", "khao thi", "P.KTKĐ", "tuyển sinh", "năm học mới"),
        "trống ngọc tuyển nhầm",
    ):
        assert search_names(question, NewsPage.objects.all()) == ["Khai giảng"], question
    assert search_names("ngọc", NewsPage.objects.all(), fields=["title"]) == []


def test_event_parts_are_searchable() -> None:
    unit = factories.UnitFactory(name="Phòng Chính trị tư tưởng", short_name="P.CTTT")
    event = factories.EventFactory(
        title="Hội thao",
        lead="Chạy việt dã",
        place="Nhà thi đấu Kỳ Hòa",
        address="12 Lý Thái Tổ",
        status="postponed",
        status_note="Lùi vì bão",
        organiser=unit,
        body=[("paragraph", "<p>Mang giày vải</p>")],
        agenda=[("item", {"date": None, "time": "7:30", "text": "Diễu hành", "speaker": "Thầy Khôi"})],
    )
    event.save_revision().publish()
    for question in (
        *("hội thao", "việt dã", "Kỳ Hoà", "lý thái tổ", "lùi vì bão", "giày vải", "diễu hành", "thầy khôi"),
        *("tư tưởng", "cttt"),
    ):
        assert search_names(question, EventPage.objects.all()) == ["Hội thao"], question


def test_other_page_types_are_searchable() -> None:
    factories.SectionFactory(title="Tin tức", introduction="<p>Mọi tin của ngành</p>")
    factories.EventSectionFactory(title="Lịch công tác", introduction="<p>Việc trong tuần</p>")
    organisation = factories.OrganisationPageFactory(title="Cơ cấu", introduction="<p>Ba khối cơ quan</p>")
    assert search_names("mọi tin") == ["Tin tức"]
    assert search_names("việc trong tuần") == ["Lịch công tác"]
    assert search_names("ba khối", OrganisationPage.objects.all()) == [organisation.title]


def test_documents_images_and_units_are_searchable() -> None:
    document = factories.DocumentFactory(title="Công văn 12")
    document.tags.add("Khảo thí")
    DocumentText.objects.create(document=document, text="Về việc nghỉ lễ", file_name=document.file.name)
    document.save()
    image = factories.SmallImageFactory(title="IMG_7", description="Cây phượng nở hoa")
    image.tags.add("Mùa hạ")
    image.save()
    factories.UnitFactory(name="Phòng Khảo thí", short_name="P.KTKĐ")
    for question in ("công văn 12", "khảo thí", "nghi le"):
        assert search_names(question, PortalDocument.objects.all()) == ["Công văn 12"], question
    for question in ("img 7", "phượng", "mùa hạ"):
        assert search_names(question, PortalImage.objects.all()) == ["IMG_7"], question
    assert search_names("ktkđ", Unit.objects.all()) == ["Phòng Khảo thí"]


def test_soft_hyphens_do_not_split_words() -> None:
    document = factories.DocumentFactory(title="Phụ lục")
    text = "Kế hoạch và h\u00adội ng\u00adhị"
    DocumentText.objects.create(document=document, text=text, file_name=document.file.name)
    document.save()
    assert search_names("hội nghị", PortalDocument.objects.all()) == ["Phụ lục"]


def test_very_long_text_is_truncated() -> None:
    """Words beyond the maximum size of an index entry are cut off; the object is saved and the beginning is found."""
    letters = "bcdghklm"
    made = (a + b + c + d + e for a in letters for b in "aeiou" for c in letters for d in "aeiou" for e in "0123456789")
    text = "mởđầu " + " ".join(f"{word}{number}" for word in made for number in range(5))
    page = create_article("Khai giảng", body=[("paragraph", f"<p>{text}</p>")])
    assert search_names("mởđầu") == ["Khai giảng"]
    assert search_names("khai giảng") == ["Khai giảng"]
    document = factories.DocumentFactory(title="Phụ lục")
    DocumentText.objects.create(document=document, text=text, file_name=document.file.name)
    document.save()
    assert search_names("mởđầu", PortalDocument.objects.all()) == ["Phụ lục"]
    assert Page.objects.get(pk=page.pk).title == "Khai giảng"
