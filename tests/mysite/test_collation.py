"""Names and titles are in Vietnamese order on SQLite and PostgreSQL, in every list."""

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
from mysite.text.collation import COLLATION, sort_key
from newsroom.models import Author, NewsTag, Unit
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_texts
from tests.support.services import ON_POSTGRES
from tests.support.slug_titles import LETTERS

#: In dictionary order: letters first, then tones, then capitals.
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
def shuffled_names() -> list[str]:
    names = list(NAMES)
    random.Random(19).shuffle(names)
    return names


@pytest.fixture
def admin_client():
    return login_client(create_editor(EDITORS, is_superuser=True))


def test_sort_key_gives_dictionary_order(shuffled_names):
    assert len(NAMES) >= 40
    assert sorted(shuffled_names, key=sort_key) == NAMES


def test_normalization_form_does_not_affect_order(shuffled_names):
    decomposed = [unicodedata.normalize("NFD", name) for name in shuffled_names]
    assert sorted(decomposed, key=sort_key) == [unicodedata.normalize("NFD", name) for name in NAMES]


@pytest.mark.django_db
def test_database_gives_dictionary_order(shuffled_names):
    for name in shuffled_names:
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
def test_database_order_matches_sort_key(texts):
    texts = list(dict.fromkeys(texts))
    with connection.cursor() as cursor:
        rows = "UNION ALL ".join(["SELECT %s AS name "] * len(texts))
        column = "CAST(name AS text)" if ON_POSTGRES else "name"
        cursor.execute(f'SELECT name FROM ({rows}) AS texts ORDER BY {column} COLLATE "{COLLATION}"', texts)  # noqa: S608
        assert [name for (name,) in cursor.fetchall()] == sorted(texts, key=sort_key)


def listed(admin_client, url: str, names: list[str]) -> list[str]:
    """Return those of ``names`` that a list in the admin shows, in its order."""
    shown = get_texts(get_page(admin_client, url).select("main table .title-wrapper a, main .listing figcaption"))
    return [name for name in shown if name in names]


TITLES = ["Công văn", "Dân ca", "Đề án", "Em", "Ông", "Ơn", "Xuân"]


@pytest.mark.django_db
def test_snippets_in_admin_are_collated(admin_client):
    for name in TITLES[::-1]:
        factories.AuthorFactory(name=name)
        factories.UnitFactory(name=name)
        factories.MottoFactory(text=name)
        NewsTag.objects.create(name=name)
    for model, column in ((Author, "name"), (Unit, "name"), (NewsTag, "name"), (Motto, "text")):
        url = reverse(model.snippet_viewset.get_url_name("list"))
        assert listed(admin_client, f"{url}?ordering={column}", TITLES) == TITLES
        assert listed(admin_client, f"{url}?ordering=-{column}", TITLES) == TITLES[::-1]
        if model is not Motto:  # in the order of the list
            assert listed(admin_client, url, TITLES) == TITLES


@pytest.mark.django_db
def test_unit_chooser_is_collated(admin_client):
    for name in TITLES[::-1]:
        factories.UnitFactory(name=name)
    content = json.loads(
        admin_client.get(reverse(Unit.snippet_viewset.chooser_viewset.get_url_name("choose"))).content
    )["html"]
    assert sorted(TITLES, key=content.index) == TITLES


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "q=tin&search_all=1&"])
def test_explorer_pages_are_collated(admin_client, query):
    titles = [f"{title} tin" for title in TITLES]
    section = factories.SectionFactory(title="Chuyên mục")
    for title in titles[::-1]:
        factories.StandardPageFactory(title=title, parent=section)
    url = f"{reverse('wagtailadmin_explore', args=[section.pk])}?{query}ordering="
    assert listed(admin_client, f"{url}title", titles) == titles
    assert listed(admin_client, f"{url}-title", titles) == titles[::-1]
    search = f"{reverse('wagtailadmin_pages:search')}?q=tin&ordering="
    assert listed(admin_client, f"{search}title", titles) == titles
    assert listed(admin_client, f"{search}-title", titles) == titles[::-1]


@pytest.mark.django_db
def test_documents_in_admin_are_collated(admin_client):
    for title in TITLES[::-1]:
        factories.DocumentFactory(title=title)
    assert listed(admin_client, reverse("wagtaildocs:index"), TITLES) == TITLES
    assert list(PortalDocument.objects.order_by("-title").values_list("title", flat=True)) == TITLES[::-1]


@pytest.mark.django_db
def test_images_in_admin_are_collated(admin_client):
    for title in TITLES[::-1]:
        factories.SmallImageFactory(title=title)
    assert listed(admin_client, f"{reverse('wagtailimages:index')}?ordering=title", TITLES) == TITLES


@pytest.mark.django_db
def test_users_in_admin_are_collated(admin_client):
    for name in TITLES[::-1]:
        factories.UserFactory(last_name="Nguyễn", first_name=name)
    names = [f"Nguyễn {name}" for name in TITLES]
    for order, expected in (("name", names), ("-name", names[::-1])):
        assert listed(admin_client, f"{reverse('wagtailusers_users:index')}?ordering={order}", names) == expected


@pytest.mark.django_db
def test_tag_suggestions_and_article_tags_are_collated(admin_client, client):
    names = ["Tin Công đoàn", "Tin Dân ca", "Tin Đoàn", "Tin Xuân"]
    article = factories.ArticleFactory(tags=names[::-1])
    url = reverse("wagtailadmin_tag_model_autocomplete", args=["newsroom", "newstag"])
    assert admin_client.get(url, {"term": "Tin"}).json() == names
    assert get_texts(get_page(client, article.url).select(".tags li")) == names


@pytest.mark.django_db
def test_authors_of_unit_are_collated(client):
    unit = factories.UnitFactory(name="Phòng")
    for name in TITLES[::-1]:
        factories.AuthorFactory(name=name, unit=unit)
    shown = get_texts(get_page(client, unit.get_absolute_url()).select("main a"))
    assert [name for name in shown if name in TITLES] == TITLES


@pytest.mark.django_db
def test_api_results_are_collated(client):
    section = factories.SectionFactory()
    for title in TITLES[::-1]:
        factories.ArticleFactory(title=title, parent=section)
    for order, expected in (("title", TITLES), ("-title", TITLES[::-1])):
        items = client.get("/api/v2/pages/", {"type": "newsroom.NewsPage", "order": order}).json()["items"]
        assert [page["title"] for page in items] == expected
