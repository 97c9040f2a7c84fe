"""Text typed by an editor is saved on the server or kept in the browser until it is."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests.home.test_translating import submit
from tests.newsroom.test_event_translations import create_english_translation
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client, open_logged_in_tab, press_publish
from tests.support.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SNAPSHOT = 2500  # milliseconds until Wagtail compares the form


@pytest.fixture
def author():
    return create_editor(EDITORS)


@pytest.fixture
def article():
    return factories.ArticleFactory(title="Hội nghị tổng kết", lead="Lời dẫn cũ.")


@pytest.fixture
def tab(new_context, live_server, author, browser_errors):
    yield open_logged_in_tab(author, new_context, live_server)
    # Browsers log responses with error statuses.
    browser_errors[:] = [error for error in browser_errors if "Failed to load resource" not in error]


def edit(tab, article, wait=SNAPSHOT):
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    tab.wait_for_timeout(wait)


def get_latest_lead(article):
    return NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object().lead


def end_sessions():
    Session.objects.all().delete()


def wait_for_autosave(tab):
    expect(tab.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")


def enter_password(tab, password="mat-khau"):
    expect(tab.locator("dialog.portal-dialog")).to_be_visible()
    tab.fill("#portal-password", password)
    tab.keyboard.press("Enter")


def get_local_copies(tab):
    return tab.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('portal-copy:'))")


def locate_restore_offer(tab):
    return tab.locator(".portal-notice--copy")


def save(tab):
    tab.locator("footer .action-save").first.click()


@pytest.mark.long_form
def test_expired_session_can_be_renewed_in_place(tab, article):
    edit(tab, article)
    end_sessions()
    tab.fill("#id_lead", "Viết sau khi hết phiên.")
    expect(tab.locator("dialog.portal-dialog")).to_be_visible()
    expect(tab.locator(".footer__save-warning")).not_to_contain_text("máy chủ")
    enter_password(tab, "sai")
    expect(tab.locator(".portal-dialog__error")).not_to_be_empty()
    enter_password(tab)
    expect(tab.locator("dialog.portal-dialog")).to_have_count(0)
    wait_for_autosave(tab)
    assert get_latest_lead(article) == "Viết sau khi hết phiên."
    assert get_local_copies(tab) == []
    tab.fill("#id_lead", "Viết thêm.")
    tab.wait_for_timeout(200)
    save(tab)
    tab.wait_for_selector(".messages .success")
    assert get_latest_lead(article) == "Viết thêm."
    assert get_local_copies(tab) == []


@pytest.mark.long_form
def test_button_action_is_completed_after_login(tab, article):
    edit(tab, article)
    end_sessions()
    tab.fill("#id_lead", "Đăng sau khi hết phiên.")
    expect(tab.locator("dialog.portal-dialog")).to_be_visible()
    tab.get_by_role("button", name="Để sau").click()
    press_publish(tab)
    enter_password(tab)
    tab.wait_for_selector(".messages .success")
    assert NewsPage.objects.get(pk=article.pk).lead == "Đăng sau khi hết phiên."


def test_unsaved_text_is_restored_to_its_account_only(tab, article, author):
    edit(tab, article)
    end_sessions()
    tab.fill("#id_lead", "Bấm lưu ngay sau khi gõ.")
    save(tab)
    expect(tab.locator("dialog.portal-dialog")).to_be_visible()
    expect(tab.locator("#id_lead")).to_have_value("Bấm lưu ngay sau khi gõ.")
    assert get_latest_lead(article) == "Lời dẫn cũ."
    tab.evaluate("window.onbeforeunload = null")
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.reload()  # instead of entering the password
    other = create_editor(EDITORS)
    for user, count in ((other, 0), (author, 1)):
        tab.fill("#id_username", user.username)
        tab.fill("#id_password", "mat-khau")
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile("/edit/"))
        tab.wait_for_timeout(1000)
        expect(locate_restore_offer(tab)).to_have_count(count)
        if not count:
            assert "Bấm lưu ngay" not in tab.content()
            tab.context.clear_cookies()
            tab.reload()
    locate_restore_offer(tab).get_by_role("button", name=re.compile("Khôi phục")).click()
    tab.wait_for_selector(".messages .success")
    expect(tab.locator("#id_lead")).to_have_value("Bấm lưu ngay sau khi gõ.")
    assert get_latest_lead(article) == "Bấm lưu ngay sau khi gõ."
    assert get_local_copies(tab) == []
    assert NewsPage.objects.get(pk=article.pk).lead == "Lời dẫn cũ."


@pytest.mark.parametrize("wait", sample([300, 0, 800], 1))
def test_text_typed_right_after_loading_is_saved(tab, article, wait):
    edit(tab, article, wait)
    tab.locator("#id_lead").press_sequentially("Gõ sớm. ")
    for _ in range(150):  # of 100 ms; on a busy machine, half of the text may be saved first
        if "Gõ sớm. " in get_latest_lead(article):
            break
        tab.wait_for_timeout(100)
    wait_for_autosave(tab)
    assert "Gõ sớm. " in get_latest_lead(article)


def test_rich_text_typed_in_the_moment_of_saving_is_saved(tab):
    article = factories.ArticleFactory(body=[{"type": "paragraph", "value": "<p>Trước.</p>"}])
    edit(tab, article)
    tab.locator("[data-contentpath=body] [role=textbox]").click()
    tab.keyboard.press("Control+End")
    tab.keyboard.type(" Sau.")
    tab.evaluate("document.querySelector('footer .action-save').click()")  # without the wait for a still button
    tab.wait_for_selector(".messages .success")
    body = NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object().body
    assert ">Trước. Sau.</p>" in body[0].value.source


def test_viewing_edit_form_creates_no_draft(tab, article):
    edit(tab, article, 0)
    tab.locator("#id_lead").click()
    tab.wait_for_timeout(SNAPSHOT + 2000)
    assert article.revisions.count() == 0


@pytest.mark.long_form
def test_text_typed_during_autosave_is_saved(tab, article):
    edit(tab, article)
    tab.evaluate(
        """() => { const real = window.fetch; let typed = false;
        window.fetch = async (url, options) => {
          const answer = await real(url, options);
          if (!typed && String(url).includes("/edit/")) {
            typed = true;
            const lead = document.querySelector("#id_lead");
            lead.value = "Một. Hai.";
            lead.dispatchEvent(new Event("input", { bubbles: true }));
          }
          return answer;
        }; }"""
    )
    tab.fill("#id_lead", "Một.")
    wait_for_autosave(tab)
    tab.wait_for_timeout(4000)
    assert get_latest_lead(article) == "Một. Hai."


def type_without_a_session(tab, article, text):
    edit(tab, article)
    end_sessions()
    tab.fill("#id_lead", text)
    expect(tab.locator("dialog.portal-dialog")).to_be_visible()
    assert len(get_local_copies(tab)) == 1


def sign_in_here(tab, user, live_server):
    """Log another account in to the same browser, as in another tab."""
    name = settings.SESSION_COOKIE_NAME
    tab.context.add_cookies([{"name": name, "value": login_client(user).cookies[name].value, "url": live_server.url}])


@pytest.mark.long_form
def test_other_account_gets_message_and_no_text(tab, article, live_server):
    edit(tab, article)
    other = create_editor(EDITORS)
    sign_in_here(tab, other, live_server)
    tab.evaluate("localStorage.setItem('portal-account', 'x')")
    tab.evaluate("window.dispatchEvent(new StorageEvent('storage', { key: 'portal-account' }))")
    dialog = tab.locator("dialog.portal-dialog")
    expect(dialog).to_contain_text(other.username)
    enter_password(tab)
    expect(dialog).to_have_count(0)
    wait_for_autosave(tab)
    tab.fill("#id_lead", "Của người viết.")
    with tab.expect_response(lambda response: response.url.endswith("/edit/") and response.ok):
        pass
    wait_for_autosave(tab)
    assert get_latest_lead(article) == "Của người viết."
    assert not article.revisions.filter(user=other)


@pytest.mark.long_form
def test_concurrent_session_checks_show_one_notice(tab, article, author, live_server):
    edit(tab, article)
    end_sessions()
    tab.fill("#id_lead", "Hai tab cùng lúc.")
    tab.get_by_role("button", name="Để sau").click()
    expect(tab.locator(".portal-notice")).to_contain_text("Chưa lưu")
    sign_in_here(tab, author, live_server)
    changed = "window.dispatchEvent(new StorageEvent('storage', { key: 'portal-account' }))"
    tab.evaluate(f"() => {{ {changed}; {changed}; }}")
    expect(tab.locator(".portal-notice")).to_contain_text("Đã đăng nhập lại")
    wait_for_autosave(tab)
    expect(tab.locator(".portal-notice")).to_have_count(1)
    assert get_latest_lead(article) == "Hai tab cùng lúc."


@pytest.mark.long_form
def test_logout_deletes_local_copies(tab, article, author):
    type_without_a_session(tab, article, "Máy dùng chung.")
    tab.get_by_role("button", name="Để sau").click()
    tab.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")
    tab.wait_for_url(re.compile("/login/"))
    assert get_local_copies(tab) == []


@pytest.mark.long_form
def test_local_copy_expires_after_a_day(tab, article):
    type_without_a_session(tab, article, "Hôm qua.")
    page = tab.context.new_page()
    tab.close()
    page.goto("/admin/login/")
    assert len(get_local_copies(page)) == 1
    page.evaluate(
        """() => { for (const name of Object.keys(localStorage).filter((key) => key.startsWith("portal-copy:"))) {
        const copy = JSON.parse(localStorage[name]);
        copy.at -= 24 * 60 * 60 * 1000;
        localStorage[name] = JSON.stringify(copy); } }"""
    )
    page.reload()
    assert get_local_copies(page) == []


@pytest.mark.long_form
def test_snippet_text_is_restored(tab, author):
    author.is_superuser = True
    author.save()
    motto = factories.MottoFactory()
    tab.goto(reverse(motto.snippet_viewset.get_url_name("edit"), args=[motto.pk]))
    tab.wait_for_timeout(SNAPSHOT)
    end_sessions()
    tab.fill("[name=text]", "Câu mới.")
    press_publish(tab)
    enter_password(tab)
    tab.wait_for_selector(".messages .success")
    motto.refresh_from_db()
    assert motto.text == "Câu mới."
    assert get_local_copies(tab) == []


def test_unsaved_translation_is_restored(tab, author):
    author.is_superuser = True
    author.save()
    section = factories.EventSectionFactory(title="Sự kiện")
    create_english_translation(section)
    translation = submit(login_client(author), factories.EventFactory(parent=section))
    url = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    tab.goto(url)
    tab.get_by_role("button", name="Dịch", exact=True).first.click()
    tab.locator(".js-translation-editor textarea").fill("Opening ceremony")
    tab.wait_for_timeout(500)
    end_sessions()
    tab.goto("/admin/")
    tab.fill("#id_username", author.username)
    tab.fill("#id_password", "mat-khau")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".sidebar")
    tab.goto(url)
    expect(locate_restore_offer(tab).locator("textarea")).to_have_value("Opening ceremony")
    locate_restore_offer(tab).get_by_role("button", name="Bỏ bản này").click()
    assert get_local_copies(tab) == []
