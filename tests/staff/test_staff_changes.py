"""Staff changes: an account's open work goes to another one; groups are copied; the list of users shows groups."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.support import approval, factories
from tests.support.article_form import save_form
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True))


def hand_over(client: Client, leaver, successor, **fields: str):
    url = reverse("hand_over", args=[leaver.pk])
    return client.post(url, {"successor": successor.pk, "deactivates": "on", **fields})


def get_owner(page: Page):
    return Page.objects.get(pk=page.pk).owner


def test_drafts_returns_and_locks_go_to_the_successor(administrator) -> None:
    leaver, successor = create_editor(CONTRIBUTORS), create_editor(CONTRIBUTORS)
    draft, returned, finished = (factories.ArticleFactory(owner=leaver, live=live) for live in (False, False, True))
    draft.save_revision()
    returned.save_revision()
    approval.submit(login_client(leaver), returned)
    approval.decide(login_client(create_editor(EDITORS)), returned, "reject", "Thiếu ảnh")
    Page.objects.filter(pk=draft.pk).update(locked=True, locked_by=leaver)
    assert hand_over(administrator, leaver, successor).status_code == 302
    assert [get_owner(page) for page in (draft, returned, finished)] == [successor, successor, leaver]
    assert not Page.objects.get(pk=draft.pk).locked
    assert "Thiếu ảnh" in login_client(successor).get(reverse("wagtailadmin_home")).content.decode()


def test_schedule_is_kept_and_belongs_to_the_successor(administrator, monkeypatch) -> None:
    leaver, successor = create_editor(EDITORS), create_editor(EDITORS)
    article = factories.ArticleFactory(owner=leaver, live=False)
    article.save_revision()
    save_form(login_client(leaver), article, "action-publish", go_live_at="01/01/2047 07:00")
    hand_over(administrator, leaver, successor)
    assert get_owner(article) == successor
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2047, 1, 1, 1, tzinfo=datetime.UTC))
    call_command("publish_scheduled")
    assert Page.objects.get(pk=article.pk).live
    assert get_owner(article) == successor


def test_deactivated_account_cannot_go_on(administrator) -> None:
    leaver, successor = create_editor(EDITORS), create_editor(EDITORS)
    client = login_client(leaver)
    assert client.get("/admin/").status_code == 200
    hand_over(administrator, leaver, successor)
    assert client.get("/admin/").status_code == 302
    sign_in = Client()
    sign_in.post("/admin/login/", {"username": leaver.username, "password": "mat-khau"})
    assert sign_in.get("/admin/").status_code == 302


def test_account_is_kept_active_if_the_box_is_not_ticked(administrator) -> None:
    leaver, successor = create_editor(EDITORS), create_editor(CONTRIBUTORS)
    hand_over(administrator, leaver, successor, deactivates="")
    leaver.refresh_from_db()
    assert leaver.is_active
    assert [group.name for group in successor.groups.all()] == [CONTRIBUTORS]


def test_groups_go_to_the_successor_if_the_administrator_says_so(administrator) -> None:
    leaver, successor = create_editor(MANAGING_EDITORS), create_editor(CONTRIBUTORS)
    form = administrator.get(reverse("hand_over", args=[leaver.pk])).content.decode()
    assert f"Nhóm không còn ai khác đang hoạt động: {MANAGING_EDITORS}." in form
    hand_over(administrator, leaver, successor, gives_groups="on")
    assert set(successor.groups.values_list("name", flat=True)) == {MANAGING_EDITORS, CONTRIBUTORS}


def test_administrators_cannot_lock_themselves_out() -> None:
    user = factories.UserFactory(is_superuser=True)
    response = hand_over(login_client(user), user, create_editor(EDITORS))
    assert response.status_code == 200
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS, MANAGING_EDITORS])
def test_only_administrators_hand_over_and_copy_groups(role) -> None:
    user, other = create_editor(role), create_editor(CONTRIBUTORS)
    client = login_client(user)
    hand_over(client, other, user)
    other.refresh_from_db()
    assert other.is_active
    client.post(reverse("wagtailusers_groups:copy_rights", args=[user.groups.get().pk]), {"name": "Bản sao"})
    assert not Group.objects.filter(name="Bản sao").exists()


def test_list_of_users_shows_groups_and_last_sign_in(administrator, client) -> None:
    user = create_editor(EDITORS, username="diep")
    client.post("/admin/login/", {"username": "diep", "password": "mat-khau"})
    listing = parse_response(administrator.get(reverse("wagtailusers_users:index")))
    row = next(row for row in listing.select("main tbody tr") if "diep" in row.text)
    assert EDITORS in row.text
    assert row.select_one(".last-login").text.strip()
    assert row.select_one(f"a[href='{reverse('hand_over', args=[user.pk])}']")


def test_list_of_users_takes_as_many_queries_with_more_users(administrator) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    numbers = []
    for _ in range(2):
        for _ in range(8):
            create_editor(EDITORS)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            administrator.get(reverse("wagtailusers_users:index"))
        numbers.append(len(queries))
    assert numbers[1] <= numbers[0] + 8  # Wagtail loads the profile of each user for the avatar


def test_copy_of_a_group_has_its_rights_and_no_members(administrator) -> None:
    create_editor(EDITORS)
    group = Group.objects.get(name=EDITORS)
    url = reverse("wagtailusers_groups:copy_rights", args=[group.pk])
    assert url in administrator.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    assert f"{EDITORS} (bản sao)" in administrator.get(url).content.decode()
    administrator.post(url, {"name": "Biên tập viên tiếng Anh"})
    copy = Group.objects.get(name="Biên tập viên tiếng Anh")
    assert not copy.user_set.exists()
    article = factories.ArticleFactory(title="Bản cũ")
    client = login_client(create_editor(copy.name))
    save_form(client, article, "action-publish", title="Bản mới")
    assert "Bản mới" in Client().get(article.url).content.decode()
    draft = factories.ArticleFactory(live=False)
    draft.save_revision()
    approval.submit(login_client(create_editor(CONTRIBUTORS)), draft)
    approval.decide(client, draft, "approve")
    assert Page.objects.get(pk=draft.pk).live


def test_copy_needs_a_name_of_its_own(administrator) -> None:
    group = Group.objects.get(name=EDITORS)
    url = reverse("wagtailusers_groups:copy_rights", args=[group.pk])
    assert administrator.post(url, {"name": CONTRIBUTORS}).status_code == 200
    assert Group.objects.count() == 3
