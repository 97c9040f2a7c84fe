"""Drafts save themselves, and a button pressed meanwhile does not make a second page."""

import re

import pytest
from django.urls import reverse

from newsroom.models import NewsPage
from tests import factories
from tests.editors import desk_of, editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("pause", [0, 200, 550, 650, 800])
def test_one_article_is_one_page(new_context, live_server, pause):
    section = factories.SectionFactory()
    tab = desk_of(editor(), new_context, live_server)
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk])
    # The server takes its time, as on a day when many write.
    tab.route(f"**{url}", lambda route: (tab.wait_for_timeout(300), route.continue_()))
    tab.goto(url)
    tab.locator("#id_title").press_sequentially("Hội nghị tổng kết")
    tab.fill("#id_lead", "Sáng nay, Sở tổ chức hội nghị.")
    tab.keyboard.press("Tab")
    tab.wait_for_timeout(pause)
    tab.locator("footer .action-save").first.click()
    tab.wait_for_selector(".messages .success")
    assert re.search(r"/edit/", tab.url)
    article = NewsPage.objects.get()
    assert article.slug == "hoi-nghi-tong-ket"
    assert article.get_latest_revision_as_object().lead == "Sáng nay, Sở tổ chức hội nghị."
