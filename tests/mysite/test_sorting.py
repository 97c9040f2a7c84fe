"""Names and titles in Vietnamese order, the same on SQLite and PostgreSQL, wherever they are listed."""

import json
import random
import unicodedata

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from home.models import Motto
from mysite.models import PortalDocument
from mysite.sorting import COLLATION, sort_key
from newsroom.models import Author, NewsTag, Unit
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.reading import all_words, read
from tests.services import ON_POSTGRES
from tests.titles import LETTERS

#: As a Vietnamese dictionary has them: letters first, tones where letters are equal, capitals last.
NAMES = """
    10A1
    9A
    an
    An
    àn
    An Giang
    Ánh
    ảnh hội nghị
    Ăn
    ắt
    ấm
    Âm nhạc
    Bà Rịa
    Bạc Liêu
    Bảo
    Cần Thơ
    Công
    Da
    dạ
    Dương
    Đa
    đá
    Đà Nẵng
    Đạo
    Đắk Lắk
    Đắk Nông
    Điện Biên
    Em
    Êban
    Hạ Long
    Hà Nội
    Hải Phòng
    Hoa
    hoà
    hòa
    Hoàng
    La
    là
    lả
    lã
    lá
    lạ
    Nguyễn Văn An
    Nguyễn Văn Ân
    Nguyễn Văn Đạt
    Nguyễn Vân An
    Oanh
    Ông
    Ơn
    Tú
    Tụ
    tư
    Tử
    Ưng
    Vũ
    Xuân
    Ý
    Yên
""".split("\n")[1:-1]
NAMES = [name.strip() for name in NAMES]


@pytest.fixture
def shuffled() -> list[str]:
    names = list(NAMES)
    random.Random(19).shuffle(names)
    return names


@pytest.fixture
def desk():
    return client_of(editor(MODERATORS, is_superuser=True))


def test_the_key_sorts_as_a_dictionary(shuffled):
    assert len(NAMES) >= 40
    assert sorted(shuffled, key=sort_key) == NAMES


def test_composed_or_not_makes_no_difference(shuffled):
    decomposed = [unicodedata.normalize("NFD", name) for name in shuffled]
    assert sorted(decomposed, key=sort_key) == [unicodedata.normalize("NFD", name) for name in NAMES]


@pytest.mark.django_db
def test_both_databases_agree_with_the_dictionary(shuffled):
    for name in shuffled:
        factories.UnitFactory(name=name)
    assert [unit.name for unit in Unit.objects.all()] == NAMES
    assert [unit.name for unit in Unit.objects.order_by("-name")] == NAMES[::-1]
    assert list(Unit.objects.order_by("name").values_list("name", flat=True)) == NAMES
    assert Unit.objects.first().name == NAMES[0]
    assert Unit.objects.last().name == NAMES[-1]


WRITTEN = (
    LETTERS
    + "abcdefghijklmnopqrstuvwxyzABCDXYZ0123456789 -–—,.:;!?'\"“”‘’()/&%+·•«»_"
    + "\u0300\u0309\u0303\u0301\u0323"
)


@pytest.mark.django_db
@given(st.lists(st.text(st.sampled_from(WRITTEN), max_size=6), min_size=1, max_size=40))
def test_the_database_sorts_all_text_as_the_key_does(texts):
    texts = list(dict.fromkeys(texts))
    with connection.cursor() as cursor:
        rows = "UNION ALL ".join(["SELECT %s AS name "] * len(texts))
        column = "CAST(name AS text)" if ON_POSTGRES else "name"
        cursor.execute(f'SELECT name FROM ({rows}) AS texts ORDER BY {column} COLLATE "{COLLATION}"', texts)  # noqa: S608
        assert [name for (name,) in cursor.fetchall()] == sorted(texts, key=sort_key)


def listed(desk, address: str, names: list[str]) -> list[str]:
    """Those of ``names`` that a list in the admin shows, in its order."""
    shown = all_words(read(desk, address).select("main table .title-wrapper a, main .listing figcaption"))
    return [name for name in shown if name in names]


TITLES = ["Công văn", "Dân ca", "Đề án", "Em", "Ông", "Ơn", "Xuân"]


@pytest.mark.django_db
def test_snippets_in_the_admin(desk):
    for name in TITLES[::-1]:
        factories.AuthorFactory(name=name)
        factories.UnitFactory(name=name)
        factories.MottoFactory(text=name)
        NewsTag.objects.create(name=name)
    for model, column in ((Author, "name"), (Unit, "name"), (NewsTag, "name"), (Motto, "text")):
        address = reverse(model.snippet_viewset.get_url_name("list"))
        assert listed(desk, f"{address}?ordering={column}", TITLES) == TITLES
        assert listed(desk, f"{address}?ordering=-{column}", TITLES) == TITLES[::-1]
        if model is not Motto:  # in the order they are shown in
            assert listed(desk, address, TITLES) == TITLES


@pytest.mark.django_db
def test_a_chooser_of_units(desk):
    for name in TITLES[::-1]:
        factories.UnitFactory(name=name)
    content = json.loads(desk.get(reverse(Unit.snippet_viewset.chooser_viewset.get_url_name("choose"))).content)["html"]
    assert sorted(TITLES, key=content.index) == TITLES


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "q=tin&search_all=1&"])
def test_pages_in_the_explorer(desk, query):
    titles = [f"{title} tin" for title in TITLES]
    section = factories.SectionFactory(title="Chuyên mục")
    for title in titles[::-1]:
        factories.StandardPageFactory(title=title, parent=section)
    address = f"{reverse('wagtailadmin_explore', args=[section.pk])}?{query}ordering="
    assert listed(desk, f"{address}title", titles) == titles
    assert listed(desk, f"{address}-title", titles) == titles[::-1]
    search = f"{reverse('wagtailadmin_pages:search')}?q=tin&ordering="
    assert listed(desk, f"{search}title", titles) == titles
    assert listed(desk, f"{search}-title", titles) == titles[::-1]


@pytest.mark.django_db
def test_documents_in_the_admin(desk):
    for title in TITLES[::-1]:
        factories.DocumentFactory(title=title)
    assert listed(desk, reverse("wagtaildocs:index"), TITLES) == TITLES
    assert list(PortalDocument.objects.order_by("-title").values_list("title", flat=True)) == TITLES[::-1]


@pytest.mark.django_db
def test_images_in_the_admin(desk):
    for title in TITLES[::-1]:
        factories.SmallImageFactory(title=title)
    assert listed(desk, f"{reverse('wagtailimages:index')}?ordering=title", TITLES) == TITLES


@pytest.mark.django_db
def test_people_in_the_admin(desk):
    for name in TITLES[::-1]:
        factories.UserFactory(last_name="Nguyễn", first_name=name)
    names = [f"Nguyễn {name}" for name in TITLES]
    for order, expected in (("name", names), ("-name", names[::-1])):
        assert listed(desk, f"{reverse('wagtailusers_users:index')}?ordering={order}", names) == expected


@pytest.mark.django_db
def test_tags_that_are_suggested_and_those_of_an_article(desk, client):
    names = ["Tin Công đoàn", "Tin Dân ca", "Tin Đoàn", "Tin Xuân"]
    article = factories.ArticleFactory(tags=names[::-1])
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["newsroom", "newstag"])
    assert desk.get(address, {"term": "Tin"}).json() == names
    assert all_words(read(client, article.url).select(".tags li")) == names


@pytest.mark.django_db
def test_the_people_of_a_unit(client):
    unit = factories.UnitFactory(name="Phòng")
    for name in TITLES[::-1]:
        factories.AuthorFactory(name=name, unit=unit)
    shown = all_words(read(client, unit.get_absolute_url()).select("main a"))
    assert [name for name in shown if name in TITLES] == TITLES


@pytest.mark.django_db
def test_the_api(client):
    section = factories.SectionFactory()
    for title in TITLES[::-1]:
        factories.ArticleFactory(title=title, parent=section)
    for order, expected in (("title", TITLES), ("-title", TITLES[::-1])):
        found = client.get("/api/v2/pages/", {"type": "newsroom.NewsPage", "order": order}).json()["items"]
        assert [page["title"] for page in found] == expected
