"""The migration that gives the roles their names: no account loses a group, and none may do more than before."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from wagtail.models import GroupPagePermission, Page, WorkflowTask

from mysite.models import User
from mysite.rights.groups import CONTRIBUTORS, EDITORS, MANAGING_EDITORS
from tests.support.editors import create_editor
from tests.support.factories import UserFactory

BEFORE, AFTER = ("home", "0013_appearance"), ("home", "0014_roles_of_the_newsroom")
WRITERS, REVIEWERS = "Biên tập viên", "Người duyệt bài"


class Rights(NamedTuple):
    models: frozenset[str]
    pages: frozenset[tuple[int, str]]
    collections: frozenset[tuple[int, str]]
    approvals: frozenset[str]

    def are_within(self, others: "Rights") -> bool:
        return all(mine <= theirs for mine, theirs in zip(self, others, strict=True))


def get_rights(*groups: Group) -> Rights:
    pk = [group.pk for group in groups]
    of_groups = Group.objects.filter(pk__in=pk)
    names = of_groups.exclude(permissions=None).values_list(
        "permissions__content_type__app_label", "permissions__codename"
    )
    return Rights(
        frozenset(".".join(name) for name in names),
        frozenset(of_groups.values_list("page_permissions__page", "page_permissions__permission__codename")),
        frozenset(
            of_groups.values_list("collection_permissions__collection", "collection_permissions__permission__codename")
        ),
        frozenset(
            WorkflowTask.objects.exclude(workflow__workflow_pages=None, workflow__workflow_content_types=None)
            .filter(task__groupapprovaltask__groups__in=pk)
            .values_list("task__name", flat=True)
        ),
    )


def get_rights_of_user(user: User) -> Rights:
    return get_rights(*user.groups.all())


def create_member(group: Group) -> User:
    user: User = UserFactory()
    user.groups.add(group)
    return user


def migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


@pytest.fixture
def portal_before(transactional_db) -> Iterator[None]:
    """The groups of a portal that has not been upgraded yet."""
    migrate(BEFORE)
    Group.objects.filter(name=MANAGING_EDITORS).delete()
    Group.objects.filter(name=EDITORS).update(name=REVIEWERS)
    Group.objects.filter(name=CONTRIBUTORS).update(name=WRITERS)
    yield
    migrate()


@pytest.fixture
def portal_after(portal_before):
    return migrate


@pytest.mark.long_form
def test_members_keep_their_groups_and_rights(portal_after) -> None:
    writer, reviewer = create_editor(WRITERS), create_editor(REVIEWERS)
    before = {user: get_rights_of_user(user) for user in (writer, reviewer)}
    portal_after()
    assert [group.name for group in writer.groups.all()] == [CONTRIBUTORS]
    assert [group.name for group in reviewer.groups.all()] == [EDITORS]
    assert {user: get_rights_of_user(user) for user in (writer, reviewer)} == before
    assert not Group.objects.get(name=MANAGING_EDITORS).user_set.exists()


def test_no_account_may_do_more(portal_after) -> None:
    own = Group.objects.create(name=CONTRIBUTORS)
    accounts = [create_editor(WRITERS), create_editor(REVIEWERS), create_member(own), UserFactory()]
    accounts += [create_editor(WRITERS)]
    accounts[-1].groups.add(Group.objects.get(name=REVIEWERS))
    before = [get_rights_of_user(user) for user in accounts]
    portal_after()
    for user, rights in zip(accounts, before, strict=True):
        assert get_rights_of_user(user).are_within(rights)


def test_new_and_upgraded_portal_give_the_same_rights(transactional_db, request) -> None:
    names = [CONTRIBUTORS, EDITORS, MANAGING_EDITORS]
    new = {name: get_rights(Group.objects.get(name=name)) for name in names}
    request.getfixturevalue("portal_after")()
    assert {name: get_rights(Group.objects.get(name=name)) for name in names} == new
    assert set(Group.objects.values_list("name", flat=True)) == set(names)


@pytest.mark.long_form
def test_own_groups_of_the_office_keep_name_members_and_rights(portal_after) -> None:
    own = [Group.objects.create(name=name) for name in (CONTRIBUTORS, MANAGING_EDITORS)]
    members = [create_member(group) for group in own]
    writer = create_editor(WRITERS)
    portal_after()
    for group, member in zip(own, members, strict=True):
        assert [one.name for one in member.groups.all()] == [group.name]
        assert get_rights(group) == get_rights(Group.objects.create(name=f"Nhóm trống {group.pk}"))
    assert [group.name for group in writer.groups.all()] == [f"{CONTRIBUTORS} (2)"]
    assert Group.objects.get(name=f"{MANAGING_EDITORS} (2)").page_permissions.exists()


@pytest.mark.long_form
def test_writers_whom_the_office_lets_publish_stay_editors(portal_after) -> None:
    publisher, reviewer = create_editor(WRITERS), create_editor(REVIEWERS)
    permission = GroupPagePermission.objects.filter(permission__codename="publish_page").first().permission
    GroupPagePermission.objects.create(
        group=publisher.groups.get(), page=Page.objects.get(depth=1), permission=permission
    )
    portal_after()
    assert [group.name for group in publisher.groups.all()] == [EDITORS]
    assert [group.name for group in reviewer.groups.all()] == [f"{EDITORS} (2)"]


def test_managing_editors_may_do_what_editors_may(db) -> None:
    editors, managing_editors = (Group.objects.get(name=name) for name in (EDITORS, MANAGING_EDITORS))
    assert get_rights(editors).are_within(get_rights(managing_editors))


def test_migrations_that_look_groups_up_by_their_old_names_come_before(db) -> None:
    loader = MigrationLoader(connection=None)
    before = set(loader.graph.forwards_plan(AFTER))
    for key, migration in loader.disk_migrations.items():
        if key[0] not in {"mysite", "newsroom", "home", "search"} or key == AFTER:
            continue
        with open(__import__(migration.__module__, fromlist=["Migration"]).__file__, encoding="utf-8") as file:
            text = file.read()
        if "auth.Group" in text and (WRITERS in text or REVIEWERS in text):
            assert key in before or AFTER in loader.graph.forwards_plan(key)
