"""Where an old address leads: to a page that visitors may see at this moment, in one step, or nowhere."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

from django.core.exceptions import DisallowedRedirect, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import translation
from django.utils.encoding import iri_to_uri, uri_to_iri
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from mysite.querysets import visible
from mysite.routing import answers_below, components_of, hides_a_page, is_answered
from mysite.vietnamese import nfc

#: What the database holds; a longer address is none of ours.
MAX_LENGTH = Redirect._meta.get_field("old_path").max_length
#: What stands in old addresses as it is; Django's own ``get_full_path`` quotes “;” and “=” too.
UNQUOTED = "/:@&+$,-_.!~*'();="
#: How many steps of an address may be below one that has moved.
MAX_STEPS_BELOW = 6


@dataclass(frozen=True, slots=True)
class Destination:
    link: str
    is_permanent: bool


class VisibleRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but never to a page that is hidden now, whose address nobody is to learn.

    See docs/decisions/028-redirects.md for what else differs.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != 404:
            return response
        destination = destination_of(request)
        if destination is None:
            return response
        kind = HttpResponsePermanentRedirect if destination.is_permanent else HttpResponseRedirect
        try:
            redirect = kind(destination.link)
        except (ValueError, DisallowedRedirect):  # somebody typed what is no address
            return response
        # Browsers keep a permanent redirect for ever: after a page's name has come back they would go in a circle.
        redirect["Cache-Control"] = "no-cache"
        return redirect


def stored_path(address: str) -> str:
    """How the table of redirects spells ``address``, a path with its query. Raises ``ValueError`` for what is none."""
    # One slash: two would make a host of the first word.
    return nfc(Redirect.normalise_path(iri_to_uri(f"/{address.lstrip('/')}")))


def destination_of(request: HttpRequest) -> Destination | None:
    """Where the redirects lead from the address of ``request``; None if there is no such way."""
    site = Site.find_for_request(request)
    if site is None or (not request.path.endswith("/") and is_answered(f"{request.path}/", site)):
        return None  # in the second case it lacks only its slash
    query = request.META.get("QUERY_STRING", "")
    address, link = f"{quote(request.path, safe=UNQUOTED)}{'?' if query else ''}{query}", ""
    taken: set[int] = set()
    is_permanent = True
    while found := _find(site, address):
        redirect, rest = found
        if redirect.pk in taken:
            return None  # a circle
        taken.add(redirect.pk)
        is_permanent = is_permanent and redirect.is_permanent
        if redirect.redirect_page_id:
            link = _address_of(redirect, rest, request)
            asked = address.partition("?")[2]
            if link and asked and "?" not in redirect.old_path:  # the month or the page of a list that has moved
                link = f"{link}?{asked}"
            break
        link = redirect.redirect_link
        own = _own_address(link, request, site)
        if own is None:
            break
        path, address = unquote(own.path), f"{own.path}?{own.query}"
        if hides_a_page(path, site):
            return None
        if is_answered(path, site):
            break
    return Destination(link, is_permanent) if link else None


def _find(site: Site, address: str) -> tuple[Redirect, list[str]] | None:
    """The redirect of the whole address, of the path alone, or of a page above that answers the rest itself."""
    spellings, above = _spellings(address), _paths_above(address)
    rows = Redirect.get_for_site(site).filter(old_path__in=[*spellings, *above]).select_related("redirect_page__locale")
    # One of this site goes before one of all sites.
    by_path = {row.old_path: row for row in sorted(rows, key=lambda row: row.site_id is not None)}
    for spelling in spellings:
        if spelling in by_path:
            return by_path[spelling], []
    for spelling, rest in above.items():
        row = by_path.get(spelling)
        if row and row.redirect_page and not row.redirect_page_route_path and _answers(row.redirect_page, rest):
            return row, rest
    return None


def _spellings(address: str) -> list[str]:
    """How the address may stand in the table, best first: as we write it, as Wagtail does, as somebody typed it."""
    path, _, query = f"/{address.lstrip('/')}".partition("?")
    found: list[str] = []
    for asked in dict.fromkeys((f"{path}?{query}", path)):
        try:
            encoded = Redirect.normalise_path(asked, decode_unicode=False)
            found += (stored_path(asked), uri_to_iri(encoded), encoded)
        except ValueError:
            continue
    found.append(unquote(path).rstrip("/") or "/")
    return [spelling for spelling in dict.fromkeys(found) if is_storable(spelling)]


def _paths_above(address: str) -> dict[str, list[str]]:
    components = components_of(unquote(address.partition("?")[0]))
    lengths = range(len(components) - 1, max(0, len(components) - 1 - MAX_STEPS_BELOW), -1)
    paths = {nfc(f"/{'/'.join(components[:length])}"): components[length:] for length in lengths}
    return {above: rest for above, rest in paths.items() if is_storable(above)}


def is_storable(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in path and len(path) <= MAX_LENGTH


def _answers(page: Page, rest: list[str]) -> bool:
    with translation.override(page.locale.language_code):
        return answers_below(page, rest)


def _address_of(redirect: Redirect, rest: list[str], request: HttpRequest) -> str:
    """The address of the redirect's page, and of the part of it that was asked for; empty while it is hidden."""
    page = visible(Page.objects.filter(pk=redirect.redirect_page_id)).select_related("locale").first()
    address = page.get_url(request) if page else None
    if not address:
        return ""
    rest = rest or components_of(redirect.redirect_page_route_path)
    if not rest or not _answers(page, rest):
        return address
    return f"{address.rstrip('/')}/{'/'.join(rest)}{'' if '.' in rest[-1] else '/'}"


def _own_address(link: str, request: HttpRequest, site: Site) -> SplitResult | None:
    """The parts of a link to this portal; None for one elsewhere."""
    try:
        parts = urlsplit(link)
        is_own = parts.hostname in {None, site.hostname, urlsplit(f"//{request.get_host()}").hostname}
    except ValueError:
        return None
    return parts if is_own else None


class AddressOnlyRedirectForm(RedirectForm):
    """Wagtail's form, which fails on what cannot be read as an address; here it says so."""

    def clean_old_path(self) -> str:
        try:
            path = Redirect.normalise_path(self.cleaned_data["old_path"])
        except ValueError as error:
            raise ValidationError(_("This is not an address of a page.")) from error
        if len(path) > MAX_LENGTH:
            raise ValidationError(_("This is not an address of a page."))
        return path

    def clean(self) -> dict[str, Any]:
        super().clean()
        # A page that is answered at goes before a redirect, which would do nothing.
        path = unquote(self.cleaned_data.get("old_path", ""))
        site = self.cleaned_data.get("site") or Site.objects.filter(is_default_site=True).first()
        if path and "?" not in path and site and "old_path" in self.changed_data and is_answered(f"{path}/", site):
            self.add_error("old_path", _("There is a page at this address."))
        return self.cleaned_data
