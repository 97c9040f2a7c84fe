"""Each report and queue of the admin takes at most 15 queries more than a bare screen, however many rows there are."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query

from home.models import ContactMessage
from mysite.bin.actions import put
from mysite.models import DocumentText, MissingURL
from newsroom.models import Comment, NewsPage
from readership.counting import get_today
from readership.models import CheckedLink, DailyViews
from search.models import SearchOutcome
from tests.support import factories
from tests.support.editors import MANAGING_EDITORS, create_editor, login_client
from tests.support.reports import get_urls

pytestmark = pytest.mark.django_db

MAX_OWN_QUERIES = 15
#: A report of Wagtail's without rows, for the same user.
BARE_SCREEN = "wagtailadmin_reports:locked_pages"


def add_rows(number: int) -> None:
    """Add a row to each report and queue."""
    section = factories.SectionFactory(title=f"Chuyên mục {number}")
    article = factories.ArticleFactory(parent=section, authors=(factories.AuthorFactory(),))
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    NewsPage.objects.filter(pk=article.pk).update(missing_photos=1, missing_alt_texts=1, expire_at=tomorrow)
    DailyViews.objects.create(page=article, day=get_today(), count=1)
    for status in (Comment.Status.APPROVED, Comment.Status.PENDING):
        factories.CommentFactory(page=article, status=status)
    CheckedLink.objects.create(page=article, kind="url", target="/mat/", status="missing", checked_at=timezone.now())
    redirect = Redirect.objects.create(old_path=f"/cu-{number}", redirect_link="/mat/")
    CheckedLink.objects.create(redirect=redirect, kind="url", target="/mat/", status="missing")
    MissingURL.objects.create(key=f"/{number}", path=f"/{number}", requested_on=get_today())
    query = Query.get(f"từ {number}")
    query.add_hit()
    SearchOutcome.objects.update_or_create(query=query, defaults={"results": 0, "asked_on": get_today()})
    document = factories.DocumentFactory()
    problem = {"file_name": document.file.name, "problem": DocumentText.Problem.BROKEN}
    DocumentText.objects.update_or_create(document=document, defaults=problem)
    ContactMessage.objects.create(page=factories.ContactPageFactory(slug=f"lien-he-{number}"), form_data={})
    user = create_editor()
    draft = factories.ArticleFactory(parent=section, live=False)
    draft.save_revision(user=user)
    draft.get_workflow().start(draft, user)
    put(factories.ArticleFactory(parent=section), user)


def count_queries(client: Client, url: str) -> int:
    response = client.get(url)
    assert response.status_code == 200, url
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_reports_and_queues_take_few_queries_whatever_they_list() -> None:
    user = create_editor(MANAGING_EDITORS)
    user.groups.add(*Group.objects.filter(permissions__codename="change_comment"))
    client, counts = login_client(user), {}
    for size in (range(4), range(4, 16)):
        for number in size:
            add_rows(number)
        bare = count_queries(client, reverse(BARE_SCREEN))
        for name, url in get_urls().items():
            counts.setdefault(name, []).append(count_queries(client, url) - bare)
    assert {name: numbers for name, numbers in counts.items() if max(numbers) > MAX_OWN_QUERIES} == {}
    assert {name: numbers for name, numbers in counts.items() if len(set(numbers)) > 1} == {}
    print(counts)
