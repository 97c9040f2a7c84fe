"""Days of national mourning, on which all pages are shown without colours."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from home.models import HomePage
from tests.support import factories
from tests.support.html import get_page
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db

FIRST, LAST = datetime.date(2026, 11, 29), datetime.date(2026, 11, 30)


@pytest.fixture
def home() -> HomePage:
    home = factories.get_home_page()
    home.mourning_from, home.mourning_until = FIRST, LAST
    home.save()
    return home


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-28T23:59", False),
        ("2026-11-29T00:00", True),
        ("2026-11-30T23:59", True),
        ("2026-12-01T00:00", False),
    ],
)
def test_pages_have_no_colours_from_the_first_to_the_last_day(
    client: Client, home: HomePage, monkeypatch: pytest.MonkeyPatch, moment: str, expected: bool
) -> None:
    section = factories.SectionFactory()
    now = datetime.datetime.fromisoformat(moment).replace(tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: now.astimezone(datetime.UTC))
    for url in ("/", section.url, "/tim-kiem/", "/en/"):
        assert ("mourning" in get_page(client, url).html.get("class", [])) is expected, url


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        (FIRST, None, "mourning_until"),
        (None, LAST, "mourning_from"),
        (LAST, FIRST, "mourning_until"),
        (datetime.date(26, 11, 29), LAST, "mourning_from"),
    ],
)
def test_invalid_days_are_refused(
    home: HomePage, first: datetime.date | None, last: datetime.date | None, wrong: str
) -> None:
    home.mourning_from, home.mourning_until = first, last
    with pytest.raises(ValidationError) as error:
        home.full_clean()
    assert wrong in error.value.message_dict


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_colours_are_gone_on_screen(page, home: HomePage) -> None:
    today = timezone.localdate()
    HomePage.objects.filter(pk=home.pk).update(mourning_from=today, mourning_until=today)
    image = factories.SmallImageFactory()
    article = factories.ArticleFactory(main_image=image)
    make_renditions()
    page.goto(article.url)
    assert page.evaluate("getComputedStyle(document.documentElement).filter") == "grayscale(1)"
    page.locator(".body a img").first.click()
    viewer = page.locator("dialog[open]")
    viewer.wait_for()
    assert viewer.evaluate("element => getComputedStyle(element).filter") == "grayscale(1)"
