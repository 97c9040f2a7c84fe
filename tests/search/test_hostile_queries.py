"""Hostile queries: every request gets a page or an error message, and the query is text, never syntax."""

import unicodedata
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from modelsearch.query import Phrase
from wagtail.models import Page

from mysite.models import PortalDocument
from mysite.text.vietnamese import nfc, strip_control_characters
from mysite.text.vietnamese import tokenize as words_of
from tests.support import factories
from tests.support.html import get_page, get_text
from tests.support.samples import rounds, sample, share
from tests.support.search_results import create_article

pytestmark = pytest.mark.django_db

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><b>",
    "<a href=javascript:alert(1)>",
    "' onerror='alert(1)",
]
PAGES = ["/tim-kiem/?q={}", "/en/search/?nguyen_van=1&xep=moi-nhat&q={}"]
SUGGESTIONS = ["/tim-kiem/goi-y/?q={}", "/en/search/suggestions/?q={}"]

QUESTIONS = {
    "quotes": ['"', '""', '"a', 'a"', 'hội"nghị', "'", "''", "'a", "\\", "\\'", "`", "$$hội$$", "E'hội'"],
    "brackets": ["(", ")", "()", "(hội", "hội)", "(" * 5000, "()" * 2500, "(a" * 60 + ")" * 60, "[hội]", "{hội}"],
    "operators": ["AND", "OR", "NOT", "NEAR", "hội AND", "AND hội", "a AND AND b", "NOT hội", "NEAR(hội nghị, 5)"],
    "columns": ["title:hội", "title: hội", "body:", "{title} : hội", "- title: hội", "search_fulltext:hội"],
    "signs": ["*", "hội*", "*hội", "hộ* ngh*", "^hội", ":", "hội:*", "hội:A", "+hội", "hội + nghị", "-hội", "--", "~"],
    "tsquery": ["|", "hội | nghị", "&&", "hội & & nghị", "!hội", "!!", "<->", "a <-> b", "<2> a", "'hội'::tsquery"],
    "SQL": ["hội OR 1=1", "'; DROP TABLE search_searchentry; --", "' UNION SELECT * FROM mysite_user --", "%", "%s"],
    "templates": ["%(a)s", "{}", "{0}", "{{ 7|add:7 }}", "{% load x %}", "$1", "../../etc/passwd"],
    "markup": [*MARKUP, "&lt;b&gt;", "hội\r\nSet-Cookie: x=1"],
    "tokens": ["_", "__", "_hoi", "__ho6i5", "_ _", "tuyenr sinh", "giaos dujc", "wwwww"],
    "long": ["a" * 10_000, "hội " * 2_500, "ộ" * 10_000, "a b " * 2_500, "1" * 10_000, "!" * 10_000, "zzz" * 60],
    "many letters of one sign": ["\ufdfa" * 40, " ".join(letter + "\ufdfa" * 14 for letter in "abcdefghijkl")],
    "many words": [
        "qwrtpzx " * 25,
        " ".join("abcdefghijklmnopqrstuvwxyz"),
        " ".join(["庄园中国北京大学教育部门通知公告"] * 11),
    ],
    "blanks": ["\t", " ", "   \n ", "\u00a0\u2003\u3000", "\u2028"],
    "marks": ["\u0301", "\u0302\u0301\u0309", "a" + "\u0301" * 300, "\u0301a", "\u0301" * 3000, "ho\u0323\u0302i"],
    "scripts": ["北京 大学", "العربية", "ไทย", "한국어", "ß ſ ﬁ ½ ² Ⅷ ٣ İ"],
    "emoji": ["🏆", "👩\u200d🏫🇻🇳1️⃣", "hội 🏆 nghị"],
    "invisible": ["\u202ehội\u202c", "\u2066hội", "h\u00adội", "\ufeffhội", "\u200d", "\ufffe", "\U000e0001", "\ufffd"],
    "control": ["\x01\x02\x1b[31m", "hội\x0bnghị", "\x7f\x80\x9f"],
}
RAW = ["%00", "h%00i", "%ff", "%ff%fe", "%c3%28", "%ed%a0%80", "%ed%b0%80h%ed%a0%80", "%f4%90%80%80", "%", "%zz", "+"]


@pytest.fixture
def portal() -> None:
    """Content to find in both languages."""
    page = create_article("Hội nghị tổng kết", lead="A and or not near 1 hội nghị", tags=("Tuyển sinh",))
    create_article("Giáo dục mầm non", body=[("paragraph", "<p>Hội đồng giáo dục, quyết định số 1</p>")])
    factories.DocumentFactory(title="Hội nghị")
    factories.SectionFactory(title="Conference", parent=factories.get_home_page("en"))
    page.save_revision().publish()


def get_response(client: Client, url: str) -> HttpResponse:
    """Return the response, in which no input has become markup or a header."""
    response = client.get(url)
    assert response.status_code in {200, 400}, f"{url[:200]}: {response.status_code}"
    assert "Set-Cookie" not in response.headers
    if not response["Content-Type"].startswith("application/json"):
        assert not [piece for piece in MARKUP if piece in response.content.decode()], url
    return response


@pytest.mark.parametrize("kind", QUESTIONS)
def test_any_query_gets_response(client: Client, portal, kind: str) -> None:
    for value in sample(QUESTIONS[kind], 4):
        for path in PAGES:
            response = get_response(client, path.replace("{}", quote(value)))
            if response.status_code == 200:
                query = " ".join(unicodedata.normalize("NFC", value)[:200].split())
                assert f'name="q" value="{escape(query)}"' in response.content.decode(), value
        for path in SUGGESTIONS:
            response = get_response(client, path.replace("{}", quote(value)))
            if response.status_code == 200:
                assert set(response.json()) == {"suggestions"}


@pytest.mark.parametrize("value", MARKUP)
def test_query_is_escaped(client: Client, portal, value: str) -> None:
    for query in (
        f"q={quote(value)}",
        f"q={quote('hội nghị ' + value)}",
        f"q=hoi&tu={quote(value)}&muc={quote(value)}",
    ):
        page = get_page(client, f"/tim-kiem/?{query}")
        assert (
            page.select("main script, main iframe, img[src=x], title b, main [onerror], main [href^=javascript]") == []
        )


def test_invalid_bytes_get_response(client: Client, portal) -> None:
    for value in RAW:
        for path in PAGES + SUGGESTIONS:
            get_response(client, path.replace("{}", value))


def test_query_without_words_shows_message(client: Client, portal) -> None:
    for value in ("***", "()", '"', "🏆", "<->", "\u0301", "_"):
        page = get_page(client, f"/tim-kiem/?q={quote(value)}")
        assert page.select(".results li") == []
        assert get_text(page.select_one(".result-count")) == "Hãy nhập chữ hoặc số."
        assert client.get(f"/tim-kiem/goi-y/?q={quote(value)}").json() == {"suggestions": []}
    for value in ("", "%20", "+%09%0a"):
        assert get_page(client, f"/tim-kiem/?q={value}").select(".result-count") == []


def test_punctuation_separates_words_without_meaning(client: Client, portal) -> None:
    for value in (
        '"hội nghị"',
        "(hội) & nghị",
        "^hội:* <-> nghị!",
        "hội|nghị",
        "-hội --nghị",
        "NOT near (hội AND a)",
    ):
        page = get_page(client, f"/tim-kiem/?q={quote(value)}")
        assert [get_text(link) for link in page.select(".results h2 a")] == ["Hội nghị tổng kết"], value


def test_invisible_characters_are_ignored(client: Client, portal) -> None:
    """Such characters occur in text copied from elsewhere."""
    for value in ("h\u00adội ng\u00adhị", "\ufeffhội nghị\u200b", "\u202ahội\u202c nghị", "hô\u200b\u0323i nghị"):
        page = get_page(client, f"/tim-kiem/?q={quote(value)}")
        assert [get_text(link) for link in page.select(".results h2 a")] == ["Hội nghị tổng kết"], value


# --- Other parameters

NONSENSE = [
    *("", "-1", "0", "1.5", "1e9", "abc", "last", "9" * 30, "%00", "%ff", "%22", "%27", "٣", "²", "２", "%E2%80%AE"),
    *("tin", "TIN", "tin,su-kien", "None", "false", "2020-01-01", "2020-13-45", "0000-00-00", "0001-01-01"),
    *("9999-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "-2020-01-01", "31/12/2020", "moi-nhat", "-date"),
    *("%20", "%0d%0aSet-Cookie:x=1", "a" * 5000, *map(quote, MARKUP)),
]
NAMES = ["loai", "muc", "tu", "den", "xep", "nguyen_van", "page"]


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_invalid_parameter_gets_response(client: Client, portal, number: int) -> None:
    for value in share(NONSENSE, number, 4):
        get_response(client, f"/tim-kiem/?q=hoi&{NAMES[number]}={value}")


def test_all_parameters_invalid_get_response(client: Client, portal) -> None:
    for value in sample(NONSENSE, 15):
        query = "&".join(f"{name}={value}" for name in NAMES)
        for path in ("/tim-kiem/?q=xyzzy&", "/en/search/?", "/tim-kiem/goi-y/?q=h&"):
            get_response(client, path + query)


def test_contradictory_or_repeated_parameters_get_response(client: Client, portal) -> None:
    for query in (
        "q=hoi&q=nghi&loai=tin&loai=trang",
        "q=hoi&tu=2020-12-31&den=2020-01-01",
        "q=hoi&loai=tai-lieu&muc=3&tu=2020-01-01&den=2199-12-31&xep=moi-nhat&nguyen_van=1&page=2",
        "q[]=hoi&q%5B%5D=x",
        "Q=hoi",
        "&&&==&q",
        "q=hoi;loai=tin",
        "&".join(f"a{number}=1" for number in range(900)),
    ):
        get_response(client, f"/tim-kiem/?{query}")
        get_response(client, f"/tim-kiem/goi-y/?{query}")


# --- Random text

ANY_TEXT = st.text(st.characters(), max_size=300)  # surrogates too
PIECES = st.lists(
    st.sampled_from(
        ["hội", "nghị", "AND", "NOT", '"', "(", ")", "*", ":", "<->", "&", "|", "!", "'", "\\", "\x00", " "]
    )
    | st.text(st.characters(), max_size=5),
    max_size=40,
).map(" ".join)
LITTLE = settings(
    max_examples=rounds(200, 15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@LITTLE
@given(text=ANY_TEXT | PIECES)
@example(text="\ud800")
@example(text="h\ud800\udc00i\x00")
@example(text="(" * 5000)
@example(text="hội" * 5000)
def test_engine_accepts_any_text(portal, text: str) -> None:
    for results in (
        Page.objects.search(text),
        Page.objects.search(text, operator="or"),
        Page.objects.search(Phrase(text)),
        Page.objects.search(text, fields=["title"]),
        Page.objects.search(text, order_by_relevance=False),
        Page.objects.autocomplete(text),
    ):
        assert len(list(results)) == results._clone().count()


@pytest.fixture
def document(db) -> PortalDocument:
    return factories.DocumentFactory()


@LITTLE
@given(title=st.text(st.characters(), max_size=80))
@example(title="\ud800 hội")
@example(title="\x00h\ufdfa\ufb2c")
@example(title="'a':1 \\")
@example(title="h\u00adội \u200b\u202enghị\u2060")
def test_any_text_is_indexed_and_found_again(document: PortalDocument, title: str) -> None:
    document.title = title
    document.save()
    expected = [document] if any(words_of(nfc(strip_control_characters(title)))) else []
    assert list(PortalDocument.objects.search(title)) == expected
    assert list(PortalDocument.objects.autocomplete(title)) == expected


@LITTLE
@given(text=ANY_TEXT | PIECES)
@example(text="\ud800")
def test_search_pages_accept_any_text(client: Client, portal, text: str) -> None:
    for path in ("/tim-kiem/", "/tim-kiem/goi-y/"):
        response = client.get(f"{path}?q={quote(text.encode('utf-8', 'surrogatepass'))}")
        assert response.status_code == (400 if "\x00" in text else 200), text
