"""The seed_demo command: all content in both languages, only on an empty site. Seeded once for the module."""

import html
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
from PIL import Image
from wagtail.models import Locale, Page

from home.demo import media, seeding
from home.models import ContactPage, HomePage, Motto, Notice, OrganisationPage, StandardPage
from mysite.models import PortalDocument, PortalImage, PortalRendition, User
from newsroom.events.recurrence import Repeat
from newsroom.models import Author, Comment, EventPage, EventSection, NewsPage, NewsSection, NewsTag, Unit


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, folder: Path) -> Iterator[str]:
    """The seeded site, rolled back at the end of the module; the value is the output of the command."""
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


def test_object_counts():
    vi, en = (Locale.objects.get(language_code=code) for code in ("vi", "en"))
    assert NewsPage.objects.filter(locale=vi).live().count() >= 42
    assert NewsPage.objects.filter(locale=en).live().count() == 10
    assert NewsSection.objects.filter(locale=vi).live().count() == 8
    assert NewsSection.objects.filter(locale=en).live().count() == 8
    for model, count in ((StandardPage, 4), (OrganisationPage, 2), (ContactPage, 2)):
        assert model.objects.live().count() == count
    for model, count in ((Author, 8), (Unit, 7), (Motto, 14)):
        assert model.objects.filter(locale=vi).count() >= count
        assert model.objects.filter(locale=en).count() == model.objects.filter(locale=vi).count()
    assert Comment.objects.approved().count() >= 30
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending", "approved", "rejected"}
    assert PortalImage.objects.count() >= 60
    assert NewsPage.objects.filter(comment_mode="off").exists()
    assert NewsPage.objects.exclude(source_url="").exists()
    assert 4 <= NewsPage.objects.filter(locale=vi, is_headline=True).count() <= 6


def test_images_contain_only_pixels():
    """They are stored without re-encoding, unlike uploads."""
    for path in media._FOLDER.iterdir():
        with Image.open(path) as image:
            assert not {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop"} & set(image.info), path.name
    assert not PortalImage.objects.filter(is_cleaned=False).exists()


def test_events_of_every_kind_exist():
    vi, en = (Locale.objects.get(language_code=code) for code in ("vi", "en"))
    assert EventSection.objects.filter(locale=vi).live().count() == 2
    assert EventSection.objects.filter(locale=en).live().count() == 2
    events = EventPage.objects.filter(locale=vi).live()
    today = timezone.localdate()
    assert events.count() >= 15
    assert EventPage.objects.filter(locale=en).live().count() >= 6
    assert events.filter(occurrences__first_day__gt=today).distinct().count() >= 8
    assert events.filter(start_date__lt=today).count() >= 5
    assert set(events.values_list("status", flat=True)) == set(EventPage.Status.values)
    assert not events.exclude(status="scheduled").filter(status_note="").exists()
    repeats = {Repeat.DAILY, Repeat.WEEKLY, Repeat.MONTHLY_BY_DATE, Repeat.MONTHLY_LAST_DAY, Repeat.MONTHLY_BY_WEEKDAY}
    assert repeats < set(events.values_list("repeat", flat=True))
    for conditions in (
        {"all_day": True, "end_date": None},
        {"all_day": True, "end_date__isnull": False},
        {"all_day": False, "end_date__isnull": False},
        {"exceptions__isnull": False},
        {"attachments__isnull": False},
        {"articles__isnull": False},
        {"repeat_weekdays__contains": ","},
    ):
        assert events.filter(**conditions).exists(), conditions
    assert events.exclude(sign_up_url="").exclude(contact_email="").exists()
    assert any(event.agenda for event in events)
    assert any(block.block_type == "gallery" for event in events for block in event.body)
    for event in EventPage.objects.all():
        event.schedule.validate()
        assert event.occurrences.exists()
        assert event.organiser.locale_id == event.locale_id


def test_events_and_articles_link_to_each_other(client):
    event = EventPage.objects.get(title__startswith="Ngày hội STEM", locale__language_code="vi")
    article = event.articles.get().article
    assert article.url in client.get(event.url).text
    assert event.url in client.get(article.url).text


def test_home_pages_have_blocks(client):
    for home in HomePage.objects.filter(depth=2):
        kinds = [block.block_type for block in home.body]
        assert set(kinds) == set(HomePage._meta.get_field("body").stream_block.child_blocks) - {"paragraph"}
        assert home.licence
        assert home.copyright_note
        home.body.stream_block.clean(home.body)
        page = client.get(home.url).text
        for block in home.body:
            if title := block.value.get("title"):
                assert html.escape(title) in page
        assert home.licence in page


def test_notice_is_shown(client):
    for code in ("vi", "en"):
        (notice,) = Notice.objects.current_at(code, timezone.now())
        assert notice.ends_at > timezone.now()
        home = HomePage.objects.get(locale__language_code=code, depth=2)
        (event,) = EventPage.objects.filter(title__contains={"vi": "hướng nghiệp", "en": "Career"}[code])
        assert event.url in client.get(home.url).text


def test_leaders_and_units_are_listed(client):
    for page in OrganisationPage.objects.all():
        people, units = page.body
        assert len(people.value["people"]) == 3
        assert len(units.value["units"]) == Unit.objects.filter(locale=page.locale, dissolved_on=None).count()
        text = client.get(page.url).text
        for person in people.value["people"]:
            assert person["photo"].description
            assert person["name"] in text
        for item in units.value["units"]:
            assert item["unit"].head
            assert html.escape(item["unit"].name) in text


def test_contact_forms_have_same_fields_in_both_languages():
    names = [list(page.form_fields.values_list("clean_name", flat=True)) for page in ContactPage.objects.all()]
    assert names[0] == names[1]
    assert len(names[0]) == 5


def test_pages_have_descriptions():
    for page in Page.objects.filter(depth__gt=1).specific():
        if not isinstance(page, (NewsSection, EventSection)):
            assert page.search_description, page


def test_articles_have_every_kind_of_block_and_large_galleries():
    bodies = [article.body for article in NewsPage.objects.all()]
    kinds = {block.block_type for article in bodies for block in article}
    assert kinds == set(NewsPage._meta.get_field("body").stream_block.child_blocks)
    galleries = [
        len(block.value.available_photos) for article in bodies for block in article if block.block_type == "gallery"
    ]
    assert len([size for size in galleries if size >= 3]) >= 10
    assert 20 in galleries


def test_reference_article_is_complete():
    article = NewsPage.objects.get(title__startswith="Hội nghị đánh giá", locale__language_code="vi")
    text, gallery = article.body[0], article.body[1]
    assert text.value.source.count("<li>") == 10
    assert gallery.block_type == "gallery"
    assert len(gallery.value.available_photos) == 4
    (byline,) = article.bylines.all()
    assert byline.unit.is_dissolved()
    assert byline.unit.successor.label == "P.GDTX&NN"
    assert not article.comments.exists()


def test_every_page_returns_200(client):
    pages = [page for page in Page.objects.filter(depth__gt=1) if page.url]
    assert len(pages) > 70
    for page in pages:
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert response.content.count(b"<h1") == 1, page.url
    for model in (Author, Unit):
        for snippet in model.objects.select_related("locale"):
            with translation.override(snippet.locale.language_code):
                url = snippet.get_absolute_url()
            assert client.get(url).status_code == 200, url


def test_all_renditions_exist_after_seeding(client):
    """All renditions that pages use exist after seeding."""
    before = PortalRendition.objects.count()
    for page in NewsPage.objects.all():
        client.get(page.url)
    for page in (*HomePage.objects.all(), *NewsSection.objects.all(), *EventSection.objects.all()):
        client.get(page.url)
    for page in (*EventPage.objects.all(), *OrganisationPage.objects.all(), *ContactPage.objects.all()):
        client.get(page.url)
    assert PortalRendition.objects.count() == before


def test_all_text_is_nfc_and_pages_are_valid():
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()
        assert page.slug.isascii()
        data = page.serializable_data()
        assert unicodedata.is_normalized("NFC", json.dumps(data, ensure_ascii=False, default=str)), page.url
    for model in (Author, Comment, Motto, NewsTag, Notice, PortalDocument, PortalImage, Unit):
        for row in model.objects.values():
            assert unicodedata.is_normalized("NFC", str(row)), row


def test_bodies_pass_the_editors_validation():
    for article in NewsPage.objects.all():
        article.body.stream_block.clean(article.body)
        assert article.missing_photos == 0
        assert article.alternative_text
    for event in EventPage.objects.all():
        event.body.stream_block.clean(event.body)
        event.agenda.stream_block.clean(event.agenda)
        assert event.alternative_text
    for page in OrganisationPage.objects.all():
        page.body.stream_block.clean(page.body)


def test_articles_are_dated_over_past_years():
    moments = NewsPage.objects.values_list("first_published_at", "content_updated_at")
    assert all(published <= updated <= timezone.now() for published, updated in moments)
    assert (max(moments)[0] - min(moments)[0]).days > 700
    later = [(updated - published).total_seconds() / 3600 for published, updated in moments if updated != published]
    assert sorted(later) == [6, 6, 41, 41]


def test_bylines_name_units_that_existed_then():
    for article in NewsPage.objects.all():
        day = article.first_published_at.date()
        for byline in article.bylines.exclude(unit=None):
            assert byline.unit.founded_on <= day
            assert byline.unit.dissolved_on is None or day <= byline.unit.dissolved_on


def test_events_are_translated():
    for event in EventPage.objects.filter(locale__language_code="en"):
        original = event.get_translation(Locale.objects.get(language_code="vi"))
        assert original.start_date == event.start_date
        assert list(original.occurrences.values_list("starts_at")) == list(event.occurrences.values_list("starts_at"))
        assert event.slug != original.slug


def test_translations_are_linked():
    english = NewsPage.objects.filter(locale__language_code="en")
    for article in english:
        original = article.get_translation(Locale.objects.get(language_code="vi"))
        assert original.first_published_at == article.first_published_at
        assert original.get_parent().translation_key == article.get_parent().translation_key
        assert article.slug != original.slug


def test_every_page_has_editable_revision():
    for page in Page.objects.filter(depth__gt=2).specific():
        draft = page.get_latest_revision_as_object()
        assert draft.title == page.title
        assert not page.has_unpublished_changes


def test_one_account_per_role(folder, seeded, client):
    logins = json.loads((folder / "demo-logins.json").read_text())
    assert set(logins) == {"quantri", "thuky", "bientap", "congtac"}
    assert stat.S_IMODE((folder / "demo-logins.json").stat().st_mode) == 0o600
    for name, password in logins.items():
        assert password in seeded
        client.post("/admin/login/", {"username": name, "password": password})
        assert client.get("/admin/").status_code == 200
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["quantri"]


def test_site_with_content_is_left_unchanged():
    before = Page.objects.count(), PortalImage.objects.count(), PortalDocument.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        call_command("seed_demo")
    out = io.StringIO()
    call_command("seed_demo", "--if-empty", stdout=out)
    assert out.getvalue() == ""
    assert (Page.objects.count(), PortalImage.objects.count(), PortalDocument.objects.count()) == before


@pytest.mark.long_form
def test_failed_seeding_leaves_no_files(monkeypatch, media: Path):
    """Seeding is atomic: here the content is incomplete."""
    NewsPage.objects.all().delete()
    EventPage.objects.all().delete()
    for page in Page.objects.filter(depth=3):
        page.specific.delete()
    Author.objects.all().delete()
    Unit.objects.all().delete()

    def fail(*args: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr(seeding, "create_tree", fail)
    images = PortalImage.objects.count()
    with pytest.raises(RuntimeError, match="halfway"):
        seeding.seed(lambda *args: None, image_width=160)
    assert PortalImage.objects.count() == images
    assert [path for path in media.rglob("*") if path.is_file()] == []
