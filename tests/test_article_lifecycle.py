"""An article from login to its automatic publication and expiry, with the server's clock put forward in between."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests.mysite.test_gallery_in_browser import add_gallery, photo_files, upload
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, log_in, press_publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = datetime.timedelta(minutes=1)


def write_article(tab, section, files):
    """Write a new article with a title, a lead, and a gallery of ``files`` with alternative texts."""
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.locator("#id_title").press_sequentially("Đại hội cháu ngoan Bác Hồ")
    tab.fill("#id_lead", "Hai mươi trường gửi về những gương mặt tiêu biểu.")
    gallery = add_gallery(tab)
    gallery.locator("xpath=ancestor::*[@data-streamfield-child][1]").locator("[name$='-title']").first.fill("Hình ảnh")
    upload(gallery, files)
    gallery.locator("[name$='-alt_text']").first.focus()
    for number in range(1, len(files) + 1):
        tab.keyboard.insert_text(f"Đại biểu trường số {number} trên lễ đài")
        tab.keyboard.press("Enter")
    expect(gallery.locator(".photo-list__note:visible")).to_have_count(0)


def open_preview(tab):
    """Open the preview panel and return its frame."""
    tab.locator("[data-side-panel-toggle=preview]").click()
    return tab.frame_locator("[data-side-panel=preview] iframe").last


def schedule_article(tab, start, end):
    tab.locator("[data-side-panel-toggle=status]").click()
    tab.locator("[data-a11y-dialog-show=schedule-publishing-dialog]:visible").click()
    for name, moment in (("go_live_at", start), ("expire_at", end)):
        tab.fill(f"#id_{name}", timezone.localtime(moment).strftime("%d/%m/%Y %H:%M"))
        tab.keyboard.press("Tab")
    tab.locator("#schedule-publishing-dialog .action-save").press("Enter")  # the date picker may cover it
    tab.wait_for_load_state()
    press_publish(tab)


@pytest.fixture
def set_clock(monkeypatch):
    """Return a function that sets the server's clock to a moment, from which it goes on."""
    now = timezone.now

    def set_clock(moment):
        offset = moment - now()
        monkeypatch.setattr(timezone, "now", lambda: now() + offset)

    return set_clock


def test_article_is_written_scheduled_published_and_expired(tab, live_server, tmp_path, set_clock):
    section = factories.SectionFactory(title="Phong trào")
    log_in(tab, create_editor(EDITORS))
    write_article(tab, section, photo_files(tmp_path / "photos", 20))
    shown = open_preview(tab)
    expect(shown.locator("h1")).to_have_text("Đại hội cháu ngoan Bác Hồ")
    expect(shown.locator(".gallery img")).to_have_count(20)

    # The form has no seconds: the next full minute, unless it is too close to press the buttons in time.
    start = (timezone.now() + datetime.timedelta(seconds=15)).replace(second=0, microsecond=0) + MINUTE
    end = start + MINUTE
    schedule_article(tab, start, end)
    tab.wait_for_url(re.compile(rf"/admin/pages/{section.pk}/"))
    article = NewsPage.objects.get()
    assert article.slug == "dai-hoi-chau-ngoan-bac-ho"
    url, visitor = f"{live_server.url}{article.get_url()}", Client()

    call_command("run_scheduler", "--once")
    assert visitor.get(article.get_url()).status_code == 404
    set_clock(start)
    call_command("run_scheduler", "--once")
    tab.goto(url)
    expect(tab.locator("h1")).to_have_text("Đại hội cháu ngoan Bác Hồ")
    expect(tab.locator(".gallery img")).to_have_count(20)
    assert "Đại hội cháu ngoan Bác Hồ" in visitor.get(section.get_url()).content.decode()
    article.refresh_from_db()
    assert article.content_updated_at == article.first_published_at

    set_clock(end)
    assert visitor.get(article.get_url()).status_code == 404  # at once; the scheduler runs later
    assert "Đại hội cháu ngoan" not in visitor.get(section.get_url()).content.decode()
    call_command("run_scheduler", "--once")
    article.refresh_from_db()
    assert not article.live
    assert article.expired


@pytest.mark.long_form
def test_publishing_without_alt_text_focuses_field(tab, tmp_path):
    section = factories.SectionFactory()
    log_in(tab, create_editor(EDITORS))
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.fill("#id_title", "Hội thao")
    tab.fill("#id_lead", "Mười trường dự.")
    upload(add_gallery(tab), photo_files(tmp_path / "photos", 3))
    tab.locator("footer .action-save").first.click()
    tab.wait_for_url(re.compile("/edit/"))
    # Photos of a reopened article are collapsed; the invalid one is expanded.
    press_publish(tab)
    tab.wait_for_load_state()
    errors = tab.locator(".photo-list .error-message")
    expect(errors).to_have_count(3)
    tab.locator(".messages a[href*='#'], .messages [data-action*='focus']").first.click()
    expect(errors.first).to_be_in_viewport()
    assert not NewsPage.objects.get().live
