"""Imports real articles and requests all their pages. Their content is not in the repository."""

import gzip
import itertools
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from newsroom.models import ImportedArticle, NewsPage, NewsSection
from tests.support.samples import rounds
from tests.support.shared_data import get_shared_file
from tests.support.site_walk import request_all_urls

ARTICLES = rounds(100, 20)


@pytest.mark.django_db
def test_every_imported_article_list_archive_and_feed_returns_200(client, tmp_path: Path):
    path = tmp_path / "tin.jsonl"
    with gzip.open(get_shared_file("data/news-5k.jsonl.gz")) as source:
        path.write_bytes(b"".join(itertools.islice(source, ARTICLES)))
    call_command("import_articles", str(path), verbosity=0)
    assert NewsPage.objects.visible().count() == ARTICLES
    assert NewsSection.objects.get(slug="tin-tuc").get_listings().count() == ARTICLES
    number, problems = request_all_urls(client)
    assert not problems
    assert number > ARTICLES
    for imported in ImportedArticle.objects.select_related("page"):
        response = client.get(urlsplit(imported.source_url).path)
        assert (response.status_code, response["Location"]) == (301, imported.page.url), imported.source_url
