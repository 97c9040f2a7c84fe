"""A day at the desk, from signing in to an article that appears and goes by itself. It takes two real minutes."""

import datetime
import re
import time

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests import factories
from tests.editors import MODERATORS, editor, press_publish, sign_in
from tests.mysite.test_gallery_in_browser import add_gallery, photo_files, upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = datetime.timedelta(minutes=1)


def write(tab, section, files):
    """A new article with a title, a lead, and a gallery of ``files``, each with its alternative text."""
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


def preview(tab):
    """What the panel beside the form shows."""
    tab.locator("[data-side-panel-toggle=preview]").click()
    return tab.frame_locator("[data-side-panel=preview] iframe").last


def schedule(tab, start, end):
    tab.locator("[data-side-panel-toggle=status]").click()
    tab.locator("[data-a11y-dialog-show=schedule-publishing-dialog]:visible").click()
    for name, moment in (("go_live_at", start), ("expire_at", end)):
        tab.fill(f"#id_{name}", timezone.localtime(moment).strftime("%d/%m/%Y %H:%M"))
        tab.keyboard.press("Tab")
    tab.locator("#schedule-publishing-dialog .action-save").press("Enter")  # the calendar may lie over it
    tab.wait_for_load_state()
    press_publish(tab)


def wait_until(moment):
    time.sleep(max(0, (moment - timezone.now()).total_seconds()) + 0.2)


def test_an_article_is_written_scheduled_shown_and_gone(tab, live_server, tmp_path):
    section = factories.SectionFactory(title="Phong trào")
    sign_in(tab, editor(MODERATORS))
    write(tab, section, photo_files(tmp_path / "photos", 20))
    shown = preview(tab)
    expect(shown.locator("h1")).to_have_text("Đại hội cháu ngoan Bác Hồ", timeout=20_000)
    expect(shown.locator(".gallery img")).to_have_count(20, timeout=20_000)

    # The form knows no seconds: the next full minute, unless that is too near to press the buttons in time.
    start = (timezone.now() + datetime.timedelta(seconds=15)).replace(second=0, microsecond=0) + MINUTE
    end = start + MINUTE
    schedule(tab, start, end)
    tab.wait_for_url(re.compile(rf"/admin/pages/{section.pk}/"))
    article = NewsPage.objects.get()
    assert article.slug == "dai-hoi-chau-ngoan-bac-ho"
    address, visitor = f"{live_server.url}{article.get_url()}", Client()

    call_command("run_scheduler", "--once")
    assert visitor.get(article.get_url()).status_code == 404
    wait_until(start)
    call_command("run_scheduler", "--once")
    tab.goto(address)
    expect(tab.locator("h1")).to_have_text("Đại hội cháu ngoan Bác Hồ")
    expect(tab.locator(".gallery img")).to_have_count(20)
    assert "Đại hội cháu ngoan Bác Hồ" in visitor.get(section.get_url()).content.decode()
    article.refresh_from_db()
    assert article.content_updated_at == article.first_published_at

    wait_until(end)
    assert visitor.get(article.get_url()).status_code == 404  # at once; the scheduler comes later
    assert "Đại hội cháu ngoan" not in visitor.get(section.get_url()).content.decode()
    call_command("run_scheduler", "--once")
    article.refresh_from_db()
    assert not article.live
    assert article.expired


def test_publishing_without_alternative_text_leads_to_the_field(tab, tmp_path):
    section = factories.SectionFactory()
    sign_in(tab, editor(MODERATORS))
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.fill("#id_title", "Hội thao")
    tab.fill("#id_lead", "Mười trường dự.")
    upload(add_gallery(tab), photo_files(tmp_path / "photos", 3))
    tab.locator("footer .action-save").first.click()
    tab.wait_for_url(re.compile("/edit/"))
    # Photos of an article opened again are collapsed; the one that is wrong opens.
    press_publish(tab)
    tab.wait_for_load_state()
    errors = tab.locator(".photo-list .error-message")
    expect(errors).to_have_count(3)
    tab.locator(".messages a[href*='#'], .messages [data-action*='focus']").first.click()
    expect(errors.first).to_be_in_viewport()
    assert not NewsPage.objects.get().live
