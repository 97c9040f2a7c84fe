"""Autosave: a button pressed while a draft is being saved creates no second page."""

import re
import time

import pytest
from django.urls import reverse
from wagtail.admin.views.pages.create import CreateView

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def _slow_responses(monkeypatch):
    """Delay responses: the page exists long before the browser receives the response."""
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


@pytest.mark.usefixtures("_slow_responses")
def test_autosave_and_button_create_one_page(new_context, live_server):
    section = factories.SectionFactory()
    tab = open_logged_in_tab(create_editor(), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.wait_for_timeout(2500)  # Wagtail compares changes with the form as it is now.
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
