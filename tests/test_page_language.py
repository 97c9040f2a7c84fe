"""Finding text in another language than the page declares, as the tests of all pages do."""

import pytest
from bs4 import BeautifulSoup

from tests.support.page_language import find_foreign_passages


@pytest.mark.parametrize(
    ("markup", "wrong"),
    [
        ("<html lang=en><p>Read the news</p></html>", []),
        ("<html lang=en><p>Tin mới nhất</p></html>", ["en: Tin mới nhất"]),
        ("<html lang=en><p>Ti\u0323n mo\u031b\u0301i</p></html>", ["en: Tịn mới"]),
        ("<html lang=en><p>Lich thi tuyen sinh</p></html>", ["en: Lich thi tuyen sinh"]),
        ("<html lang=en><p lang=vi>Tin mới nhất</p></html>", []),
        ("<html lang=en><img alt='Sân trường'></html>", ["en: Sân trường"]),
        ("<html lang=en><meta name=description content='Tin mới'></html>", ["en: Tin mới"]),
        ("<html lang=en><p>Café of <b>Đặng Thùy Linh</b></p><script>'Tin mới'</script></html>", []),
        ("<html lang=vi><p>Tin mới nhất, in to trên bản đồ</p></html>", []),
        ("<html lang=vi><p>Read more</p></html>", ["vi: Read more"]),
        ("<html lang=vi><a href=/en/ lang=en>Read more</a><button title=Close>×</button></html>", ["vi: Close"]),
        ("<p>Tin</p>", [": Tin"]),
    ],
)
def test_foreign_passages_are_found(markup, wrong):
    assert find_foreign_passages(BeautifulSoup(markup, "html.parser"), frozenset({"Đặng Thùy Linh"})) == wrong
