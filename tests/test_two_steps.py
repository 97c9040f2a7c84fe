"""Sections with an approval in two steps: only those who may take the last one make anything public there."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import Motto
from tests.rights.publishing import snippet_form, snippet_url
from tests.support import approval, factories
from tests.support.article_form import save_form
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def section() -> Page:
    return approval.create_two_step_section(title="Thi cử")


@pytest.fixture
def clients() -> dict[str, Client]:
    roles = [CONTRIBUTORS, EDITORS, MANAGING_EDITORS]
    return {role: login_client(create_editor(role, first_name=f"Người {n}")) for n, role in enumerate(roles)}


def create_draft(section: Page, **fields: Any) -> Any:
    article = factories.ArticleFactory(parent=section, live=False, **fields)
    article.save_revision()
    return article


def is_public(page: Any, word: str | None = None) -> bool:
    response = Client().get(page.url)
    return response.status_code == 200 and (word or page.title) in response.content.decode()


def test_article_is_public_after_both_steps(section, clients) -> None:
    article = create_draft(section)
    approval.submit(clients[CONTRIBUTORS], article)
    assert article.current_workflow_task.name == approval.FIRST_STEP
    approval.decide(clients[EDITORS], article, "approve")
    assert article.current_workflow_task.name == approval.LAST_STEP
    assert not is_public(article)
    approval.decide(clients[EDITORS], article, "approve")
    assert not is_public(article)
    approval.decide(clients[MANAGING_EDITORS], article, "approve")
    assert is_public(article)


def test_contributor_cannot_approve(section, clients) -> None:
    article = create_draft(section)
    approval.submit(clients[CONTRIBUTORS], article)
    approval.decide(clients[CONTRIBUTORS], article, "approve")
    assert article.current_workflow_task.name == approval.FIRST_STEP


def test_live_version_stays_while_a_change_is_approved(section, clients) -> None:
    article = factories.ArticleFactory(parent=section, title="Bản đang đăng")
    approval.submit(clients[CONTRIBUTORS], article, title="Bản sửa")
    for role in (EDITORS, MANAGING_EDITORS):
        assert is_public(article, "Bản đang đăng")
        assert not is_public(article, "Bản sửa")
        approval.decide(clients[role], article, "approve")
    assert is_public(article, "Bản sửa")


def test_no_button_to_publish_for_editors(section, clients) -> None:
    article = create_draft(section)
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    buttons = {
        role: parse_response(client.get(url)).select("[name=action-publish]") for role, client in clients.items()
    }
    assert not buttons[EDITORS]
    assert not buttons[CONTRIBUTORS]
    assert buttons[MANAGING_EDITORS]
    add = reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk])
    assert not parse_response(clients[EDITORS].get(add)).select("[name=action-publish]")


def test_elsewhere_editors_publish(section, clients) -> None:
    article = create_draft(factories.SectionFactory(title="Tin khác"))
    save_form(clients[EDITORS], article, "action-publish")
    assert is_public(article)


def test_section_of_one_step_below_a_section_of_two(section, clients) -> None:
    from wagtail.models import Workflow, WorkflowPage

    inner = factories.SectionFactory(title="Ôn thi", parent=section)
    WorkflowPage.objects.create(workflow=Workflow.objects.get(name="Duyệt bài"), page=inner)
    article = create_draft(inner)
    save_form(clients[EDITORS], article, "action-publish")
    assert is_public(article)


def test_live_articles_of_the_section_go_nowhere_with_an_ancestor(section, clients) -> None:
    outer = factories.SectionFactory(title="Khối ngoài")
    inner = approval.require_two_steps(factories.SectionFactory(title="Khối trong", parent=outer))
    article = factories.ArticleFactory(parent=inner)
    elsewhere = factories.SectionFactory(title="Chỗ khác")
    client = clients[EDITORS]
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[outer.pk, elsewhere.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[outer.pk]), {"confirm_site_name": "Cổng thông tin giáo dục"})
    client.post(reverse("wagtailadmin_pages:unpublish", args=[outer.pk]), {"include_descendants": "on"})
    assert is_public(article)
    clients[MANAGING_EDITORS].post(reverse("wagtailadmin_pages:move_confirm", args=[outer.pk, elsewhere.pk]))
    moved = Page.objects.get(pk=article.pk)
    assert moved.url.startswith(elsewhere.url)
    assert is_public(moved)


def test_submission_and_decisions_are_emailed_in_vietnamese(section, clients) -> None:
    article = create_draft(section, title="Lịch thi")
    approval.submit(clients[CONTRIBUTORS], article)
    writer, editor, chief = (f"{client_user(clients[role]).email}" for role in clients)
    assert {address for message in mail.outbox for address in message.to} == {editor, chief}
    assert "Duyệt nội dung" in mail.outbox[0].subject
    assert "Xin chào" in mail.outbox[0].body
    mail.outbox.clear()
    approval.decide(clients[EDITORS], article, "approve")
    assert [message.to for message in mail.outbox] == [[chief]]
    mail.outbox.clear()
    approval.decide(clients[MANAGING_EDITORS], article, "reject", "Thiếu ngày thi")
    assert [message.to for message in mail.outbox] == [[writer]]
    assert "Thiếu ngày thi" in mail.outbox[0].body


def client_user(client: Client) -> Any:
    from mysite.models import User

    return User.objects.get(pk=client.session["_auth_user_id"])


def test_mail_server_that_fails_does_not_keep_articles_from_being_submitted(section, clients, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "khong-co.invalid", 9
    article = create_draft(section)
    assert approval.submit(clients[CONTRIBUTORS], article).status_code == 302
    assert article.current_workflow_task.name == approval.FIRST_STEP


def test_returned_article_says_why(section, clients) -> None:
    article = create_draft(section)
    approval.submit(clients[CONTRIBUTORS], article)
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert "Đang kiểm duyệt" in clients[CONTRIBUTORS].get(url).content.decode()
    approval.decide(clients[EDITORS], article, "reject", "Thiếu ngày thi <b>")
    form = parse_response(clients[CONTRIBUTORS].get(url))
    message = form.select_one(".messages").text
    assert "Thiếu ngày thi <b>" in message
    assert "Người 1" in message
    assert approval.FIRST_STEP in message
    assert "Đang kiểm duyệt" not in form.text
    assert "Đã yêu cầu sửa" in form.text
    approval.submit(clients[CONTRIBUTORS], article)
    form = parse_response(clients[CONTRIBUTORS].get(url))
    assert "Đã yêu cầu sửa" not in form.text
    assert "Đang kiểm duyệt" in form.text
    assert "Thiếu ngày thi" not in (form.select_one(".messages") or form.new_tag("p")).text


def test_returned_article_is_on_the_dashboard_once(section, clients) -> None:
    article = create_draft(section, title="Lịch thi")
    approval.submit(clients[CONTRIBUTORS], article)
    approval.decide(clients[EDITORS], article, "reject", "Thiếu ngày thi <b>")
    pages = {role: parse_response(client.get(reverse("wagtailadmin_home"))) for role, client in clients.items()}
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    rows = [row for row in pages[CONTRIBUTORS].select("main tr") if row.select_one(f".title a[href='{url}']")]
    panels = [row.find_parent("section")["id"] for row in rows]
    assert panels[0] == "returned-section"
    assert "objects-in-workflow-section" not in panels
    assert ["Thiếu ngày thi <b>" in rows[0].text, "Người 1" in rows[0].text] == [True, True]
    assert "Thiếu ngày thi" not in pages[EDITORS].text


def test_returned_motto_says_why(clients) -> None:
    data = snippet_form("motto", "Học đi đôi với hành")
    del data["action-publish"]
    clients[CONTRIBUTORS].post(snippet_url("motto", "add"), data | {"action-submit": "1"})
    motto = Motto.objects.get()
    reject = snippet_url("motto", "workflow_action", motto.pk, "reject", motto.current_workflow_task_state.pk)
    clients[EDITORS].post(reject, {"comment": "Ghi tên tác giả"})
    form = parse_response(clients[CONTRIBUTORS].get(snippet_url("motto", "edit", motto.pk)))
    assert "Ghi tên tác giả" in form.select_one(".messages").text
    assert "Ghi tên tác giả" in clients[CONTRIBUTORS].get(reverse("wagtailadmin_home")).content.decode()
