"""Draft snippets are not shown, and changed ones are shown as last published."""

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Locale, ReferenceIndex
from wagtail_localize.models import Translation

from newsroom.models import Author, NewsPageByline, Unit
from search.signal_handlers import reindex_stale
from tests.support import article_form, factories, translations
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db

HIDDEN = "Tramanh"


@pytest.fixture
def unit() -> Unit:
    hidden: Unit = factories.UnitFactory(name=f"Phòng {HIDDEN}", short_name=f"P.{HIDDEN}", live=False)
    return hidden


@pytest.fixture
def author(unit: Unit) -> Author:
    hidden: Author = factories.AuthorFactory(name=f"Nguyễn {HIDDEN}", unit=unit, live=False)
    return hidden


def find_urls_with_hidden_name(*urls: str) -> list[str]:
    """Return those of ``urls`` that contain the hidden name."""
    return [url for url in urls if HIDDEN in Client().get(url).content.decode()]


def test_draft_author_and_unit_have_no_page(author: Author, unit: Unit) -> None:
    urls = [author.get_absolute_url(), reverse("author_feed", args=[author.slug]), unit.get_absolute_url()]
    assert [Client().get(url).status_code for url in urls] == [404, 404, 404]
    author.save_revision().publish()
    unit.save_revision().publish()
    assert [Client().get(url).status_code for url in urls] == [200, 200, 200]


def test_article_does_not_name_draft_author_or_unit(author: Author, unit: Unit) -> None:
    article = factories.ArticleFactory(authors=[author, factories.AuthorFactory(name="Lê Thị Hoa", unit=unit)])
    urls = [article.url, f"/api/v2/pages/{article.pk}/", f"{article.get_parent().url}rss/", "/"]
    assert find_urls_with_hidden_name(*urls) == []
    assert "Lê Thị Hoa" in Client().get(article.url).content.decode()
    author.save_revision().publish()
    unit.save_revision().publish()
    assert find_urls_with_hidden_name(*urls) == urls[:3]


def test_article_is_not_found_by_name_of_draft_snippet(author: Author) -> None:
    def is_found() -> bool:
        reindex_stale()
        return "Không tìm thấy" not in Client().get(f"/tim-kiem/?q={HIDDEN}").content.decode()

    with TestCase.captureOnCommitCallbacks(execute=True):
        article = factories.ArticleFactory(title="Khai giảng năm học mới")
        NewsPageByline.objects.create(article=article, author=author, locale=article.locale)
        ReferenceIndex.create_or_update_for_object(article)
        article.save()
    assert not is_found()
    author.save_revision().publish()
    assert is_found()
    author.refresh_from_db()
    author.unpublish()
    assert not is_found()


def test_event_and_organisation_page_do_not_name_draft_unit(unit: Unit) -> None:
    event = factories.EventFactory(organiser=unit)
    box = {"type": "units", "value": {"title": "Các phòng", "units": [{"unit": unit.pk, "page": None}]}}
    organisation = factories.OrganisationPageFactory(body=[box])
    successor = factories.UnitFactory()
    unit.successor = successor
    unit.save()
    before = factories.UnitFactory(successor=unit)
    member = factories.AuthorFactory(unit=unit)
    urls = [event.url, f"/api/v2/pages/{event.pk}/", organisation.url, f"/api/v2/pages/{organisation.pk}/"]
    urls += [successor.get_absolute_url(), before.get_absolute_url(), member.get_absolute_url()]
    assert find_urls_with_hidden_name(*urls) == []
    unit.save_revision().publish()
    assert find_urls_with_hidden_name(*urls) == urls


def test_publishing_warns_about_draft_author(author: Author) -> None:
    article = factories.ArticleFactory(authors=[author])
    client = login_client(create_editor(EDITORS))
    article_form.publish_article(client, article, title="Khai giảng")
    assert author.name in client.get("/admin/").content.decode()


def test_republished_snippet_gets_new_slug_if_taken(unit: Unit) -> None:
    revision = factories.UnitFactory(slug="cu", live=False)
    revision.slug = "phong-moi"
    draft = revision.save_revision()
    factories.UnitFactory(slug="phong-moi")
    draft.publish()
    assert Unit.objects.filter(live=True).exclude(slug="cu").count() == 2


# --- Translations


def test_untranslated_copy_follows_its_source() -> None:
    author = factories.AuthorFactory(unit=None, live=False)
    copy = translations.submit_for_translation(author).get_target_instance()
    states = [copy.live]
    for change in (lambda: author.save_revision().publish(), lambda: Author.objects.get(pk=author.pk).unpublish()):
        change()
        copy.refresh_from_db()
        states.append(copy.live)
    assert (states, copy.awaits_translation) == ([False, True, False], True)
    assert not Author.objects.live().exists()


def test_edits_of_untranslated_copy_stay_draft_until_published() -> None:
    author = factories.AuthorFactory(unit=None, live=False)
    copy = translations.submit_for_translation(author).get_target_instance()
    Translation.objects.update(enabled=False)  # it is edited by hand
    data = {"name": HIDDEN, "slug": "tramanh", "job_title": "", "unit": "", "biography": ""}
    assert login_client(create_editor(CONTRIBUTORS)).post(translations.get_edit_url(copy), data).status_code == 302
    author.save_revision().publish()
    copy.refresh_from_db()
    assert (copy.name, copy.live) == (HIDDEN, False)


def test_publishing_translation_requires_permission() -> None:
    author = factories.AuthorFactory(unit=None)
    translation = translations.submit_for_translation(author)
    copy = translation.get_target_instance()
    translations.translate_all_segments(translation)
    english = Author.objects.live().filter(locale=Locale.objects.get(language_code="en"))
    response = login_client(create_editor(CONTRIBUTORS)).post(translations.get_edit_url(copy), {"action": "publish"})
    assert (response.status_code, english.exists()) == (302, False)
    with TestCase.captureOnCommitCallbacks(execute=True):
        login_client(create_editor(EDITORS)).post(translations.get_edit_url(copy), {"action": "publish"})
    assert english.get().name.startswith("English")
