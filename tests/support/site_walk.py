"""Requests all articles and lists of the site, from the first page of each list to the last.

``python -m tests.support.site_walk`` walks the site of the settings in the environment, with all its content.
"""

import re
import sys
from collections.abc import Iterator
from itertools import chain

PAGE_NUMBER = re.compile(r"[?&;]page=(\d+)")


def request_all_urls(client) -> tuple[int, list[str]]:
    """Return the number of requested URLs, and those that did not return 200 with their status."""
    responses = [(client.get(url).status_code, url) for url in iter_urls(client)]
    return len(responses), [f"{status} {url}" for status, url in responses if status != 200]


def iter_urls(client) -> Iterator[str]:
    from newsroom.models import Author, NewsPage, NewsSection, Unit

    yield from ("/", "/rss/")
    for section in NewsSection.objects.all():
        yield from iter_listing_pages(client, section.url)
        yield from (f"{section.url}rss/", f"{section.url}luu-tru/")
        months = section.get_listings().exclude(month=None).dates("month", "month")
        for month in months:
            yield from iter_listing_pages(client, f"{section.url}luu-tru/{month:%Y/%m}/")
        for year in sorted({month.year for month in months}):
            yield from iter_listing_pages(client, f"{section.url}luu-tru/{year}/")
    for person in chain(Author.objects.order_by("pk")[::50], Unit.objects.all()):
        yield person.get_absolute_url()
    for article in NewsPage.objects.defer_streamfields().iterator(chunk_size=200):
        yield article.url


def iter_listing_pages(client, url: str) -> Iterator[str]:
    """Yield the URLs of the first, the middle and the last page of a list."""
    yield url
    last = max(map(int, PAGE_NUMBER.findall(client.get(url).content.decode())), default=1)
    yield from (f"{url}?page={number}" for number in sorted({last // 2, last} - {0, 1}))


def main() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    number, problems = request_all_urls(Client())
    print(*problems, f"{number:,} URLs requested, {len(problems):,} did not return 200", sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
