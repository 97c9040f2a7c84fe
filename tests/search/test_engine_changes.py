"""The index follows changes: publishing, deleting, renaming, and the command that rebuilds it."""

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
from search.signal_handlers import reindex_stale
from tests.support import factories
from tests.support.article_form import publish_article, save_form
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.search_results import autocomplete_names, create_article, search_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client():
    return login_client(create_editor(EDITORS))


@pytest.fixture
def signed():
    """A published article with a tag and an author who has a unit."""
    unit = factories.UnitFactory(name="Phòng Mầm non", short_name="P.MN")
    author = factories.AuthorFactory(name="Lê Thị Hạnh", unit=unit)
    page = create_article("Khai giảng", search_description="Lễ khai giảng.", authors=(author,), tags=("Tuyển sinh",))
    page.save_revision().publish()
    return page


def search_articles(query: Any) -> list[str]:
    return search_names(query, NewsPage.objects.all())


# --- Publishing


def test_publishing_updates_index(admin_client, signed) -> None:
    publish_article(admin_client, signed, title="Bế giảng", lead="Mười lăm trường")
    assert search_articles("bế giảng") == search_articles("mười lăm") == ["Bế giảng"]
    assert search_articles("khai giảng") == []
    assert autocomplete_names("khai") == []
    assert SearchEntry.objects.filter(object_id=signed.pk, content_type=signed.content_type).count() == 1


def test_published_bylines_and_tags_are_found(admin_client, signed) -> None:
    unit = factories.UnitFactory(name="Phòng Tiểu học", short_name="P.TH")
    author = factories.AuthorFactory(name="Phạm Đức Long", unit=unit)
    (byline,) = signed.bylines.all()
    old = {"id": byline.pk, "author": byline.author_id, "unit": byline.unit_id, "DELETE": "1"}
    new = {"id": "", "author": author.pk, "unit": ""}
    publish_article(admin_client, signed, bylines=inline_formset([old, new], initial=1), tags='"Chuyển đổi số"')
    for query in ("Đức Long", "tiểu học", "chuyển đổi số"):
        assert search_articles(query) == ["Khai giảng"], query
    for query in ("lê thị hạnh", "mầm non", "tuyển sinh"):
        assert search_articles(query) == [], query


def test_a_draft_of_a_published_page_is_not_found(admin_client, signed) -> None:
    assert (
        save_form(admin_client, signed, title="Bế giảng", lead="Mười lăm trường", tags='"Chuyển đổi số"').status_code
        == 302
    )
    assert search_articles("bế giảng") == search_articles("mười lăm") == search_articles("chuyển đổi số") == []
    assert search_articles("khai giảng") == search_articles("tuyển sinh") == ["Khai giảng"]


def test_changed_date_updates_ranking() -> None:
    first, second = create_article("Khai giảng", slug="mot"), create_article("Khai giảng", slug="hai")
    for days, newest in ((1, "mot"), (-1, "hai")):
        first.first_published_at = second.first_published_at + datetime.timedelta(days=days)
        first.save()
        assert Page.objects.search("khai giảng")[0].slug == newest


# --- Deleting


def test_deleted_object_has_no_entry() -> None:
    page = create_article("Tuyển sinh")
    document, image = factories.DocumentFactory(title="Tuyển sinh"), factories.SmallImageFactory(title="Tuyển sinh")
    unit = factories.UnitFactory(name="Tuyển sinh")
    author = factories.AuthorFactory(name="Tuyển sinh", unit=unit)
    before = SearchEntry.objects.count()
    for number, item in enumerate((page, document, image, author, unit), start=1):
        assert search_names("tuyển sinh", type(item).objects.all()) == ["Tuyển sinh"]
        item.delete()
        assert search_names("tuyển sinh", type(item).objects.all()) == []
        assert SearchEntry.objects.count() == before - number
    assert count_indexed_texts() == SearchEntry.objects.count()


def test_deleted_section_removes_entries_of_descendants() -> None:
    section = factories.SectionFactory(title="Thi cử")
    create_article("Lịch thi", parent=section)
    create_article("Điểm thi", parent=section)
    before = SearchEntry.objects.count()
    Page.objects.get(pk=section.pk).delete()
    assert search_names("thi") == []
    assert SearchEntry.objects.count() == before - 3


def count_indexed_texts() -> int:
    """Return the number of texts in the index: on SQLite they are in a separate table."""
    if connection.vendor != "sqlite":
        return SearchEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_fulltext")
        return cursor.fetchone()[0]


# --- Renaming related objects


def rename(item: Any, name: str) -> None:
    item.name = name
    item.save()


@pytest.mark.parametrize(("model", "old"), [(Author, "Lê Thị Hạnh"), (Unit, "Phòng Mầm non"), (NewsTag, "Tuyển sinh")])
def test_new_name_is_found_after_scheduler_round(signed, model: type, old: str) -> None:
    create_article("Chuyện khác")
    assert search_articles(old) == ["Khai giảng"]
    rename(model.objects.get(name=old), "Đổi Mới Rồi")
    call_command("run_scheduler", "--once", stdout=io.StringIO())
    assert search_articles("đổi mới rồi") == ["Khai giảng"]
    assert search_articles(old) == []
    assert reindex_stale() == 0


def test_renamed_organiser_is_found() -> None:
    unit = factories.UnitFactory(name="Phòng Mầm non", short_name="P.MN")
    event = factories.EventFactory(title="Hội thao", organiser=unit)
    event.save_revision().publish()
    rename(unit, "Phòng Tiểu học")
    assert reindex_stale() == 1
    assert search_names("tiểu học", type(event).objects.all()) == ["Hội thao"]


def test_deleted_tag_is_not_found(signed) -> None:
    NewsTag.objects.get(name="Tuyển sinh").delete()
    reindex_stale()
    assert search_articles("tuyển sinh") == []
    assert search_articles("khai giảng") == ["Khai giảng"]


def test_only_referencing_objects_are_reindexed(signed) -> None:
    create_article("Chuyện khác")
    stranger = factories.AuthorFactory(name="Người Lạ")
    rename(stranger, "Người Quen")
    assert reindex_stale() == 0
    assert search_names("người quen", Author.objects.all()) == ["Người Quen"]
    rename(Author.objects.get(name="Lê Thị Hạnh"), "Lê Thị Hằng")
    assert reindex_stale() == 1


# --- update_index


def test_update_index_gives_same_results(signed) -> None:
    create_article("Chuyện khác", body=[("paragraph", "<p>Mồng sáu</p>")])
    factories.DocumentFactory(title="Công văn 12")
    factories.SmallImageFactory(title="IMG_7", description="Cây phượng")
    factories.EventFactory(title="Hội thao", place="Nhà thi đấu")

    def whole() -> list[Any]:
        questions = ("khai giảng", "hạnh", "mầm non", "tuyển sinh", "mồng sáu", "thi đấu", "công văn", "phượng", "xyz")
        kinds = (Page, PortalDocument, PortalImage, Author, Unit)
        return [(text, search_names(text, kind.objects.all())) for text in questions for kind in kinds] + [
            autocomplete_names("kh")
        ]

    before = whole()
    update_index()  # now including the pages that migrations created
    entries = SearchEntry.objects.count()
    assert whole() == before
    SearchEntry.objects.all().delete()
    assert search_names("khai giảng") == []
    update_index()
    assert (whole(), SearchEntry.objects.count()) == (before, entries)
    assert sum(1 for entry in before[:-1] if entry[1]) >= 8


def test_update_index_removes_stale_and_adds_missing_entries(signed) -> None:
    page = create_article("Chuyện khác")
    NewsPage.objects.filter(pk=signed.pk).update(title="Sửa lén")
    gone = 9_999_999
    for model in (NewsPage, PortalDocument, Group):
        SearchEntry.objects.create(content_type=ContentType.objects.get_for_model(model), object_id=gone, text="…")
    SearchEntry.objects.filter(object_id=page.pk, content_type=page.content_type).delete()
    assert search_articles("sửa lén") == search_articles("chuyện khác") == []
    update_index()
    assert not SearchEntry.objects.filter(object_id=gone).exists()
    assert search_articles("sửa lén") == ["Sửa lén"]
    assert search_articles("chuyện khác") == ["Chuyện khác"]
    assert search_articles("khai giảng") == []
    assert count_indexed_texts() == SearchEntry.objects.count()


def update_index() -> None:
    call_command("update_index", verbosity=0, stdout=io.StringIO())
