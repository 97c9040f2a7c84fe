"""The editors' guide in the admin, and the links to it beside fields."""

import pytest
from django.test import Client
from django.urls import reverse

from home.guide.contents import load_guide
from home.guide.hooks import SECTIONS_OF_FIELDS, guide_links_js
from tests.support import factories
from tests.support.editors import create_editor, login_client, open_logged_in_tab
from tests.support.html import get_page, get_texts


@pytest.mark.django_db
def test_editors_read_the_guide_under_help() -> None:
    client = login_client(create_editor())
    page = get_page(client, reverse("editors_guide"))
    anchors = {heading["id"] for heading in page.select(".guide__text :is(h2, h3)")}
    links = [link["href"] for link in page.select(".guide__contents a")]
    assert len(links) == len(anchors) > 20
    assert {link.removeprefix("#") for link in links} == anchors
    assert get_texts(page.select(".guide__text h2"))[0] == "1. Đăng nhập"
    assert page.select(".guide__text table td strong")
    dashboard = get_page(client, "/admin/")
    links = dashboard.select(f"main a[href='{reverse('editors_guide')}']")
    assert get_texts(links) == ["Hướng dẫn biên tập"]
    assert "guide.wagtail.org" not in str(dashboard)


def test_anchors_of_guide_are_unique() -> None:
    anchors = [part.anchor for section in load_guide().sections for part in (section, *section.sections)]
    assert len(anchors) == len(set(anchors))


@pytest.mark.django_db
def test_visitors_do_not_read_the_guide() -> None:
    assert Client().get(reverse("editors_guide")).status_code == 302


def test_fields_link_to_sections_that_exist() -> None:
    script = guide_links_js()  # raises LookupError for a section that is not there
    assert all(name in script for name in SECTIONS_OF_FIELDS)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_question_mark_opens_section_about_field(new_context, live_server) -> None:
    article = factories.ArticleFactory()
    tab = open_logged_in_tab(create_editor(), new_context, live_server)
    tab.goto(f"{live_server.url}{reverse('wagtailadmin_pages:edit', args=[article.pk])}")
    link = tab.get_by_role("link", name="Đọc về mục này trong hướng dẫn biên tập: Nội dung")
    with tab.context.expect_page() as opened:
        link.click()
    section = opened.value.locator(":target")
    assert section.inner_text() == "Các khối"
