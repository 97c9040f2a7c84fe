"""Missing, draft and outdated translations: in the report and above the edit form."""

import csv
import datetime
import io
import json
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
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.factories import UserFactory
from tests.support.html import get_page, get_text, get_texts
from tests.support.translations import (
    create_published_translation,
    get_edit_url,
    get_english_locale,
    publish_translation,
    submit_for_translation,
    translate_all_segments,
)

pytestmark = pytest.mark.django_db

URL = "/admin/reports/translations/"


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor())


def change(article: NewsPage, **fields: Any) -> NewsPage:
    article = NewsPage.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_revision().publish()
    return article


def rows(client: Client, **query: str) -> dict[str, Tag]:
    """Return the rows of the report by title, without home pages and sections, which also have translations."""
    page = get_page(client, f"{URL}?{urlencode(query)}")
    table_rows = {get_text(row.select_one(".title-wrapper")): row for row in page.select("table.listing tbody tr")}
    return {title: row for title, row in table_rows.items() if not title.startswith(("Trang chủ", "Tin tức"))}


def state(row: Tag) -> str:
    return get_text(row.select("td")[3])


def warnings(client: Client, url: str) -> list[str]:
    return get_texts(get_page(client, url).select(".messages .warning"))


# --- States


def test_page_without_translation_is_missing(admin_client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    factories.ArticleFactory(title="Chưa đăng", live=False)
    listed = rows(admin_client)
    assert list(listed) == ["Hội nghị"]
    row = listed["Hội nghị"]
    assert state(row) == "còn thiếu"
    links = [link["href"] for link in row.select("a")]
    assert links == [get_edit_url(article), reverse("wagtail_localize:submit_page_translation", args=[article.pk])]


def test_translation_is_draft_until_published(admin_client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    translation = submit_for_translation(article)
    there = translation.get_target_instance()
    row = rows(admin_client)["Hội nghị"]
    assert state(row) == "bản nháp"
    assert get_edit_url(there) in [link["href"] for link in row.select("a")]
    left = StringSegment.objects.filter(source=translation.source).count()
    assert get_text(row.select("td")[5]) == str(left)
    translate_all_segments(translation)
    assert get_text(rows(admin_client)["Hội nghị"].select("td")[5]) == "0"
    publish_translation(translation)
    assert rows(admin_client) == {}


def test_source_change_makes_translation_stale_until_updated_and_published(admin_client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    there = create_published_translation(article)
    assert warnings(admin_client, get_edit_url(there)) == []
    change(article, lead="Sở vừa quyết định khác.")
    row = rows(admin_client)["Hội nghị"]
    assert state(row) == "đã cũ"
    source = TranslationSource.objects.get(object_id=article.translation_key)
    update = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert any(link["href"].startswith(update) for link in row.select("a"))
    shown = warnings(admin_client, get_edit_url(there))
    assert len(shown) == 1
    assert "Bản gốc đã thay đổi" in shown[0]

    response = admin_client.post(update)
    assert response.status_code == 302
    assert state(rows(admin_client)["Hội nghị"]) == "đã cũ"  # readers still see the old text
    assert "đăng" in warnings(admin_client, get_edit_url(there))[0]
    translation = source.translations.get()
    translate_all_segments(translation)
    publish_translation(translation)
    assert rows(admin_client) == {}
    assert warnings(admin_client, get_edit_url(there)) == []


def test_source_draft_does_not_make_translation_stale(admin_client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    create_published_translation(article)
    article.lead = "Mới viết dở."
    article.save_revision()
    assert rows(admin_client) == {}


@pytest.mark.parametrize("fields", [{}, {"minor_edit": True}])
def test_publishing_without_change_does_not_make_translation_stale(
    admin_client: Client, fields: dict[str, Any]
) -> None:
    article = factories.ArticleFactory(title="Hội nghị", body=[{"type": "paragraph", "value": "<p>Nội dung</p>"}])
    create_published_translation(article)
    change(article, **fields)
    assert rows(admin_client) == {}
    assert SourceChange.objects.count() == 0


def test_field_added_to_the_model_does_not_make_translation_stale() -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    create_published_translation(article)
    source = TranslationSource.objects.get(object_id=article.translation_key)
    submitted = json.loads(source.content_json)
    del submitted["publication_date"]
    TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps(submitted))
    change(article)
    assert not SourceChange.objects.exists()
    change(article, title="Hội nghị lần hai")
    assert SourceChange.objects.exists()


def test_reverted_change_does_not_make_translation_stale(admin_client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị", lead="Như cũ.")
    create_published_translation(article)
    change(article, lead="Khác đi.")
    assert rows(admin_client)
    change(article, lead="Như cũ.")
    assert rows(admin_client) == {}


def test_changed_image_or_document_makes_translation_stale(admin_client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    create_published_translation(article)
    change(article, main_image=factories.ImageFactory())
    assert state(rows(admin_client)["Hội nghị"]) == "đã cũ"


def test_manual_translation_is_stale_when_source_is_newer(admin_client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    there = article.copy_for_translation(get_english_locale(), copy_parents=True)
    there.title = there.slug = "conference"
    there.save_revision().publish()
    assert rows(admin_client) == {}
    change(article, lead="Sở vừa quyết định khác.")
    assert state(rows(admin_client)["Hội nghị"]) == "đã cũ"
    assert "đăng lại" in warnings(admin_client, get_edit_url(there))[0]
    NewsPage.objects.get(pk=there.pk).save_revision().publish()
    assert rows(admin_client) == {}


def test_an_alias_is_no_translation(admin_client: Client) -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    article.copy_for_translation(get_english_locale(), copy_parents=True, alias=True)
    assert state(rows(admin_client)["Hội nghị"]) == "còn thiếu"


def test_english_page_without_vietnamese_translation_is_missing(admin_client: Client) -> None:
    section = factories.SectionFactory(
        parent=factories.get_home_page("en"), locale=get_english_locale(), title="Tin tức khác"
    )
    factories.ArticleFactory(parent=section, locale=get_english_locale(), title="For our guests")
    listed = rows(admin_client)
    assert list(listed) == ["For our guests"]
    assert get_text(listed["For our guests"].select("td")[2]) == "Tiếng Việt"


def test_snippets_are_listed(admin_client: Client) -> None:
    motto = factories.MottoFactory(text="Học đi đôi với hành")
    factories.NoticeFactory(text="<p>Nghỉ học &amp; nghỉ thi</p>")
    factories.NoticeFactory(text="<p>Đã qua</p>", ends_at=timezone.now() - datetime.timedelta(minutes=1))
    listed = rows(admin_client)
    assert {title: state(row) for title, row in listed.items()} == {
        "Học đi đôi với hành": "còn thiếu",
        "Nghỉ học & nghỉ thi": "còn thiếu",
    }
    there = create_published_translation(motto)
    assert "Học đi đôi với hành" not in rows(admin_client)
    motto = Motto.objects.get(pk=motto.pk)
    motto.text = "Học phải đi đôi với hành"
    motto.save()
    assert state(rows(admin_client)["Học phải đi đôi với hành"]) == "đã cũ"
    assert "Bản gốc đã thay đổi" in warnings(admin_client, get_edit_url(there))[0]


# --- The report


@pytest.fixture
def all_states() -> None:
    create_published_translation(factories.ArticleFactory(title="Đủ"))
    stale = factories.ArticleFactory(title="Cũ")
    create_published_translation(stale)
    change(stale, lead="Khác.")
    submit_for_translation(factories.ArticleFactory(title="Nháp"))
    factories.ArticleFactory(title="Thiếu")
    factories.MottoFactory(text="Câu")


def test_report_can_be_filtered(admin_client: Client, all_states: None) -> None:
    assert list(rows(admin_client))[:2] == ["Cũ", "Nháp"]
    assert set(rows(admin_client, state="missing")) == {"Thiếu", "Câu"}
    assert set(rows(admin_client, state="draft")) == {"Nháp"}
    assert set(rows(admin_client, state="stale")) == {"Cũ"}
    assert set(rows(admin_client, kind="motto")) == {"Câu"}
    assert set(rows(admin_client, kind="page", state="missing")) == {"Thiếu"}
    assert set(rows(admin_client, language="en")) == {"Cũ", "Nháp", "Thiếu", "Câu"}
    assert rows(admin_client, language="vi") == {}
    assert set(rows(admin_client, state="nonsense")) == {"Cũ", "Nháp", "Thiếu", "Câu"}
    get_page(admin_client, f"{URL}results/?ordering=-since")


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS])
def test_editors_and_moderators_have_one_menu_item(role: str) -> None:
    admin_client = login_client(create_editor(role))
    menu = admin_client.get("/admin/").content.decode()
    assert menu.count(f'"{URL}"') == 1
    assert "/admin/localize/reports/translations/" not in menu


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_report_can_be_exported(admin_client: Client, all_states: None, ending: str) -> None:
    response = admin_client.get(URL, {"export": ending, "kind": "page", "state": "stale"})
    content = b"".join(response.streaming_content)
    if ending == "csv":
        exported = list(csv.reader(io.StringIO(content.decode())))
    else:
        exported = [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    assert exported[0][:4] == ["Tiêu đề", "Loại", "Dịch sang", "Trạng thái"]
    assert [row[:4] for row in exported[1:]] == [["Cũ", "Trang", "English", "đã cũ"]]
    day = str(exported[1][4])
    assert day.startswith(f"{timezone.localtime():%Y-%m-%d}")


def test_pages_without_change_permission_are_not_listed(client: Client, all_states: None) -> None:
    assert client.get(URL).status_code == 302
    assert login_client(UserFactory()).get(URL).status_code == 302
    group = Group.objects.create(name="Ban phong trào")
    section = factories.SectionFactory(title="Phong trào")
    factories.ArticleFactory(title="Của chúng tôi", parent=section)
    change_page = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=section, permission=change_page)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory()
    user.groups.add(group)
    assert set(rows(login_client(user))) == {"Phong trào", "Của chúng tôi"}


def test_query_count_does_not_grow(admin_client: Client, all_states: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(URL)
        return len(captured)

    queries()
    few = queries()
    section = factories.SectionFactory()
    for _ in range(6):
        factories.ArticleFactory(parent=section)
        submit_for_translation(factories.ArticleFactory(parent=section))
    assert queries() == few <= 30
