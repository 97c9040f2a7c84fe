"""Translations when their source is unpublished, deleted or moved."""

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import Motto
from mysite.bin import is_in_bin
from newsroom.models import Author, NewsPage, NewsPageByline, NewsSection
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_texts
from tests.support.translations import create_published_translation, get_english_locale, submit_for_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor(EDITORS))


@pytest.fixture
def article() -> NewsPage:
    """An article and its section, both with translations."""
    article = factories.ArticleFactory(title="Hội nghị", parent=factories.SectionFactory(title="Tin tức"))
    create_published_translation(article)
    return article


def in_english(page: Page) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key, locale=get_english_locale()).first()


def is_deleted(page: Page) -> bool:
    """Return whether the page is in the bin."""
    return is_in_bin(Page.objects.get(pk=page.pk))


def get_offered_actions(response: HttpResponse) -> list[str]:
    """Return the offered actions, or an empty list without a confirmation page."""
    if response.status_code == 302:
        return []
    assert response.status_code == 200
    form = BeautifulSoup(response.content.decode(), "html.parser").select_one("form[method=post]")
    return [option["value"] for option in form.select("[name=translations]")]


def messages(client: Client) -> list[str]:
    return get_texts(get_page(client, "/admin/").select(".messages li"))


def press(client: Client, action: str, page: Page, **sent: str) -> HttpResponse:
    return client.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), sent)


# --- Unpublishing


def test_unpublishing_offers_choice_for_translation_and_applies_it(admin_client: Client, article: NewsPage) -> None:
    assert get_offered_actions(press(admin_client, "unpublish", article)) == ["unpublish", "keep"]
    article.refresh_from_db()
    assert article.live
    press(admin_client, "unpublish", article, translations="unpublish")
    article.refresh_from_db()
    assert not article.live
    assert not in_english(article).live
    assert any("Đã gỡ đăng luôn" in message for message in messages(admin_client))


def test_translation_can_stay_published(admin_client: Client, article: NewsPage) -> None:
    press(admin_client, "unpublish", article, translations="keep")
    article.refresh_from_db()
    assert (article.live, in_english(article).live) == (False, True)


def test_no_choice_is_offered_for_draft_translation(admin_client: Client, article: NewsPage) -> None:
    in_english(article).unpublish()
    assert get_offered_actions(press(admin_client, "unpublish", article)) == []
    article.refresh_from_db()
    assert not article.live


def test_removing_translation_offers_no_choice_for_source(admin_client: Client, article: NewsPage) -> None:
    there = in_english(article)
    assert get_offered_actions(press(admin_client, "unpublish", there)) == []
    assert get_offered_actions(press(admin_client, "delete", there)) == []
    article.refresh_from_db()
    assert article.live


def test_section_is_unpublished_with_translated_descendants(admin_client: Client, article: NewsPage) -> None:
    section = article.get_parent()
    assert get_offered_actions(press(admin_client, "unpublish", section, include_descendants="on")) == [
        "unpublish",
        "keep",
    ]
    press(admin_client, "unpublish", section, include_descendants="on", translations="unpublish")
    assert not Page.objects.filter(depth__gt=2, live=True).exists()


# --- Deleting


@pytest.mark.parametrize(("choice", "left"), [("delete", None), ("unpublish", False), ("keep", True)])
def test_deleting_offers_choice_for_translation_and_applies_it(
    admin_client: Client, article: NewsPage, choice: str, left: bool | None
) -> None:
    assert get_offered_actions(press(admin_client, "delete", article)) == ["delete", "unpublish", "keep"]
    assert not is_deleted(article)
    assert press(admin_client, "delete", article, translations=choice).status_code == 302
    assert is_deleted(article)
    there = in_english(article)
    assert (there.live if there else None) is left
    if there:  # now an independent page
        assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[there.pk])).status_code == 200


def test_editor_deletes_draft_with_draft_translation() -> None:
    article = factories.ArticleFactory(live=False)
    submit_for_translation(article)
    admin_client = login_client(create_editor(CONTRIBUTORS))
    assert get_offered_actions(press(admin_client, "delete", article)) == ["delete", "keep"]
    press(admin_client, "delete", article, translations="delete")
    assert all(map(is_deleted, NewsPage.objects.all()))


def test_editor_cannot_delete_live_translation_of_draft(article: NewsPage) -> None:
    article.unpublish()
    admin_client = login_client(create_editor(CONTRIBUTORS))
    assert get_offered_actions(press(admin_client, "delete", article, translations="delete")) == []
    assert in_english(article).live


def test_bulk_actions_offer_choice_for_translations(admin_client: Client, article: NewsPage) -> None:
    other = factories.ArticleFactory(parent=article.get_parent())
    create_published_translation(other)
    ids = f"id={article.pk}&id={other.pk}"
    for action, choice in (("unpublish", "unpublish"), ("delete", "delete")):
        url = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}"
        if action == "delete":
            for page in (article, other):
                NewsPage.objects.get(pk=page.pk).save_revision().publish()
        expected = ["unpublish", "keep"] if action == "unpublish" else ["delete", "keep"]
        assert get_offered_actions(admin_client.post(url)) == expected
        admin_client.post(url, {"translations": choice})
        done = is_deleted if action == "delete" else lambda page: not page.live
        assert all(map(done, NewsPage.objects.all()))


def test_snippet_deletion_offers_choice_for_translations(admin_client: Client) -> None:
    motto = factories.MottoFactory()
    create_published_translation(motto)
    url = reverse("wagtailsnippets_home_motto:delete", args=[motto.pk])
    assert get_offered_actions(admin_client.post(url)) == ["delete", "keep"]
    admin_client.post(url, {"translations": "delete"})
    assert not Motto.objects.exists()


def test_used_snippet_is_not_deleted(admin_client: Client) -> None:
    author = factories.AuthorFactory()
    there = create_published_translation(author)
    section = factories.SectionFactory(parent=factories.get_home_page("en"), locale=get_english_locale())
    article = factories.ArticleFactory(parent=section, locale=get_english_locale())
    NewsPageByline.objects.create(article=article, author=there, locale=get_english_locale())
    response = admin_client.post(
        reverse("wagtailsnippets_newsroom_author:delete", args=[author.pk]), {"translations": "delete"}
    )
    assert response.status_code == 302
    assert list(Author.objects.all()) == [there]
    assert any("Chưa thay đổi" in message for message in messages(admin_client))


# --- Moving


@pytest.fixture
def destination() -> NewsSection:
    return factories.SectionFactory(title="Thông báo")


def move(admin_client: Client, page: Page, destination: Page) -> list[str]:
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
    assert admin_client.post(url).status_code == 302
    return messages(admin_client)


def test_a_translation_moves_with_its_source(admin_client: Client, article: NewsPage, destination: NewsSection) -> None:
    create_published_translation(destination)
    shown = move(admin_client, article, destination)
    assert in_english(article).get_parent() == in_english(destination)
    assert any("cũng đã chuyển" in message for message in shown)
    assert in_english(article).get_url() == f"{in_english(destination).get_url()}{in_english(article).slug}/"


def test_translation_stays_without_translated_destination(
    admin_client: Client, article: NewsPage, destination: NewsSection
) -> None:
    before = in_english(article).get_parent()
    shown = move(admin_client, article, destination)
    assert in_english(article).get_parent().pk == before.pk
    assert any("“Thông báo” chưa có bản dịch" in message for message in shown)


def test_translation_stays_if_slug_is_taken(admin_client: Client, article: NewsPage, destination: NewsSection) -> None:
    there = create_published_translation(destination)
    factories.ArticleFactory(parent=there, locale=get_english_locale(), slug=in_english(article).slug)
    shown = move(admin_client, article, destination)
    assert in_english(article).get_parent().pk != there.pk
    assert any("chưa chuyển được" in message for message in shown)


def test_translation_moves_alone(admin_client: Client, article: NewsPage, destination: NewsSection) -> None:
    before = article.get_parent()
    there = create_published_translation(destination)
    shown = move(admin_client, in_english(article), there)
    assert Page.objects.get(pk=article.pk).get_parent().pk == before.pk
    assert len(shown) == 1


def test_bulk_move_moves_translations(admin_client: Client, article: NewsPage, destination: NewsSection) -> None:
    other = factories.ArticleFactory(parent=article.get_parent())
    create_published_translation(other)
    create_published_translation(destination)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    response = admin_client.post(f"{url}?id={article.pk}&id={other.pk}", {"chooser": destination.pk})
    assert response.status_code == 302
    there = in_english(destination)
    assert {page.get_parent() for page in (in_english(article), in_english(other))} == {there}
