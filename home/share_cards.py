"""The card that is drawn for a page without picture: what it says, its address, and the view that draws it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.models import HomePage
from mysite.models import BasePage
from mysite.public_address import absolute
from mysite.querysets import visible
from mysite.share_card import HEIGHT, WIDTH, Card, draw
from mysite.sharing import SharedPicture


def card_of(page: BasePage, home: HomePage, section: str) -> Card:
    """What the card of ``page`` says; ``section`` is the title of what it stands in."""
    if page.pk == home.pk:
        return Card(home.site_name or home.title, home.authority)
    note = " · ".join(filter(None, [section, page.card_note()]))
    return Card(page.seo_title or page.title, home.site_name or home.title, note)


def card_picture(page: BasePage, home: HomePage, section: str) -> SharedPicture:
    """The card of a page as a picture to share. Its address changes with what it says, so it may be kept for ever."""
    card = card_of(page, home, section)
    address = reverse("share_card", args=[page.pk, card.digest])
    return SharedPicture(absolute(address), WIDTH, HEIGHT, card.title, "image/png")


@require_safe
def share_card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The card of a page that visitors may see, as long as it says what the digest stands for; no other is drawn."""
    page = get_object_or_404(visible(Page.objects.select_related("locale")), pk=pk).specific
    home = HomePage.objects.filter(locale=page.locale_id).first()
    if home is None or not isinstance(page, BasePage):
        raise Http404("No card for this page")
    with translation.override(page.locale.language_code):
        card = card_of(page, home, _section_title(page))
    if not constant_time_compare(card.digest, digest):
        raise Http404("The page has another card by now")
    response = HttpResponse(draw(card), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _section_title(page: Page) -> str:
    """The title of the nearest visible page above, as in the breadcrumbs; the home page is none."""
    above = [page.path[:end] for end in range(3 * Page.steplen, len(page.path), Page.steplen)]
    nearest = visible(Page.objects.filter(path__in=above)).order_by("-path").first()
    return nearest.title if nearest else ""
