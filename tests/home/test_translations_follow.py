"""What becomes of a translation when its source is unpublished, deleted or moved."""

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import Motto
from newsroom.models import Author, NewsPage, NewsPageByline, NewsSection
from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor
from tests.reading import all_words, read
from tests.translating import english, published, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of(editor(MODERATORS))


@pytest.fixture
def article() -> NewsPage:
    """An article with a translation in a section with one."""
    article = factories.ArticleFactory(title="Hội nghị", parent=factories.SectionFactory(title="Tin tức"))
    published(article)
    return article


def in_english(page: Page) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key, locale=english()).first()


def asked(response: HttpResponse) -> list[str]:
    """What can be answered; nothing if nothing was asked."""
    if response.status_code == 302:
        return []
    assert response.status_code == 200
    form = BeautifulSoup(response.content.decode(), "html.parser").select_one("form[method=post]")
    return [answer["value"] for answer in form.select("[name=translations]")]


def messages(client: Client) -> list[str]:
    return all_words(read(client, "/admin/").select(".messages li"))


def press(client: Client, action: str, page: Page, **sent: str) -> HttpResponse:
    return client.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), sent)


# --- Unpublishing


def test_unpublishing_asks_and_does_as_it_is_told(desk: Client, article: NewsPage) -> None:
    assert asked(press(desk, "unpublish", article)) == ["unpublish", "keep"]
    article.refresh_from_db()
    assert article.live
    press(desk, "unpublish", article, translations="unpublish")
    article.refresh_from_db()
    assert not article.live
    assert not in_english(article).live
    assert any("Đã gỡ đăng luôn" in message for message in messages(desk))


def test_a_translation_can_stay_alone(desk: Client, article: NewsPage) -> None:
    press(desk, "unpublish", article, translations="keep")
    article.refresh_from_db()
    assert (article.live, in_english(article).live) == (False, True)


def test_what_is_not_shown_in_english_is_no_question(desk: Client, article: NewsPage) -> None:
    in_english(article).unpublish()
    assert asked(press(desk, "unpublish", article)) == []
    article.refresh_from_db()
    assert not article.live


def test_a_translation_goes_without_its_source(desk: Client, article: NewsPage) -> None:
    there = in_english(article)
    assert asked(press(desk, "unpublish", there)) == []
    assert asked(press(desk, "delete", there)) == []
    article.refresh_from_db()
    assert article.live


def test_a_section_and_all_below_it(desk: Client, article: NewsPage) -> None:
    section = article.get_parent()
    assert asked(press(desk, "unpublish", section, include_descendants="on")) == ["unpublish", "keep"]
    press(desk, "unpublish", section, include_descendants="on", translations="unpublish")
    assert not Page.objects.filter(depth__gt=2, live=True).exists()


# --- Deleting


@pytest.mark.parametrize(("answer", "left"), [("delete", None), ("unpublish", False), ("keep", True)])
def test_deleting_asks_and_does_as_it_is_told(desk: Client, article: NewsPage, answer: str, left: bool | None) -> None:
    assert asked(press(desk, "delete", article)) == ["delete", "unpublish", "keep"]
    assert NewsPage.objects.filter(pk=article.pk).exists()
    assert press(desk, "delete", article, translations=answer).status_code == 302
    assert not NewsPage.objects.filter(pk=article.pk).exists()
    there = in_english(article)
    assert (there.live if there else None) is left
    if there:  # it is a page like any other now
        assert desk.get(reverse("wagtailadmin_pages:edit", args=[there.pk])).status_code == 200


def test_whoever_may_not_publish_deletes_a_draft_with_its_draft() -> None:
    article = factories.ArticleFactory(live=False)
    submit(article)
    desk = client_of(editor(EDITORS))
    assert asked(press(desk, "delete", article)) == ["delete", "keep"]
    press(desk, "delete", article, translations="delete")
    assert not NewsPage.objects.exists()


def test_a_shown_translation_of_a_draft_is_not_theirs_to_delete(article: NewsPage) -> None:
    article.unpublish()
    desk = client_of(editor(EDITORS))
    assert asked(press(desk, "delete", article, translations="delete")) == []
    assert in_english(article).live


def test_many_at_once(desk: Client, article: NewsPage) -> None:
    other = factories.ArticleFactory(parent=article.get_parent())
    published(other)
    ids = f"id={article.pk}&id={other.pk}"
    for action, answer in (("unpublish", "unpublish"), ("delete", "delete")):
        address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}"
        if action == "delete":
            for page in (article, other):
                NewsPage.objects.get(pk=page.pk).save_revision().publish()
        expected = ["unpublish", "keep"] if action == "unpublish" else ["delete", "keep"]
        assert asked(desk.post(address)) == expected
        desk.post(address, {"translations": answer})
        states = {page.live for page in NewsPage.objects.all()}
        assert states == ({False} if action == "unpublish" else set())


def test_snippets_too(desk: Client) -> None:
    motto = factories.MottoFactory()
    published(motto)
    address = reverse("wagtailsnippets_home_motto:delete", args=[motto.pk])
    assert asked(desk.post(address)) == ["delete", "keep"]
    desk.post(address, {"translations": "delete"})
    assert not Motto.objects.exists()


def test_what_is_in_use_stays(desk: Client) -> None:
    author = factories.AuthorFactory()
    there = published(author)
    section = factories.SectionFactory(parent=factories.home_page("en"), locale=english())
    article = factories.ArticleFactory(parent=section, locale=english())
    NewsPageByline.objects.create(article=article, author=there, locale=english())
    response = desk.post(
        reverse("wagtailsnippets_newsroom_author:delete", args=[author.pk]), {"translations": "delete"}
    )
    assert response.status_code == 302
    assert list(Author.objects.all()) == [there]
    assert any("Vẫn còn" in message for message in messages(desk))


# --- Moving


@pytest.fixture
def destination() -> NewsSection:
    return factories.SectionFactory(title="Thông báo")


def move(desk: Client, page: Page, destination: Page) -> list[str]:
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
    assert desk.post(address).status_code == 302
    return messages(desk)


def test_a_translation_moves_with_its_source(desk: Client, article: NewsPage, destination: NewsSection) -> None:
    published(destination)
    said = move(desk, article, destination)
    assert in_english(article).get_parent() == in_english(destination)
    assert any("cũng đã chuyển" in message for message in said)
    assert in_english(article).get_url() == f"{in_english(destination).get_url()}{in_english(article).slug}/"


def test_it_stays_where_there_is_no_place_for_it(desk: Client, article: NewsPage, destination: NewsSection) -> None:
    before = in_english(article).get_parent()
    said = move(desk, article, destination)
    assert in_english(article).get_parent().pk == before.pk
    assert any("“Thông báo” chưa có bản dịch" in message for message in said)


def test_it_stays_where_its_place_is_taken(desk: Client, article: NewsPage, destination: NewsSection) -> None:
    there = published(destination)
    factories.ArticleFactory(parent=there, locale=english(), slug=in_english(article).slug)
    said = move(desk, article, destination)
    assert in_english(article).get_parent().pk != there.pk
    assert any("chưa chuyển được" in message for message in said)


def test_a_translation_moves_without_its_source(desk: Client, article: NewsPage, destination: NewsSection) -> None:
    before = article.get_parent()
    there = published(destination)
    said = move(desk, in_english(article), there)
    assert Page.objects.get(pk=article.pk).get_parent().pk == before.pk
    assert len(said) == 1


def test_many_move_with_theirs(desk: Client, article: NewsPage, destination: NewsSection) -> None:
    other = factories.ArticleFactory(parent=article.get_parent())
    published(other)
    published(destination)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    response = desk.post(f"{address}?id={article.pk}&id={other.pk}", {"chooser": destination.pk})
    assert response.status_code == 302
    there = in_english(destination)
    assert {page.get_parent() for page in (in_english(article), in_english(other))} == {there}
