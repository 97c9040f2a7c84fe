"""What extractors of articles keep of a portal's articles, compared with what its API says of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import newspaper
import trafilatura
from bs4 import BeautifulSoup
from htmldate import find_date

from tools import npm

READABILITY = {"@mozilla/readability": "0.6.0", "jsdom": "26.1.0"}
_READABILITY_SCRIPT = """
const { readFileSync } = require("fs");
const { JSDOM } = require("jsdom");
const { Readability } = require("@mozilla/readability");
const pages = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(pages.map(({ url, html }) => {
  const found = new Readability(new JSDOM(html, { url }).window.document).parse();
  const { title, byline: authors, publishedTime: published, textContent: text, content: images } = found;
  return { title, authors, published, text, images };
})));
"""


@dataclass
class Extracted:
    """What an extractor found in one article; None for what it does not look for."""

    title: str
    authors: str
    published: str
    text: str
    images: str
    updated: str | None = None


@dataclass
class Score:
    """How many parts of articles an extractor kept, by kind of part."""

    kept: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)

    def add(self, part: str, is_kept: bool) -> None:
        self.total[part] += 1
        self.kept[part] += is_kept


def read_articles(url: str) -> Iterator[dict[str, Any]]:
    """Yield all articles of the portal at ``url`` as its API describes them, each with its page as ``html``."""
    offset, count = 0, 1
    while offset < count:
        page = json.loads(_fetch(f"{url}/api/v2/pages/?type=newsroom.NewsPage&limit=50&offset={offset}"))
        offset, count = offset + 50, page["meta"]["total_count"]
        for item in page["items"]:
            article = json.loads(_fetch(_at(url, item["meta"]["detail_url"])))
            yield {**article, "html": _fetch(_at(url, article["meta"]["html_url"]))}


def _fetch(url: str) -> str:
    with urlopen(url) as response:  # noqa: S310 - a portal's address
        return response.read().decode()


def _at(url: str, address: str) -> str:
    """Return the address on the host of ``url``: the API's are those of the setting ``SITE_URL``."""
    return url + re.sub(r"^https?://[^/]+", "", address)


def extract_with_trafilatura(article: dict[str, Any]) -> Extracted:
    html, url = article["html"], article["meta"]["html_url"]
    found = trafilatura.bare_extraction(html, url=url, include_images=True, with_metadata=True).as_dict()
    images = f"{found['image']} {trafilatura.extract(html, url=url, include_images=True, output_format='xml')}"
    dates = [find_date(html, original_date=original, url=url) for original in (True, False)]
    return Extracted(found["title"], found["author"], dates[0], found["text"], images, updated=dates[1])


def extract_with_newspaper(article: dict[str, Any]) -> Extracted:
    page = newspaper.Article(article["meta"]["html_url"], language=article["meta"]["locale"], fetch_images=False)
    page.download(input_html=article["html"])
    page.parse()
    published = page.publish_date.isoformat() if page.publish_date else ""
    return Extracted(page.title, " ".join(page.authors), published, page.text, page.meta_img)


def extract_with_readability(articles: list[dict[str, Any]], folder: Path) -> list[Extracted]:
    """Extract with the library of Firefox's reader view, installed below ``folder``."""
    pages = [{"url": article["meta"]["html_url"], "html": article["html"]} for article in articles]
    output = npm.run_script(folder, READABILITY, _READABILITY_SCRIPT, json.dumps(pages))
    return [Extracted(**page) for page in json.loads(output)]


def compare(score: Score, article: dict[str, Any], found: Extracted) -> None:
    """Add to ``score`` which parts of the article were found."""
    text, meta = _normalize(found.text), article["meta"]
    score.add("title", _normalize(found.title) == _normalize(article["title"]))
    names = [byline["author"]["name"] for byline in article["bylines"]]
    score.add("authors", all(name in _normalize(found.authors) for name in names))
    score.add("published", str(found.published)[:10] == meta["first_published_at"][:10])
    if found.updated is not None:
        score.add("updated", found.updated[:10] == (article["content_updated_at"] or meta["first_published_at"])[:10])
    score.add("lead", _normalize(article["lead"])[:60] in text)
    if article["main_image"]:
        files = {row["url"].rpartition("/")[2].partition(".")[0] for row in article["main_image"]["renditions"]}
        score.add("main image", any(file in found.images for file in files))
    for caption in _read_texts(article["body"], ".gallery figcaption"):
        score.add("captions", caption[:40] in text)
    for paragraph in _read_texts(article["corrections"], "p:not(.correction-head)"):
        score.add("corrections", paragraph[:50] in text)
    for attachment in article["attachments"]:
        score.add("attachments", _normalize(attachment["title"]) in text)


def _read_texts(markup: str, selector: str) -> list[str]:
    return [_normalize(node.get_text()) for node in BeautifulSoup(markup, "html.parser").select(selector)]


def _normalize(text: str | None) -> str:
    return " ".join((text or "").split())
