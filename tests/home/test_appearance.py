"""The office's own colours, icon and image for sharing."""

import itertools
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views import defaults
from wagtail.models import CollectionViewRestriction

from home.colours import DARK_SURFACES, SURFACES, WHITE, Palette, format_colour, get_contrast, parse_colour
from home.models import HomePage
from home.models.appearance import ACCENT_COLOUR, MAIN_COLOUR
from mysite.images.filters import ICON, SHARE
from tests.support import factories

TOKENS = Path("mysite/static/mysite/css/tokens.css").read_text()
#: All combinations of four values of red, green and blue.
COLOURS = [f"#{bytes(parts).hex()}" for parts in itertools.product((0, 85, 170, 255), repeat=3)]
TEXTS = ("heading", "link", "accent", "accent-text")


@pytest.fixture
def home(db) -> HomePage:
    return factories.get_home_page()


def save_colours(home: HomePage, main: str, accent: str = ACCENT_COLOUR) -> None:
    home.has_own_colours, home.main_colour, home.accent_colour = True, main, accent
    home.full_clean()
    home.save()


def get_head(client: Client, url: str = "/") -> BeautifulSoup:
    return BeautifulSoup(client.get(url).content, "html.parser").head


# --- Palette --------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag():
    assert get_contrast((0, 0, 0), WHITE) == 21
    assert get_contrast((119, 119, 119), WHITE) == pytest.approx(4.48, abs=0.01)
    assert get_contrast(WHITE, parse_colour(MAIN_COLOUR)) == get_contrast(parse_colour(MAIN_COLOUR), WHITE)


@pytest.mark.parametrize("main", COLOURS)
def test_texts_of_all_colours_are_readable(main: str):
    for accent in COLOURS:
        palette = Palette.create.__wrapped__(Palette, main, accent)
        for surfaces, tokens in ((SURFACES, palette.light), (DARK_SURFACES, palette.dark)):
            for text, surface in itertools.product(TEXTS, (*surfaces, tokens["tint"], tokens["accent-tint"])):
                assert get_contrast(tokens[text], surface) >= 4.5, (text, accent)
            assert get_contrast(WHITE, tokens["band"]) >= 4.5
            assert get_contrast(WHITE, tokens["band-strong"]) >= 4.5
        assert get_contrast(palette.light["band-mark"], palette.light["band"]) >= 3
        assert get_contrast(palette.light["on-band-muted"], palette.light["band-strong"]) >= 4.5


def test_palette_has_tokens_of_the_style_sheet_only():
    palette = Palette.create(MAIN_COLOUR, ACCENT_COLOUR)
    light, dark, chosen = (dict(re.findall(r"--([\w-]+): (.*);", part)) for part in TOKENS.split("@media"))
    assert [light["paper"].replace("#fff", "#ffffff"), light["ground"]] == [*map(format_colour, SURFACES)]
    assert [chosen["paper"], chosen["ground"]] == [*map(format_colour, DARK_SURFACES)]
    assert palette.light.keys() <= light.keys()
    assert palette.dark.keys() <= dark.keys()
    assert {"--band: #0b5270", f"--accent: {ACCENT_COLOUR}"} <= set(re.findall(r"--(?:band|accent): #\w+", TOKENS))


# --- Pages ----------------------------------------------------------------------------------------


def test_pages_have_no_style_sheet_of_their_own_by_default(client: Client, home: HomePage):
    assert "/mau-sac/" not in str(get_head(client))


def test_pages_load_the_colours_after_the_tokens(client: Client, home: HomePage):
    save_colours(home, "#7a1020")
    sheets = [link["href"] for link in get_head(client)("link", rel="stylesheet", media=None)]
    [url] = [sheet for sheet in sheets if "/mau-sac/" in sheet]
    assert sheets.index(url) > max(n for n, sheet in enumerate(sheets) if "tokens" in sheet or "frame" in sheet)
    response = client.get(url)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--band:#7a1020;" in response.content.decode()
    assert not response.cookies


def test_url_of_the_colours_changes_with_them(home: HomePage):
    urls = set()
    for main, accent in (("#7a1020", "#a8480f"), ("#7a1020", "#105a2a"), ("#105a2a", "#a8480f")):
        save_colours(home, main, accent)
        urls.add(home.colours_url)
    assert len(urls) == 3


def test_colours_of_an_earlier_version_are_not_kept(client: Client, db):
    response = client.get(reverse("colours", args=["7a1020", "a8480f", "0" * 16]))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["7a1020-a8480f", "red-a8480f-0123456789abcdef", "7a1020-a8480f-0123456789ABCDEF"])
def test_other_urls_do_not_exist(client: Client, db, path: str):
    assert client.get(f"/mau-sac/{path}.css").status_code == 404


@pytest.mark.parametrize("colour", ["#fc0", "red", "#12345g", "#0b5270;}body{display:none", "", "#0B5270"])
def test_other_than_a_colour_is_refused(home: HomePage, colour: str):
    with pytest.raises(ValidationError) as error:
        save_colours(home, colour)
    assert error.value.message_dict.keys() == {"main_colour"}


def test_colour_without_contrast_is_refused_with_its_ratio(home: HomePage):
    with pytest.raises(ValidationError) as error:
        save_colours(home, "#ffd000")
    [message] = error.value.message_dict["main_colour"]
    assert "1,4" in message
    home.has_own_colours = False
    home.full_clean()


def test_icon_replaces_that_of_the_portal(client: Client, home: HomePage):
    assert get_head(client).find("link", rel="icon")["href"].endswith(".svg")
    home.icon = factories.SmallImageFactory()
    home.icon.get_renditions(*ICON)
    home.save()
    head = get_head(client)
    urls = [head.find("link", rel=name)["href"] for name in ("icon", "apple-touch-icon")]
    assert [client.get(url).status_code for url in urls] == [200, 200]
    assert all(url.endswith(".png") for url in urls)
    CollectionViewRestriction.objects.create(collection=home.icon.collection, restriction_type="login")
    assert get_head(client).find("link", rel="icon")["href"].endswith(".svg")


def test_share_picture_is_used_for_pages_without_an_image(client: Client, home: HomePage):
    plain, own = factories.ArticleFactory(), factories.ArticleFactory(main_image=factories.ImageFactory())
    own.main_image.get_renditions(*SHARE)
    home.share_picture = factories.ImageFactory(description="Trụ sở của Sở")
    home.share_picture.get_renditions(*SHARE)
    home.save()
    images = {}
    for page in (home, plain, own):
        head = get_head(client, page.url)
        images[page] = head.find("meta", property="og:image")["content"]
        if page is not own:
            assert head.find("meta", property="og:image:alt")["content"] == "Trụ sở của Sở"
    assert images[home] == images[plain] != images[own]


def test_preview_shows_the_colours_of_the_draft(client: Client, home: HomePage):
    home.has_own_colours, home.main_colour = True, "#7a1020"
    assert home.colours_url in home.make_preview_request().content.decode()
    assert "/mau-sac/" not in str(get_head(client))


def test_error_pages_without_queries_have_the_appearance_of_the_last_page(
    client: Client, home: HomePage, django_assert_num_queries
):
    today = timezone.localdate()
    home.mourning_from, home.mourning_until = today, today
    save_colours(home, "#7a1020")
    client.get("/")
    with django_assert_num_queries(0):
        error = defaults.server_error(RequestFactory().get("/")).content.decode()
    assert home.colours_url in error
    assert 'class="mourning"' in error
    HomePage.objects.update(mourning_from=None, mourning_until=None, has_own_colours=False)
    client.get("/")
    error = defaults.server_error(RequestFactory().get("/")).content.decode()
    assert "mourning" not in error
    assert "/mau-sac/" not in error


def test_images_of_the_office_are_loaded_together(home: HomePage, django_assert_num_queries):
    home.logo, home.icon, home.share_picture = factories.SmallImageFactory.create_batch(3)
    for image, specs in home.office_images():
        image.get_renditions(*specs)
    home.save()
    home = HomePage.objects.select_related("logo", "icon", "share_picture").get(pk=home.pk)
    with django_assert_num_queries(1):
        assert len(home.icons) == 2
        assert home.visible_share_picture
        assert home.visible_logo
