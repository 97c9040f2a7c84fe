"""The admin finds the right article among real ones: by its title in any spelling, and by a phrase of its body."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from newsroom.models import ImportedArticle
from tests.bench.articles import read_articles
from tests.bench.questions import BenchQuery, read_queries, sample_queries
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.samples import TEST_ALL
from tests.support.shared_data import get_shared_file

pytestmark = pytest.mark.django_db

#: Queries of each kind, and articles: all of them in the long form.
QUERIES, ARTICLES = (30, None) if TEST_ALL else (3, 120)
#: The share of queries whose first result is right, by the first letter of their kind: words of a title, of a body.
SHARE = dict.fromkeys("abcdefg", 0.95) | {"h": 0.9}


def select_articles(queries: list[BenchQuery]) -> list[dict[str, Any]]:
    """Return the articles that the queries look for, and others up to ``ARTICLES``."""
    articles = list(read_articles())
    if ARTICLES is None:
        return articles
    relevant = frozenset[int]().union(*(query.relevant for query in queries))
    sought = [article for article in articles if article["id"] in relevant]
    return sought + [article for article in articles if article["id"] not in relevant][: ARTICLES - len(sought)]


def find_first(client: Client, query: str) -> int | None:
    response = client.get("/admin/pages/search/results/", {"q": query})
    assert response.status_code == 200
    first = re.search(r'href="/admin/pages/(\d+)/edit/"', response.content.decode())
    return int(first[1]) if first else None


def test_the_article_sought_is_the_first_result(tmp_path: Path) -> None:
    get_shared_file("data/search-queries.json")
    queries = [query for query in sample_queries(read_queries(), QUERIES) if query.kind[0] in SHARE]
    assert len(queries) >= (200 if TEST_ALL else 20)
    articles = select_articles(queries)
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    call_command("import_articles", str(path), verbosity=0)
    ids = {article["source_url"]: article["id"] for article in articles}
    pages = {page: ids[url] for page, url in ImportedArticle.objects.values_list("page", "source_url")}
    assert len(pages) >= 0.99 * len(articles)
    client = login_client(create_editor(EDITORS))
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for query in queries:
        outcomes[query.kind].append(pages.get(find_first(client, query.text)) in query.relevant)
    for kind, found in outcomes.items():
        assert sum(found) / len(found) >= SHARE[kind[0]], kind
