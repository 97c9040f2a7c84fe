"""Two editors on one page: nobody's text is overwritten unnoticed. Also saving expired pages, and the copy form."""

import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Author, NewsPage
from tests.support import factories
from tests.support.article_form import article_data, get_form_errors
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> NewsPage:
    article = factories.ArticleFactory(title="Hội nghị", parent=factories.SectionFactory(title="Tin tức"))
    article.save_revision()
    return article


@pytest.fixture
def mine() -> Client:
    return login_client(create_editor(EDITORS))


@pytest.fixture
def theirs() -> Client:
    return login_client(create_editor(EDITORS, last_name="Nguyễn", first_name="Thị Mai"))


def open_form(client: Client, url: str) -> dict[str, str]:
    """Return the hidden fields that identify the version in the form."""
    page = get_page(client, url)
    return {name: page.select_one(f"input[name={name}]")["value"] for name in VERSION_FIELDS}


VERSION_FIELDS = ("loaded_revision_id", "loaded_revision_created_at")


def save(client: Client, article: NewsPage, version: dict[str, str], title: str, **extra: str) -> HttpResponse:
    data = article_data(article.get_latest_revision_as_object(), title=title) | version | extra
    return client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)


def get_titles(article: NewsPage) -> list[str]:
    return [revision.content["title"] for revision in article.revisions.order_by("pk")][1:]


@pytest.mark.parametrize("action", ["", "action-publish", "action-submit"])
def test_a_newer_version_is_not_overwritten(article, mine, theirs, action: str) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    my_version, their_version = open_form(mine, url), open_form(theirs, url)
    assert save(theirs, article, their_version, "Bài của Mai").status_code == 302
    button = {action: "1"} if action else {}
    response = save(mine, article, my_version, "Bài của tôi", **button)
    assert response.status_code == 200
    text = response.content.decode()
    assert "Nguyễn Thị Mai đã lưu một phiên bản khác" in text
    assert 'value="Bài của tôi"' in text
    assert get_titles(article) == ["Bài của Mai"]
    # The form that tells it has the number of the newer version.
    shown = response.context["page"].latest_revision
    again = {"loaded_revision_id": str(shown.pk), "loaded_revision_created_at": shown.created_at.isoformat()}
    assert all(f'value="{value}"' in text for value in again.values())
    assert save(mine, article, again, "Bài của tôi", **button).status_code == 302
    assert get_titles(article) == ["Bài của Mai", "Bài của tôi"]


def test_confirmed_overwriting_is_saved(article, mine, theirs) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    my_version, their_version = open_form(mine, url), open_form(theirs, url)
    save(theirs, article, their_version, "Bài của Mai")
    assert save(mine, article, my_version, "Bài của tôi", overwrite_newer="1").status_code == 302
    assert get_titles(article) == ["Bài của Mai", "Bài của tôi"]


def test_own_saves_follow_each_other(article, mine) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    for title in ("Một", "Hai"):
        assert save(mine, article, open_form(mine, url), title).status_code == 302
    assert get_titles(article) == ["Một", "Hai"]


def test_snippets_are_not_overwritten(mine, theirs) -> None:
    author = factories.AuthorFactory(name="Lê An")
    author.save_revision()
    url = reverse("wagtailsnippets_newsroom_author:edit", args=[author.pk])
    my_version, their_version = open_form(mine, url), open_form(theirs, url)

    def save_name(client: Client, version: dict[str, str], name: str) -> HttpResponse:
        return client.post(url, {"name": name, "slug": author.slug, "action-publish": "1", **version})

    assert save_name(theirs, their_version, "Lê Văn An").status_code == 302
    response = save_name(mine, my_version, "Lê An An")
    assert response.status_code == 200
    assert "Nguyễn Thị Mai đã lưu một phiên bản khác" in response.content.decode()
    assert Author.objects.get(pk=author.pk).name == "Lê Văn An"


# --- Expired pages


def expire(article: NewsPage) -> dict[str, Any]:
    article.expire_at = timezone.now() - datetime.timedelta(days=2, seconds=7)
    article.save()
    article.save_revision()
    return {"expire_at": timezone.localtime(article.expire_at).strftime("%d/%m/%Y %H:%M")}


def test_an_expired_page_is_saved_as_a_draft(article, mine) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    data = article_data(article, title="Bài đã sửa", **expire(article))
    assert mine.post(url, data).status_code == 302
    draft = NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert draft.title == "Bài đã sửa"
    assert draft.expire_at.replace(microsecond=0) == article.expire_at.replace(microsecond=0)


def test_an_expired_page_is_not_published_and_the_schedule_is_named(article, mine) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    data = article_data(article, title="Bài đã sửa", **expire(article)) | {"action-publish": "1"}
    response = mine.post(url, data)
    assert set(get_form_errors(response)) == {"expire_at", "__all__"}
    assert "Đặt giờ đăng và giờ hết hạn" in str(get_form_errors(response)["__all__"])


def test_a_new_time_in_the_past_is_refused(article, mine) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = mine.post(url, article_data(article, expire_at="05/01/2020 08:30"))
    assert "expire_at" in get_form_errors(response)


# --- The copy form


def test_the_copy_form_proposes_a_free_slug(article, mine) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[article.pk])
    for slug in ("hoi-nghi-2", "hoi-nghi-3"):
        assert get_page(mine, url).select_one("#id_new_slug")["value"] == slug
        form = {"new_title": "Hội nghị", "new_slug": slug, "new_parent_page": str(article.get_parent().pk)}
        assert mine.post(url, form).status_code == 302
        assert NewsPage.objects.filter(slug=slug).exists()


@pytest.mark.parametrize(("typed", "saved"), [("", "hoi-nghi-2"), ("hoi-nghi", "hoi-nghi-2"), ("khac", "khac")])
def test_a_generated_slug_of_a_copy_is_numbered(article, mine, typed: str, saved: str) -> None:
    form = {"new_title": "Hội nghị", "new_slug": typed, "new_parent_page": str(article.get_parent().pk)}
    assert mine.post(reverse("wagtailadmin_pages:copy", args=[article.pk]), form).status_code == 302
    assert NewsPage.objects.latest("pk").slug == saved
