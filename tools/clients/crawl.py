"""Crawls a portal as search engines do: ``python -m tools.clients.crawl URL`` prints the status of each URL as JSON.

It runs in a process of its own, because Scrapy's reactor cannot be started twice in one.
"""

import json
import sys
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

MAX_PAGES = 1_000
"""Number of pages of the demo within which a crawl ends by itself (decision 050)."""
LIMIT = 3_000
"""Number of pages after which a crawl ends that would not end by itself."""


class Crawler(CrawlSpider):
    """Follows every link that robots.txt allows."""

    name = "portal"
    rules = [Rule(LinkExtractor(), callback="record", follow=True)]
    handle_httpstatus_list = [404, 410, 500, 503]

    def __init__(self, url: str, statuses: dict[str, int]) -> None:
        super().__init__(start_urls=[url], allowed_domains=[url.split("/")[2].partition(":")[0]])
        self.statuses = statuses

    def parse_start_url(self, response: Any, **kwargs: Any) -> None:
        self.record(response)

    def record(self, response: Any) -> None:
        self.statuses[response.url] = response.status


def crawl(url: str) -> dict[str, int]:
    """Return the status of each page that can be reached from ``url``."""
    statuses: dict[str, int] = {}
    settings = {
        "ROBOTSTXT_OBEY": True,
        "LOG_LEVEL": "ERROR",
        "CLOSESPIDER_PAGECOUNT": LIMIT,
        "TELNETCONSOLE_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
    }
    process = CrawlerProcess(settings)
    process.crawl(Crawler, url=url, statuses=statuses)
    process.start()
    return statuses


if __name__ == "__main__":
    json.dump(crawl(sys.argv[1]), sys.stdout)
