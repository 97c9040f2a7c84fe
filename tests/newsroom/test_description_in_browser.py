"""The description for search engines follows the lead, as long as nobody has written one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.summary import shorten
from newsroom.models import NewsPage
from tests.editors import MODERATORS, desk_of, editor, press_publish
from tests.factories import ArticleFactory, SectionFactory

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
    tab = desk_of(editor(MODERATORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", SectionFactory().pk]))
    tab.wait_for_selector("#id_search_description", state="attached")
    return tab


def test_it_is_the_lead_cut_as_the_server_cuts_it(new_article) -> None:
    for lead in LEADS:
        new_article.fill("#id_lead", lead)
        expect(new_article.locator("#id_search_description")).to_have_value(shorten(lead))


def test_what_an_editor_wrote_stays(new_article) -> None:
    description = new_article.locator("#id_search_description")
    new_article.fill("#id_lead", "Sapô thứ nhất.")
    new_article.get_by_role("tab").last.click()
    description.fill("Viết riêng.")
    new_article.get_by_role("tab").first.click()
    new_article.fill("#id_lead", "Sapô thứ hai.")
    expect(description).to_have_value("Viết riêng.")
    new_article.get_by_role("tab").last.click()
    description.fill("")  # asks for suggestions again
    new_article.get_by_role("tab").first.click()
    new_article.fill("#id_lead", "Sapô thứ ba.")
    expect(description).to_have_value("Sapô thứ ba.")


def test_an_article_can_be_published_without_a_thought_of_it(new_article) -> None:
    new_article.fill("#id_title", "Hội nghị")
    new_article.fill("#id_lead", "Sở tổ chức hội nghị.")
    press_publish(new_article)
    new_article.wait_for_url("**/admin/pages/*/")
    assert NewsPage.objects.get().search_description == "Sở tổ chức hội nghị."


def test_an_article_from_before_keeps_its_own(new_context, live_server) -> None:
    article = ArticleFactory(lead="Sapô cũ.", search_description="Viết riêng.")
    tab = desk_of(editor(MODERATORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    tab.fill("#id_lead", "Sapô mới.")
    expect(tab.locator("#id_search_description")).to_have_value("Viết riêng.")
