"""The index follows what changes: publishing, deleting, new names, and the command that makes it anew."""

import datetime
import io
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset

from mysite.models import PortalDocument, PortalImage
from newsroom.models import Author, NewsPage, NewsTag, Unit
from search.models import SearchEntry
from search.receivers import index_stale
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.forms import publish, save
from tests.search.finding import article, found, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return client_of(editor(MODERATORS))


@pytest.fixture
def signed():
    """An article with an author of a unit and a tag, published."""
    unit = factories.UnitFactory(name="Phòng Mầm non", short_name="P.MN")
    author = factories.AuthorFactory(name="Lê Thị Hạnh", unit=unit)
    page = article("Khai giảng", search_description="Lễ khai giảng.", authors=(author,), tags=("Tuyển sinh",))
    page.save_revision().publish()
    return page


def articles(query: Any) -> list[str]:
    return found(query, NewsPage.objects.all())


# --- What an editor does


def test_publishing_replaces_what_is_found(desk, signed) -> None:
    publish(desk, signed, title="Bế giảng", lead="Mười lăm trường")
    assert articles("bế giảng") == articles("mười lăm") == ["Bế giảng"]
    assert articles("khai giảng") == []
    assert typed("khai") == []
    assert SearchEntry.objects.filter(object_id=signed.pk, content_type=signed.content_type).count() == 1


def test_bylines_and_tags_are_found_as_soon_as_they_are_published(desk, signed) -> None:
    unit = factories.UnitFactory(name="Phòng Tiểu học", short_name="P.TH")
    author = factories.AuthorFactory(name="Phạm Đức Long", unit=unit)
    (byline,) = signed.bylines.all()
    old = {"id": byline.pk, "author": byline.author_id, "unit": byline.unit_id, "DELETE": "1"}
    new = {"id": "", "author": author.pk, "unit": ""}
    publish(desk, signed, bylines=inline_formset([old, new], initial=1), tags='"Chuyển đổi số"')
    for query in ("Đức Long", "tiểu học", "chuyển đổi số"):
        assert articles(query) == ["Khai giảng"], query
    for query in ("lê thị hạnh", "mầm non", "tuyển sinh"):
        assert articles(query) == [], query


def test_a_draft_of_a_published_page_is_not_found(desk, signed) -> None:
    assert save(desk, signed, title="Bế giảng", lead="Mười lăm trường", tags='"Chuyển đổi số"').status_code == 302
    assert articles("bế giảng") == articles("mười lăm") == articles("chuyển đổi số") == []
    assert articles("khai giảng") == articles("tuyển sinh") == ["Khai giảng"]


def test_a_new_date_counts() -> None:
    first, second = article("Khai giảng", slug="mot"), article("Khai giảng", slug="hai")
    for days, newest in ((1, "mot"), (-1, "hai")):
        first.first_published_at = second.first_published_at + datetime.timedelta(days=days)
        first.save()
        assert Page.objects.search("khai giảng")[0].slug == newest


# --- What is gone


def test_what_is_deleted_leaves_no_entry() -> None:
    page = article("Tuyển sinh")
    document, image = factories.DocumentFactory(title="Tuyển sinh"), factories.SmallImageFactory(title="Tuyển sinh")
    unit = factories.UnitFactory(name="Tuyển sinh")
    author = factories.AuthorFactory(name="Tuyển sinh", unit=unit)
    before = SearchEntry.objects.count()
    for number, item in enumerate((page, document, image, author, unit), start=1):
        assert found("tuyển sinh", type(item).objects.all()) == ["Tuyển sinh"]
        item.delete()
        assert found("tuyển sinh", type(item).objects.all()) == []
        assert SearchEntry.objects.count() == before - number
    assert tables_of_words() == SearchEntry.objects.count()


def test_a_section_takes_the_pages_below_it_along() -> None:
    section = factories.SectionFactory(title="Thi cử")
    article("Lịch thi", parent=section)
    article("Điểm thi", parent=section)
    before = SearchEntry.objects.count()
    Page.objects.get(pk=section.pk).delete()
    assert found("thi") == []
    assert SearchEntry.objects.count() == before - 3


def tables_of_words() -> int:
    """How many entries have words: on SQLite they are in a table of their own."""
    if connection.vendor != "sqlite":
        return SearchEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_fulltext")
        return cursor.fetchone()[0]


# --- New names of what pages mention


def rename(item: Any, name: str) -> None:
    item.name = name
    item.save()


@pytest.mark.parametrize(("model", "old"), [(Author, "Lê Thị Hạnh"), (Unit, "Phòng Mầm non"), (NewsTag, "Tuyển sinh")])
def test_a_new_name_is_found_after_a_round_of_the_scheduler(signed, model: type, old: str) -> None:
    article("Chuyện khác")
    assert articles(old) == ["Khai giảng"]
    rename(model.objects.get(name=old), "Đổi Mới Rồi")
    call_command("run_scheduler", "--once", stdout=io.StringIO())
    assert articles("đổi mới rồi") == ["Khai giảng"]
    assert articles(old) == []
    assert index_stale() == 0


def test_an_events_organiser_has_a_new_name() -> None:
    unit = factories.UnitFactory(name="Phòng Mầm non", short_name="P.MN")
    event = factories.EventFactory(title="Hội thao", organiser=unit)
    event.save_revision().publish()
    rename(unit, "Phòng Tiểu học")
    assert index_stale() == 1
    assert found("tiểu học", type(event).objects.all()) == ["Hội thao"]


def test_a_tag_that_is_gone_is_found_no_more(signed) -> None:
    NewsTag.objects.get(name="Tuyển sinh").delete()
    index_stale()
    assert articles("tuyển sinh") == []
    assert articles("khai giảng") == ["Khai giảng"]


def test_only_what_mentions_it_is_indexed_anew(signed) -> None:
    article("Chuyện khác")
    stranger = factories.AuthorFactory(name="Người Lạ")
    rename(stranger, "Người Quen")
    assert index_stale() == 0
    assert found("người quen", Author.objects.all()) == ["Người Quen"]
    rename(Author.objects.get(name="Lê Thị Hạnh"), "Lê Thị Hằng")
    assert index_stale() == 1


# --- The command


def test_update_index_finds_the_same(signed) -> None:
    article("Chuyện khác", body=[("paragraph", "<p>Mồng sáu</p>")])
    factories.DocumentFactory(title="Công văn 12")
    factories.SmallImageFactory(title="IMG_7", description="Cây phượng")
    factories.EventFactory(title="Hội thao", place="Nhà thi đấu")

    def whole() -> list[Any]:
        questions = ("khai giảng", "hạnh", "mầm non", "tuyển sinh", "mồng sáu", "thi đấu", "công văn", "phượng", "xyz")
        kinds = (Page, PortalDocument, PortalImage, Author, Unit)
        return [(text, found(text, kind.objects.all())) for text in questions for kind in kinds] + [typed("kh")]

    before = whole()
    update_index()  # now the pages that migrations made are there too
    entries = SearchEntry.objects.count()
    assert whole() == before
    SearchEntry.objects.all().delete()
    assert found("khai giảng") == []
    update_index()
    assert (whole(), SearchEntry.objects.count()) == (before, entries)
    assert sum(1 for entry in before[:-1] if entry[1]) >= 8


def test_update_index_removes_what_is_gone_and_adds_what_it_missed(signed) -> None:
    page = article("Chuyện khác")
    NewsPage.objects.filter(pk=signed.pk).update(title="Sửa lén")
    gone = 9_999_999
    for model in (NewsPage, PortalDocument, Group):
        SearchEntry.objects.create(content_type=ContentType.objects.get_for_model(model), object_id=gone, text="…")
    SearchEntry.objects.filter(object_id=page.pk, content_type=page.content_type).delete()
    assert articles("sửa lén") == articles("chuyện khác") == []
    update_index()
    assert not SearchEntry.objects.filter(object_id=gone).exists()
    assert articles("sửa lén") == ["Sửa lén"]
    assert articles("chuyện khác") == ["Chuyện khác"]
    assert articles("khai giảng") == []
    assert tables_of_words() == SearchEntry.objects.count()


def update_index() -> None:
    call_command("update_index", verbosity=0, stdout=io.StringIO())
