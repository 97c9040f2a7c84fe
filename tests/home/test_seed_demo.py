"""The demo: all of it, both languages, and only on an empty site. Seeded once for the whole module."""

import io
import json
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation
from wagtail.models import Locale, Page

from home.demo import seeding
from home.models import HomePage, Motto, StandardPage
from mysite.models import PortalDocument, PortalImage, PortalRendition, User
from newsroom.models import Author, Comment, NewsPage, NewsSection, NewsTag, Unit


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, folder: Path) -> Iterator[str]:
    """The filled site, taken back at the end of the module; what the command printed."""
    out = io.StringIO()
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder / "media", DATA_DIR=folder),
        transaction.atomic(),
    ):
        call_command("seed_demo", picture_width=160, stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_counts():
    vi, en = (Locale.objects.get(language_code=code) for code in ("vi", "en"))
    assert NewsPage.objects.filter(locale=vi).live().count() >= 42
    assert NewsPage.objects.filter(locale=en).live().count() == 10
    assert NewsSection.objects.filter(locale=vi).live().count() == 8
    assert NewsSection.objects.filter(locale=en).live().count() == 8
    assert StandardPage.objects.live().count() == 4
    for model, count in ((Author, 8), (Unit, 7), (Motto, 14)):
        assert model.objects.filter(locale=vi).count() >= count
        assert model.objects.filter(locale=en).count() == model.objects.filter(locale=vi).count()
    assert Comment.objects.approved().count() >= 30
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending", "approved", "rejected"}
    assert PortalImage.objects.count() >= 60
    assert NewsPage.objects.filter(comments_enabled=False).exists()
    assert NewsPage.objects.exclude(source_url="").exists()
    assert 4 <= NewsPage.objects.filter(locale=vi, is_headline=True).count() <= 6


def test_articles_have_every_kind_of_block_and_large_galleries():
    bodies = [article.body for article in NewsPage.objects.all()]
    kinds = {block.block_type for article in bodies for block in article}
    assert kinds == set(NewsPage._meta.get_field("body").stream_block.child_blocks)
    galleries = [len(block.value.shown) for article in bodies for block in article if block.block_type == "gallery"]
    assert len([size for size in galleries if size >= 3]) >= 10
    assert 20 in galleries


def test_the_reference_article_has_its_shape():
    article = NewsPage.objects.get(title__startswith="Hội nghị đánh giá", locale__language_code="vi")
    text, gallery = article.body[0], article.body[1]
    assert text.value.source.count("<li>") == 10
    assert gallery.block_type == "gallery"
    assert len(gallery.value.shown) == 4
    (byline,) = article.bylines.all()
    assert byline.unit.is_dissolved()
    assert byline.unit.successor.label == "P.GDTX&NN"
    assert not article.comments.exists()


def test_every_page_answers(client):
    pages = [page for page in Page.objects.filter(depth__gt=1) if page.url]
    assert len(pages) > 70
    for page in pages:
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert response.content.count(b"<h1") == 1, page.url
    for model in (Author, Unit):
        for snippet in model.objects.select_related("locale"):
            with translation.override(snippet.locale.language_code):
                address = snippet.get_absolute_url()
            assert client.get(address).status_code == 200, address


def test_no_visitor_waits_for_a_picture(client):
    """Every size that the pages show is there beforehand."""
    before = PortalRendition.objects.count()
    for page in NewsPage.objects.all():
        client.get(page.url)
    for page in (*HomePage.objects.all(), *NewsSection.objects.all()):
        client.get(page.url)
    assert PortalRendition.objects.count() == before


def test_all_text_is_composed_and_pages_can_be_validated():
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()
        assert page.slug.isascii()
        data = page.serializable_data()
        assert unicodedata.is_normalized("NFC", json.dumps(data, ensure_ascii=False, default=str)), page.url
    for model in (Author, Comment, Motto, NewsTag, PortalDocument, PortalImage, Unit):
        for row in model.objects.values():
            assert unicodedata.is_normalized("NFC", str(row)), row


def test_bodies_pass_the_editors_validation():
    for article in NewsPage.objects.all():
        article.body.stream_block.clean(article.body)
        assert article.missing_photos == 0
        assert article.alternative_text


def test_dates_lie_in_the_past_over_years():
    moments = NewsPage.objects.values_list("first_published_at", "content_updated_at")
    assert all(published <= updated <= timezone.now() for published, updated in moments)
    assert (max(moments)[0] - min(moments)[0]).days > 700
    later = [(updated - published).total_seconds() / 3600 for published, updated in moments if updated != published]
    assert sorted(later) == [6, 6, 41, 41]


def test_bylines_name_units_of_their_time():
    for article in NewsPage.objects.all():
        day = article.first_published_at.date()
        for byline in article.bylines.exclude(unit=None):
            assert byline.unit.founded_on <= day
            assert byline.unit.dissolved_on is None or day <= byline.unit.dissolved_on


def test_translations_are_linked():
    english = NewsPage.objects.filter(locale__language_code="en")
    for article in english:
        original = article.get_translation(Locale.objects.get(language_code="vi"))
        assert original.first_published_at == article.first_published_at
        assert original.get_parent().translation_key == article.get_parent().translation_key
        assert article.slug != original.slug


def test_every_page_can_be_edited_from_its_revision():
    for page in Page.objects.filter(depth__gt=2).specific():
        draft = page.get_latest_revision_as_object()
        assert draft.title == page.title
        assert not page.has_unpublished_changes


def test_accounts_one_per_role(folder, seeded, client):
    logins = json.loads((folder / "demo-logins.json").read_text())
    assert set(logins) == {"quantri", "bientap", "duyetbai"}
    assert stat.S_IMODE((folder / "demo-logins.json").stat().st_mode) == 0o600
    for name, password in logins.items():
        assert password in seeded
        assert client.login(username=name, password=password)
        assert client.get("/admin/").status_code == 200
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["quantri"]


def test_a_site_with_content_is_refused_and_stays_as_it_is():
    before = Page.objects.count(), PortalImage.objects.count(), PortalDocument.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        call_command("seed_demo")
    out = io.StringIO()
    call_command("seed_demo", "--if-empty", stdout=out)
    assert out.getvalue() == ""
    assert (Page.objects.count(), PortalImage.objects.count(), PortalDocument.objects.count()) == before


def test_a_failure_leaves_no_file_behind(monkeypatch, media: Path):
    """All or nothing: here the content ends halfway."""
    NewsPage.objects.all().delete()
    for page in Page.objects.filter(depth=3):
        page.specific.delete()
    Author.objects.all().delete()
    Unit.objects.all().delete()

    def fail(*args: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr(seeding, "create_tree", fail)
    images = PortalImage.objects.count()
    with pytest.raises(RuntimeError, match="halfway"):
        seeding.fill(lambda *args: None, picture_width=160)
    assert PortalImage.objects.count() == images
    assert [path for path in media.rglob("*") if path.is_file()] == []
