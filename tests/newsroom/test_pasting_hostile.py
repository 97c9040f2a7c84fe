"""Hostile clipboards are refused or cleaned, within limits of CPU time and without network. No database."""

import gzip
import socket
import time
from collections.abc import Callable

import pytest

from newsroom.importing.pasting.reader import read_clipboard
from newsroom.importing.pasting.records import Clipboard, LeftOut, PastedContent
from newsroom.importing.records import ImageBlock, Paragraph, UnreadableArticle
from tests.support.clipboards import build_data_url, build_word_item

MAX_CPU = 10
MEGABYTE = 1024 * 1024
TEXT = "Trường nhận hồ sơ từ ngày mai."

#: What is pasted, and whether it is refused.
CASES: dict[str, tuple[Callable[[], Clipboard], bool]] = {
    "10,000 nested tags": (lambda: Clipboard("<div>" * 10_000 + TEXT), True),
    "10,000 nested quotes": (lambda: Clipboard("<b style='font-weight:normal'>" * 10_000 + TEXT), True),
    "5 MB of <": (lambda: Clipboard("<p>" + "<" * 5 * MEGABYTE), True),
    "5 MB of &amp;": (lambda: Clipboard("<p>" + "&amp;" * MEGABYTE), True),
    "text of 3 MB": (lambda: Clipboard(f"<p>{TEXT * 100_000}</p>"), True),
    "a million characters": (lambda: Clipboard(f"<p>{TEXT * 200}</p>" * 160), False),
    "NULs": (lambda: Clipboard(f"<p>{TEXT}\0&#0;&#x0;</p>" + "\0" * MEGABYTE), False),
    "nested lists": (lambda: Clipboard(("<ul>" + "<li>a</li>" * 200 + "<li>") * 190), False),
    "lists of Word": (
        lambda: Clipboard("".join(build_word_item("1.", TEXT, level=number % 9 + 1) for number in range(5000))),
        False,
    ),
    "spans of millions of cells": (
        lambda: Clipboard(f"<p>{TEXT}</p><table>{'<tr><td rowspan=9999 colspan=9999>1</td></tr>' * 5000}</table>"),
        False,
    ),
    "centred tags": (lambda: Clipboard("<div style='text-align:center'><i>" * 90 + "<b>a</b>" * 30_000), False),
    "comments that do not end": (lambda: Clipboard(f"<p>{TEXT}</p>" + "<!--<v:shape id=" * 100_000), False),
    "gzip bombs": (
        lambda: Clipboard(f"<p>{TEXT}<img src={build_data_url(gzip.compress(bytes(100 * MEGABYTE)))}></p>" * 3),
        False,
    ),
    "thousands of pictures": (
        lambda: Clipboard(f"<p>{TEXT}" + "<img src=data:image/png;base64,iVBORw0K>" * 30_000),
        False,
    ),
    "braces in RTF": (lambda: Clipboard(f"<p>{TEXT}<img src=cid:1></p>", b"{" * 5 * MEGABYTE), False),
    "pictures in pictures": (
        lambda: Clipboard(f"<p>{TEXT}<img src=cid:1></p>", rb"{\pict\pngblip 89" * 300_000 + b"}" * 300_000),
        False,
    ),
    "binary data without end": (
        lambda: Clipboard(f"<p>{TEXT}<img src=cid:1></p>", rb"{\rtf{\pict\pngblip\bin999999999 " + b"0" * MEGABYTE),
        False,
    ),
}
ELSEWHERE = (
    "file:///etc/passwd",
    "/etc/passwd",
    "../../etc/passwd",
    "http://127.0.0.1:9/a.jpg",
    "//127.0.0.1:9/b.jpg",
    "https://127.0.0.1:9/c.jpg",
    "ftp://127.0.0.1/d.jpg",
    "http://[",
    "clipboard-data:99999",
    "data:image/svg+xml;base64,PHN2Zy8+",
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(clipboard: Clipboard) -> PastedContent | None:
    try:
        return read_clipboard(clipboard)
    except UnreadableArticle:
        return None


@pytest.mark.parametrize("case", CASES)
def test_hostile_clipboard_is_refused_or_cleaned(case: str) -> None:
    make, is_refused = CASES[case]
    clipboard = make()
    start = time.process_time()
    content = read(clipboard)
    assert time.process_time() - start <= MAX_CPU
    assert (content is None) == is_refused
    if content:
        assert content.blocks
        assert "\0" not in repr(content.blocks)
        assert sum(isinstance(block, ImageBlock) for block in content.blocks) <= 100


def test_pictures_elsewhere_are_named_and_not_read() -> None:
    html = "".join(f'<p>{TEXT}<img src="{url}" width=80></p>' for url in ELSEWHERE)
    content = read_clipboard(Clipboard(html))
    assert list(content.blocks) == [Paragraph(TEXT)] * len(ELSEWHERE)
    assert content.left_out.counts == {LeftOut.REMOTE_PICTURE: 4, LeftOut.MISSING_PICTURE: 6}
    assert list(content.left_out.names[LeftOut.REMOTE_PICTURE]) == ["127.0.0.1:9"]
