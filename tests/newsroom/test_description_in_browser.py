"""The description for search engines is suggested from the lead until an editor writes one."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.text.summary import shorten
from newsroom.models import NewsPage
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab, press_publish
from tests.support.factories import ArticleFactory, SectionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEADS = [
    "Sở tổ chức hội nghị.",
    "  Dòng một\n\n dòng   hai ",
    "Sáng nay, Sở tổ chức hội nghị tổng kết năm học và bàn nhiệm vụ năm học mới. " * 4,
    "Từ, " * 60,
    "a" * 400,
    "😀 Vui " * 50,
    "x" * 160,
    "y" * 159 + " z",
]


@pytest.fixture
def new_article(new_context, live_server):
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", SectionFactory().pk]))
    tab.wait_for_selector("#id_search_description", state="attached")
    return tab


def test_description_is_lead_truncated_as_on_server(new_article) -> None:
    for lead in LEADS:
        new_article.fill("#id_lead", lead)
        expect(new_article.locator("#id_search_description")).to_have_value(shorten(lead))


def test_edited_description_is_kept(new_article) -> None:
    description = new_article.locator("#id_search_description")
    new_article.fill("#id_lead", "Sapô thứ nhất.")
    new_article.get_by_role("tab").last.click()
    description.fill("Viết riêng.")
    new_article.get_by_role("tab").first.click()
    new_article.fill("#id_lead", "Sapô thứ hai.")
    expect(description).to_have_value("Viết riêng.")
    new_article.get_by_role("tab").last.click()
    description.fill("")  # requests suggestions again
    new_article.get_by_role("tab").first.click()
    new_article.fill("#id_lead", "Sapô thứ ba.")
    expect(description).to_have_value("Sapô thứ ba.")


def test_article_can_be_published_with_suggested_description(new_article) -> None:
    new_article.fill("#id_title", "Hội nghị")
    new_article.fill("#id_lead", "Sở tổ chức hội nghị.")
    body = new_article.locator("[data-contentpath=body]")
    body.locator(".c-sf-add-button").first.click()
    new_article.get_by_role("option", name="Văn bản").click()
    body.locator("[role=textbox]").press_sequentially("Tin.")
    expect(body.locator("[name=body-0-value]")).to_have_value(re.compile("Tin"))
    press_publish(new_article)
    new_article.wait_for_url("**/admin/pages/*/")
    assert NewsPage.objects.get().search_description == "Sở tổ chức hội nghị."


def test_existing_article_keeps_description(new_context, live_server) -> None:
    article = ArticleFactory(lead="Sapô cũ.", search_description="Viết riêng.")
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    tab.fill("#id_lead", "Sapô mới.")
    expect(tab.locator("#id_search_description")).to_have_value("Viết riêng.")
