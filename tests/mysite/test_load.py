"""Many visitors while an editor publishes: no errors, the new version at once, few renders (long: ``make bench``)."""

import time
from pathlib import Path

import pytest

from tests.bench.content import create_versioned_articles
from tests.bench.load import publish_version
from tests.support.load_generator import Load, measure_delay, start_load
from tests.support.servers import run_gunicorn_for_test

CONNECTIONS, SECONDS, PAGES = 50, 4.0, 3
MAX_SECONDS_TO_NEW_VERSION = 2.0
#: Two versions of each page, and those of eight threads for which nothing is stored when the load begins.
MAX_RENDERS = 20


@pytest.mark.usefixtures("transactional_db")
def test_visitors_get_new_version_at_once(tmp_path: Path) -> None:
    articles = create_versioned_articles(PAGES)
    renders = tmp_path / "renders"
    with run_gunicorn_for_test(GUNICORN_RENDER_LOG=str(renders)) as port:
        load = Load(port, [article.url for article in articles], CONNECTIONS, SECONDS)
        with start_load(load) as running:
            time.sleep(1)
            published_at = publish_version(articles[0], 1)
            report = running.wait()
    assert report.errors == {}
    assert measure_delay(report, articles[0].url, 1, published_at) <= MAX_SECONDS_TO_NEW_VERSION
    assert {key for key in report.first_seen if key.endswith(" 0")} == {f"{article.url} 0" for article in articles}
    assert report.requests > 200
    assert len(renders.read_text().split()) <= MAX_RENDERS
