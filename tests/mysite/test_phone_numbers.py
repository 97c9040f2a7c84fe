"""Phone numbers are rendered as tel: links."""

import pytest
from bs4 import BeautifulSoup

from mysite.templatetags.phones import phone_links


@pytest.mark.parametrize(
    ("text", "dialled"),
    [
        ("0200 000 0000", ["02000000000"]),
        ("+84 (200) 000-0000", ["+842000000000"]),
        ("(0200) 000.0000", ["02000000000"]),
        ("0200 000 0001 - 0200 000 0002", ["02000000001", "02000000002"]),
        ("0200 000 0001; 0912345678 (chị Lan)", ["02000000001", "0912345678"]),
        ("1900", []),
        ("máy lẻ 12", []),
        ("", []),
    ],
)
def test_phone_numbers_become_tel_links(text: str, dialled: list[str]) -> None:
    shown = BeautifulSoup(phone_links(text), "html.parser")
    assert shown.text == text
    assert [link["href"] for link in shown.select("a")] == [f"tel:{number}" for number in dialled]


def test_other_text_is_escaped() -> None:
    assert (
        phone_links("<b>0912345678</b>&")
        == '&lt;b&gt;<a class="phone" href="tel:0912345678">0912345678</a>&lt;/b&gt;&amp;'
    )
