"""Sharing a page: plain links for all visitors, two buttons where the browser supports them."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.support import factories
from tests.support.html import get_page

TITLE = "Thi \"thử\" & 'thật' 100%? #1 😀\u2028\r\nBcc: x@y.example"


def get_share_links(client: Client, url: str) -> dict[str, str]:
    return {link.get_text(strip=True): link["href"] for link in get_page(client, url).select(".share a")}


@pytest.mark.django_db
def test_share_links_contain_page_url(client: Client) -> None:
    for page in (factories.ArticleFactory(title=TITLE), factories.EventFactory(title=TITLE)):
        url = f"http://testserver{page.url}"
        share_links = get_share_links(client, page.url)
        assert list(share_links) == ["Facebook", "Zalo", "Thư điện tử"]
        assert parse_qs(urlsplit(share_links["Facebook"]).query) == {"u": [url]}
        wrapped = parse_qs(urlsplit(share_links["Zalo"]).query)["d"][0]
        assert json.loads(base64.b64decode(wrapped)) == {"url": url}
        mail = urlsplit(share_links["Thư điện tử"])
        assert (mail.scheme, mail.path) == ("mailto", "")
        fields = parse_qs(mail.query, strict_parsing=True)
        title = " ".join(page.title.split())
        assert fields == {"subject": [title], "body": [f"{title}\r\n{url}"]}


@pytest.mark.django_db
def test_nothing_is_loaded_from_other_sites_before_click(client: Client) -> None:
    page = get_page(client, factories.ArticleFactory().url)
    for link in page.select(".share a[target]"):
        assert {"noopener", "nofollow"} <= set(link["rel"])
        assert link["target"] == "_blank"
    assert len(page.select(".share a[target]")) == 2
    assert all(item.has_attr("hidden") for item in page.select(".share li:has(button)"))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_copy_button_copies_url(new_context, live_server) -> None:
    article = factories.ArticleFactory()
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(article.url)
    tab.locator("[data-share=copy]").click()
    expect(tab.locator(".share [role=status]")).not_to_be_empty()
    assert tab.evaluate("navigator.clipboard.readText()").endswith(article.url)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_unsupported_buttons_are_hidden(new_context, live_server) -> None:
    article = factories.ArticleFactory()
    tab = new_context(java_script_enabled=False).new_page()
    tab.goto(article.url)
    expect(tab.locator(".share a").first).to_be_visible()
    for button in tab.locator(".share button").all():
        expect(button).to_be_hidden()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_share_button_opens_native_dialog(new_context, live_server) -> None:
    article = factories.ArticleFactory(title="Lịch thi")
    tab = new_context(viewport={"width": 360, "height": 740}).new_page()
    tab.add_init_script("navigator.share = async (data) => { window.shared = data; };")
    tab.goto(article.url)
    tab.locator("[data-share=device]").click()
    shared = tab.evaluate("window.shared")
    assert shared["title"] == "Lịch thi"
    assert shared["url"].endswith(article.url)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
