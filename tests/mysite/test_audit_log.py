"""The site history says who signed in, and what changed in accounts, groups and permissions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, ModelLogEntry

from mysite.audit import Action
from mysite.audit.accounts import log_object_permissions
from mysite.audit.hooks import ACTIONS
from mysite.models import User
from mysite.rights.section_roles import give_role, take_role
from mysite.two_factor.groups import require_two_factor
from tests.support import factories
from tests.support.accounts import change_own_password, read_form
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client
from tests.support.html import get_text
from tests.support.two_factor import (
    CODE_URL,
    PASSWORD,
    give_phone,
    give_recovery_codes,
    make_code,
    sign_in_with_password,
)

pytestmark = pytest.mark.django_db

HISTORY = "wagtailadmin_reports:site_history"
ADDRESS = "203.0.113.7"


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True, username="quan-tri"))


@pytest.fixture
def user() -> User:
    user = create_editor(username="lan")
    ModelLogEntry.objects.all().delete()
    return user


def get_actions(user) -> list[str]:
    """Return the actions about ``user``, oldest first."""
    return list(ModelLogEntry.objects.for_instance(user).order_by("timestamp", "pk").values_list("action", flat=True))


def get_message(action: str) -> str:
    return str(ModelLogEntry.objects.filter(action=action).latest("timestamp").message)


def sign_in(password: str, username: str = "lan") -> Client:
    client = Client(REMOTE_ADDR=ADDRESS)
    client.post(reverse("wagtailadmin_login"), {"username": username, "password": password})
    return client


def test_signing_in_and_out(user) -> None:
    sign_in("sai")
    sign_in(PASSWORD).post(reverse("wagtailadmin_logout"))
    assert get_actions(user) == [Action.SIGN_IN_FAILED, Action.SIGN_IN, Action.SIGN_OUT]
    assert get_message(Action.SIGN_IN) == f"Đã đăng nhập từ {ADDRESS}"
    entry = ModelLogEntry.objects.get(action=Action.SIGN_IN)
    assert entry.user == user
    assert entry.data == {"address": ADDRESS}


def test_lockout_is_one_entry_however_many_attempts_follow(user) -> None:
    for _ in range(15):
        sign_in("sai")
    assert get_actions(user) == [*[Action.SIGN_IN_FAILED] * 9, Action.SIGN_IN_LOCKED]


def test_names_without_an_account_are_not_kept(user) -> None:
    """People type their password into the wrong field."""
    for name in ("mat-khau-cua-lan", "\0", "x" * 5000):
        sign_in("sai", username=name)
    assert not ModelLogEntry.objects.exists()


def test_second_factor(user, administrator) -> None:
    device = give_phone(user)
    client = sign_in_with_password(user)
    assert get_actions(user) == []  # the password alone is no sign-in
    codes = give_recovery_codes(user)
    client.post(CODE_URL, {"code": "000000"})
    client.post(CODE_URL, {"code": codes[0]})
    assert get_actions(user) == [
        Action.RECOVERY_CODES_CREATED,
        Action.CODE_FAILED,
        Action.RECOVERY_CODE_USED,
        Action.SIGN_IN,
    ]
    administrator.post(reverse("two_factor_reset", args=[user.pk]))
    reset = ModelLogEntry.objects.get(action=Action.TWO_FACTOR_RESET)
    assert reset.user.username == "quan-tri"
    stored = str(list(ModelLogEntry.objects.values_list("data", "label")))
    assert codes[0].replace(" ", "") not in stored.replace(" ", "")
    assert make_code(device.bin_key) not in stored


def test_password_changes(user) -> None:
    change_own_password(login_client(user), "Cam-tu-2026")
    changed = ModelLogEntry.objects.get(action=Action.PASSWORD_CHANGED)
    assert changed.user == user
    assert "Cam-tu" not in str(list(ModelLogEntry.objects.values()))


def edit_user(client: Client, user: User, **changes):
    data = {"username": user.username, "first_name": "Lan", "last_name": "Trần", "email": "", "is_active": "on"}
    data["groups"] = [group.pk for group in user.groups.all()]
    data |= changes
    response = client.post(reverse("wagtailusers_users:edit", args=[user.pk]), {k: v for k, v in data.items() if v})
    assert response.status_code == 302


def test_groups_and_flags_of_accounts(user, administrator) -> None:
    editors = Group.objects.get(name=EDITORS)
    edit_user(administrator, user, groups=[editors.pk], is_superuser="on")
    edit_user(administrator, User.objects.get(pk=user.pk), is_active="", groups=[editors.pk])
    assert [action for action in get_actions(user) if action.startswith("mysite.")] == [
        Action.ADMINISTRATOR_GIVEN,
        Action.GROUPS_TAKEN,
        Action.GROUPS_GIVEN,
        Action.DEACTIVATED,
        Action.ADMINISTRATOR_TAKEN,
    ]
    assert get_message(Action.GROUPS_GIVEN) == f"Đã thêm vào nhóm: {EDITORS}"
    assert get_message(Action.GROUPS_TAKEN) == f"Đã bỏ khỏi nhóm: {CONTRIBUTORS}"
    assert ModelLogEntry.objects.get(action=Action.GROUPS_GIVEN).user.username == "quan-tri"


def test_bulk_actions_on_accounts(user, administrator) -> None:
    group = Group.objects.get(name=EDITORS)
    administrator.post(f"/admin/bulk/mysite/user/assign_role/?id={user.pk}", {"role": group.pk})
    administrator.post(f"/admin/bulk/mysite/user/set_active_state/?id={user.pk}", {"mark_as_active": "False"})
    administrator.post(f"/admin/bulk/mysite/user/set_active_state/?id={user.pk}", {"mark_as_active": "True"})
    assert [action for action in get_actions(user) if action.startswith("mysite.")] == [
        Action.GROUPS_GIVEN,
        Action.DEACTIVATED,
        Action.ACTIVATED,
    ]


def test_permissions_of_groups() -> None:
    group = Group.objects.create(name="Nhóm mới")
    permission = Permission.objects.get(codename="access_admin")
    group.permissions.add(permission)
    assert get_message(Action.PERMISSIONS_GIVEN) == "Đã cấp quyền: Vào trang quản trị"
    group.permissions.clear()
    assert get_message(Action.PERMISSIONS_TAKEN) == "Đã thu hồi quyền: Vào trang quản trị"


def test_permissions_on_pages_and_collections(administrator) -> None:
    page, group = factories.SectionFactory(title="Mầm non"), Group.objects.get(name=EDITORS)
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    data = read_form(administrator, url)
    data |= {"page_permissions-0-page": page.pk, "page_permissions-0-permissions": ["change_page", "add_page"]}
    ModelLogEntry.objects.all().delete()
    assert administrator.post(url, data).status_code == 302
    assert get_message(Action.PERMISSIONS_GIVEN) == "Đã cấp quyền: Thêm (trang), Sửa (trang): Mầm non"
    assert get_message(Action.PERMISSIONS_TAKEN).endswith(": Gốc")
    assert ModelLogEntry.objects.filter(action__startswith="mysite.permissions").count() == 2
    with log_object_permissions(group):
        GroupCollectionPermission.objects.filter(group=group).delete()
    assert "Thêm (tài liệu)" in get_message(Action.PERMISSIONS_TAKEN)


def test_saving_a_group_unchanged_logs_no_permissions(administrator) -> None:
    group = Group.objects.get(name=EDITORS)
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    before = set(group.permissions.all())
    ModelLogEntry.objects.all().delete()
    assert administrator.post(url, read_form(administrator, url)).status_code == 302
    assert set(group.permissions.all()) == before
    assert get_actions(group) == ["wagtail.edit"]


def test_roles_in_sections_and_required_factors(user) -> None:
    role, section = user.groups.get(), factories.SectionFactory(title="Mầm non")
    group = give_role(user=user, role=role, section=section)
    assert get_message(Action.GROUPS_GIVEN) == f"Đã thêm vào nhóm: {CONTRIBUTORS}: Mầm non"
    take_role(user=user, group=group)
    assert get_actions(user)[-1] == Action.GROUPS_TAKEN
    for is_required in (True, True, False, False):
        require_two_factor(group=role, is_required=is_required)
    assert get_actions(role) == [Action.TWO_FACTOR_REQUIRED, Action.TWO_FACTOR_OPTIONAL]


def test_deleting_a_group_takes_it_from_its_members(user) -> None:
    user.groups.get().delete()
    assert not user.groups.exists()


def test_administrators_read_it_in_the_site_history(user, administrator) -> None:
    sign_in(PASSWORD)
    factories.ArticleFactory(title="Lịch thi").save_revision(user=user, log_action=True)
    page = parse_response(administrator.get(reverse(HISTORY), {"action": Action.SIGN_IN}))
    assert f"Đã đăng nhập từ {ADDRESS}" in get_text(page.select_one("main"))
    everything = get_text(parse_response(administrator.get(reverse(HISTORY))).select_one("main"))
    assert "Đã đăng nhập" in everything
    assert "Lịch thi" in everything
    exported = administrator.get(reverse(HISTORY), {"export": "csv", "action": Action.SIGN_IN})
    assert "Đăng nhập" in b"".join(exported.streaming_content).decode()


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS, MANAGING_EDITORS])
def test_other_roles_do_not_see_it(role, user) -> None:
    sign_in(PASSWORD)
    sign_in("sai")
    client = login_client(create_editor(role))
    for query in ({}, {"action": Action.SIGN_IN}, {"export": "csv"}):
        response = client.get(reverse(HISTORY), query)
        content = b"".join(response).decode()
        assert ADDRESS not in content
        assert "Đăng nhập" not in content
    assert client.get(reverse("wagtailusers_users:history", args=[user.pk])).status_code == 302


def test_every_action_has_words_in_vietnamese() -> None:
    assert {action for action, _label, _message in ACTIONS} == set(Action)
    words = [str(word) for _action, *pair in ACTIONS for word in pair]
    assert not [word for word in words if word.isascii()]


def test_entries_with_an_address_are_deleted_after_a_year(user) -> None:
    sign_in(PASSWORD)
    user.groups.clear()
    ModelLogEntry.objects.update(timestamp=timezone.now() - timedelta(days=366))
    sign_in("sai")
    call_command("clean_up")
    assert sorted(get_actions(user)) == [Action.GROUPS_TAKEN, Action.SIGN_IN_FAILED]
