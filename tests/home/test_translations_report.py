"""Which translations are missing, drafts or out of date: in the report and above the edit view."""

import csv
import datetime
import io
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import Tag
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission
from wagtail_localize.models import StringSegment, TranslationSource

from home.models import Motto, SourceChange
from newsroom.models import NewsPage
from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor
from tests.factories import UserFactory
from tests.reading import all_words, read, words
from tests.translating import edit_url, english, publish, published, submit, type_everything

pytestmark = pytest.mark.django_db

URL = "/admin/reports/translations/"


@pytest.fixture
def desk() -> Client:
    return client_of(editor())


def change(article: NewsPage, **fields: Any) -> NewsPage:
    article = NewsPage.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_revision().publish()
    return article


def rows(client: Client, **query: str) -> dict[str, Tag]:
    """The rows of the report by title, without the home pages and sections, which have translations of their own."""
    page = read(client, f"{URL}?{urlencode(query)}")
    found = {words(row.select_one(".title-wrapper")): row for row in page.select("table.listing tbody tr")}
    return {title: row for title, row in found.items() if not title.startswith(("Trang chủ", "Tin tức"))}


def state(row: Tag) -> str:
    return words(row.select("td")[3])


def warnings(client: Client, address: str) -> list[str]:
    return all_words(read(client, address).select(".messages .warning"))


# --- What state a translation is in


def test_what_nobody_has_begun_is_missing(desk: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    factories.ArticleFactory(title="Chưa đăng", live=False)
    found = rows(desk)
    assert list(found) == ["Hội nghị"]
    row = found["Hội nghị"]
    assert state(row) == "còn thiếu"
    links = [link["href"] for link in row.select("a")]
    assert links == [edit_url(article), reverse("wagtail_localize:submit_page_translation", args=[article.pk])]


def test_what_is_begun_is_a_draft_until_it_is_published(desk: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    translation = submit(article)
    there = translation.get_target_instance()
    row = rows(desk)["Hội nghị"]
    assert state(row) == "bản nháp"
    assert edit_url(there) in [link["href"] for link in row.select("a")]
    left = StringSegment.objects.filter(source=translation.source).count()
    assert words(row.select("td")[5]) == str(left)
    type_everything(translation)
    assert words(rows(desk)["Hội nghị"].select("td")[5]) == "0"
    publish(translation)
    assert rows(desk) == {}


def test_a_change_of_the_source_makes_it_stale_until_it_is_brought_up_to_date_and_published(desk: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    there = published(article)
    assert warnings(desk, edit_url(there)) == []
    change(article, lead="Sở vừa quyết định khác.")
    row = rows(desk)["Hội nghị"]
    assert state(row) == "đã cũ"
    source = TranslationSource.objects.get(object_id=article.translation_key)
    update = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert any(link["href"].startswith(update) for link in row.select("a"))
    said = warnings(desk, edit_url(there))
    assert len(said) == 1
    assert "Bản gốc đã thay đổi" in said[0]

    response = desk.post(update)
    assert response.status_code == 302
    assert state(rows(desk)["Hội nghị"]) == "đã cũ"  # its readers still see the old text
    assert "đăng" in warnings(desk, edit_url(there))[0]
    translation = source.translations.get()
    type_everything(translation)
    publish(translation)
    assert rows(desk) == {}
    assert warnings(desk, edit_url(there)) == []


def test_a_draft_of_the_source_changes_nothing_yet(desk: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    published(article)
    article.lead = "Mới viết dở."
    article.save_revision()
    assert rows(desk) == {}


@pytest.mark.parametrize("fields", [{}, {"minor_edit": True}])
def test_publishing_without_a_change_makes_nothing_stale(desk: Client, fields: dict[str, Any]) -> None:
    article = factories.ArticleFactory(title="Hội nghị", body=[{"type": "paragraph", "value": "<p>Nội dung</p>"}])
    published(article)
    change(article, **fields)
    assert rows(desk) == {}
    assert SourceChange.objects.count() == 0


def test_what_was_changed_back_is_no_change(desk: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị", lead="Như cũ.")
    published(article)
    change(article, lead="Khác đi.")
    assert rows(desk)
    change(article, lead="Như cũ.")
    assert rows(desk) == {}


def test_a_picture_or_a_document_is_a_change_too(desk: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    published(article)
    change(article, main_image=factories.ImageFactory())
    assert state(rows(desk)["Hội nghị"]) == "đã cũ"


def test_a_translation_written_by_hand_is_stale_when_the_source_is_newer(desk: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    there = article.copy_for_translation(english(), copy_parents=True)
    there.title = there.slug = "conference"
    there.save_revision().publish()
    assert rows(desk) == {}
    change(article, lead="Sở vừa quyết định khác.")
    assert state(rows(desk)["Hội nghị"]) == "đã cũ"
    assert "đăng lại" in warnings(desk, edit_url(there))[0]
    NewsPage.objects.get(pk=there.pk).save_revision().publish()
    assert rows(desk) == {}


def test_an_alias_is_no_translation(desk: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    article.copy_for_translation(english(), copy_parents=True, alias=True)
    assert state(rows(desk)["Hội nghị"]) == "còn thiếu"


def test_what_was_written_in_english_first_is_missing_in_vietnamese(desk: Client) -> None:
    section = factories.SectionFactory(parent=factories.home_page("en"), locale=english(), title="Tin tức khác")
    factories.ArticleFactory(parent=section, locale=english(), title="For our guests")
    found = rows(desk)
    assert list(found) == ["For our guests"]
    assert words(found["For our guests"].select("td")[2]) == "Tiếng Việt"


def test_snippets_are_in_it(desk: Client) -> None:
    motto = factories.MottoFactory(text="Học đi đôi với hành")
    factories.NoticeFactory(text="<p>Nghỉ học &amp; nghỉ thi</p>")
    factories.NoticeFactory(text="<p>Đã qua</p>", ends_at=timezone.now() - datetime.timedelta(minutes=1))
    found = rows(desk)
    assert {title: state(row) for title, row in found.items()} == {
        "Học đi đôi với hành": "còn thiếu",
        "Nghỉ học & nghỉ thi": "còn thiếu",
    }
    there = published(motto)
    assert "Học đi đôi với hành" not in rows(desk)
    motto = Motto.objects.get(pk=motto.pk)
    motto.text = "Học phải đi đôi với hành"
    motto.save()
    assert state(rows(desk)["Học phải đi đôi với hành"]) == "đã cũ"
    assert "Bản gốc đã thay đổi" in warnings(desk, edit_url(there))[0]


# --- The list


@pytest.fixture
def all_states() -> None:
    published(factories.ArticleFactory(title="Đủ"))
    stale = factories.ArticleFactory(title="Cũ")
    published(stale)
    change(stale, lead="Khác.")
    submit(factories.ArticleFactory(title="Nháp"))
    factories.ArticleFactory(title="Thiếu")
    factories.MottoFactory(text="Câu")


def test_it_can_be_filtered(desk: Client, all_states: None) -> None:
    assert list(rows(desk))[:2] == ["Cũ", "Nháp"]
    assert set(rows(desk, state="missing")) == {"Thiếu", "Câu"}
    assert set(rows(desk, state="draft")) == {"Nháp"}
    assert set(rows(desk, state="stale")) == {"Cũ"}
    assert set(rows(desk, kind="motto")) == {"Câu"}
    assert set(rows(desk, kind="page", state="missing")) == {"Thiếu"}
    assert set(rows(desk, language="en")) == {"Cũ", "Nháp", "Thiếu", "Câu"}
    assert rows(desk, language="vi") == {}
    assert set(rows(desk, state="nonsense")) == {"Cũ", "Nháp", "Thiếu", "Câu"}
    read(desk, f"{URL}results/?ordering=-since")


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_both_roles_find_it_in_the_menu_once(role: str) -> None:
    desk = client_of(editor(role))
    menu = desk.get("/admin/").content.decode()
    assert menu.count(f'"{URL}"') == 1
    assert "/admin/localize/reports/translations/" not in menu


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_it_can_be_exported(desk: Client, all_states: None, ending: str) -> None:
    answer = desk.get(URL, {"export": ending, "kind": "page", "state": "stale"})
    content = b"".join(answer.streaming_content)
    if ending == "csv":
        found = list(csv.reader(io.StringIO(content.decode())))
    else:
        found = [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    assert found[0][:4] == ["Tiêu đề", "Loại", "Dịch sang", "Trạng thái"]
    assert [row[:4] for row in found[1:]] == [["Cũ", "Trang", "English", "đã cũ"]]
    day = str(found[1][4])
    assert day.startswith(f"{timezone.localtime():%Y-%m-%d}")


def test_whoever_may_not_change_a_page_does_not_see_it(client: Client, all_states: None) -> None:
    assert client.get(URL).status_code == 302
    assert client_of(UserFactory()).get(URL).status_code == 302
    group = Group.objects.create(name="Ban phong trào")
    section = factories.SectionFactory(title="Phong trào")
    factories.ArticleFactory(title="Của chúng tôi", parent=section)
    change_page = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=section, permission=change_page)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory()
    user.groups.add(group)
    assert set(rows(client_of(user))) == {"Phong trào", "Của chúng tôi"}


def test_the_number_of_queries_does_not_grow(desk: Client, all_states: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(URL)
        return len(captured)

    queries()
    few = queries()
    section = factories.SectionFactory()
    for _ in range(6):
        factories.ArticleFactory(parent=section)
        submit(factories.ArticleFactory(parent=section))
    assert queries() == few <= 30
