"""A form submitted twice with the same token is processed once, and both requests get the same response."""

import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from mysite.editing import submission_locks
from mysite.editing.submissions import MAX_WAIT, TOKEN_HEADER
from mysite.models import SubmittedForm
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.article_form import article_data
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.servers import PATIENCE

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "action-publish"}
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


def create_draft(**fields):
    article = factories.ArticleFactory(live=False, **fields)
    article.save_revision()
    return article


def create_submitted_draft(**fields):
    """Create a draft submitted to a workflow."""
    article = create_draft(**fields)
    article.get_workflow().start(article, create_editor(CONTRIBUTORS))
    return article


def press_button(client, article, token=None, **fields):
    """Press a button of the edit form."""
    data = article_data(article, **fields) | ({"submission_token": token} if token else {})
    return client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)


def get_messages(client):
    """Return the messages on the next page."""
    page = client.get(reverse("wagtailadmin_account"))
    return [" ".join(re.sub("<.*?>", " ", str(message)).split()) for message in page.context["messages"]]


def get_history(article):
    entries = PageLogEntry.objects.filter(page=article.pk).order_by("timestamp", "pk")
    return [
        entry for entry in entries.values_list("action", flat=True) if entry not in ("wagtail.edit", "wagtail.create")
    ]


def test_repeated_submission_gets_first_response() -> None:
    client, article, token = login_client(create_editor(EDITORS)), create_draft(), uuid.uuid4()
    for _ in range(2):
        response = press_button(client, article, token, **PUBLISH)
        assert response["Location"] == reverse("wagtailadmin_explore", args=[article.get_parent().pk])
        assert [text[:7] for text in get_messages(client)] == ["Đã đăng"]
    assert get_history(article) == ["wagtail.publish"]
    press_button(client, article, uuid.uuid4(), **PUBLISH)
    assert get_history(article) == ["wagtail.publish"] * 2


def test_new_article_submitted_twice_is_one_page() -> None:
    client, section, token = login_client(create_editor(EDITORS)), factories.SectionFactory(), uuid.uuid4()
    data = article_data(title="Khai giảng", slug="khai-giang") | PUBLISH | {"submission_token": token}
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk])
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert NewsPage.objects.get().live


def test_response_is_not_replayed_to_other_user(monkeypatch) -> None:
    monkeypatch.setattr("mysite.editing.submissions.MAX_WAIT", 0)
    article, token = create_draft(), uuid.uuid4()
    press_button(login_client(create_editor(EDITORS)), article, token, **PUBLISH)
    assert press_button(login_client(create_editor(EDITORS)), article, token, **PUBLISH).status_code == 409


def test_form_errors_are_shown_again() -> None:
    client, article, token = login_client(create_editor(EDITORS)), create_draft(), uuid.uuid4()
    first, again = (press_button(client, article, token, title="", **PUBLISH) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert not get_history(article)


def test_failed_submission_can_be_retried(monkeypatch) -> None:
    client, article, token = login_client(create_editor(EDITORS)), create_draft(), uuid.uuid4()
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("wagtail.admin.views.pages.edit.EditView.publish_action", None)
        assert press_button(client, article, token, **PUBLISH).status_code == 500
    assert press_button(client, article, token, **PUBLISH).status_code == 302
    assert get_history(article) == ["wagtail.publish"]


def test_interrupted_submission_is_reported_at_once() -> None:
    user, article = create_editor(EDITORS), create_draft()
    pending = SubmittedForm.objects.create(token=uuid.uuid4(), user=user)
    started = time.monotonic()
    assert press_button(login_client(user), article, pending.token, **PUBLISH).status_code == 409
    assert time.monotonic() - started < MAX_WAIT / 2
    assert not get_history(article)


def test_submission_under_way_is_not_run_again(monkeypatch) -> None:
    monkeypatch.setattr("mysite.editing.submissions.MAX_WAIT", 0)
    user, article, token = create_editor(EDITORS), create_draft(), uuid.uuid4()
    assert submission_locks.acquire(token)
    assert press_button(login_client(user), article, token, **PUBLISH).status_code == 503
    submission_locks.release(token)
    assert not get_history(article)
    assert press_button(login_client(user), article, token, **PUBLISH).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_lock_holds_between_processes_and_ends_with_the_connection() -> None:
    token = uuid.uuid4()
    with ThreadPoolExecutor(1) as other:  # a thread has a connection of its own, as a process has
        assert other.submit(submission_locks.acquire, token).result()
        submission_locks._running.clear()  # this memory is not shared with other processes
        is_shared = connection.vendor == "postgresql"  # on SQLite there is one process
        assert submission_locks.acquire(token) != is_shared
        other.submit(connections.close_all).result()
    submission_locks._running.clear()
    deadline = time.monotonic() + PATIENCE
    while not submission_locks.acquire(token):  # the server notices a moment later
        assert time.monotonic() < deadline
        time.sleep(0.05)
    submission_locks.release(token)


def test_response_is_sent_though_it_cannot_be_stored(monkeypatch) -> None:
    client, article, token = login_client(create_editor(EDITORS)), create_draft(), uuid.uuid4()

    def fail(*args):
        raise OperationalError("the server is away")

    with monkeypatch.context() as patch:
        patch.setattr(SubmittedForm, "store_response", fail)
        assert press_button(client, article, token, **PUBLISH).status_code == 302
    assert get_history(article) == ["wagtail.publish"]
    assert press_button(client, article, token, **PUBLISH).status_code == 409
    assert get_history(article) == ["wagtail.publish"]


def test_text_is_returned_if_the_token_cannot_be_claimed(monkeypatch) -> None:
    def fail(*args):
        raise OperationalError("the server is away")

    monkeypatch.setattr(submission_locks, "acquire", fail)
    user, article = create_editor(EDITORS), create_draft()
    client, forged = login_client(user), Client(enforce_csrf_checks=True)
    client.raise_request_exception = forged.raise_request_exception = False
    response = press_button(client, article, uuid.uuid4(), title="Bài <mới>", **PUBLISH)
    assert response.status_code == 503
    assert "Bài &lt;mới&gt;" in response.content.decode()
    forged.force_login(user)
    response = press_button(forged, article, uuid.uuid4(), title="Bài <mới>", **PUBLISH)
    assert response.status_code == 403
    assert "Bài" not in response.content.decode()


def test_stored_responses_expire() -> None:
    user = create_editor(EDITORS)
    SubmittedForm.objects.create(token=uuid.uuid4(), user=user)
    SubmittedForm.objects.update(created_at=timezone.now() - timedelta(hours=2))
    token = uuid.uuid4()
    press_button(login_client(user), create_draft(), token, **PUBLISH)
    assert [submission.token for submission in SubmittedForm.objects.all()] == [token]


@pytest.mark.django_db(transaction=True)
def test_concurrent_submissions_run_once() -> None:
    user, article, token = create_editor(EDITORS), create_draft(), uuid.uuid4()
    clients = [login_client(user) for _ in range(4)]
    data = article_data(article, **PUBLISH) | {"submission_token": token}
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])

    def post(client):
        try:
            return client.post(url, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(post, clients)) == [302] * 4
    assert get_history(article) == ["wagtail.publish"]


def test_script_gets_redirect_location_as_json() -> None:
    client, article = login_client(create_editor(EDITORS)), create_draft()
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = client.post(url, article_data(article, **PUBLISH), headers={TOKEN_HEADER: str(uuid.uuid4())})
    assert response.json() == {"location": reverse("wagtailadmin_explore", args=[article.get_parent().pk])}


@pytest.mark.parametrize("fields", [PUBLISH, APPROVE, {**APPROVE, "workflow-action-name": "reject"}])
def test_autosave_runs_no_action(fields) -> None:
    client, article = login_client(create_editor(EDITORS)), create_submitted_draft()
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    data = article_data(article, lead="Bản nháp mới.", **fields)
    response = client.post(url, data, headers={"Accept": "application/json"})
    assert response.json()["success"]
    article.refresh_from_db()
    assert not article.live
    assert article.get_latest_revision_as_object().lead == "Bản nháp mới."
    assert get_history(article) == ["wagtail.workflow.start"]


def test_approval_in_editor_shows_message() -> None:
    client, article = login_client(create_editor(EDITORS)), create_submitted_draft(title="Khai giảng")
    press_button(client, article, **APPROVE)
    assert get_messages(client) == ["Đã duyệt và đăng “Khai giảng”."]
    article = create_submitted_draft(title="Bế giảng")
    press_button(client, article, **{**APPROVE, "workflow-action-name": "reject"})
    assert get_messages(client) == ["Đã yêu cầu sửa “Bế giảng”."]
    in_two_days = timezone.now() + timedelta(days=2)
    article = create_submitted_draft(title="Thi thử", go_live_at=in_two_days)
    press_button(client, article, go_live_at=f"{in_two_days:%d/%m/%Y %H:%M}", **APPROVE)
    assert get_messages(client) == ["Đã duyệt và hẹn giờ đăng “Thi thử”."]


def test_saved_draft_shows_message() -> None:
    client = login_client(create_editor())
    press_button(client, create_draft(title="Khai giảng"))
    assert get_messages(client)[0].startswith("Đã lưu bản nháp trang “Khai giảng”")


@pytest.mark.parametrize("action", [APPROVE, {"action-submit": "action-submit"}])
def test_outdated_workflow_action_shows_message(action) -> None:
    client = login_client(create_editor(EDITORS))
    article = create_submitted_draft()
    if action is APPROVE:
        article.current_workflow_state.cancel(user=create_editor())
    before = get_history(article)
    response = press_button(client, article, lead="Sửa thêm.", **action)
    assert response.status_code == 302
    assert any("sang bước khác" in text for text in get_messages(client))
    assert get_history(article) == before
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().lead == "Sửa thêm."


def test_repeated_approval_from_dashboard_runs_once() -> None:
    client, article, token = (
        login_client(create_editor(EDITORS)),
        create_submitted_draft(title="Khai giảng"),
        uuid.uuid4(),
    )
    state = TaskState.objects.get()
    url = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk])
    for _ in range(2):
        response = client.post(url, {"comment": "Được.", "submission_token": token})
        assert response.status_code == 302
    assert get_messages(client)[-1] == "Đã duyệt và đăng “Khai giảng”."
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    assert get_history(article) == ["wagtail.workflow.start", "wagtail.workflow.approve", "wagtail.publish"]


def test_repeated_unpublishing_runs_once() -> None:
    client, article, token = login_client(create_editor(EDITORS)), factories.ArticleFactory(), uuid.uuid4()
    url = reverse("wagtailadmin_pages:unpublish", args=[article.pk])
    assert [client.post(url, {"submission_token": token}).status_code for _ in range(2)] == [302, 302]
    assert get_history(article) == ["wagtail.unpublish"]
