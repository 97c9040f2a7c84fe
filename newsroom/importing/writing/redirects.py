"""Create redirects from the URLs that imported articles had on the old portal."""

from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from mysite.http.redirect_keys import find_equal_redirect
from mysite.http.redirects import MAX_LENGTH, is_storable, is_taken, normalize_old_path


class RedirectRefused(Exception):
    """No redirect can be created from the old URL; the message is shown to the user."""


class RedirectWriter:
    """Creates the redirects of one import run."""

    def __init__(self) -> None:
        self.site = Site.objects.filter(is_default_site=True).first()

    def create_redirect(self, source_url: str, page: Page | None) -> str:
        """Redirect the path of ``source_url`` to ``page``; return a remark if that is impossible, else an empty string.

        Without a page nothing is written, as in a dry run. If several articles share a path, the first one gets it.
        """
        if self.site is None:
            return ""
        try:
            path = self._get_path(source_url)
            if page is not None and normalize_old_path(page.url) == path:
                return ""
            self._check_path_is_free(path)
            redirect = find_equal_redirect(self.site, path)
            if redirect is None:
                if page is not None:
                    Redirect.objects.create(
                        old_path=path, site=self.site, redirect_page=page, automatically_created=True
                    )
            elif page is None or redirect.redirect_page_id != page.pk:
                raise RedirectRefused("a redirect from it to another page exists")
        except RedirectRefused as lost:
            return f"no redirect from {source_url}: {lost}"
        return ""

    def _get_path(self, source_url: str) -> str:
        try:
            parts = urlsplit(source_url)
            path = normalize_old_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        except ValueError as error:
            raise RedirectRefused("it is not a valid URL") from error
        if parts.path.startswith(("//", "/\\")) or not is_storable(path[:MAX_LENGTH]):
            raise RedirectRefused("browsers cannot request this path")
        if len(path) > MAX_LENGTH:
            raise RedirectRefused(f"its path is longer than {MAX_LENGTH} characters")
        return path

    def _check_path_is_free(self, path: str) -> None:
        if is_taken(path, self.site):
            raise RedirectRefused("the portal has a page or view at this path")
