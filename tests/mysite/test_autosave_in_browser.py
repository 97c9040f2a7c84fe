"""Drafts save themselves, and a button pressed meanwhile does not make a second page."""

import re
import time

import pytest
from django.urls import reverse
from wagtail.admin.views.pages.create import CreateView

from newsroom.models import NewsPage
from tests import factories
from tests.editors import desk_of, editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def _slow_answers(monkeypatch):
    """The server has made the page long before the browser hears of it, as over a slow line."""
    dispatch = CreateView.dispatch

    def slow(self, request, *args, **kwargs):
        response = dispatch(self, request, *args, **kwargs)
        if request.method == "POST" and request.headers["Accept"] == "application/json":
            time.sleep(2)
        return response

    monkeypatch.setattr(CreateView, "dispatch", slow)


def wait_for_draft(tab):
    for _ in range(200):
        if NewsPage.objects.exists():
            return
        tab.wait_for_timeout(50)
    pytest.fail("no draft was saved")


@pytest.mark.usefixtures("_slow_answers")
def test_one_article_is_one_page(new_context, live_server):
    section = factories.SectionFactory()
    tab = desk_of(editor(), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.wait_for_timeout(2500)  # what is in the form now is what Wagtail compares changes to
    tab.locator("#id_title").press_sequentially("Hội nghị tổng kết")
    tab.keyboard.press("Tab")
    wait_for_draft(tab)
    assert "/add/" in tab.url
    tab.fill("#id_lead", "Sáng nay, Sở tổ chức hội nghị.")
    tab.locator("footer .action-save").first.click()
    tab.wait_for_selector(".messages .success")
    assert re.search(r"/edit/", tab.url)
    article = NewsPage.objects.get()
    assert article.slug == "hoi-nghi-tong-ket"
    assert article.get_latest_revision_as_object().lead == "Sáng nay, Sở tổ chức hội nghị."
