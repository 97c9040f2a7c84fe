"""Merged cells of tables: public page, search, translations, the editor's form, and values that are no table's."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from mysite.blocks import PortalTableBlock
from mysite.blocks.merged_cells import MAX_MERGED, clean_merged_cells
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.article_form import article_data
from tests.support.editors import CONTRIBUTORS, create_editor, login_client

TABLE_BLOCK = PortalTableBlock()
HEAD = [["Lớp", "Số cây", ""], ["", "Cam", "Bưởi"]]
DATA = [*HEAD, ["5A", "3", "4"], ["", "5", "6"], ["Cộng", "", "18"]]
MERGED = [(0, 0, 2, 1), (0, 1, 1, 2), (2, 0, 2, 1), (4, 0, 1, 2)]


def merge(*areas: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [dict(zip(("row", "col", "rowspan", "colspan"), area, strict=True)) for area in areas]


def make_table(data: list[list[Any]] = DATA, merged: Any = None, **values: Any) -> dict[str, Any]:
    merged = merge(*MERGED) if merged is None else merged
    return {
        "data": data,
        "table_header_choice": "both",
        "cell": [],
        "mergeCells": merged,
        "table_caption": "",
        **values,
    }


def render(table: dict[str, Any]) -> BeautifulSoup:
    value = TABLE_BLOCK.clean(TABLE_BLOCK.to_python(table))
    return BeautifulSoup(TABLE_BLOCK.render(value), "html.parser")


def get_cells(rows: list[Any]) -> list[list[tuple[str, str, str, str]]]:
    """Return text, scope and spans of the cells of ``rows``."""
    return [
        [
            (cell.get_text(), *(cell.get(name, "") for name in ("scope", "rowspan", "colspan")))
            for cell in row.find_all(["td", "th"])
        ]
        for row in rows
    ]


def test_public_table_has_spans_and_scopes() -> None:
    page = render(make_table())
    assert get_cells(page.thead.find_all("tr")) == [
        [("Lớp", "col", "2", ""), ("Số cây", "col", "", "2")],
        [("Cam", "col", "", ""), ("Bưởi", "col", "", "")],
    ]
    assert get_cells(page.tbody.find_all("tr")) == [
        [("5A", "row", "2", ""), ("3", "", "", ""), ("4", "", "", "")],
        [("5", "", "", ""), ("6", "", "", "")],
        [("Cộng", "row", "", "2"), ("18", "", "", "")],
    ]


@pytest.mark.parametrize(
    "merged",
    [
        "x",
        7,
        {"row": 0},
        [None, [], "a", 1],
        [{"row": 0, "col": 0}],
        merge((-1, 0, 2, 2), (0, -1, 2, 2), (0, 0, -2, 2), (0, 0, 0, 5), (9, 0, 2, 2), (0, 9, 2, 2)),
        merge((0, 0, 1, 1), (0.5, 0, 2, 2), ("0", "0", "2", "2"), (True, True, True, 2), (0, 0, None, 2)),
        merge((10**30, 0, 2, 2)),
    ],
    ids=str,
)
def test_what_is_no_merged_cell_is_left_out(merged: Any) -> None:
    table = make_table([["a", "b"], ["c", "d"]], merged)
    assert clean_merged_cells(table)["mergeCells"] == []
    assert [cell.get_text() for cell in render(table).find_all(["td", "th"])] == ["a", "b", "c", "d"]


def test_huge_and_overlapping_cells_end_at_the_edge_and_the_first_counts() -> None:
    table = make_table([["a", "b", "c"], ["d", "e", "f"]], merge((0, 1, 10**20, 10**20), (0, 0, 1, 2), (0, 0, 2, 1)))
    cleaned = clean_merged_cells(table)
    assert cleaned["mergeCells"] == merge((0, 1, 2, 2), (0, 0, 2, 1))
    assert cleaned["data"] == [["a", "b", ""], ["", "", ""]]
    assert table["data"] == [["a", "b", "c"], ["d", "e", "f"]]


def test_many_merged_cells_are_cleaned_in_bounded_time() -> None:
    data = [["a", "b"]] * (MAX_MERGED * 5)
    merged = merge(*((row, 0, 1, 2) for row in range(len(data))))
    assert len(clean_merged_cells(make_table(data, merged))["mergeCells"]) == MAX_MERGED


def test_search_has_the_text_of_a_merged_cell_once() -> None:
    data = [["Lớp", "Lớp"], ["5A", "3"]]
    value = TABLE_BLOCK.to_python(make_table(data, merge((0, 0, 1, 2))))
    assert TABLE_BLOCK.get_searchable_content(value) == ["Lớp", "5A", "3"]


def test_translation_keeps_merged_cells() -> None:
    value = TABLE_BLOCK.to_python(make_table())
    segments = TABLE_BLOCK.get_translatable_segments(value)
    texts = [segment.render_text() for segment in segments if segment.path == "cells"]
    assert texts == ["Lớp", "Số cây", "Cam", "Bưởi", "5A", "Cộng"]
    for order, segment in enumerate(segments):
        segment.order = order
    restored = TABLE_BLOCK.restore_translated_segments(value, segments)
    assert restored["mergeCells"] == merge(*MERGED)
    assert restored["data"] == DATA


@pytest.mark.django_db
def test_api_has_the_table_as_on_the_page(client: Client) -> None:
    article = factories.ArticleFactory(body=[{"type": "table", "value": TABLE_BLOCK.clean(make_table())}])
    body = client.get(f"/api/v2/pages/{article.pk}/").json()["body"]
    shown = BeautifulSoup(client.get(article.url).content, "html.parser").select_one(".table-box table")
    assert get_cells(BeautifulSoup(body, "html.parser").find_all("tr")) == get_cells(shown.find_all("tr"))
    assert 'colspan="2"' in body


@pytest.mark.django_db
def test_editors_form_stores_clean_merged_cells(client: Client) -> None:
    article = factories.ArticleFactory(body=[{"type": "table", "value": make_table()}])
    article.save_revision()
    editor = login_client(create_editor(CONTRIBUTORS))
    form = article_data(article)
    bad = make_table(merged=merge((0, 0, 2, 1), (0, 0, 3, 3), (1, 1, 10**9, -1)))
    form["body-0-value"] = json.dumps(bad)
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form).status_code == 302
    body = NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object().body
    assert body[0].value["mergeCells"] == merge((0, 0, 2, 1))
    page = BeautifulSoup(client.get(article.url).content, "html.parser")  # the published version
    assert page.select_one(".table-box [rowspan='2']").get_text() == "Lớp"
