"""Approval by a signed link: sent to listed approvers only, opened with a code, and never publishing by itself."""

import datetime
import re
import smtplib
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Task
from wagtail.users.models import UserProfile

from home.models import ApprovalLink, Approver
from tests.support import approval, factories
from tests.support.article_form import save_form
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client
from tests.support.html import get_text

pytestmark = pytest.mark.django_db

EMAIL = "giam-doc@portal.example"


@pytest.fixture
def section() -> Page:
    return approval.create_two_step_section(title="Thi cử")


@pytest.fixture
def approver(section: Page) -> Approver:
    return create_approver(section, approval.FIRST_STEP)


@pytest.fixture
def contributor() -> Client:
    return login_client(create_editor(CONTRIBUTORS))


@pytest.fixture
def article(section: Page, contributor: Client) -> Page:
    """An article that waits for the first step."""
    article = factories.ArticleFactory(parent=section, live=False, title="Lịch thi tuyển sinh")
    article.save_revision()
    approval.submit(contributor, article)
    mail.outbox.clear()
    return article


def create_approver(section: Page, step: str) -> Approver:
    task = Task.objects.get(name=step)
    return Approver.objects.create(
        name="Lê Văn Bình", job_title="Trưởng phòng", email=EMAIL, section=section, task=task
    )


def send_link(client: Client, article: Page, approver: Approver, *, may_decide: bool = True, days: int = 7) -> Any:
    day = timezone.localdate() + datetime.timedelta(days=days)
    data = {"approver": approver.pk, "last_day": f"{day:%d/%m/%Y}"} | ({"may_decide": "on"} if may_decide else {})
    return client.post(reverse("approval_links", args=[article.pk]), data)


def get_sent_url(kind: str = "duyet-bai") -> str:
    """Return the path of the link in the last e-mail."""
    match = re.search(rf"https?://[^/]+(/{kind}/\S+)", mail.outbox[-1].body)
    assert match, mail.outbox[-1].body
    return match[1]


def enter_code(client: Client, url: str) -> Any:
    client.post(url, {"send": "1"})
    [code] = re.findall(r"^ {4}([0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)
    return client.post(url, {"enter": "1", "code": code})


def open_link(contributor: Client, article: Page, approver: Approver, **options: Any) -> tuple[Client, str]:
    """Send a link and enter its code; return the approver's browser and the URL."""
    send_link(contributor, article, approver, **options)
    visitor, url = Client(), get_sent_url()
    enter_code(visitor, url)
    return visitor, url


def get_step(article: Page) -> str | None:
    task = Page.objects.get(pk=article.pk).specific.current_workflow_task
    return task.name if task else None


def test_approver_reads_the_draft_and_approves_the_step(contributor: Client, article: Page, approver: Approver) -> None:
    visitor, url = open_link(contributor, article, approver)
    assert "Lịch thi tuyển sinh" in get_text(parse_response(visitor.get(f"{url}ban-nhap/")).h1)
    visitor.post(url, {"approve": "1", "note": "Đồng ý, gửi sớm."})
    assert get_step(article) == approval.LAST_STEP
    assert "đã được ghi nhận" in visitor.get(url).content.decode()
    entry = PageLogEntry.objects.get(page=article.pk, action="home.approve_by_link")
    assert "Lê Văn Bình" in entry.formatter.format_message(entry)
    history = contributor.get(reverse("wagtailadmin_pages:history", args=[article.pk])).content.decode()
    assert "Lê Văn Bình (Trưởng phòng)" in history


def test_approver_returns_with_a_note(contributor: Client, article: Page, approver: Approver) -> None:
    visitor, url = open_link(contributor, article, approver)
    assert visitor.post(url, {"return": "1", "note": " "}).status_code == 400
    visitor.post(url, {"return": "1", "note": "Ghi rõ ngày thi."})
    form = contributor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert "Ghi rõ ngày thi." in form
    assert "Lê Văn Bình" in form


def test_last_step_approved_by_link_does_not_publish(section: Page, contributor: Client, article: Page) -> None:
    approval.decide(login_client(create_editor(EDITORS)), article, "approve")
    visitor, url = open_link(contributor, article, create_approver(section, approval.LAST_STEP))
    visitor.post(url, {"approve": "1"})
    assert get_step(article) is None
    assert Client().get(article.url).status_code == 404
    save_form(login_client(create_editor(MANAGING_EDITORS)), article, "action-publish")
    assert Client().get(article.url).status_code == 200


def test_code_is_needed(contributor: Client, article: Page, approver: Approver) -> None:
    send_link(contributor, article, approver)
    assert mail.outbox[-1].to == [EMAIL]
    visitor, url = Client(), get_sent_url()
    page = visitor.get(url).content.decode()
    assert "Lịch thi tuyển sinh" not in page
    assert visitor.get(f"{url}ban-nhap/").status_code == 302
    visitor.post(url, {"approve": "1"})
    visitor.cookies[f"portal_approval_{ApprovalLink.objects.get().pk}"] = str(ApprovalLink.objects.get().pk)
    visitor.post(url, {"approve": "1"})
    assert get_step(article) == approval.FIRST_STEP


def test_codes_cannot_be_guessed(contributor: Client, article: Page, approver: Approver) -> None:
    send_link(contributor, article, approver)
    visitor, url = Client(), get_sent_url()
    visitor.post(url, {"send": "1"})
    [code] = re.findall(r"^ {4}([0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for attempt in [wrong] * ApprovalLink.MAX_ATTEMPTS + ["12", "1" * 500, "\0", "١٢٣٤٥٦", code]:
        assert visitor.post(url, {"enter": "1", "code": attempt}).status_code == 400
    for _ in range(ApprovalLink.MAX_CODES - 1):
        assert visitor.post(url, {"send": "1"}).status_code == 302
    assert visitor.post(url, {"send": "1"}).status_code == 429


def test_code_is_valid_once_and_for_one_browser(contributor: Client, article: Page, approver: Approver) -> None:
    send_link(contributor, article, approver)
    url = get_sent_url()
    Client().post(url, {"send": "1"})
    [code] = re.findall(r"^ {4}([0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)
    assert Client().post(url, {"enter": "1", "code": code}).status_code == 302
    assert Client().post(url, {"enter": "1", "code": code}).status_code == 400
    assert Client().get(f"{url}ban-nhap/").status_code == 302


@pytest.mark.parametrize("end", ["revoked", "expired", "changed", "decided in the admin", "address", "removed"])
def test_link_dies(contributor: Client, article: Page, approver: Approver, end: str) -> None:
    visitor, url = open_link(contributor, article, approver)
    link = ApprovalLink.objects.get()
    match end:
        case "revoked":
            contributor.post(reverse("approval_links", args=[article.pk]), {"revoke": link.pk})
        case "expired":
            ApprovalLink.objects.update(expires_at=timezone.now())
        case "changed":
            save_form(login_client(create_editor(EDITORS)), article, title="Lịch thi mới")
        case "decided in the admin":
            approval.decide(login_client(create_editor(EDITORS)), article, "approve")
        case "address":
            Approver.objects.update(email="khac@portal.example")
        case "removed":
            approver.delete()
    step = get_step(article)
    for response in (visitor.get(url), visitor.post(url, {"approve": "1"}), visitor.post(url, {"send": "1"})):
        assert response.status_code == (404 if end == "removed" else 410)
        assert "Lịch thi" not in get_text(parse_response(response).main)
    assert visitor.get(f"{url}ban-nhap/").status_code in (302, 404)
    assert get_step(article) == step


@pytest.mark.parametrize("token", ["1", "MQ:1:x", "a" * 3000, "..%2F.."])
def test_unsigned_links_are_not_found(token: str) -> None:
    assert Client().get(f"/duyet-bai/{token}/").status_code == 404


def test_reading_link_cannot_decide(contributor: Client, article: Page, approver: Approver) -> None:
    visitor, url = open_link(contributor, article, approver, may_decide=False)
    assert visitor.get(f"{url}ban-nhap/").status_code == 200
    assert not parse_response(visitor.get(url)).select("[name=approve]")
    visitor.post(url, {"approve": "1"})
    assert get_step(article) == approval.FIRST_STEP


def test_links_go_to_approvers_of_step_and_section_only(
    contributor: Client, article: Page, section: Page, approver: Approver
) -> None:
    elsewhere = create_approver(factories.SectionFactory(title="Mầm non"), approval.FIRST_STEP)
    later = create_approver(section, approval.LAST_STEP)
    for other in (elsewhere, later):
        assert send_link(contributor, article, other).status_code == 200
    for days in (-1, 31):
        assert send_link(contributor, article, approver, days=days).status_code == 200
    assert not mail.outbox
    assert not ApprovalLink.objects.exists()


def test_failing_mail_server_leaves_no_link(
    contributor: Client, article: Page, approver: Approver, monkeypatch
) -> None:
    monkeypatch.setattr("home.approval.links.send_mail", fail)
    assert "không gửi được" in send_link(contributor, article, approver).content.decode().lower()
    assert not ApprovalLink.objects.exists()


def test_email_is_vietnamese_whatever_the_language_of_the_sender(article: Page, approver: Approver) -> None:
    sender = create_editor(EDITORS)
    UserProfile.objects.create(user=sender, preferred_language="en")
    send_link(login_client(sender), article, approver)
    assert mail.outbox[-1].subject == "Kính đề nghị duyệt: Lịch thi tuyển sinh"
    assert get_sent_url().startswith("/duyet-bai/")


def fail(*args: Any) -> None:
    raise smtplib.SMTPServerDisconnected


def test_nothing_is_cached_or_indexed(contributor: Client, article: Page, approver: Approver) -> None:
    visitor, url = open_link(contributor, article, approver)
    for address in (url, f"{url}ban-nhap/"):
        assert "no-store" in visitor.get(address)["Cache-Control"]
    assert "noindex" in parse_response(visitor.get(url)).select_one("meta[name=robots]")["content"]


@pytest.mark.parametrize(("role", "may"), [(CONTRIBUTORS, False), (EDITORS, False), (MANAGING_EDITORS, True)])
def test_managing_editors_list_approvers(section: Page, role: str, may: bool) -> None:
    client = login_client(create_editor(role))
    data = {
        "name": "Phạm Thị Hoa",
        "email": "hoa@portal.example",
        "section": section.pk,
        "task": Task.objects.get(name=approval.FIRST_STEP).pk,
    }
    client.post(reverse("approvers:add"), data)
    assert Approver.objects.filter(email="hoa@portal.example").exists() is may


def test_others_cannot_send_links(article: Page, approver: Approver) -> None:
    """Those who may open the admin, but not edit the page."""
    group = Group.objects.create(name="Phòng khác")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    send_link(login_client(create_editor(group.name)), article, approver)
    assert not mail.outbox
    assert not ApprovalLink.objects.exists()
