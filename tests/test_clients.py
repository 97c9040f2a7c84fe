"""A crawler that obeys robots.txt ends and sees the whole sitemap; extractors of articles keep their parts.

``make test-all`` runs them over the demo, ``make test`` over a page of each type. ``tools.clients`` has more clients.
"""

import json
import re
import subprocess
import sys
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.support import factories
from tests.support.every_page import create_pages
from tests.support.renditions import make_renditions
from tests.support.samples import TEST_ALL
from tools.clients import extraction
from tools.clients.crawl import MAX_PAGES

pytestmark = pytest.mark.django_db(transaction=True)

#: Parts that an extractor leaves out by its own rules: short lists of links; figures.
LEFT_OUT = {
    extraction.extract_with_trafilatura: {"attachments"},
    extraction.extract_with_newspaper: {"attachments", "captions"},
}


@pytest.fixture
def url(live_server) -> str:
    if TEST_ALL:
        call_command("seed_demo", verbosity=0)
        make_renditions()
    return live_server.url


@pytest.fixture
def pages() -> None:
    if not TEST_ALL:
        for language in ("vi", "en"):
            create_pages(language)


@pytest.fixture
def article() -> None:
    if TEST_ALL:
        return
    text = "<p>Sáng nay, Sở tổ chức hội nghị tổng kết năm học với sự có mặt của lãnh đạo các trường trong tỉnh.</p>"
    factories.ArticleFactory(
        title="Hội nghị tổng kết năm học",
        main_image=factories.ImageFactory(),
        authors=(factories.AuthorFactory(name="Lê Thị Bình"),),
        corrections=[
            {"type": "correction", "value": {"date": "2026-05-14", "text": text}},
        ],
        body=[
            *({"type": "paragraph", "value": text * 3} for _ in range(4)),
            factories.gallery_value([factories.SmallImageFactory(), factories.SmallImageFactory()]),
        ],
    )
    make_renditions()


def read_sitemap(url: str) -> set[str]:
    """Return the paths of all pages in the sitemap."""

    def read_paths(path: str) -> list[str]:
        with urlopen(url + path) as response:  # noqa: S310 - the live server
            locations = re.findall(r"<loc>(.*?)</loc>", re.sub(r"<image:.*", "", response.read().decode()))
        return [re.sub(r"^https?://[^/]+", "", location.replace("&amp;", "&")) for location in locations]

    return {path for file in read_paths("/sitemap.xml") for path in read_paths(file)}


@pytest.mark.usefixtures("pages")
def test_crawler_ends_and_sees_every_page_of_the_sitemap(url: str) -> None:
    command = [sys.executable, "-m", "tools.clients.crawl", f"{url}/"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    statuses = {address.removeprefix(url): status for address, status in json.loads(done.stdout).items()}
    assert {path: status for path, status in statuses.items() if status != 200} == {}
    sitemap = read_sitemap(url)
    assert len(sitemap) >= 20
    assert sitemap - statuses.keys() == set()
    assert len(statuses) <= MAX_PAGES


@pytest.mark.usefixtures("article")
def test_extractors_keep_the_parts_of_articles(url: str) -> None:
    articles = list(extraction.read_articles(url))
    assert articles
    for extract, left_out in LEFT_OUT.items():
        score = extraction.Score()
        for article in articles:
            extraction.compare(score, article, extract(article))
        assert {"title", "authors", "published", "lead", "main image", "captions", "corrections"} <= score.total.keys()
        shares = {part: score.kept[part] / count for part, count in score.total.items() if part not in left_out}
        assert min(shares.values()) >= 0.95, (extract.__name__, score)
