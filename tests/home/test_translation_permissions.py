"""Translating changes public content only with the publish permission."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import OverridableSegment, StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object, translate_page_subtree

from home.models import SourceChange
from mysite.bin import is_in_bin
from newsroom.models import Author, NewsPage
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text
from tests.support.translations import (
    create_published_translation,
    get_edit_url,
    get_english_locale,
    publish_translation,
    submit_for_translation,
    translate_all_segments,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[CONTRIBUTORS, EDITORS], ids=["editor", "moderator"])
def role(request: pytest.FixtureRequest) -> str:
    return request.param


def update(client: Client, source: TranslationSource, **sent: str) -> None:
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(url, sent).status_code == 302


# --- Publishing


def test_publishing_while_updating_requires_publish_permission(role: str) -> None:
    translation = submit_for_translation(factories.ArticleFactory(title="Hội nghị"))
    translate_all_segments(translation)
    admin_client, may = login_client(create_editor(role)), role == EDITORS
    form = get_page(admin_client, reverse("wagtail_localize:update_translations", args=[translation.source_id]))
    assert bool(form.select("[type=checkbox][name=publish_translations]")) == may
    update(admin_client, translation.source, publish_translations="on")
    assert translation.get_target_instance().live == may


def test_converting_to_alias_requires_publish_permission(role: str) -> None:
    there = create_published_translation(factories.ArticleFactory(title="Hội nghị"))
    admin_client, may = login_client(create_editor(role)), role == EDITORS
    response = admin_client.post(reverse("wagtail_localize:convert_to_alias", args=[there.pk]))
    there.refresh_from_db()
    assert bool(there.alias_of_id) == may
    assert Translation.objects.filter(source__object_id=there.translation_key).exists() != may
    assert response["Location"] == (get_edit_url(there) if may else reverse("wagtailadmin_home"))


def test_partly_translated_live_page_is_reported() -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    there = create_published_translation(article)
    admin_client = login_client(create_editor(EDITORS))
    article.lead = "Sở vừa quyết định khác."
    article.save_revision().publish()
    update(admin_client, TranslationSource.objects.get(object_id=article.translation_key), publish_translations="on")
    assert get_page(Client(), there.url).select_one(".lead").text.strip() == "Sở vừa quyết định khác."
    page = get_page(admin_client, "/admin/reports/translations/?state=stale")
    assert "Hội nghị" in get_text(page.select_one("table.listing tbody"))


# --- Existing translations


def test_submitting_article_does_not_overwrite_author_translation() -> None:
    author = factories.AuthorFactory(name="Nguyễn Văn An", biography="Dạy toán.")
    there = create_published_translation(author)
    text = there.biography
    author.biography = "Dạy toán và tin học."
    author.save()
    update(login_client(create_editor()), TranslationSource.objects.get(object_id=author.translation_key))
    translate_object(factories.ArticleFactory(title="Hội nghị", authors=(author,)), [get_english_locale()])
    there.refresh_from_db()
    assert there.biography == text
    assert NewsPage.objects.get(locale=get_english_locale()).bylines.get().author == there


def test_manually_written_english_author_is_kept() -> None:
    author = factories.AuthorFactory(name="Nguyễn Văn An", biography="Dạy toán.")
    by_hand = author.copy_for_translation(get_english_locale())
    by_hand.biography, by_hand.awaits_translation = "Teaches mathematics.", False
    by_hand.save()
    translate_object(factories.ArticleFactory(title="Hội nghị", authors=(author,)), [get_english_locale()])
    by_hand.refresh_from_db()
    assert by_hand.biography == "Teaches mathematics."


def test_manually_edited_translation_survives_section_submission() -> None:
    section = factories.SectionFactory(title="Thi cử")
    article = factories.ArticleFactory(title="Hội nghị", parent=section)
    new = factories.ArticleFactory(title="Lịch thi", parent=section)
    there = create_published_translation(article)
    Translation.objects.filter(source__object_id=article.translation_key).update(enabled=False)
    there.lead = "Written by hand."
    there.save_revision().publish()
    translate_page_subtree(section.pk, [get_english_locale()], None, create_editor())
    there.refresh_from_db()
    assert (there.lead, there.live) == ("Written by hand.", True)
    assert not Translation.objects.get(source__object_id=article.translation_key).enabled
    assert not Page.objects.get(translation_key=new.translation_key, locale=get_english_locale()).live


@pytest.mark.parametrize("choice", ["delete", "unpublish"])
def test_english_only_pages_below_section_are_kept(choice: str) -> None:
    section = factories.SectionFactory(title="Mục cũ")
    create_published_translation(factories.ArticleFactory(title="Hội nghị", parent=section))
    there = Page.objects.get(translation_key=section.translation_key, locale=get_english_locale())
    own = factories.ArticleFactory(title="Only in English", parent=there, locale=get_english_locale())
    admin_client = login_client(factories.UserFactory(is_superuser=True))
    action = "delete" if choice == "delete" else "unpublish"
    url = reverse(f"wagtailadmin_pages:{action}", args=[section.pk])
    admin_client.post(url, {"translations": choice, "include_descendants": "on"})
    own.refresh_from_db()
    assert own.live
    if choice == "delete":
        assert is_in_bin(NewsPage.objects.get(title="Hội nghị"))
        assert "Chưa thay đổi" in get_text(get_page(admin_client, "/admin/").select_one(".messages"))
    else:
        there.refresh_from_db()
        assert not there.live


def test_taken_english_slug_is_replaced() -> None:
    by_hand = factories.AuthorFactory(name="Nguyen Van An", slug="nguyen-van-an", locale=get_english_locale())
    author = factories.AuthorFactory(name="Nguyễn Văn An", slug="nguyen-van-an")
    url = reverse("wagtail_localize:submit_snippet_translation", args=["newsroom", "author", author.pk])
    response = login_client(create_editor()).post(url, {"locales": [get_english_locale().pk]})
    assert response.status_code == 302
    there = Author.objects.get(translation_key=author.translation_key, locale=get_english_locale())
    assert (by_hand.slug, there.slug) == ("nguyen-van-an", "nguyen-van-an-2")


# --- Restrictions


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_restriction_is_copied_to_translation(kind: str) -> None:
    article = factories.ArticleFactory(title="Họp nội bộ")
    there = create_published_translation(article)
    group = Group.objects.get(name=CONTRIBUTORS)
    url = reverse("wagtailadmin_pages:set_privacy", args=[article.pk])
    sent = {"restriction_type": kind, "password": "mat-khau"} | ({"groups": [group.pk]} if kind == "groups" else {})
    assert login_client(create_editor(EDITORS)).post(url, sent).status_code == 200
    for page in (article, there):
        own = PageViewRestriction.objects.get(page=page)
        assert (own.restriction_type, list(own.groups.all())) == (kind, [group] if kind == "groups" else [])
        response = Client().get(page.url)
        assert "Họp nội bộ" not in response.content.decode()
        assert response.status_code == (200 if kind == "password" else 302)


def test_restriction_of_translation_alone_is_kept() -> None:
    there = create_published_translation(factories.ArticleFactory(title="Hội nghị"))
    PageViewRestriction.objects.create(page_id=there.pk, restriction_type="login")
    source = TranslationSource.objects.get(object_id=there.translation_key)
    update(login_client(create_editor()), source)
    assert there.view_restrictions.count() == 1
    assert PageViewRestriction.objects.count() == 1


def test_expiry_of_source_is_copied_to_translation() -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    there = create_published_translation(article)
    end = timezone.now() + datetime.timedelta(days=3)
    for moment in (end, None):
        article.expire_at = moment
        article.save_revision().publish()
        there.refresh_from_db()
        assert there.expire_at == moment


# --- Outdated translations


def test_publishing_unchanged_form_does_not_make_translation_stale() -> None:
    table = {"data": [["Ngày", "Môn"], ["5/6", "Toán"]], "table_caption": "", "table_header_choice": "row"}
    article = factories.ArticleFactory(
        title="Hội nghị",
        tags=("Tuyển sinh", "Lớp 10", "An toàn"),
        authors=tuple(factories.AuthorFactory.create_batch(2)),
        body=[{"type": "paragraph", "value": "<p>Nội dung</p>"}, {"type": "table", "value": table}],
    )
    create_published_translation(article)
    tags = list(article.tags.order_by("-pk"))
    article = NewsPage.objects.get(pk=article.pk)
    article.tags.set(tags)
    article.body[0].value.source = article.body[0].value.source.replace("<p>", '<p data-block-key="a1b2c">')
    article.body[1].value |= {"first_row_is_table_header": True, "first_col_is_header": False}
    article.save_revision().publish()
    # Older form data did not contain which row is the table header.
    changes = SourceChange.objects.filter(source__object_id=article.translation_key)
    assert changes.count() == 1
    update(login_client(create_editor()), TranslationSource.objects.get(object_id=article.translation_key))
    assert not changes.exists()
    for _round in range(2):
        article = NewsPage.objects.get(pk=article.pk)
        article.tags.set(list(reversed(tags)))
        article.save_revision().publish()
        assert not changes.exists()
    article.tags.add("Kế hoạch")
    article.save_revision().publish()
    assert changes.exists()


def test_draft_of_older_source_shows_warning() -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    translation = submit_for_translation(article)
    admin_client = login_client(create_editor())
    url = get_edit_url(translation.get_target_instance())
    assert get_page(admin_client, url).select(".messages .warning") == []
    article.lead = "Sở vừa quyết định khác."
    article.save_revision().publish()
    assert "Bản gốc đã thay đổi" in get_text(get_page(admin_client, url).select_one(".messages .warning"))
    report = get_page(admin_client, "/admin/reports/translations/?state=draft")
    update_url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert any(link["href"].startswith(update_url) for link in report.select("table.listing a"))


# --- Input


def save_segment(client: Client, name: str, translation: Translation, segment: Any, value: str) -> Any:
    url = reverse(f"wagtail_localize:{name}", args=[translation.pk, segment.pk])
    return client.put(url, f"value={value}", content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JaVa%09script:alert(1)", "data:text/html,x", "vbscript:x"])
def test_script_link_override_is_rejected(url: str) -> None:
    text = '<p><a href="https://thi.example/">lịch thi</a></p>'
    translation = submit_for_translation(factories.ArticleFactory(body=[{"type": "paragraph", "value": text}]))
    admin_client = login_client(create_editor())
    segment = OverridableSegment.objects.get(source=translation.source, data_json='"https://thi.example/"')
    assert save_segment(admin_client, "edit_override", translation, segment, url).status_code == 400
    assert save_segment(admin_client, "edit_override", translation, segment, "https://exam.example/").status_code == 201
    there = publish_translation(translation)
    assert 'href="https://exam.example/"' in str(there.body)


def test_too_long_translation_is_kept_with_error() -> None:
    article = factories.ArticleFactory(
        title="Hội nghị", main_image_caption="Toàn cảnh", main_image=factories.ImageFactory()
    )
    translation = submit_for_translation(article)
    admin_client = login_client(create_editor())
    for path in ("title", "main_image_caption"):
        segment = StringSegment.objects.get(source=translation.source, context__path=path)
        longest = NewsPage._meta.get_field(path).max_length
        response = save_segment(admin_client, "edit_string_translation", translation, segment, "x" * (longest + 1))
        assert response.status_code == 201
        assert response.json()["error"] == f"Nhập nhiều nhất {longest} ký tự (hiện có {longest + 1})."
        saved = StringTranslation.objects.get(context=segment.context)
        assert (len(saved.data), saved.has_error) == (longest + 1, True)
    there = publish_translation(translation)
    assert (there.title, there.main_image_caption) == ("Hội nghị", "Toàn cảnh")
    assert (
        save_segment(admin_client, "edit_string_translation", translation, segment, "A view of the hall").json()[
            "error"
        ]
        is None
    )


def test_translated_text_is_cleaned() -> None:
    translation = submit_for_translation(factories.ArticleFactory(title="Hội nghị"))
    segment = StringSegment.objects.get(source=translation.source, context__path="title")
    response = save_segment(
        login_client(create_editor()), "edit_string_translation", translation, segment, "Cafe%CC%81%E2%80%8B%00in Hue"
    )
    assert response.json()["data"] == "Café in Hue"
