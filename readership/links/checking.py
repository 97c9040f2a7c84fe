"""Checks the links of all published pages and of all redirects, and stores what is broken."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from mysite.pages.querysets import published, visible
from readership.models import CheckedLink, LinkKind, LinkStatus

from .extraction import FoundLink, find_links
from .objects import KINDS, LinkedObjects
from .outside import OutsideChecker
from .portal import find_portal_status, is_portal_url

#: Pages that are read and written together.
BATCH_SIZE = 100
#: The longest URL that is checked, as browsers and servers have it.
MAX_URL = 2_000
#: Seconds that a run takes for other sites; the next one goes on with what was checked longest ago.
MAX_SECONDS = 1_800
#: Schemes that lead to no server.
_OTHER_SCHEMES = {"mailto", "tel", "sms", "zalo"}


def find_checked_pages() -> QuerySet[Page]:
    """Return the pages whose links are checked. An alias has those of its source."""
    return published(Page.objects.filter(depth__gt=1, alias_of=None)).order_by("pk")


class InsideRun:
    """One check of what can be found out without a request; URLs of other sites keep what is known of them."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.objects = LinkedObjects()
        self.portal_statuses: dict[str, LinkStatus] = {}
        outside = CheckedLink.objects.filter(is_outside=True, checked_at__isnull=False)
        rows = outside.values_list("target", "status", "checked_at")
        self.known: dict[str, tuple[str, datetime]] = {url: (status, moment) for url, status, moment in rows}
        self.content_types = {ContentType.objects.get_for_model(model).pk: model for model in KINDS}

    def run(self) -> None:
        pks = list(find_checked_pages().values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH_SIZE):
            self._check_pages(pks[start : start + BATCH_SIZE])
        CheckedLink.objects.filter(page__isnull=False).exclude(page__in=find_checked_pages()).delete()
        self._check_redirects()

    def _check_pages(self, pks: list[int]) -> None:
        pages = list(Page.objects.filter(pk__in=pks).specific().select_related("locale"))
        links = {page.pk: list(find_links(page)) for page in pages}
        self._add_references(links)
        for model in KINDS:
            self.objects.load(model, {link.pk for found in links.values() for link in found if link.model is model})
        public = set(visible(Page.objects.filter(pk__in=pks)).values_list("pk", flat=True))
        rows: list[CheckedLink] = []
        for page in pages:
            rows += self._check_urls(links[page.pk], page)
            for link in dict.fromkeys(links[page.pk]):
                rows += self._check_object(link, page, is_public=page.pk in public)
        with transaction.atomic():
            # Nobody deletes a page before the rows that name it are written.
            kept = set(Page.objects.select_for_update().filter(pk__in=pks).values_list("pk", flat=True))
            CheckedLink.objects.filter(page__in=pks).delete()
            CheckedLink.objects.bulk_create([row for row in rows if row.page_id in kept], batch_size=BATCH_SIZE)

    def _add_references(self, links: dict[int, list[FoundLink]]) -> None:
        """Add the links from other fields, which are in Wagtail's index. It does not have those to deleted objects."""
        rows = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=map(str, links),
            to_content_type__in=self.content_types,
        )
        known = {(pk, link.path, link.model, link.pk) for pk, found in links.items() for link in found}
        for row in rows.order_by("pk"):
            page_id, model, pk = int(row.object_id), self.content_types[row.to_content_type_id], int(row.to_object_id)
            if page_id in links and (page_id, row.content_path, model, pk) not in known:
                links[page_id].append(FoundLink(row.content_path, "", model=model, pk=pk))

    def _check_object(self, link: FoundLink, page: Page, *, is_public: bool) -> Iterator[CheckedLink]:
        if link.model is None:
            return
        status = self.objects.get_status(link.model, link.pk, page.locale_id)
        if status is LinkStatus.FOUND or (status is LinkStatus.HIDDEN and not is_public):
            return  # a restricted page may link to another
        yield CheckedLink(
            page=page,
            content_path=link.path,
            kind=KINDS[link.model],
            target=self.objects.get_title(link.model, link.pk),
            text=link.text,
            status=status,
            checked_at=self.now,
        )

    def _check_urls(self, links: Iterable[FoundLink], page: Page) -> Iterator[CheckedLink]:
        base = urljoin(settings.SITE_URL, page.url or "/")
        distinct = {(link.path, link.url): link for link in links if link.url}
        for link in distinct.values():
            if row := self._check_url(link.url, base):
                row.page, row.content_path, row.text = page, link.path, link.text
                yield row

    def _check_url(self, url: str, base: str) -> CheckedLink | None:
        """Return a row for a URL that is broken or of another site."""
        url = url.strip().replace("\0", "")
        row = CheckedLink(kind=LinkKind.URL, target=url[:MAX_URL], status=LinkStatus.MALFORMED, checked_at=self.now)
        try:
            written, parts = urlsplit(url), urlsplit(urljoin(base, url))
            is_complete = bool(written.netloc or not written.scheme) and parts.port != 0 and len(url) <= MAX_URL
        except ValueError:
            return row
        if parts.scheme in _OTHER_SCHEMES or url.startswith("#"):
            return None
        if parts.scheme not in {"http", "https"} or not is_complete:
            return row
        if is_portal_url(parts):
            row.status = self._find_portal_status(parts)
            return None if row.status == LinkStatus.FOUND else row
        row.is_outside, row.target = True, parts.geturl()
        row.status, row.checked_at = self.known.get(row.target, (LinkStatus.UNCHECKED, None))
        return row

    def _find_portal_status(self, parts: SplitResult) -> LinkStatus:
        key = f"{parts.path}?{parts.query}"
        if key not in self.portal_statuses:
            self.portal_statuses[key] = find_portal_status(parts)
        return self.portal_statuses[key]

    def _check_redirects(self) -> None:
        rows: list[CheckedLink] = []
        redirects = list(Redirect.objects.select_related("redirect_page").order_by("pk"))
        self.objects.load(Page, {one.redirect_page_id for one in redirects if one.redirect_page_id})
        for one in redirects:
            if row := self._check_redirect(one):
                row.redirect, row.text = one, one.old_path
                rows.append(row)
        with transaction.atomic():
            CheckedLink.objects.filter(redirect__isnull=False).delete()
            kept = set(Redirect.objects.select_for_update().values_list("pk", flat=True))
            CheckedLink.objects.bulk_create([row for row in rows if row.redirect_id in kept], batch_size=BATCH_SIZE)

    def _check_redirect(self, redirect: Redirect) -> CheckedLink | None:
        page = redirect.redirect_page
        if page is None:
            return self._check_url(redirect.redirect_link, settings.SITE_URL)
        status = self.objects.get_status(Page, page.pk, page.locale_id)
        if status is LinkStatus.FOUND:
            return None
        return CheckedLink(kind=LinkKind.PAGE, target=page.title, status=status, checked_at=self.now)


def check_outside(checker: OutsideChecker, max_seconds: float = MAX_SECONDS) -> int:
    """Check the URLs of other sites, those first that were checked longest ago or never; return how many."""
    urls = CheckedLink.objects.filter(is_outside=True).values("target").annotate(at=Min("checked_at"))
    ends_at, count = monotonic() + max_seconds, 0
    for url in list(urls.order_by(F("at").asc(nulls_first=True), "target").values_list("target", flat=True)):
        if monotonic() >= ends_at:
            break
        status = checker.check(url)
        CheckedLink.objects.filter(is_outside=True, target=url).update(status=status, checked_at=timezone.now())
        count += 1
    return count
