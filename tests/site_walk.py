"""Asks the whole site for its news as a visitor would: every article, every list from its first page to its last.

``python -m tests.site_walk`` walks the site of the settings in the environment, whatever has been imported into it.
"""

import re
import sys
from collections.abc import Iterator
from itertools import chain

NUMBERED = re.compile(r"[?&;]page=(\d+)")


def walk(client) -> tuple[int, list[str]]:
    """How many addresses were asked, and those that did not answer 200, with their answer."""
    answers = [(client.get(address).status_code, address) for address in addresses(client)]
    return len(answers), [f"{status} {address}" for status, address in answers if status != 200]


def addresses(client) -> Iterator[str]:
    from newsroom.models import Author, NewsPage, NewsSection, Unit

    yield from ("/", "/rss/")
    for section in NewsSection.objects.all():
        yield from pages(client, section.url)
        yield from (f"{section.url}rss/", f"{section.url}luu-tru/")
        months = section.articles().datetimes("first_published_at", "month")
        for month in months:
            yield from pages(client, f"{section.url}luu-tru/{month:%Y/%m}/")
        for year in sorted({month.year for month in months}):
            yield from pages(client, f"{section.url}luu-tru/{year}/")
    for person in chain(Author.objects.order_by("pk")[::50], Unit.objects.all()):
        yield person.get_absolute_url()
    for article in NewsPage.objects.defer_streamfields().iterator(chunk_size=200):
        yield article.url


def pages(client, address: str) -> Iterator[str]:
    """The first, the middle and the last page of a list."""
    yield address
    last = max(map(int, NUMBERED.findall(client.get(address).content.decode())), default=1)
    yield from (f"{address}?page={number}" for number in sorted({last // 2, last} - {0, 1}))


def main() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    asked, problems = walk(Client())
    print(*problems, f"{asked:,} addresses asked, {len(problems):,} did not answer 200", sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
