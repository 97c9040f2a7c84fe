"""Share cards, the images generated for pages without one: their text, their URL and the view that draws them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.models import HomePage
from mysite.http.site_url import absolute_url
from mysite.images.share_card import HEIGHT, WIDTH, ShareCard, draw_share_card
from mysite.models import BasePage
from mysite.pages.querysets import get_ancestor_paths, visible
from mysite.seo.open_graph import SharedImage


def build_card(page: BasePage, home: HomePage, section_title: str) -> ShareCard:
    """Return the text of the card of ``page``."""
    if page.pk == home.pk:
        return ShareCard(home.site_name or home.title, home.authority)
    note = " · ".join(filter(None, [section_title, page.share_card_note()]))
    return ShareCard(page.seo_title or page.title, home.site_name or home.title, note)


def get_card_image(page: BasePage, home: HomePage, section_title: str) -> SharedImage:
    """Return the card as share image of ``page``. A digest of its text in the URL lets it be cached forever."""
    card = build_card(page, home, section_title)
    url = reverse("share_card", args=[page.pk, card.digest])
    return SharedImage(absolute_url(url), WIDTH, HEIGHT, card.title, "image/png")


@require_safe
def share_card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """Serve the card of a visible page; 404 if ``digest`` does not match its current text."""
    page = get_object_or_404(visible(Page.objects.select_related("locale")), pk=pk).specific
    home = HomePage.objects.filter(locale=page.locale_id).first()
    if home is None or not isinstance(page, BasePage):
        raise Http404("No card for this page")
    with translation.override(page.locale.language_code):
        card = build_card(page, home, _get_section_title(page))
    if not constant_time_compare(card.digest, digest):
        raise Http404("The page has another card by now")
    response = HttpResponse(draw_share_card(card), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _get_section_title(page: Page) -> str:
    """Return the title of the nearest visible ancestor below the home page, or an empty string."""
    sections = get_ancestor_paths(page)[2:]  # without root and home page
    nearest = visible(Page.objects.filter(path__in=sections)).order_by("-path").first()
    return nearest.title if nearest else ""
