"""An imported article answers at the address it had at the old portal too: a redirect from its path and query."""

from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from mysite.redirects import MAX_LENGTH, is_storable, stored_path
from mysite.routing import is_answered


class LostAddress(Exception):
    """The old address cannot lead to the article; the message says why, for people."""


class OldAddresses:
    """Writes the redirects of one run."""

    def __init__(self) -> None:
        self.site = Site.objects.filter(is_default_site=True).first()

    def keep(self, source_url: str, page: Page | None) -> str:
        """Let the path of ``source_url`` lead to ``page``; return a remark if it cannot, else an empty string.

        Without a page nothing is written: what would be said. The first article with a path has it.
        """
        if self.site is None:
            return ""
        try:
            path = self._path_of(source_url)
            if page is not None and stored_path(page.url) == path:
                return ""
            self._refuse_answered(path)
            found = Redirect.get_for_site(self.site).filter(old_path=path).first()
            if found is None:
                if page is not None:
                    Redirect.objects.create(
                        old_path=path, site=self.site, redirect_page=page, automatically_created=True
                    )
            elif page is None or found.redirect_page_id != page.pk:
                raise LostAddress("it leads elsewhere already")
        except LostAddress as lost:
            return f"the old address {source_url} is lost: {lost}"
        return ""

    def _path_of(self, source_url: str) -> str:
        try:
            parts = urlsplit(source_url)
            path = stored_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        except ValueError as error:
            raise LostAddress("it is no web address") from error
        if parts.path.startswith(("//", "/\\")) or not is_storable(path[:MAX_LENGTH]):
            raise LostAddress("no browser asks for such a path")
        if len(path) > MAX_LENGTH:
            raise LostAddress(f"its path is longer than {MAX_LENGTH} characters")
        return path

    def _refuse_answered(self, path: str) -> None:
        if is_answered(path.partition("?")[0], self.site):
            raise LostAddress("the portal itself answers there")
