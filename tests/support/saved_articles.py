"""Reads saved articles from files, and writes files to read."""

import datetime
from pathlib import Path

from newsroom.importing.readers.files import SourceFiles
from newsroom.importing.records import ReadFailure, SavedArticle

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "import"
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


def read_articles(*paths: Path) -> list[SavedArticle | ReadFailure]:
    return list(SourceFiles(paths).read_articles())


def read_one(path: Path) -> SavedArticle:
    (article,) = read_articles(path)
    assert isinstance(article, SavedArticle), article
    return article


def get_failure_reason(path: Path) -> str:
    (failure,) = read_articles(path)
    assert isinstance(failure, ReadFailure), failure
    return failure.reason


def write_source(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def record(**changes: object) -> dict[str, object]:
    article = {"title": "Bản tin tuần", "lead": "Tóm tắt.", "body": ["Một đoạn."], "section": "Tin tức"}
    return {**article, **changes}


def get_block_types(article: SavedArticle) -> list[type]:
    return [type(block) for block in article.blocks]
