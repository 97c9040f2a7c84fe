"""Actions on accounts, groups, settings and logs. Each returns whether it had its effect."""

from collections.abc import Callable
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Collection, ModelLogEntry, Page, Site, Task, Workflow

from home.models import ApprovalLink, Approver
from mysite.audit import Action as LogAction
from mysite.bin import is_in_bin
from mysite.bin.actions import put
from mysite.models import BinItem, SectionRole, TwoFactorGroup, User
from tests.support import approval, factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor
from tests.support.two_factor import PASSWORD, give_phone, sign_in_with_password

Action = Callable[[Client], bool]
ACTIONS: dict[str, Action] = {}
#: Actions that are not for administrators alone.
FOR_OTHERS_TOO = {
    "add an approver without an account",
    "restore a colleague's article from the bin",
    "send an approval link for an article of others",
    "read a draft through the public API",
}
NAME, SECRET = "ngoclan", "203.0.113.77"


def action(name: str) -> Callable[[Action], Action]:
    def register(function: Action) -> Action:
        ACTIONS[name] = function
        return function

    return register


def create_colleague(**fields: str) -> User:
    return create_editor(username=NAME, first_name="Lan", last_name="Trần", **fields)


def get_own_account(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def user_form(user: User, **changes: str) -> dict[str, object]:
    data = {"username": user.username, "first_name": "Lan", "last_name": "Trần", "email": "", "is_active": "on"}
    return data | {"groups": [group.pk for group in user.groups.all()]} | changes


def edit_user(client: Client, user: User, **changes: str) -> None:
    data = {name: value for name, value in user_form(user, **changes).items() if value}
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), data)


def shows(client: Client, url: str, word: str) -> bool:
    response = client.get(url)
    return response.status_code == 200 and word in b"".join(response).decode()


# --- Accounts and groups --------------------------------------------------------------------------


@action("reset the second factor of a colleague")
def reset_two_factor(client: Client) -> bool:
    device = give_phone(create_colleague())
    client.post(reverse("two_factor_reset", args=[device.user_id]))
    return not TOTPDevice.objects.exists()


@action("require two-factor sign-in for a group")
def require_two_factor(client: Client) -> bool:
    group = Group.objects.get(name=CONTRIBUTORS)
    data = {"name": group.name, "two_factor-is_required": "on"}
    for prefix in ("page_permissions", "collection_permissions", "document_permissions", "image_permissions"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0", f"{prefix}-MAX_NUM_FORMS": "9"}
    client.post(reverse("wagtailusers_groups:edit", args=[group.pk]), data)
    return TwoFactorGroup.objects.exists()


@action("list accounts")
def list_accounts(client: Client) -> bool:
    create_colleague()
    return shows(client, reverse("wagtailusers_users:index"), NAME)


@action("add an account")
def add_account(client: Client) -> bool:
    data = {"username": NAME, "first_name": "Lan", "last_name": "Trần"}
    client.post(reverse("wagtailusers_users:add"), data | {"password1": "Cam-tu-2026", "password2": "Cam-tu-2026"})
    return User.objects.filter(username=NAME).exists()


@action("set the password of a colleague")
def set_password(client: Client) -> bool:
    colleague = create_colleague()
    edit_user(client, colleague, password1="Cam-tu-2026", password2="Cam-tu-2026")
    colleague.refresh_from_db()
    return bool(not colleague.check_password(PASSWORD))


@action("make a colleague an administrator")
def make_administrator(client: Client) -> bool:
    colleague = create_colleague()
    edit_user(client, colleague, is_superuser="on")
    return User.objects.filter(username=NAME, is_superuser=True).exists()


@action("give oneself a group")
def join_group(client: Client) -> bool:
    user, group = get_own_account(client), Group.objects.create(name="Nhóm khác")
    client.post(f"/admin/bulk/mysite/user/assign_role/?id={user.pk}", {"role": group.pk})
    data = user_form(user, username=user.username) | {"groups": [group.pk], "is_superuser": "on"}
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), {k: v for k, v in data.items() if v})
    return user.groups.filter(pk=group.pk).exists()


@action("deactivate a colleague among many")
def deactivate(client: Client) -> bool:
    colleague = create_colleague()
    client.post(f"/admin/bulk/mysite/user/set_active_state/?id={colleague.pk}", {"mark_as_active": "False"})
    return User.objects.filter(username=NAME, is_active=False).exists()


@action("delete an account")
def delete_account(client: Client) -> bool:
    client.post(reverse("wagtailusers_users:delete", args=[create_colleague().pk]))
    return not User.objects.filter(username=NAME).exists()


@action("delete accounts among many")
def delete_accounts(client: Client) -> bool:
    client.post(f"/admin/bulk/mysite/user/delete/?id={create_colleague().pk}")
    return not User.objects.filter(username=NAME).exists()


@action("hand over the work of a colleague")
def hand_over(client: Client) -> bool:
    colleague = create_colleague()
    draft = factories.ArticleFactory(owner=colleague, live=False)
    data = {"successor": get_own_account(client).pk}
    client.post(reverse("hand_over", args=[colleague.pk]), data)
    return bool(Page.objects.get(pk=draft.pk).owner != colleague)


@action("give a role in a section")
def give_role(client: Client) -> bool:
    section, before = factories.SectionFactory(), SectionRole.objects.count()
    data = {"user": create_colleague().pk, "section": section.pk, "role": Group.objects.get(name=EDITORS).pk}
    client.post(reverse("section_roles:add"), data)
    return SectionRole.objects.count() > before


@action("copy a group")
def copy_group(client: Client) -> bool:
    group = Group.objects.get(name=EDITORS)
    client.post(reverse("wagtailusers_groups:copy_rights", args=[group.pk]), {"name": "Nhóm sao"})
    return Group.objects.filter(name="Nhóm sao").exists()


@action("delete a group")
def delete_group(client: Client) -> bool:
    group = Group.objects.create(name="Nhóm cũ")
    client.post(reverse("wagtailusers_groups:delete", args=[group.pk]))
    return not Group.objects.filter(pk=group.pk).exists()


# --- Logs and locks -------------------------------------------------------------------------------


def sign_in_as_colleague() -> User:
    colleague = create_colleague()
    sign_in_with_password(colleague, REMOTE_ADDR=SECRET)
    return colleague


@action("read who signed in")
def read_sign_ins(client: Client) -> bool:
    sign_in_as_colleague()
    return shows(client, reverse("wagtailadmin_reports:site_history"), SECRET)


@action("export who signed in")
def export_sign_ins(client: Client) -> bool:
    sign_in_as_colleague()
    assert ModelLogEntry.objects.filter(action=LogAction.SIGN_IN, user__username=NAME).exists()
    url = reverse("wagtailadmin_reports:site_history")
    return shows(client, f"{url}?export=csv&action={LogAction.SIGN_IN}", "Trần Lan")


@action("read the history of an account")
def read_account_history(client: Client) -> bool:
    return shows(client, reverse("wagtailusers_users:history", args=[sign_in_as_colleague().pk]), SECRET)


def fail_sign_in() -> None:
    data = {"username": create_colleague().username, "password": "sai"}
    Client(REMOTE_ADDR=SECRET).post(reverse("wagtailadmin_login"), data)


@action("list failed sign-ins")
def list_failures(client: Client) -> bool:
    fail_sign_in()
    return shows(client, reverse("failed_sign_ins:index"), SECRET)


@action("unlock an account")
def unlock(client: Client) -> bool:
    fail_sign_in()
    client.post(reverse("failed_sign_ins:delete", args=[AccessAttempt.objects.get().pk]))
    return not AccessAttempt.objects.exists()


# --- Settings -------------------------------------------------------------------------------------


@action("change the address of the site")
def change_site(client: Client) -> bool:
    site = Site.objects.get(is_default_site=True)
    data = {"hostname": "evil.example", "port": "80", "root_page": site.root_page_id, "is_default_site": "on"}
    client.post(reverse("wagtailsites:edit", args=[site.pk]), data)
    return Site.objects.filter(hostname="evil.example").exists()


@action("list the languages")
def list_locales(client: Client) -> bool:
    return shows(client, reverse("wagtaillocales:index"), "English")


@action("add a collection")
def add_collection(client: Client) -> bool:
    parent = Collection.get_first_root_node()
    client.post(reverse("wagtailadmin_collections:add"), {"name": "Bộ mới", "parent": parent.pk})
    return Collection.objects.filter(name="Bộ mới").exists()


@action("disable a workflow")
def disable_workflow(client: Client) -> bool:
    workflow = Workflow.objects.filter(active=True).first()
    client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
    return not Workflow.objects.get(pk=workflow.pk).active


@action("send a test e-mail")
def send_test_mail(client: Client) -> bool:
    before = len(mail.outbox)
    client.post(reverse("mail_settings"), {"recipient": "ai@example.org"})
    return len(mail.outbox) > before


def approver_fields(section: Page) -> dict[str, Any]:
    task = Task.objects.get(name=approval.FIRST_STEP)
    return {"name": "Ông Giám đốc", "email": "giamdoc@example.org", "section": section, "task": task}


@action("add an approver without an account")
def add_approver(client: Client) -> bool:
    fields = approver_fields(factories.SectionFactory())
    keys = {"section": fields["section"].pk, "task": fields["task"].pk}
    client.post(reverse("approvers:add"), fields | keys)
    return Approver.objects.exists()


# --- The bin, approval links and the API ----------------------------------------------------------


def bin_article() -> BinItem:
    section = factories.SectionFactory(title="Mầm non")
    article = factories.ArticleFactory(parent=section)
    put(article, create_colleague())
    return BinItem.objects.get(page_id=article.pk)


@action("restore a colleague's article from the bin")
def restore(client: Client) -> bool:
    item = bin_article()
    client.post(reverse("bin_restore", args=[item.pk]), {"parent": item.parent_id})
    return not is_in_bin(Page.objects.get(pk=item.page_id))


@action("delete a colleague's article for good")
def delete_for_good(client: Client) -> bool:
    item = bin_article()
    client.post(reverse("bin_delete", args=[item.pk]))
    return not Page.objects.filter(pk=item.page_id).exists()


@action("empty the bin")
def empty_bin(client: Client) -> bool:
    item = bin_article()
    client.post(reverse("bin_empty"))
    return not Page.objects.filter(pk=item.page_id).exists()


@action("send an approval link for an article of others")
def send_link(client: Client) -> bool:
    section = approval.create_two_step_section(title="Thi cử")
    draft = factories.ArticleFactory(parent=section, live=False)
    draft.save_revision(user=create_colleague())
    draft.get_workflow().start(draft, User.objects.get(username=NAME))
    approver = Approver.objects.create(**approver_fields(section))
    data = {"approver": approver.pk, "may_decide": "on", "last_day": timezone.localdate()}
    client.post(reverse("approval_links", args=[draft.pk]), data)
    return ApprovalLink.objects.exists()


@action("read a draft through the public API")
def read_draft(client: Client) -> bool:
    draft = factories.ArticleFactory(title="Bản nháp mật", live=False)
    return shows(client, f"/api/v2/pages/{draft.pk}/", "mật") or shows(client, "/api/v2/pages/?search=mat", "mật")
