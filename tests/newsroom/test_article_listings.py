"""The rows of ``ArticleListing`` are those of the live articles, in whichever way an article is changed."""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page

from mysite.signals import nightly
from newsroom.articles.listing import update_listings
from newsroom.importing.writing.writer import ArticleWriter
from newsroom.models import ArticleListing, NewsPage, NewsSection
from tests.support import factories, saved_articles, translations
from tests.support.hidden_pages import HIDING_METHODS, hide_page

pytestmark = pytest.mark.django_db

NOW = timezone.now()
FIELDS = ("ancestor_path", "article_id", "published_at", "month", "expire_at", "is_alias", "is_foreign_alias")


def get_rows() -> set[tuple]:
    return set(ArticleListing.objects.values_list(*FIELDS))


def iter_expected_rows() -> Iterator[tuple]:
    """Yield the rows that there should be, from the articles."""
    for article in NewsPage.objects.filter(live=True).select_related("alias_of"):
        published_at, source = article.first_published_at, article.alias_of
        month = timezone.localtime(published_at, timezone.get_default_timezone()).date().replace(day=1)
        is_foreign = source is not None and source.locale_id != article.locale_id
        for page in article.get_ancestors().filter(depth__gte=2):
            yield (page.path, article.pk, published_at, month, article.expire_at, source is not None, is_foreign)


@dataclass
class Site:
    section: NewsSection
    subsection: NewsSection
    other: NewsSection
    article: NewsPage
    folder: Path

    def reload(self) -> NewsPage:
        return NewsPage.objects.get(pk=self.article.pk)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    section = factories.SectionFactory(title="Tin tức")
    subsection = factories.SectionFactory(title="Hội nghị", parent=section)
    article = factories.ArticleFactory(parent=subsection, title="Bài", published_at=NOW - datetime.timedelta(days=40))
    factories.ArticleFactory(parent=section, title="Bài khác")
    return Site(section, subsection, factories.SectionFactory(title="Thông báo"), article, tmp_path)


def publish_with(site: Site, **fields: object) -> None:
    article = site.reload()
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_revision().publish()


def unpublish_section(site: Site) -> None:
    section = NewsSection.objects.get(pk=site.section.pk)
    UnpublishPageAction(section, user=factories.UserFactory(is_superuser=True), include_descendants=True).execute()


def publish_on_time(site: Site) -> None:
    draft = factories.ArticleFactory(parent=site.other)
    draft.unpublish()
    draft = NewsPage.objects.get(pk=draft.pk)
    draft.go_live_at = NOW - datetime.timedelta(hours=1)
    draft.save_revision(approved_go_live_at=draft.go_live_at)
    assert not ArticleListing.objects.filter(article=draft).exists()
    call_command("publish_scheduled")


def expire(site: Site) -> None:
    publish_with(site, expire_at=NOW + datetime.timedelta(hours=1))
    Page.objects.filter(pk=site.article.pk).update(expire_at=NOW - datetime.timedelta(hours=1))
    call_command("publish_scheduled")
    assert not site.reload().live


def delete_source_of_alias(site: Site) -> None:
    alias = site.reload().create_alias(parent=site.other)
    assert ArticleListing.objects.filter(article=alias, is_alias=True).exists()
    site.reload().delete()
    NewsPage.objects.get(pk=alias.pk).save_revision().publish()


def create_foreign_alias(site: Site) -> None:
    english = Locale.objects.get(language_code="en")
    site.section.copy_for_translation(english)
    site.subsection.copy_for_translation(english)
    alias = site.reload().copy_for_translation(english, alias=True)
    Page.objects.filter(pk=alias.pk).update(live=True)
    assert ArticleListing.objects.filter(article=alias, is_foreign_alias=True).exists()


def import_twice(site: Site) -> None:
    """Import an article, then again with another date."""
    for date in ("2012-05-01T08:00:00+07:00", "2013-05-01T08:00:00+07:00"):
        line = json.dumps(saved_articles.record(source_url="https://cu.example/1", published_at=date))
        article = saved_articles.read_one(saved_articles.write_source(site.folder, "articles.jsonl", line))
        ArticleWriter(update=True).write_batch([article])
    assert ArticleListing.objects.filter(month=datetime.date(2013, 5, 1)).exists()


CHANGES: dict[str, Callable[[Site], object]] = {
    "create": lambda site: factories.ArticleFactory(parent=site.other),
    "unpublish": lambda site: site.reload().unpublish(),
    "unpublish a section with all below": unpublish_section,
    "publish on time": publish_on_time,
    "expire": expire,
    "change the expiry": lambda site: publish_with(site, expire_at=NOW + datetime.timedelta(days=9)),
    "change the date": lambda site: publish_with(site, first_published_at=NOW - datetime.timedelta(days=400)),
    "move": lambda site: site.reload().move(site.other, pos="last-child"),
    "move a section": lambda site: site.subsection.move(NewsSection.objects.get(pk=site.other.pk), pos="last-child"),
    "move a section by its siblings": lambda site: site.section.move(site.other, pos="right"),
    "copy": lambda site: site.reload().copy(update_attrs={"slug": "ban-sao"}),
    "copy a section": lambda site: site.section.copy(recursive=True, update_attrs={"slug": "ban-sao"}),
    "create an alias": lambda site: site.reload().create_alias(parent=site.other),
    "delete the source of an alias": delete_source_of_alias,
    "create a foreign alias": create_foreign_alias,
    "translate": lambda site: translations.create_published_translation(site.reload()),
    "import": import_twice,
    "delete": lambda site: site.reload().delete(),
    "delete a section": lambda site: NewsSection.objects.get(pk=site.section.pk).delete(),
    "update in bulk": lambda site: Page.objects.filter(pk=site.article.pk).update(live=False),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_are_those_of_live_articles(site: Site, change: str) -> None:
    before = get_rows()
    assert before == set(iter_expected_rows())
    CHANGES[change](site)
    assert get_rows() == set(iter_expected_rows()) != before
    assert not update_listings()


def test_draft_of_live_article_changes_no_row(site: Site) -> None:
    before = get_rows()
    article = site.reload()
    article.title, article.first_published_at = "Bản nháp", NOW
    article.save_revision()
    assert get_rows() == before


@pytest.mark.parametrize("damage", ["missing", "outdated", "superfluous"])
def test_nightly_maintenance_corrects_rows(site: Site, damage: str) -> None:
    row = ArticleListing.objects.filter(article=site.article).first()
    match damage:
        case "missing":
            row.delete()
        case "outdated":
            ArticleListing.objects.filter(pk=row.pk).update(is_alias=True)
        case "superfluous":
            row.pk, row.ancestor_path = None, site.other.path
            row.save()
    assert get_rows() != set(iter_expected_rows())
    nightly.send(sender=None)
    assert get_rows() == set(iter_expected_rows())


@pytest.mark.parametrize("kind", HIDING_METHODS)
def test_visible_rows_are_those_of_visible_articles(site: Site, kind: str) -> None:
    """Also for aliases of articles that are hidden, which are restricted like these."""
    site.reload().create_alias(parent=site.other)
    home = factories.get_home_page()
    hide_page(site.article, kind)
    visible = NewsPage.objects.descendant_of(home).visible()
    rows = ArticleListing.objects.visible_below(home)
    assert set(rows.values_list("article", flat=True)) == set(visible.values_list("pk", flat=True))
    assert rows.filter(is_alias=False).count() == 1


def test_articles_of_withdrawn_home_page_are_not_counted(site: Site) -> None:
    home = factories.get_home_page()
    assert ArticleListing.objects.visible_below(home).count() == 2
    home.unpublish()
    assert ArticleListing.objects.visible_below(home).count() == 0


def test_triggers_survive_change_of_page_table(site: Site) -> None:
    """SQLite drops the triggers with the old table when Wagtail changes a column."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER newsroom_page_updated")
    connection.check_constraints()  # PostgreSQL alters no table with deferred constraints to check
    call_command("migrate", verbosity=0)
    site.reload().unpublish()
    assert get_rows() == set(iter_expected_rows())
