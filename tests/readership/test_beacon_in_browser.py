"""A real browser sends one beacon for each page that is shown, and none if a program says that it controls it."""

import pytest

from readership.counting import buffer, get_today
from readership.models import DailyViews
from tests.readership.test_view_counts import BROWSER
from tests.support import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOT_AUTOMATED = "Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})"


def test_view_is_counted_once_without_a_cookie(new_context) -> None:
    article = factories.ArticleFactory()
    context = new_context(user_agent=BROWSER)
    tab = context.new_page()
    tab.goto(str(article.url))
    tab.add_init_script(NOT_AUTOMATED)
    with tab.expect_response(lambda response: "/luot-xem/" in response.url) as beacon:
        tab.reload()
    assert beacon.value.status == 204
    assert beacon.value.request.method == "POST"
    assert context.cookies() == []
    buffer.flush()
    assert list(DailyViews.objects.values_list("page", "day", "count")) == [(article.pk, get_today(), 1)]
