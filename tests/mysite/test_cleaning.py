"""Text is cleaned however it is entered: typed, pasted or imported. Valid text is not changed."""

import datetime
import json
import re
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from taggit.models import Tag
from wagtail.test.utils.form_data import rich_text

from home.models import Notice
from mysite.blocks.stored_text import clean_stream_text
from mysite.blocks.text import RICH_TEXT_FEATURES
from mysite.models import PortalDocument, PortalImage, User
from mysite.text.cleaning import clean_markup, clean_text
from newsroom.importing.parsing.cleaning import normalize_characters
from newsroom.models import Author, NewsPage, NewsTag
from tests.support import factories
from tests.support.article_form import publish_article, raw_blocks
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.slug_titles import LETTERS

#: Input and the cleaned text.
TEXTS = {
    # Invisible characters
    "Ho\u200bà b\u200cì\u200dnh": "Hoà bình",
    "\ufeffThông\u2060 báo": "Thông báo",
    "trường trung\u00ad học": "trường trung học",
    "e\u200b\u0302\u200b\u0301": "ế",
    "\u202aKhai giảng\u202c\u200e": "Khai giảng",
    # Bullets and indents from Word
    "\uf0b7\tMục một": "Mục một",
    "\uf0a7\u00a0\u00a0 Mục hai\n  \uf0d8 Mục ba": "Mục hai\nMục ba",
    "Điểm \uf0b3 5": "Điểm 5",
    "\u00a0\u00a0\u00a0\u00a0 Kính gửi:\u00a0": "Kính gửi:",
    "Nơi nhận\u00a0\u00a0\u00a0\u00a0Hiệu trưởng": "Nơi nhận Hiệu trưởng",
    "Một\u00a0hai\u00a0ba": "Một hai ba",
    "Dòng một\u00a0\r\n\u3000Dòng hai": "Dòng một\r\nDòng hai",
    # Valid text
    "Nặng 10\u00a0kg, 5\u00a0%": "Nặng 10\u00a0kg, 5\u00a0%",
    "Cô giáo 👩\u200d🏫, gia đình 👨\u200d👩\u200d👧, ❤\ufe0f\u200d🔥, 🏃🏽\u200d♀\ufe0f": None,
    "می\u200cخواهم, ক্\u200dষ, അവന്\u200d": None,
    "\u200fالمدرسة 12\u200e": None,
    "Lào ສະບາຍດີ, Thái สวัสดี, 中文": None,
    "  thụt vào\tbằng phím\n\nTab ": None,
    "• gạch – đầu — dòng · …": None,
    "a < b & c > d": None,
}

WORD = """\
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->\
<style>p.MsoNormal {mso-style-parent:""}</style>\
<p class="MsoNormal" style="mso-margin-top-alt:auto; text-indent:1.0cm"><b style='mso-bidi-font-weight:normal'>\
<span lang="VI" style="font-family:&quot;Times New Roman&quot;">&nbsp;&nbsp;&nbsp; Sở Giáo dục<o:p></o:p></span></b>\
</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>\
<p class="MsoListParagraph"><![if !supportLists]><span style="mso-list:Ignore">\uf0b7<span>&nbsp;&nbsp; </span></span>\
<![endif]>Họp ở <st1:place w:st="on"><st1:City w:st="on">Đà Nẵng</st1:City></st1:place>&#160;</p>"""

MARKUP = {
    WORD: "<p><b>Sở Giáo dục</b></p><p>Họp ở Đà Nẵng</p>",
    "<p>Ho&shy;à&#8203; b\u200bì&zwj;nh</p>": "<p>Hoà bình</p>",
    "<p>Một</p><p>\u00a0</p><p>Hai</p>": "<p>Một</p><p>Hai</p>",
    "<ul><li>\uf0b7 <i>\u00a0Mục</i>\u00a0</li></ul>": "<ul><li><i>Mục</i></li></ul>",
    "<p>Một<br/>\u00a0\u00a0hai\u00a0<br/>ba</p>": "<p>Một<br/>hai<br/>ba</p>",
    '<p data-block-key="ab1">Nặng <b>10</b>\u00a0kg &amp; &lt;b&gt; <a linktype="page" id="3">ở đây</a>.</p>': None,
    '<p class="lead" style="color:red">Một<br/></p><hr/><p></p>': None,
    '<embed embedtype="image" id="4" format="left" alt="Sân trường"/>': None,
}


@pytest.mark.parametrize(("text", "kept"), TEXTS.items())
def test_plain_text(text, kept):
    assert clean_text(text) == (text if kept is None else kept)


@pytest.mark.parametrize(("markup", "kept"), MARKUP.items())
def test_rich_text(markup, kept):
    assert clean_markup(markup) == (markup if kept is None else kept)


ODD = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u00a0\u3000\uf0b7\ue000\u0301\0\t\r\n 👩🏫❤\ufe0fم1a.-"


@given(st.text(st.sampled_from(ODD + LETTERS)))
def test_cleaning_text_is_idempotent(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
    assert not set(cleaned) & set("\u00ad\u200b\u2060\ufeff\uf0b7\ue000\0")


PARTS = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br/>",
    "<li>",
    "</li>",
    '<p class="MsoNormal">',
    "<o:p>",
    "</o:p>",
    "&nbsp;",
    "&#8203;",
    "&amp;",
]


@given(st.lists(st.sampled_from([*PARTS, *ODD])).map("".join))
def test_cleaning_markup_is_idempotent(markup):
    cleaned = clean_markup(markup)
    assert clean_markup(cleaned) == cleaned
    assert "mso" not in cleaned.lower()
    assert "o:p" not in cleaned


@given(st.text(st.sampled_from("ab ế\n.,")))
def test_ordinary_text_is_not_touched(text):
    assert clean_text(text) == text
    assert clean_markup(f"<p>{text}</p>") == f"<p>{text.strip(' ')}</p>"


def test_malformed_block_content_is_cleaned():
    stored = [{"type": "table", "value": {"data": [["\ufeffA", None], [1, True]]}, "id": "x"}]
    block = NewsPage._meta.get_field("body").stream_block
    assert clean_stream_text(block, stored) == [
        {"type": "table", "value": {"data": [["A", None], [1, True]]}, "id": "x"}
    ]


# --- Ways of input --------------------------------------------------------------------------------

DIRTY, KEPT = "\u00a0\u00a0Hô\u0323i\u200b nghi\u0323\u00ad", "Hội nghị"


@pytest.mark.django_db
def test_article_saved_in_shell_is_cleaned():
    body = [
        ("heading", {"text": DIRTY, "level": "h2"}),
        ("paragraph", WORD),
        ("quote", {"text": DIRTY}),
    ]
    article = factories.ArticleFactory(title=DIRTY, lead=DIRTY, body=json.dumps(
        [{"type": kind, "value": value} for kind, value in body]
    ), tags=[DIRTY])  # fmt: skip
    article.refresh_from_db()
    raw = article.body.get_prep_value()
    assert (article.title, article.lead, article.slug) == (KEPT, KEPT, "hoi-nghi")
    assert [raw[0]["value"]["text"], raw[2]["value"]["text"]] == [KEPT, KEPT]
    assert raw[1]["value"] == MARKUP[WORD]
    assert [tag.name for tag in NewsTag.objects.all()] == [KEPT]


@pytest.mark.django_db
def test_media_snippets_and_users_are_cleaned():
    factories.SmallImageFactory(title=DIRTY, description=DIRTY, caption=DIRTY)
    factories.DocumentFactory(title=DIRTY)
    factories.AuthorFactory(name=DIRTY, biography=DIRTY)
    factories.UserFactory(last_name=DIRTY)
    factories.NoticeFactory(text=WORD)
    image = PortalImage.objects.get()
    author = Author.objects.get()
    assert [image.title, image.description, image.caption] == [KEPT] * 3
    assert [author.name, author.biography, author.slug] == [KEPT, KEPT, "hoi-nghi"]
    assert Notice.objects.get().text == MARKUP[WORD]
    assert [PortalDocument.objects.get().title, User.objects.get().last_name] == [KEPT] * 2


@pytest.mark.django_db
def test_article_saved_in_form_is_cleaned():
    factories.ArticleFactory(tags=[KEPT])
    article = publish_article(
        login_client(create_editor(EDITORS)),
        factories.ArticleFactory(title="Tin", slug="tin"),
        title=DIRTY,
        lead=DIRTY,
        tags=f'{DIRTY}, "{KEPT}", "Đắk\u200b Lắk"',
        body=raw_blocks(
            (
                "paragraph",
                rich_text("<p>\u00a0\u00a0 Sở\u200b Giáo dục</p><p>\uf0b7\u00a0Họp</p>", features=RICH_TEXT_FEATURES),
            ),
            ("heading", {"text": DIRTY, "level": "h2"}),
        ),
    )
    raw = article.body.get_prep_value()
    assert (article.title, article.lead) == (KEPT, KEPT)
    assert sorted(tag.name for tag in article.tags.all()) == [KEPT, "Đắk Lắk"]
    assert NewsTag.objects.count() == 2
    assert re.sub(' data-block-key="[^"]*"', "", raw[0]["value"]) == "<p>Sở Giáo dục</p><p>Họp</p>"
    assert raw[1]["value"]["text"] == KEPT


@pytest.mark.django_db
def test_document_and_image_tags_are_cleaned():
    admin_client = login_client(create_editor(EDITORS))
    for name, tags in (("De 1", "Tuyển sinh"), ("De 2", unicodedata.normalize("NFD", "Tuyển sinh\u200b"))):
        upload = SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.4")
        response = admin_client.post(reverse("wagtaildocs:add"), {"title": name, "file": upload, "tags": f'"{tags}"'})
        assert response.status_code == 302
    assert [tag.name for tag in Tag.objects.all()] == ["Tuyển sinh"]


@pytest.mark.django_db
def test_cleaning_old_article_keeps_content_date():
    long_ago = timezone.now() - datetime.timedelta(days=400)
    article = factories.ArticleFactory(published_at=long_ago, body=[{"type": "paragraph", "value": "<p>Hội</p>"}])
    dirty = [{"type": "paragraph", "value": WORD, "id": article.body.get_prep_value()[0]["id"]}]
    body = NewsPage._meta.get_field("body").stream_block.to_python(dirty)
    NewsPage.objects.filter(pk=article.pk).update(title=DIRTY, lead=f"Một {DIRTY}", body=body)
    article = NewsPage.objects.get(pk=article.pk)
    article.save()
    article.refresh_from_db()
    assert (article.title, article.lead) == (KEPT, f"Một {KEPT}")
    assert article.content_updated_at == long_ago
    article = publish_article(login_client(create_editor(EDITORS)), article, tags="Mới")
    assert article.content_updated_at == long_ago
    article = publish_article(login_client(create_editor(EDITORS)), article, lead="Khác")
    assert article.content_updated_at > long_ago


def test_import_cleans_text():
    assert normalize_characters("Một\u200b hai\u00a0\u00a0ba \u202e!") == "Một hai ba !"
    assert normalize_characters("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert normalize_characters("\uf0b7\u00a0\u00a0Mục") == "• Mục"
    for dirty, kept in TEXTS.items():
        if kept is not None and "\uf0b7" not in dirty and "\uf0a7" not in dirty:
            assert normalize_characters(dirty).strip() == " ".join(kept.split())
