"""An article passes writer, editor and managing editor in a browser, with the e-mails that a real server receives."""

import email
import email.policy
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Task

from home.models import Approver
from newsroom.models import NewsPage
from tests.support import approval, factories
from tests.support.action_buttons import APPROVE, BUTTONS, PUBLISH, REJECT, SUBMIT
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, open_logged_in_tab
from tests.support.smtp_server import run_mail_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "Thiếu giờ bắt đầu của môn Toán."


class MailBox:
    """Reads the e-mails that the server has received since the last look."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.read = 0

    def take(self, address: str) -> Any:
        """Return the one new e-mail to ``address``, and forget the others."""
        deliveries, self.read = self.server.deliveries[self.read :], len(self.server.deliveries)
        mine = [one.content for one in deliveries if any(f"<{address}>" in receiver for receiver in one.receivers)]
        assert len(mine) == 1, [one.receivers for one in deliveries]
        return email.message_from_bytes(mine[0], policy=email.policy.default)


@pytest.fixture
def mailbox(live_server, settings):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    with run_mail_server(settings) as server:
        yield MailBox(server)


@pytest.fixture
def people(new_context, live_server):
    """The account and a tab of each role."""
    names = {CONTRIBUTORS: "Đặng Linh", EDITORS: "Hà Diệp", MANAGING_EDITORS: "Vũ Yến"}
    found = {}
    for role, name in names.items():
        last_name, first_name = name.split()
        user = create_editor(role, last_name=last_name, first_name=first_name)
        found[role] = user, open_logged_in_tab(user, new_context, live_server)
    return found


def press(tab: Any, action: str, comment: str = "") -> str:
    """Press an action, in the menu unless it is the main one, and return the message shown afterwards."""
    button = tab.locator(BUTTONS[action])
    button.first.wait_for(state="attached")
    if not button.locator("visible=true").count():
        tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    with tab.expect_navigation(timeout=30_000):
        button.locator("visible=true").click()
        if comment:
            dialog = tab.locator(".modal-body form")
            dialog.locator("textarea").fill(comment)
            dialog.locator("[type=submit]").click()
    message = tab.locator(".messages > ul > li").first
    message.wait_for(timeout=30_000)
    return message.inner_text()


def open_from(tab: Any, message: Any) -> None:
    """Follow the link to the form in an e-mail."""
    tab.goto(re.search(r"http\S+/edit/", message.get_content()).group())
    expect(tab.locator("#id_title")).to_be_visible()


def is_public(article: NewsPage) -> bool:
    """Return whether visitors see the article, whose slug follows its title until it is published."""
    return Client().get(NewsPage.objects.get(pk=article.pk).url).status_code == 200


def test_article_is_returned_once_and_published_after_two_steps(people, mailbox) -> None:
    section = approval.create_two_step_section(title="Thi cử")
    (writer, desk), (editor, editors_desk), (chief, chiefs_desk) = people.values()
    article = factories.ArticleFactory(parent=section, title="Lịch thi", live=False, owner=writer)
    article.save_revision(user=writer)

    desk.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    press(desk, SUBMIT)
    message = mailbox.take(editor.email)
    assert "Duyệt nội dung" in message["Subject"]
    assert "Lịch thi" in message["Subject"]

    open_from(editors_desk, message)
    expect(editors_desk.locator(BUTTONS[PUBLISH])).to_have_count(0)
    press(editors_desk, REJECT, REASON)
    message = mailbox.take(writer.email)
    assert REASON in message.get_content()

    desk.goto(reverse("wagtailadmin_home"))
    returned = desk.locator("#returned-content, [aria-labelledby^=returned]").first
    expect(returned).to_contain_text(REASON)
    expect(returned).to_contain_text("Hà Diệp")
    open_from(desk, message)
    expect(desk.locator(".messages")).to_contain_text(REASON)
    desk.fill("#id_title", "Lịch thi có giờ")
    press(desk, SUBMIT)

    open_from(editors_desk, mailbox.take(editor.email))
    assert "chuyển sang bước" in press(editors_desk, APPROVE)
    assert not is_public(article)
    message = mailbox.take(chief.email)
    assert "Duyệt đăng" in message["Subject"]

    open_from(chiefs_desk, message)
    press(chiefs_desk, APPROVE)
    message = mailbox.take(writer.email)
    assert "Lịch thi có giờ" in message["Subject"]
    assert is_public(article)
    assert "Lịch thi có giờ" in Client().get(section.url).content.decode()


@pytest.mark.long_form
def test_first_step_is_approved_by_a_signed_link(people, mailbox, new_context) -> None:
    section = approval.create_two_step_section(title="Thi cử")
    task = Task.objects.get(name=approval.FIRST_STEP)
    address = "truong-phong@portal.example"
    Approver.objects.create(name="Lê Văn Bình", email=address, section=section, task=task)
    (writer, desk), _, (chief, chiefs_desk) = people.values()
    article = factories.ArticleFactory(parent=section, title="Lịch thi", live=False, owner=writer)
    article.save_revision(user=writer)
    desk.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    press(desk, SUBMIT)

    desk.goto(reverse("approval_links", args=[article.pk]))
    desk.select_option("[name=approver]", label="Lê Văn Bình")
    desk.click("text=Gửi liên kết")
    expect(desk.locator(".messages")).to_contain_text("Lê Văn Bình")
    link = re.search(r"http\S+/duyet-bai/\S+", mailbox.take(address).get_content()).group()

    phone = new_context(viewport={"width": 360, "height": 740}).new_page()
    phone.goto(link)
    expect(phone.locator("main")).not_to_contain_text("Lịch thi")
    phone.click("text=Gửi mã")
    expect(phone.locator("[name=code]")).to_be_visible()
    phone.fill("[name=code]", re.search(r"^ {4}(\d{6})\s*$", mailbox.take(address).get_content(), re.MULTILINE)[1])
    phone.click("text=Tiếp tục")
    with phone.expect_popup() as draft:
        phone.click("text=Đọc bản nháp")
    expect(draft.value.locator("h1")).to_have_text("Lịch thi")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.click("text=Đồng ý")
    expect(phone.locator("main")).to_contain_text("đã được ghi nhận")
    assert not is_public(article)

    open_from(chiefs_desk, mailbox.take(chief.email))
    press(chiefs_desk, APPROVE)
    assert is_public(article)
