"""Accounts of each role."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from mysite.models import User
from mysite.rights.section_roles import give_role
from newsroom.models import NewsSection
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor

WRITER, MODERATOR, CHIEF, COLLABORATOR = "writer", "moderator", "managing editor", "collaborator"
ADMINISTRATOR = "administrator"
ROLES = {WRITER: CONTRIBUTORS, MODERATOR: EDITORS, CHIEF: MANAGING_EDITORS}
#: Roles that are given for sections of their own only.
SECTION_WRITER, SECTION_EDITOR, SECTION_CHIEF = (
    "writer in sections",
    "editor in sections",
    "managing editor in sections",
)
SECTION_ROLES = {SECTION_WRITER: CONTRIBUTORS, SECTION_EDITOR: EDITORS, SECTION_CHIEF: MANAGING_EDITORS}


def create_account(role: str) -> User:
    if role == ADMINISTRATOR:
        administrator: User = factories.UserFactory(is_superuser=True)
        return administrator
    if role == COLLABORATOR:
        return create_collaborator()
    if role in SECTION_ROLES:
        return create_section_account(role, get_own_section())
    return create_editor(ROLES[role])


def create_section_account(role: str, *sections: Page) -> User:
    user: User = factories.UserFactory()
    for section in sections:
        give_role(user=user, role=Group.objects.get(name=SECTION_ROLES[role]), section=section)
    return user


def create_collaborator() -> User:
    """Create an account that may edit one section and the files of one collection."""
    group = Group.objects.create(name="Cộng tác viên của một chuyên mục")
    group.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "submit_translation"]))
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=get_own_section(), permission=permission)
    for name in ("image", "document"):
        for action in ("add", "change", "choose"):
            permission = Permission.objects.get(
                codename=f"{action}_{name}", content_type__app_label__in=["wagtailimages", "wagtaildocs"]
            )
            GroupCollectionPermission.objects.create(
                group=group, collection=get_own_collection(), permission=permission
            )
    user: User = factories.UserFactory()
    user.groups.add(group)
    return user


def get_own_section() -> NewsSection:
    title = "Chuyên mục của tôi"
    return NewsSection.objects.filter(title=title).first() or factories.SectionFactory(title=title)


def get_own_collection() -> Collection:
    name = "Ảnh của tôi"
    return Collection.objects.filter(name=name).first() or Collection.get_first_root_node().add_child(name=name)
