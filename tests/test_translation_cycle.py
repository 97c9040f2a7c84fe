"""From a Vietnamese article with gallery and table to its English page, and through a change of it: in a browser."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests import factories
from tests.editors import MODERATORS, editor, press_publish, sign_in
from tests.mysite.test_gallery_in_browser import add_gallery, photo_files, upload
from tests.reading import all_words, read, words
from tests.translating import english, published

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


def write(tab, section, files) -> None:
    """The article as an editor writes it."""
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


def submit(tab, article: NewsPage) -> None:
    """“Dịch trang này”, from the menu beside the title."""
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    tab.locator("header [data-w-dropdown-target=toggle]").first.click()
    tab.get_by_role("link", name="Dịch trang này").click()
    tab.get_by_label("English").check()
    tab.locator("main [type=submit], form [type=submit]").last.click()
    expect(tab.locator(".js-translation-editor footer")).to_be_visible()


def translate(tab, texts: dict[str, str]) -> None:
    """Type the English of ``texts``, each where its Vietnamese stands."""
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


def publish(tab) -> None:
    tab.get_by_role("button", name="Đăng bản English").click()
    expect(tab.locator(".messages .success")).to_contain_text("English")


def test_an_article_goes_into_english_and_follows_its_source(tab, live_server, tmp_path) -> None:
    section = factories.SectionFactory(title="Tin tức")
    there = published(section)
    visitor = Client()
    sign_in(tab, editor(MODERATORS))
    write(tab, section, photo_files(tmp_path / "photos", 1))
    article = NewsPage.objects.get()
    assert TITLE in visitor.get(section.get_url()).content.decode()

    submit(tab, article)
    draft = NewsPage.objects.get(locale=english())
    for address in (there.get_url(), "/en/", "/en/rss/", "/en/search/?q=hoi"):
        page = visitor.get(address).content.decode()
        assert TITLE not in page, address
        assert "Sports Days" not in page, address
    assert visitor.get(draft.get_url()).status_code == 404

    translate(tab, ENGLISH)
    assert visitor.get(draft.get_url()).status_code == 404
    publish(tab)
    draft.refresh_from_db()
    page = read(visitor, draft.get_url())
    assert draft.get_url().endswith("/sports-days/")
    assert words(page.h1) == "Sports Days"
    assert all_words(page.select("table th, table td")) == CELLS
    assert words(page.select_one(".gallery figcaption")) == "The opening"
    assert page.select_one(".gallery img")["alt"] == "The parade"
    assert "Sports Days" in read(visitor, there.get_url()).get_text()

    # The Vietnamese article changes.
    changed = "Mười ba trường thi đấu trong hai ngày."
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    tab.fill("#id_lead", changed)
    press_publish(tab)
    tab.wait_for_url(re.compile(rf"/admin/pages/{section.pk}/"))
    tab.goto("/admin/reports/translations/")
    row = tab.locator("tr", has=tab.get_by_text(TITLE, exact=True))
    expect(row).to_contain_text("đã cũ")
    assert "Twelve schools" in read(visitor, draft.get_url()).get_text()

    # Whoever opens the English page is told, and brings it up to date.
    row.get_by_role("link", name="Mở bản dịch").click()
    warning = tab.locator(".messages .warning")
    expect(warning).to_contain_text("Bản gốc đã thay đổi")
    warning.get_by_role("link", name="Cập nhật bản dịch này").click()
    tab.locator("form [type=submit]").last.click()
    expect(tab.locator(".js-translation-editor footer")).to_be_visible()
    expect(tab.locator("li.incomplete")).to_have_count(1)
    translate(tab, {changed: "Thirteen schools compete for two days."})
    publish(tab)
    page = read(visitor, draft.get_url())
    assert words(page.select_one(".lead")) == "Thirteen schools compete for two days."
    assert all_words(page.select("table th, table td")) == CELLS
    tab.goto("/admin/reports/translations/")
    expect(tab.locator("main")).not_to_contain_text(TITLE)
