"""Moderators decide about comments: queue, bulk actions, answers, history, notices."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from mysite.content_generation import Generation
from mysite.rights.section_roles import give_role
from newsroom.comments.notices import send_notices
from newsroom.models import Comment, NewsPage
from tests.support import factories
from tests.support.comments import send_comment
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client
from tests.support.html import get_page, get_texts

pytestmark = pytest.mark.django_db


def admin_url(view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_newsroom_comment:{view}", args=args)


def bulk_url(action: str, *chosen: Any) -> str:
    url = reverse("wagtail_bulk_action", args=["newsroom", "comment", action])
    return f"{url}?{'&'.join(f'id={one}' for one in chosen)}"


@pytest.fixture
def pending():
    return factories.CommentFactory(status="pending", author_email="binh@example.org")


@pytest.fixture
def moderator() -> Client:
    return login_client(create_editor(EDITORS, email="duyet@example.org"))


def test_opening_changes_nothing_and_approval_shows_at_once(moderator: Client, pending: Comment) -> None:
    moderator.get(admin_url("edit", pending.pk))
    pending.refresh_from_db()
    assert pending.status == "pending"
    moderator.post(admin_url("edit", pending.pk), {"status": "approved", "official_reply": ""})
    assert pending.body in Client().get(pending.page.url).content.decode()


def test_reply_of_the_office_is_marked(moderator: Client, pending: Comment) -> None:
    moderator.post(admin_url("edit", pending.pk), {"status": "pending", "official_reply": "Cảm ơn\u202e bạn."})
    page = get_page(Client(), pending.page.url)
    reply = page.select_one(".comment-replies .comment.official")
    assert "Cảm ơn bạn." in reply.text
    assert "Trả lời của cơ quan" in reply.text
    assert Comment.objects.get(is_official=True).parent == pending


@pytest.mark.parametrize(("action", "status"), [("approve", "approved"), ("reject", "rejected"), ("spam", "spam")])
def test_bulk_actions_are_logged_for_each_comment(moderator: Client, action: str, status: str) -> None:
    comments = factories.CommentFactory.create_batch(3, status="pending")
    url = bulk_url(action, *(comment.pk for comment in comments))
    assert comments[0].body in moderator.get(url).content.decode()
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}
    moderator.post(url)
    assert set(Comment.objects.values_list("status", flat=True)) == {status}
    assert ModelLogEntry.objects.filter(action=f"comments.{action}").count() == 3
    assert "comments." not in moderator.get(admin_url("history", comments[0].pk)).content.decode()
    moderator.post(url)  # nothing changes, nothing is logged
    assert ModelLogEntry.objects.filter(action=f"comments.{action}").count() == 3


def test_all_are_those_that_wait_in_own_sections(pending: Comment) -> None:
    spam = factories.CommentFactory(status="spam")
    elsewhere = factories.CommentFactory(status="pending")
    user = factories.UserFactory()
    role = Group.objects.get(name=MANAGING_EDITORS)
    give_role(user=user, role=role, section=pending.page.get_parent())
    login_client(user).post(bulk_url("approve", "all"))
    assert dict(Comment.objects.values_list("pk", "status")) == {
        pending.pk: "approved", spam.pk: "spam", elsewhere.pk: "pending",
    }  # fmt: skip


def test_counts_are_in_the_menu_and_on_the_dashboard(moderator: Client) -> None:
    factories.CommentFactory.create_batch(3, status="pending")
    factories.CommentFactory(status="spam")
    page = moderator.get("/admin/").content.decode()
    assert json.dumps("Bình luận (3)")[1:-1] in page
    assert "3 bình luận chờ duyệt" in page
    writer = login_client(create_editor(CONTRIBUTORS)).get("/admin/").content.decode()
    assert "bình luận chờ duyệt" not in writer


def test_queue_is_filtered(moderator: Client, pending: Comment) -> None:
    other = factories.CommentFactory(status="pending", body="Ở chuyên mục khác")
    section = other.page.get_parent()
    page = moderator.get(admin_url("list"), {"status": "pending", "section": section.pk}).content.decode()
    assert other.body in page
    assert pending.body not in page


def test_500_are_moderated_at_once(moderator: Client) -> None:
    article = factories.ArticleFactory()
    Comment.objects.bulk_create(
        Comment(page_id=article.pk, author_name="Phụ huynh", body=f"Ý kiến số {number}.") for number in range(500)
    )
    moderator.post(bulk_url("approve", "all"))
    assert Comment.objects.approved().count() == 500


def test_article_with_2000_comments_keeps_its_budget(client: Client) -> None:
    article: NewsPage = factories.ArticleFactory()
    threads = Comment.objects.bulk_create(
        Comment(page_id=article.pk, author_name="Phụ huynh", body=f"Ý kiến {number}.", status="approved")
        for number in range(1500)
    )
    Comment.objects.bulk_create(
        Comment(page_id=article.pk, author_name="Phụ huynh", body="Trả lời.", status="approved", parent=threads[number])
        for number in range(500)
    )
    client.get(article.url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = get_page(client, article.url)
    assert len(captured) <= 22  # the budget of an article in tests/test_query_budgets.py
    assert len(page.select("#comments > ol > li")) == 20
    assert len(page.select(".comment-replies .comment")) == 20
    assert "Ý kiến 1499." in client.get(f"{article.url}?page=75").content.decode()


def test_log_and_title_have_no_personal_data(moderator: Client, pending: Comment) -> None:
    moderator.post(admin_url("edit", pending.pk), {"status": "rejected", "official_reply": ""})
    assert pending.author_name not in ModelLogEntry.objects.latest("timestamp").label


def test_moderator_sees_what_else_came_from_the_address(client: Client, moderator: Client) -> None:
    article = factories.ArticleFactory()
    for number in range(3):
        send_comment(client, article, {"comment-body": f"Lời số {number}"})
    Comment.objects.filter(body="Lời số 1").update(status="spam")
    page = moderator.get(admin_url("edit", Comment.objects.get(body="Lời số 0").pk)).content.decode()
    assert "cùng địa chỉ mạng trong tháng ấy: 2, trong đó 1 là thư rác" in page
    alone = factories.CommentFactory()
    assert "Không có bình luận nào khác" in moderator.get(admin_url("edit", alone.pk)).content.decode()


# --- Caches and notices ---------------------------------------------------------------------------


def test_waiting_comments_do_not_empty_the_caches(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    article = factories.ArticleFactory()
    before = Generation.read().number
    with django_capture_on_commit_callbacks(execute=True):
        send_comment(client, article)
        send_notices()
    assert Generation.read().number == before
    with django_capture_on_commit_callbacks(execute=True):
        moderator = login_client(create_editor(EDITORS))
        moderator.post(admin_url("edit", Comment.objects.get().pk), {"status": "approved", "official_reply": ""})
    assert Generation.read().number > before


def test_moderators_are_notified_once_about_comments_in_their_sections(moderator: Client, pending: Comment) -> None:
    create_editor(CONTRIBUTORS, email="viet@example.org")
    elsewhere = factories.UserFactory(email="noikhac@example.org")
    give_role(user=elsewhere, role=Group.objects.get(name=EDITORS), section=factories.SectionFactory())
    factories.CommentFactory(status="spam")
    call_command("run_scheduler", "--once")
    send_notices()
    assert [message.to for message in mail.outbox] == [["duyet@example.org"]]
    url = admin_url("edit", pending.pk)
    assert url in mail.outbox[0].body
    response = Client().get(url)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_notice_is_tried_again(moderator: Client, pending: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise OSError("down")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
        send_notices()
    assert Comment.objects.filter(announced_at=None).exists()
    send_notices()
    assert len(mail.outbox) == 1


def test_filter_offers_sections_only() -> None:
    article = factories.ArticleFactory(title="Bài có bình luận")
    factories.CommentFactory(page=article)
    page = get_page(login_client(create_editor(MANAGING_EDITORS)), reverse("wagtailsnippets_newsroom_comment:list"))
    options = get_texts(page.select("select[name=section] option"))
    assert article.get_parent().title in options
    assert article.title not in options
