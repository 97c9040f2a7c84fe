"""Personal data of readers: export, erasure without a trace, and its repetition after a restore."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from home.models import ContactMessage
from home.personal_data import erasures
from mysite.http.rate_limits import buffer
from mysite.signals import restored
from newsroom.models import Comment, NewsPage
from tests.support import factories
from tests.support.comments import send_comment
from tests.support.contact_form import send_form
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db

NAME, EMAIL, ADDRESS = "Trương Mỹ Huệ", "Hue.Truong@example.org", "203.0.113.77"


@pytest.fixture(autouse=True)
def backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "BACKUP_DIR", str(tmp_path))
    buffer.clear()
    return tmp_path


@pytest.fixture
def article():
    return factories.ArticleFactory()


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True))


def dump_database() -> str:
    """Return all rows of all tables, those of the search index too."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += [repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()]
    return "\n".join(rows).lower()


def leave_traces(article: NewsPage) -> Comment:
    """Send what a person can leave, moderate it, and return the comment that has a reply."""
    person = {"comment-author_name": NAME, "comment-author_email": EMAIL}
    client = Client(REMOTE_ADDR=ADDRESS)
    for body in ("Ý kiến có trả lời", "Ý kiến khác"):
        assert send_comment(client, article, {**person, "comment-body": body}).status_code == 302
    contact = factories.ContactPageFactory()
    typed = {"message-ho_va_ten": NAME, "message-thu_dien_tu": EMAIL.lower()}
    assert send_form(client, contact, typed).status_code == 302
    thread: Comment = Comment.objects.get(body="Ý kiến có trả lời")
    moderator = login_client(create_editor(EDITORS))
    for comment in Comment.objects.all():
        url = reverse("wagtailsnippets_newsroom_comment:edit", args=[comment.pk])
        moderator.post(url, {"status": "approved", "official_reply": ""})
    factories.CommentFactory(page=article, parent=thread, body="Tôi đồng ý với bạn.")
    # As versions before stored it in the history.
    label, kind = f"{NAME}: {thread.body}", ContentType.objects.get_for_model(Comment)
    ModelLogEntry.objects.filter(content_type=kind).update(label=label)
    return thread


def assert_no_trace() -> None:
    dump = dump_database()
    for word in (NAME, EMAIL, ADDRESS):
        assert word.lower() not in dump


def test_erasing_leaves_no_trace_and_a_readable_thread(client: Client, article: NewsPage, backups: Path) -> None:
    thread = leave_traces(article)
    digest = Comment.objects.get(pk=thread.pk).address_digest
    others = factories.CommentFactory(author_name="Người khác", author_email="khac@example.org")
    dump = dump_database()
    assert NAME.lower() in dump
    assert EMAIL.lower() in dump
    assert ADDRESS not in dump
    output = StringIO()
    call_command("personal_data", "erase", f" {EMAIL.upper()} ", stdout=output)
    assert output.getvalue() == "Erased: 2 comments and 1 messages\n"
    assert_no_trace()
    assert digest not in dump_database()
    text = get_text(get_page(client, article.url).select_one("#comments"))
    assert "đã được xoá theo yêu cầu của người viết" in text
    assert "Tôi đồng ý với bạn." in text
    assert Comment.objects.filter(pk=others.pk, author_email="khac@example.org").exists()
    listed = (backups / "erasures.txt").read_text()
    assert len(listed.splitlines()) == 3
    assert "@" not in listed


def test_export_has_everything(article: NewsPage, administrator: Client) -> None:
    leave_traces(article)
    output = StringIO()
    call_command("personal_data", "export", EMAIL, stdout=output)
    data = json.loads(output.getvalue())
    assert {comment["comment"] for comment in data["comments"]} == {"Ý kiến có trả lời", "Ý kiến khác"}
    assert NAME in data["messages"][0]["fields"].values()
    response = administrator.post(reverse("personal_data"), {"identity": EMAIL, "action": "export"})
    assert NAME in response.content.decode()
    assert ContactMessage.objects.exists()


def test_administrator_erases_after_confirming(article: NewsPage, administrator: Client) -> None:
    leave_traces(article)
    url = reverse("personal_data")
    administrator.post(url, {"identity": EMAIL, "action": "erase"})
    administrator.post(url, {"identity": "không phải địa chỉ", "action": "erase", "confirmed": "on"})
    administrator.get(url, {"identity": EMAIL, "action": "erase", "confirmed": "on"})
    assert Comment.objects.filter(author_name=NAME).count() == 2
    administrator.post(url, {"identity": EMAIL, "action": "erase", "confirmed": "on"})
    assert_no_trace()


def test_comment_without_address_is_erased_by_its_number(article: NewsPage, administrator: Client) -> None:
    send_comment(Client(), article, {"comment-author_name": NAME, "comment-author_email": ""})
    comment = Comment.objects.get()
    data = {"identity": f"#{comment.pk}", "action": "erase", "confirmed": "on"}
    administrator.post(reverse("personal_data"), data)
    assert_no_trace()
    comment.save(force_insert=True)  # as an older backup has it
    restored.send(sender=None)
    assert_no_trace()


def test_erasure_is_repeated_after_a_restore(article: NewsPage, backups: Path) -> None:
    leave_traces(article)
    older: list[Any] = [*Comment.objects.order_by("pk"), *ContactMessage.objects.all()]
    call_command("personal_data", "erase", EMAIL, stdout=StringIO())
    Comment.objects.all().delete()
    for row in older:
        row.save(force_insert=True)
    assert EMAIL.lower() in dump_database()
    restored.send(sender=None)
    assert_no_trace()
    assert Comment.objects.filter(body="Tôi đồng ý với bạn.").exists()
    erasures.get_path().unlink()
    restored.send(sender=None)  # nothing to repeat
