"""Links that editors add to the menu, and sections that enter it from their form."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsroom.models import NewsSection
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db


def add_links(*links: dict[str, Any]) -> None:
    home = factories.get_home_page()
    empty = {"url": "", "document": None, "page": None, "below": None}
    home.menu_links = [{"type": "link", "value": {**empty, **link}} for link in links]
    home.save_revision().publish()


def get_menu(client: Client) -> dict[str, str]:
    """Return the links of the menu, text by URL."""
    links = get_page(client, "/").select(".menu-wide a")
    return {get_text(link): link["href"] for link in links}


def test_links_to_sites_documents_and_pages_have_own_texts(client):
    section = factories.SectionFactory(title="Tin tức")
    page, document = factories.StandardPageFactory(title="Giới thiệu"), factories.DocumentFactory()
    add_links(
        {"label": "Dịch vụ công", "url": "https://dichvu.example/"},
        {"label": "Lịch công tác", "document": document.pk},
        {"label": "Về chúng tôi", "page": page.pk, "below": section.pk},
    )
    menu = get_menu(client)
    assert menu == {
        "Tin tức": section.url,
        "Về chúng tôi": page.url,
        "Dịch vụ công": "https://dichvu.example/",
        "Lịch công tác": document.url,
    }
    below = get_page(client, "/").select(".menu-wide details a")
    assert get_texts(below) == ["Về chúng tôi"]


def test_links_to_what_is_not_public_are_left_out(client):
    section = factories.SectionFactory(title="Tin tức")
    collection = Collection.get_first_root_node().add_child(name="Nội bộ")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    hidden = factories.StandardPageFactory(title="Nháp", live=False)
    private = factories.DocumentFactory(collection=collection)
    add_links(
        {"label": "Trang nháp", "page": hidden.pk},
        {"label": "Tài liệu nội bộ", "document": private.pk},
        {"label": "Dưới trang nháp", "url": "https://a.example/", "below": hidden.pk},
    )
    assert get_menu(client) == {"Tin tức": section.url, "Dưới trang nháp": "https://a.example/"}
    page = get_page(client, "/en/")
    assert not page.select(".menu-wide a")


def test_section_enters_menu_from_first_tab_of_its_form(client):
    home = factories.get_home_page()
    editor = login_client(create_editor(EDITORS))
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "newssection", home.pk])
    form = get_page(editor, url)
    assert form.select("[role=tabpanel]")[0].select_one("[name=show_in_menus]")
    assert len(form.select("[name=show_in_menus]")) == 1
    data = {"title": "Chuyển đổi số", "slug": "chuyen-doi-so", "show_in_menus": "on", "action-publish": "1"}
    data |= {"seo_title": "", "search_description": "", "introduction": "", "most_read_count": "0"}
    data |= {"go_live_at": "", "expire_at": ""}
    response = editor.post(url, nested_form_data({**data, "comments": inline_formset([])}))
    assert response.status_code == 302
    assert get_menu(client) == {"Chuyển đổi số": NewsSection.objects.get().url}


def test_link_needs_one_target():
    home = factories.get_home_page()
    block = home.menu_links.stream_block.child_blocks["link"]
    for targets, is_valid in (({}, False), ({"url": "https://a.example/"}, True)):
        value = block.to_python({"label": "Cổng", "url": "", "document": None, "page": None, "below": None, **targets})
        assert _is_valid(block, value) == is_valid


def _is_valid(block: Any, value: Any) -> bool:
    from django.core.exceptions import ValidationError

    try:
        block.clean(value)
    except ValidationError:
        return False
    return True
