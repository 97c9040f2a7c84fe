"""The translation editor in a browser: a writer's main button submits, and a tag that is not closed is reported."""

from typing import Any

import pytest

from tests.support import factories
from tests.support.editors import CONTRIBUTORS, create_editor, open_logged_in_tab
from tests.support.translations import get_edit_url, submit_for_translation, translate_all_segments

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_writer_submits_with_the_main_button(new_context: Any, live_server: Any, width: int) -> None:
    translation = submit_for_translation(factories.ArticleFactory())
    translate_all_segments(translation)
    tab = open_logged_in_tab(create_editor(CONTRIBUTORS), new_context, live_server)
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(get_edit_url(translation.get_target_instance()))
    button = tab.locator("footer .actions .button").first
    assert button.inner_text().strip() == "Gửi duyệt"
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button.click()
    tab.get_by_text("Đã gửi duyệt “").wait_for()
    assert tab.locator("footer .actions").get_by_text("Đang chờ duyệt").is_visible()


def test_unclosed_tag_is_reported_in_its_segment(new_context: Any, live_server: Any) -> None:
    translation = submit_for_translation(factories.ArticleFactory())
    tab = open_logged_in_tab(create_editor(CONTRIBUTORS), new_context, live_server)
    tab.goto(get_edit_url(translation.get_target_instance()))
    tab.get_by_role("button", name="Dịch", exact=True).first.click()
    tab.locator(".js-translation-editor textarea").fill("A <b>title")
    tab.get_by_role("button", name="Lưu", exact=True).first.click()
    tab.get_by_text("“<b>” chưa được đóng").wait_for()
