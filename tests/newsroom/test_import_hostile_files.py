"""Hostile files are refused or cleaned, within limits of CPU time and memory, and without network. No database."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests.support.saved_articles import write_source

MAX_CPU, MAX_MEMORY = 10, 400
MEGABYTE = 1024 * 1024


def page(body: str, title: str = "Thông báo tuyển sinh") -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>05/06/2015</p>{body}</body></html>"


def bomb(chunk: bytes, number: int) -> bytes:
    """Compress ``number`` megabytes: members of a gzip file can be repeated without compressing them again."""
    return gzip.compress(chunk * (MEGABYTE // len(chunk))) * number


def nest_mhtml(levels: int) -> str:
    parts = "".join(
        f'Content-Type: multipart/related; boundary="b{level}"\r\n\r\n--b{level}\r\n' for level in range(levels)
    )
    return f"MIME-Version: 1.0\r\n{parts}Content-Type: text/html\r\n\r\n{page('<p>Chữ</p>')}"


ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{ENTITIES}]>{page("<p>Ai cười: &l9;</p>")}'
IMAGES = "".join(
    f'<p><img src="{url}" alt="Ảnh chụp lễ hội"></p>'
    for url in (
        "file:///etc/passwd",
        "http://127.0.0.1:9/a.jpg",
        "//127.0.0.1:9/b.jpg",
        "../../../../../../etc/passwd",
        "..%2f..%2fbi-mat.png",
        "../bi-mat.png",
        "ftp://127.0.0.1/c.jpg",
        "\\\\may\\chung\\d.jpg",
        "/etc/passwd",
    )
)
TEXT = "Trường nhận hồ sơ của học sinh lớp mười từ ngày mai."

#: Name of the file, its content, and a part of the reason; empty if it is read.
CASES: dict[str, tuple[str, Callable[[], str | bytes], str]] = {
    "gzip bomb of one line": ("a.jsonl.gz", lambda: bomb(b" ", 1000), "expands to more than 100 times"),
    "gzip bomb of empty lines": ("b.jsonl.gz", lambda: bomb(b"\n", 500), "empty lines"),
    "gzip bomb of records": ("c.jsonl.gz", lambda: bomb(b"[" * 4095 + b"\n", 200), ""),
    "nested JSON": ("d.jsonl", lambda: "[" * 1_000_000, "nested too deeply"),
    "billion laughs": ("e.xhtml", lambda: LAUGHS, ""),
    "images elsewhere": ("trang/f.html", lambda: page(f"<p>{TEXT}</p>{IMAGES}"), ""),
    "page of 50 MB": ("g.html", lambda: page(f"<p>{TEXT}</p>" * 900_000), "larger than"),
    "text of 50 MB": ("h.txt", lambda: f"{TEXT}\n" * 900_000, "larger than 10 MB"),
    "10,000 nested tags": ("i.html", lambda: page("<div>" * 10_000 + TEXT), "levels of nested elements"),
    "10,000 nested cells": ("j.html", lambda: page("<table><tr><td>" * 10_000 + TEXT), "levels of nested elements"),
    "40,000 tags in bold": ("k.html", lambda: page("<b>a</b><i>b</i>" * 19_000), ""),
    "5 MB of <": ("l.html", lambda: page("<" * 5 * MEGABYTE), "at most 1,000,000"),
    "a million of < in a text": ("m.txt", lambda: f"Thông báo\n\n{'<' * 990_000}", ""),
    "5 MB of &amp;": ("n.html", lambda: page("&amp;" * MEGABYTE), "at most 1,000,000"),
    "NULs": ("o.html", lambda: page(f"<p>{TEXT}\0</p>"), ""),
    "NUL reference": ("p.html", lambda: page(f"<p>{TEXT}&#0;&#x0;</p>"), ""),
    "only NULs": ("q.txt", lambda: b"\0" * MEGABYTE, ""),
    "nested MHTML": ("r.mht", lambda: nest_mhtml(3000), "nested too deeply"),
    "comments that do not end": ("s.html", lambda: page("<!--" * 100_000), ""),
    "spans of millions of cells": (
        "t.html",
        lambda: page(f"<table border=1>{'<tr><td rowspan=9999 colspan=9999>1</td></tr>' * 5000}</table><p>{TEXT}</p>"),
        "",
    ),
    "attributes": ("u.html", lambda: page(f"<p {'a=b ' * 500_000}>{TEXT}</p>"), "attributes"),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Read all files in one process, whose limit of memory is fatal."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "trang").mkdir()
    write_source(folder, "bi-mat.png", b"\x89PNG secret")
    paths = [str(write_source(folder, name, make())) for name, make, _ in CASES.values()]
    process = subprocess.run(
        [sys.executable, "-m", "tests.support.limited_reader", *paths],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = process.stdout.splitlines()
    assert process.returncode == 0, (list(CASES)[len(lines)], process.stderr[-2000:])
    return dict(zip(CASES, map(json.loads, lines), strict=True))


@pytest.mark.parametrize("case", CASES)
def test_hostile_file_is_refused_or_cleaned(reports: dict[str, dict[str, Any]], case: str) -> None:
    report, expected = reports[case], CASES[case][2]
    assert report["cpu"] <= MAX_CPU
    assert report["memory"] <= MAX_MEMORY
    assert expected in report["reason"]
    assert report["reason"] or report["title"]
    assert "\0" not in report["title"] + report["text"]


def test_images_outside_the_folder_are_named_and_not_read(reports: dict[str, dict[str, Any]]) -> None:
    report = reports["images elsewhere"]
    assert report["images"] == []
    assert "image" in report["notes"]
    assert TEXT in report["text"] or report["title"] == "Thông báo tuyển sinh"


def test_entities_are_not_expanded(reports: dict[str, dict[str, Any]]) -> None:
    assert len(reports["billion laughs"]["text"]) < 1000
