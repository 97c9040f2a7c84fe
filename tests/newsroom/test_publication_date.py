"""Articles that the editor dates back."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.article_form import get_form_errors, publish_article, save_form
from tests.support.editors import EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return login_client(create_editor(EDITORS))


def format_published(article: NewsPage) -> str:
    return f"{timezone.localtime(article.first_published_at):%d/%m/%Y %H:%M}"


@pytest.mark.parametrize("live", [False, True])
def test_article_is_dated_back(editor, client, live):
    section = factories.SectionFactory(title="Tin tức")
    article = factories.ArticleFactory(parent=section, title="Hội nghị cũ", live=live)
    article = publish_article(editor, article, publication_date="24/4/2014 8h30")
    assert format_published(article) == "24/04/2014 08:30"
    assert "Hội nghị cũ" in client.get(f"{section.url}luu-tru/2014/04/").content.decode()
    assert 'datetime="2014-04-24' in client.get(article.url).content.decode()


def test_first_publication_shows_no_update(editor, client):
    article = publish_article(editor, factories.ArticleFactory(live=False), publication_date="24/4/2014 8h30")
    assert article.content_updated_at == article.first_published_at
    assert not article.is_updated


def test_without_date_it_is_that_of_publishing(editor):
    article = publish_article(editor, factories.ArticleFactory(live=False, first_published_at=None))
    assert timezone.now() - article.first_published_at < datetime.timedelta(minutes=5)


@pytest.mark.parametrize("typed", ["1/1/2199 8:00", "1/1/1800 8:00", "hôm qua"])
def test_impossible_date_is_refused(editor, typed):
    article = factories.ArticleFactory(live=False)
    response = save_form(editor, article, "action-publish", publication_date=typed)
    assert list(get_form_errors(response)) == ["publication_date"]
    assert not NewsPage.objects.get(pk=article.pk).live


def test_draft_keeps_date_for_publishing(editor):
    article = factories.ArticleFactory()
    save_form(editor, article, publication_date="24/4/2014 8h30")
    assert NewsPage.objects.get(pk=article.pk).first_published_at.year != 2014
    draft = NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object()
    draft.save_revision().publish()
    assert NewsPage.objects.get(pk=article.pk).first_published_at.year == 2014


TYPED = [
    "2/1/2047 8h30",
    "02/01/2047 8:30",
    "8g30 2/1/2047",
    "8h30 ngày 2/1/2047",
    "2/1/2047 8 giờ 30 phút",
    "2-1-2047 8h30",
]


@pytest.mark.parametrize("typed", TYPED)
def test_times_of_schedule_are_typed_as_people_write_them(editor, typed):
    article = factories.ArticleFactory(live=False)
    response = save_form(editor, article, "action-publish", go_live_at=typed)
    assert response.status_code == 302, get_form_errors(response)
    scheduled = NewsPage.objects.get(pk=article.pk).scheduled_revision
    assert f"{timezone.localtime(scheduled.approved_go_live_at):%d/%m/%Y %H:%M}" == "02/01/2047 08:30"
