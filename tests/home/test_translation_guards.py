"""Translating does nothing to what readers have already, unless somebody who may says so."""

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
from newsroom.models import Author, NewsPage
from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor
from tests.reading import read, words
from tests.translating import edit_url, english, publish, published, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[EDITORS, MODERATORS], ids=["editor", "moderator"])
def role(request: pytest.FixtureRequest) -> str:
    return request.param


def update(client: Client, source: TranslationSource, **sent: str) -> None:
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(address, sent).status_code == 302


# --- Publishing


def test_who_may_publish_may_do_so_while_updating(role: str) -> None:
    translation = submit(factories.ArticleFactory(title="Hội nghị"))
    desk, may = client_of(editor(role)), role == MODERATORS
    form = read(desk, reverse("wagtail_localize:update_translations", args=[translation.source_id]))
    assert bool(form.select("[type=checkbox][name=publish_translations]")) == may
    update(desk, translation.source, publish_translations="on")
    assert translation.get_target_instance().live == may


def test_who_may_publish_may_make_an_alias(role: str) -> None:
    there = published(factories.ArticleFactory(title="Hội nghị"))
    desk, may = client_of(editor(role)), role == MODERATORS
    response = desk.post(reverse("wagtail_localize:convert_to_alias", args=[there.pk]))
    there.refresh_from_db()
    assert bool(there.alias_of_id) == may
    assert Translation.objects.filter(source__object_id=there.translation_key).exists() != may
    assert response["Location"] == (edit_url(there) if may else reverse("wagtailadmin_home"))


def test_what_is_shown_in_part_in_the_other_language_is_reported() -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    there = published(article)
    desk = client_of(editor(MODERATORS))
    article.lead = "Sở vừa quyết định khác."
    article.save_revision().publish()
    update(desk, TranslationSource.objects.get(object_id=article.translation_key), publish_translations="on")
    assert read(Client(), there.url).select_one(".lead").text.strip() == "Sở vừa quyết định khác."
    page = read(desk, "/admin/reports/translations/?state=stale")
    assert "Hội nghị" in words(page.select_one("table.listing tbody"))


# --- What is translated already


def test_submitting_an_article_leaves_the_texts_of_its_author_alone() -> None:
    author = factories.AuthorFactory(name="Nguyễn Văn An", biography="Dạy toán.")
    there = published(author)
    text = there.biography
    author.biography = "Dạy toán và tin học."
    author.save()
    update(client_of(editor()), TranslationSource.objects.get(object_id=author.translation_key))
    translate_object(factories.ArticleFactory(title="Hội nghị", authors=(author,)), [english()])
    there.refresh_from_db()
    assert there.biography == text
    assert NewsPage.objects.get(locale=english()).bylines.get().author == there


def test_an_author_written_in_english_by_hand_stays() -> None:
    author = factories.AuthorFactory(name="Nguyễn Văn An", biography="Dạy toán.")
    by_hand = author.copy_for_translation(english())
    by_hand.biography, by_hand.awaits_translation = "Teaches mathematics.", False
    by_hand.save()
    translate_object(factories.ArticleFactory(title="Hội nghị", authors=(author,)), [english()])
    by_hand.refresh_from_db()
    assert by_hand.biography == "Teaches mathematics."


def test_a_translation_edited_by_hand_survives_the_submission_of_its_section() -> None:
    section = factories.SectionFactory(title="Thi cử")
    article = factories.ArticleFactory(title="Hội nghị", parent=section)
    new = factories.ArticleFactory(title="Lịch thi", parent=section)
    there = published(article)
    Translation.objects.filter(source__object_id=article.translation_key).update(enabled=False)
    there.lead = "Written by hand."
    there.save_revision().publish()
    translate_page_subtree(section.pk, [english()], None, editor())
    there.refresh_from_db()
    assert (there.lead, there.live) == ("Written by hand.", True)
    assert not Translation.objects.get(source__object_id=article.translation_key).enabled
    assert not Page.objects.get(translation_key=new.translation_key, locale=english()).live


@pytest.mark.parametrize("answer", ["delete", "unpublish"])
def test_pages_that_nobody_asked_about_stay(answer: str) -> None:
    section = factories.SectionFactory(title="Mục cũ")
    published(factories.ArticleFactory(title="Hội nghị", parent=section))
    there = Page.objects.get(translation_key=section.translation_key, locale=english())
    own = factories.ArticleFactory(title="Only in English", parent=there, locale=english())
    desk = client_of(factories.UserFactory(is_superuser=True))
    action = "delete" if answer == "delete" else "unpublish"
    address = reverse(f"wagtailadmin_pages:{action}", args=[section.pk])
    desk.post(address, {"translations": answer, "include_descendants": "on"})
    own.refresh_from_db()
    assert own.live
    if answer == "delete":
        assert not NewsPage.objects.filter(title="Hội nghị").exists()
        assert "Vẫn còn" in words(read(desk, "/admin/").select_one(".messages"))
    else:
        there.refresh_from_db()
        assert not there.live


def test_an_address_that_is_taken_in_english_becomes_another() -> None:
    by_hand = factories.AuthorFactory(name="Nguyen Van An", slug="nguyen-van-an", locale=english())
    author = factories.AuthorFactory(name="Nguyễn Văn An", slug="nguyen-van-an")
    address = reverse("wagtail_localize:submit_snippet_translation", args=["newsroom", "author", author.pk])
    response = client_of(editor()).post(address, {"locales": [english().pk]})
    assert response.status_code == 302
    there = Author.objects.get(translation_key=author.translation_key, locale=english())
    assert (by_hand.slug, there.slug) == ("nguyen-van-an", "nguyen-van-an-2")


# --- Privacy


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_what_restricts_an_article_restricts_its_translation(kind: str) -> None:
    article = factories.ArticleFactory(title="Họp nội bộ")
    there = published(article)
    group = Group.objects.get(name=EDITORS)
    address = reverse("wagtailadmin_pages:set_privacy", args=[article.pk])
    sent = {"restriction_type": kind, "password": "mat-khau"} | ({"groups": [group.pk]} if kind == "groups" else {})
    assert client_of(editor(MODERATORS)).post(address, sent).status_code == 200
    for page in (article, there):
        own = PageViewRestriction.objects.get(page=page)
        assert (own.restriction_type, list(own.groups.all())) == (kind, [group] if kind == "groups" else [])
        answer = Client().get(page.url)
        assert "Họp nội bộ" not in answer.content.decode()
        assert answer.status_code == (200 if kind == "password" else 302)


def test_a_restriction_of_the_translation_alone_stays() -> None:
    there = published(factories.ArticleFactory(title="Hội nghị"))
    PageViewRestriction.objects.create(page_id=there.pk, restriction_type="login")
    source = TranslationSource.objects.get(object_id=there.translation_key)
    update(client_of(editor()), source)
    assert there.view_restrictions.count() == 1
    assert PageViewRestriction.objects.count() == 1


def test_a_translation_ends_with_its_original() -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    there = published(article)
    end = timezone.now() + datetime.timedelta(days=3)
    for moment in (end, None):
        article.expire_at = moment
        article.save_revision().publish()
        there.refresh_from_db()
        assert there.expire_at == moment


# --- What is out of date


def test_publishing_through_the_form_without_a_change_makes_nothing_stale() -> None:
    table = {"data": [["Ngày", "Môn"], ["5/6", "Toán"]], "table_caption": "", "table_header_choice": "row"}
    article = factories.ArticleFactory(
        title="Hội nghị",
        tags=("Tuyển sinh", "Lớp 10", "An toàn"),
        authors=tuple(factories.AuthorFactory.create_batch(2)),
        body=[{"type": "paragraph", "value": "<p>Nội dung</p>"}, {"type": "table", "value": table}],
    )
    published(article)
    tags = list(article.tags.order_by("-pk"))
    article = NewsPage.objects.get(pk=article.pk)
    article.tags.set(tags)
    article.body[0].value.source = article.body[0].value.source.replace("<p>", '<p data-block-key="a1b2c">')
    article.body[1].value |= {"first_row_is_table_header": True, "first_col_is_header": False}
    article.save_revision().publish()
    # Which row is the head of the table had not been said in every form.
    changes = SourceChange.objects.filter(source__object_id=article.translation_key)
    assert changes.count() == 1
    update(client_of(editor()), TranslationSource.objects.get(object_id=article.translation_key))
    assert not changes.exists()
    for _round in range(2):
        article = NewsPage.objects.get(pk=article.pk)
        article.tags.set(list(reversed(tags)))
        article.save_revision().publish()
        assert not changes.exists()
    article.tags.add("Kế hoạch")
    article.save_revision().publish()
    assert changes.exists()


def test_a_draft_made_of_an_older_text_says_so() -> None:
    article = factories.ArticleFactory(title="Hội nghị")
    translation = submit(article)
    desk = client_of(editor())
    address = edit_url(translation.get_target_instance())
    assert read(desk, address).select(".messages .warning") == []
    article.lead = "Sở vừa quyết định khác."
    article.save_revision().publish()
    assert "Bản gốc đã thay đổi" in words(read(desk, address).select_one(".messages .warning"))
    report = read(desk, "/admin/reports/translations/?state=draft")
    way = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert any(link["href"].startswith(way) for link in report.select("table.listing a"))


# --- What is typed


def put(client: Client, name: str, translation: Translation, segment: Any, value: str) -> Any:
    address = reverse(f"wagtail_localize:{name}", args=[translation.pk, segment.pk])
    return client.put(address, f"value={value}", content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JaVa%09script:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_a_link_of_a_translation_is_no_script(address: str) -> None:
    text = '<p><a href="https://thi.example/">lịch thi</a></p>'
    translation = submit(factories.ArticleFactory(body=[{"type": "paragraph", "value": text}]))
    desk = client_of(editor())
    segment = OverridableSegment.objects.get(source=translation.source, data_json='"https://thi.example/"')
    assert put(desk, "edit_override", translation, segment, address).status_code == 400
    assert put(desk, "edit_override", translation, segment, "https://exam.example/").status_code == 201
    there = publish(translation)
    assert 'href="https://exam.example/"' in str(there.body)


def test_a_text_that_is_too_long_is_kept_and_said_to_be() -> None:
    article = factories.ArticleFactory(
        title="Hội nghị", main_image_caption="Toàn cảnh", main_image=factories.ImageFactory()
    )
    translation = submit(article)
    desk = client_of(editor())
    for path in ("title", "main_image_caption"):
        segment = StringSegment.objects.get(source=translation.source, context__path=path)
        longest = NewsPage._meta.get_field(path).max_length
        answer = put(desk, "edit_string_translation", translation, segment, "x" * (longest + 1))
        assert answer.status_code == 201
        assert answer.json()["error"] == f"Chỗ này viết được nhiều nhất {longest} ký tự; đang có {longest + 1}."
        saved = StringTranslation.objects.get(context=segment.context)
        assert (len(saved.data), saved.has_error) == (longest + 1, True)
    there = publish(translation)
    assert (there.title, there.main_image_caption) == ("Hội nghị", "Toàn cảnh")
    assert put(desk, "edit_string_translation", translation, segment, "A view of the hall").json()["error"] is None


def test_what_is_typed_is_cleaned() -> None:
    translation = submit(factories.ArticleFactory(title="Hội nghị"))
    segment = StringSegment.objects.get(source=translation.source, context__path="title")
    answer = put(client_of(editor()), "edit_string_translation", translation, segment, "Cafe%CC%81%E2%80%8B%00in Hue")
    assert answer.json()["data"] == "Café in Hue"
