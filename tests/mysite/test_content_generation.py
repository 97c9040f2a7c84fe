"""The content generation is raised by every committed change of what visitors see, and by nothing else."""

from datetime import datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from home.models import Notice
from mysite.content_generation import Generation, changes_content
from mysite.models import ContentGeneration
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.article_form import save_form

HOUR = timedelta(hours=1)


def number() -> int:
    return Generation.read().number


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "newsroom_newspage" ("lead") VALUES (%s)',
        'INSERT OR IGNORE INTO "newsroom_newspagetag" ("tag_id") VALUES (%s)',
        'UPDATE "wagtailcore_page" SET "live" = %s WHERE "wagtailcore_page"."id" = %s',
        'UPDATE "wagtailcore_page" SET "draft_title" = %s, "live" = %s WHERE "wagtailcore_page"."id" = %s',
        'UPDATE "wagtailcore_page" SET "numchild" = ("wagtailcore_page"."numchild" + %s) WHERE "id" = 1',
        'UPDATE "wagtailcore_page" SET "draft_title" = (SELECT 1 WHERE 1 = 1), "live" = 0',
        "UPDATE wagtailcore_page SET path = 'x' WHERE id = 3",
        "DELETE FROM wagtailcore_page WHERE path LIKE %s",
        '  WITH old AS (SELECT 1) DELETE FROM "home_notice" WHERE id IN (SELECT * FROM old)',
        'update "wagtailcore_site" set "hostname" = %s',
        'REPLACE INTO "search_fulltext" VALUES (1)',
        'MERGE INTO "home_notice" USING "n" ON ("home_notice"."id" = "n"."id") WHEN MATCHED THEN DELETE',
        'TRUNCATE "django_session", "home_notice"',
    ],
)
def test_statement_that_changes_content(sql):
    assert changes_content(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "wagtailcore_page"."id" FROM "wagtailcore_page"',
        "SAVEPOINT s1",
        'UPDATE "wagtailcore_page" SET "latest_revision_id" = %s, "draft_title" = %s WHERE "id" = %s',
        'INSERT INTO "django_session" ("session_key") VALUES (%s)',
        'UPDATE "mysite_user" SET "last_login" = %s WHERE "mysite_user"."id" = %s',
        'INSERT INTO "wagtailcore_revision" ("content") VALUES (%s)',
        'UPDATE "mysite_contentgeneration" SET "number" = 2',
        "WITH RECURSIVE n AS (SELECT 1) SELECT * FROM n",
        "SELECT 'UPDATE \"wagtailcore_page\"'",
    ],
)
def test_statement_that_does_not_change_content(sql):
    assert not changes_content(sql)


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_change_raises_the_generation_once_when_it_is_committed(self):
        before = number()
        with transaction.atomic():
            factories.NoticeFactory()
            factories.NoticeFactory()
            assert number() == before
        assert number() == before + 1

    def test_statement_outside_a_transaction(self):
        notice = factories.NoticeFactory()
        before = number()
        type(notice).objects.update(urgent=True)
        assert number() == before + 1

    def test_rolled_back_change_does_not_raise_it(self):
        before = number()
        with transaction.atomic():
            factories.NoticeFactory()
            transaction.set_rollback(True)
        assert number() == before

    def test_change_after_a_rolled_back_savepoint(self):
        notice = factories.NoticeFactory()
        before = number()
        with transaction.atomic():
            with transaction.atomic():
                type(notice).objects.update(urgent=True)
                transaction.set_rollback(True)
            type(notice).objects.update(urgent=True)
        assert number() == before + 1

    def test_change_after_a_rolled_back_transaction(self):
        notice = factories.NoticeFactory()
        with transaction.atomic():
            Notice.objects.all().delete()
            transaction.set_rollback(True)
        before = number()
        type(notice).objects.update(urgent=True)
        assert number() == before + 1


def test_missing_row_is_created_again(db):
    ContentGeneration.objects.all().delete()
    assert number() == 1
    assert ContentGeneration.objects.count() == 1


def test_idle_scheduler_does_not_raise_it(db, django_capture_on_commit_callbacks):
    factories.ArticleFactory()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("run_scheduler", "--once")
    before = number()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("run_scheduler", "--once")
    assert number() == before


def test_draft_does_not_raise_it(db, admin_client, django_capture_on_commit_callbacks):
    article = factories.ArticleFactory()
    before = number()
    with django_capture_on_commit_callbacks(execute=True):
        save_form(admin_client, article, lead="Sapô mới của bản nháp")
    assert NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object().lead == "Sapô mới của bản nháp"
    assert number() == before


class TestTimes:
    NOW = datetime(2026, 11, 27, 10, 0, 0, tzinfo=timezone.get_default_timezone())

    @pytest.fixture(autouse=True)
    def clock(self, db, monkeypatch):
        self.now = self.NOW
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        ContentGeneration.objects.update(next_change=None)

    def seconds(self, moment: datetime) -> int:
        return int(moment.timestamp())

    def test_midnight(self):
        midnight = self.NOW.replace(hour=0) + timedelta(days=1)
        assert Generation.read()[1:] == (self.seconds(midnight), None)

    def test_expiry_of_a_page(self):
        factories.StandardPageFactory(expire_at=self.NOW + 2 * HOUR)
        factories.StandardPageFactory(expire_at=self.NOW + HOUR, live=False)
        expiry = self.seconds(self.NOW + 2 * HOUR)
        assert Generation.read()[1:] == (expiry, expiry)

    def test_expiry_after_midnight_is_not_the_next_change(self):
        factories.StandardPageFactory(expire_at=self.NOW + 48 * HOUR)
        generation = Generation.read()
        assert generation.next_expiry == self.seconds(self.NOW + 48 * HOUR)
        assert generation.next_change < generation.next_expiry

    def test_beginning_and_end_of_a_notice(self):
        factories.NoticeFactory(starts_at=self.NOW + HOUR, ends_at=self.NOW + 2 * HOUR)
        assert Generation.read().next_change == self.seconds(self.NOW + HOUR)
        self.now = self.NOW + HOUR
        assert Generation.read().next_change == self.seconds(self.NOW + 2 * HOUR)

    def test_beginning_and_end_of_an_event(self):
        factories.EventFactory(start_date=self.NOW.date(), start_time=time(11, 30), end_time=time(15))
        assert Generation.read().next_change == self.seconds(self.NOW + 1.5 * HOUR)
        self.now = self.NOW + 2 * HOUR
        assert Generation.read().next_change == self.seconds(self.NOW + 5 * HOUR)

    def test_new_generation_begins_at_the_next_change(self):
        factories.NoticeFactory(starts_at=self.NOW + HOUR)
        before = number()
        self.now = self.NOW + HOUR - timedelta(seconds=1)
        assert number() == before
        self.now = self.NOW + HOUR
        assert number() == before + 1
        assert number() == before + 1

    def test_fraction_of_a_second_is_rounded_up(self):
        factories.StandardPageFactory(expire_at=self.NOW + timedelta(seconds=0.5))
        assert Generation.read().next_change == self.seconds(self.NOW) + 1
