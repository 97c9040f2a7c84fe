"""Translating an article with gallery and table in a browser, and updating the translation after a change."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from newsroom.models import NewsPage, NewsSection
from tests.mysite.test_gallery_in_browser import add_gallery, photo_files, upload
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, log_in, press_publish
from tests.support.html import get_page, get_text, get_texts
from tests.support.translations import create_published_translation, get_english_locale

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE, LEAD, DESCRIPTION = "Hội khoẻ Phù Đổng", "Mười hai trường thi đấu trong hai ngày.", "Hội khoẻ của học sinh tỉnh."
ROWS = [["Ngày", "Môn", "Giờ"], ["5/6", "Cờ vua", "7:30"], ["6/6", "Điền kinh", "15:00"]]
TABLE = "Lịch thi đấu"
CELLS = ["Day", "Sport", "Time", "5/6", "Chess", "7:30", "6/6", "Athletics", "15:00"]
ENGLISH = {
    TITLE: "Sports Days",
    LEAD: "Twelve schools compete for two days.",
    "Hình ảnh": "Pictures",
    "Khai mạc": "The opening",
    "Đoàn diễu hành": "The parade",
    TABLE: "Fixtures",
    "Ngày": "Day",
    "Môn": "Sport",
    "Giờ": "Time",
    "Cờ vua": "Chess",
    "Điền kinh": "Athletics",
    "hoi-khoe-phu-dong": "sports-days",
    DESCRIPTION: "The sports days of the province.",
}


def write_article(tab, section, files) -> None:
    """Write the article as an editor does."""
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.locator("#id_title").press_sequentially(TITLE)
    tab.fill("#id_lead", LEAD)
    gallery = add_gallery(tab)
    block = gallery.locator("xpath=ancestor::*[@data-streamfield-child][1]")
    block.locator("[name$='-title']").first.fill("Hình ảnh")
    upload(gallery, files)
    for name, text in (("caption", "Khai mạc"), ("alt_text", "Đoàn diễu hành")):
        gallery.locator(f"[name$='-{name}']").first.fill(text)
    tab.locator("[data-streamfield-stream-container] .c-sf-add-button").first.click()
    tab.locator("[role=option]", has_text=re.compile("^Bảng$")).click()
    table = tab.locator(".handsontable .ht_master")
    tab.locator("[name=table-header-choice]").select_option("row")
    tab.locator("[name=handsontable-col-caption]").fill(TABLE)
    for number, row in enumerate(ROWS):
        table.locator(f"tr:nth-child({number + 1}) td").first.click()
        for text in row:
            tab.keyboard.press("Enter")
            tab.keyboard.insert_text(text)
            tab.keyboard.press("Tab")
    tab.get_by_role("tab", name="Tìm kiếm và địa chỉ").click()
    tab.fill("#id_search_description", DESCRIPTION)
    press_publish(tab)
    tab.wait_for_url(re.compile(rf"/admin/pages/{section.pk}/"))


def submit_for_translation(tab, article: NewsPage) -> None:
    """Use “Dịch trang này” in the menu beside the title."""
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    tab.locator("header [data-w-dropdown-target=toggle]").first.click()
    tab.get_by_role("link", name="Dịch trang này").click()
    tab.get_by_label("English").check()
    tab.locator("main [type=submit], form [type=submit]").last.click()
    expect(tab.locator(".js-translation-editor footer")).to_be_visible()


def translate_texts(tab, texts: dict[str, str]) -> None:
    """Enter the English of ``texts`` beside their Vietnamese."""
    for vietnamese, text in texts.items():
        segment = tab.locator("li.incomplete", has=tab.get_by_text(vietnamese, exact=True)).last
        slug = "tab-label-bai-viet" if segment.is_visible() else "tab-label-tim-kiem"
        if not segment.is_visible():
            tab.locator(f"[role=tab][id^={slug}]").click()
        segment.get_by_role("button", name="Dịch", exact=True).click()
        tab.locator("textarea:visible").fill(text)
        tab.get_by_role("button", name="Lưu", exact=True).click()
        expect(tab.locator("textarea:visible")).to_have_count(0)
    expect(tab.locator("li.incomplete")).to_have_count(0)


def publish_page(tab) -> None:
    tab.get_by_role("button", name="Đăng bản English").click()
    expect(tab.locator(".messages .success")).to_contain_text("English")


def check_draft_is_hidden(visitor: Client, draft: NewsPage, section: NewsSection) -> None:
    """Check that neither the Vietnamese nor the English title is shown on English pages."""
    for url in (section.get_url(), "/en/", "/en/rss/", "/en/search/?q=hoi"):
        page = visitor.get(url).content.decode()
        assert TITLE not in page, url
        assert "Sports Days" not in page, url
    assert visitor.get(draft.get_url()).status_code == 404


def check_published_translation(visitor: Client, article: NewsPage, section: NewsSection) -> None:
    page = get_page(visitor, article.get_url())
    assert article.get_url().endswith("/sports-days/")
    assert get_text(page.h1) == "Sports Days"
    assert get_texts(page.select("table th, table td")) == CELLS
    assert get_text(page.select_one(".gallery figcaption")) == "The opening"
    assert page.select_one(".gallery img")["alt"] == "The parade"
    assert "Sports Days" in get_page(visitor, section.get_url()).get_text()


def change_lead(tab, article: NewsPage, lead: str) -> None:
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    tab.fill("#id_lead", lead)
    press_publish(tab)
    tab.wait_for_url(re.compile(rf"/admin/pages/{article.get_parent().pk}/"))


def update_translation(tab) -> None:
    """Update the open translation from its source, as its warning offers; one text is then untranslated."""
    warning = tab.locator(".messages .warning")
    expect(warning).to_contain_text("Bản gốc đã thay đổi")
    warning.get_by_role("link", name="Cập nhật bản dịch này").click()
    tab.locator("form [type=submit]").last.click()
    expect(tab.locator(".js-translation-editor footer")).to_be_visible()
    expect(tab.locator("li.incomplete")).to_have_count(1)


def test_article_is_translated_and_updated_from_source(tab, live_server, tmp_path) -> None:
    section = factories.SectionFactory(title="Tin tức")
    english_section = create_published_translation(section)
    visitor = Client()
    log_in(tab, create_editor(EDITORS))
    write_article(tab, section, photo_files(tmp_path / "photos", 1))
    article = NewsPage.objects.get()
    assert TITLE in visitor.get(section.get_url()).content.decode()

    submit_for_translation(tab, article)
    draft = NewsPage.objects.get(locale=get_english_locale())
    check_draft_is_hidden(visitor, draft, english_section)

    translate_texts(tab, ENGLISH)
    assert visitor.get(draft.get_url()).status_code == 404
    publish_page(tab)
    draft.refresh_from_db()
    check_published_translation(visitor, draft, english_section)

    changed = "Mười ba trường thi đấu trong hai ngày."
    change_lead(tab, article, changed)
    tab.goto("/admin/reports/translations/")
    row = tab.locator("tr", has=tab.get_by_text(TITLE, exact=True))
    expect(row).to_contain_text("đã cũ")
    assert "Twelve schools" in get_page(visitor, draft.get_url()).get_text()

    row.get_by_role("link", name="Mở bản dịch").click()
    update_translation(tab)
    translate_texts(tab, {changed: "Thirteen schools compete for two days."})
    publish_page(tab)
    page = get_page(visitor, draft.get_url())
    assert get_text(page.select_one(".lead")) == "Thirteen schools compete for two days."
    assert get_texts(page.select("table th, table td")) == CELLS
    tab.goto("/admin/reports/translations/")
    expect(tab.locator("main")).not_to_contain_text(TITLE)
