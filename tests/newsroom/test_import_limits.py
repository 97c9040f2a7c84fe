"""Text of any size is imported or refused in a time that is proportional to its length. No database."""

import time
from pathlib import Path

import pytest

from mysite.text.cleaning import clean_markup
from tests.support.saved_articles import get_failure_reason, write_source


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<" * 3_000_000),
        ("b.html", "&amp;" * 1_000_001),
        ("c.txt", "<" * 3_000_000),
        ("d.txt", "&amp;" * 900_000),
    ],
)
def test_text_larger_than_a_book_is_refused_quickly(tmp_path: Path, name: str, text: str) -> None:
    if name.endswith(".html"):
        text = f"<html><body><h1>Thông báo tuyển sinh</h1><p>{text}</p></body></html>"
    path = write_source(tmp_path, name, f"Thông báo tuyển sinh\n\n{text}" if name.endswith(".txt") else text)
    start = time.process_time()
    assert "an article takes at most 1,000,000" in get_failure_reason(path)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("text", ["&lt;", "&amp;", "<b>", "&lt;ế", "<p>\u00a0"])
def test_stored_markup_is_cleaned_in_linear_time(text: str) -> None:
    start = time.process_time()
    clean_markup(f"<p>{text * 200_000}</p>")
    assert time.process_time() - start < 3
