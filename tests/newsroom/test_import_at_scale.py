"""A hundred real articles, imported and then asked for as visitors do. Nothing of them is written down here."""

import gzip
import itertools
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from newsroom.models import ImportedArticle, NewsPage, NewsSection
from tests.shared_data import shared_file
from tests.site_walk import walk

ARTICLES = 100


@pytest.mark.django_db
def test_every_imported_article_list_archive_and_feed_answers(client, tmp_path: Path):
    path = tmp_path / "tin.jsonl"
    with gzip.open(shared_file("data/news-5k.jsonl.gz")) as source:
        path.write_bytes(b"".join(itertools.islice(source, ARTICLES)))
    call_command("import_articles", str(path), verbosity=0)
    assert NewsPage.objects.visible().count() == ARTICLES
    assert NewsSection.objects.get(slug="tin-tuc").articles().count() == ARTICLES
    asked, problems = walk(client)
    assert not problems
    assert asked > ARTICLES
    for imported in ImportedArticle.objects.select_related("page"):
        response = client.get(urlsplit(imported.source_url).path)
        assert (response.status_code, response["Location"]) == (301, imported.page.url), imported.source_url
