"""An editor merges two cells of a table."""

import re

import pytest
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests.mysite.test_unsaved_text_in_browser import edit
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab, press_publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_merged_cells_are_public(new_context, live_server):
    data = {"data": [["Khối 5", ""], ["5A", "3"]], "table_caption": "", "table_header_choice": "row", "mergeCells": []}
    article = factories.ArticleFactory(body=[{"type": "table", "value": data}])
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    edit(tab, article)
    cells = tab.locator(".handsontable .ht_master td")
    cells.nth(0).click()
    cells.nth(1).click(modifiers=["Shift"])
    cells.nth(1).click(button="right")
    tab.locator(".htContextMenu:visible").get_by_text("Gộp ô", exact=True).click()
    expect(cells.nth(0)).to_have_attribute("colspan", "2")
    press_publish(tab)
    tab.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    merged = [{"row": 0, "col": 0, "rowspan": 1, "colspan": 2}]
    assert NewsPage.objects.get(pk=article.pk).body[0].value["mergeCells"] == merged
    tab.goto(live_server.url + article.url)
    expect(tab.locator(".table-box thead th")).to_have_count(1)
    expect(tab.locator(".table-box thead th")).to_have_attribute("colspan", "2")
