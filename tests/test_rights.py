"""Which role may change public content, and which may read what: one table."""

from enum import IntEnum, StrEnum
from typing import NamedTuple

import pytest
from django.test import Client

from tests.rights import ADMIN_API_HAS_FILES, administration, files, publishing, reading, sections
from tests.rights.files import READER, VISITOR
from tests.rights.people import (
    ADMINISTRATOR,
    CHIEF,
    COLLABORATOR,
    MODERATOR,
    SECTION_CHIEF,
    SECTION_EDITOR,
    SECTION_ROLES,
    SECTION_WRITER,
    WRITER,
    create_account,
    create_section_account,
)
from tests.support import approval, factories
from tests.support.editors import login_client

pytestmark = pytest.mark.django_db


class Outcome(StrEnum):
    ALLOWED = "visitors see it at once"
    PROPOSED = "it is saved for a moderator to publish; visitors see nothing of it"
    REFUSED = "nothing is changed"
    READABLE = "it is shown"
    HIDDEN = "it is not shown"


ALLOWED, PROPOSED, REFUSED, READABLE, HIDDEN = Outcome


class Right(NamedTuple):
    role: str
    action: str
    outcome: Outcome


def for_writer_and_moderator(action: str, writer: Outcome, moderator: Outcome = ALLOWED) -> list[Right]:
    return [Right(WRITER, action, writer), Right(MODERATOR, action, moderator)]


def hidden_from_collaborator(action: str, moderator: Outcome = READABLE) -> list[Right]:
    """A view that must not show content to the collaborator, and shows it to those with access."""
    return [Right(COLLABORATOR, action, HIDDEN), Right(MODERATOR, action, moderator)]


SNIPPETS = [
    right
    for kind in publishing.SNIPPETS
    for right in [
        *for_writer_and_moderator(f"publish a new {kind}", PROPOSED),
        *for_writer_and_moderator(f"change a live {kind}", PROPOSED),
        Right(WRITER, f"submit a {kind} that a moderator approves", ALLOWED),
        *for_writer_and_moderator(f"unpublish a {kind}", REFUSED),
        *for_writer_and_moderator(f"delete a live {kind}", REFUSED),
        *for_writer_and_moderator(f"delete a live {kind} among many", REFUSED),
        *for_writer_and_moderator(f"delete the draft of a {kind}", ALLOWED),
    ]
]

PAGES = [
    *for_writer_and_moderator("publish a change of an article", PROPOSED),
    *for_writer_and_moderator("publish an article at a set time", REFUSED),
    *for_writer_and_moderator("change the name of the office", PROPOSED),
    *for_writer_and_moderator("unpublish an article", REFUSED),
    *for_writer_and_moderator("unpublish articles among many", REFUSED),
    *for_writer_and_moderator("publish articles among many", REFUSED),
    *for_writer_and_moderator("delete a live article", REFUSED),
    *for_writer_and_moderator("move a live article", REFUSED),
    *for_writer_and_moderator("copy an article and publish the copy", REFUSED),
    *for_writer_and_moderator("make an alias of a live article", REFUSED),
    *for_writer_and_moderator("change the order of the menu", REFUSED),
    *for_writer_and_moderator("make a page private", REFUSED),
]

if ADMIN_API_HAS_FILES:
    PAGES += for_writer_and_moderator("publish an article through the admin's API", REFUSED)

AT_ONCE = [
    *for_writer_and_moderator("add a redirect", REFUSED),
    *for_writer_and_moderator("import redirects", REFUSED),
    *for_writer_and_moderator("promote a result", REFUSED),
    *for_writer_and_moderator("approve a visitor's comment", REFUSED),
    *for_writer_and_moderator("rename a tag", REFUSED),
    *for_writer_and_moderator("open a restricted collection", REFUSED, REFUSED),
    *for_writer_and_moderator("change who approves", REFUSED, REFUSED),
]

FILES = [
    *for_writer_and_moderator("replace the file of an image in use", REFUSED),
    *for_writer_and_moderator("replace the file of an image that no live page uses", ALLOWED),
    *for_writer_and_moderator("change the alternative text of an image in use", REFUSED),
    *for_writer_and_moderator("tag an image in use", ALLOWED),
    *for_writer_and_moderator("delete an image in use", REFUSED),
    *for_writer_and_moderator("delete an image in use among many", REFUSED),
    *for_writer_and_moderator("delete an image that no live page uses", ALLOWED),
    *for_writer_and_moderator("move an image in use to another collection", REFUSED),
    *for_writer_and_moderator("replace the file of a document in use", REFUSED),
    *for_writer_and_moderator("change the title of a document in use", REFUSED),
    *for_writer_and_moderator("delete a document in use", REFUSED),
]

#: Comments are named by numbers there, because names are kept out of the log. No page has a comment to choose.
COMMENT_CHOOSERS = {"the chooser of comments", "the choice of a comment"}
READING = [
    *[
        right
        for name in reading.URLS
        if name != "the chooser of authors"
        for right in hidden_from_collaborator(name, HIDDEN if name in COMMENT_CHOOSERS else READABLE)
    ],
    Right(COLLABORATOR, "the chooser of authors", READABLE),  # all who write articles choose authors
    Right(WRITER, "the report of broken links", READABLE),
    Right(WRITER, "the report of broken links, of redirects", HIDDEN),
    Right(WRITER, "the list of comments", HIDDEN),
    Right(WRITER, "the chooser of comments", HIDDEN),
    Right(WRITER, "the choice of a comment", HIDDEN),
    Right(WRITER, "the chooser of search terms", HIDDEN),
    Right(WRITER, "the results in the chooser of search terms", HIDDEN),
]


MANAGING_EDITORS = [
    Right(CHIEF, right.action, right.outcome)
    for right in [*SNIPPETS, *PAGES, *AT_ONCE, *FILES]
    if right.role == MODERATOR
]
READING += [Right(CHIEF, name, HIDDEN if name in COMMENT_CHOOSERS else READABLE) for name in reading.URLS]

#: What editors of a section see of files, of which all roles use the same, and of what belongs to no section.
SHOWN_TO_SECTION_EDITORS = {
    name
    for name in reading.URLS
    if any(word in name for word in ("image", "document", "authors")) and "hidden" not in name
}
READING += [
    Right(SECTION_EDITOR, name, READABLE if name in SHOWN_TO_SECTION_EDITORS else HIDDEN) for name in reading.URLS
]


class Level(IntEnum):
    """What a role may do in a section; each level includes the lower ones."""

    NOTHING, WRITE, APPROVE, PUBLISH, ADMINISTER = range(5)


ONE_STEP, TWO_STEPS, ELSEWHERE = "a section with one step", "a section with two steps", "a section of others"
#: The levels of each role by section; the first three roles have no section of others.
LEVELS = {
    WRITER: {ONE_STEP: Level.WRITE, TWO_STEPS: Level.WRITE},
    MODERATOR: {ONE_STEP: Level.PUBLISH, TWO_STEPS: Level.APPROVE},
    CHIEF: {ONE_STEP: Level.PUBLISH, TWO_STEPS: Level.PUBLISH},
    SECTION_WRITER: {ONE_STEP: Level.WRITE, TWO_STEPS: Level.WRITE, ELSEWHERE: Level.NOTHING},
    SECTION_EDITOR: {ONE_STEP: Level.PUBLISH, TWO_STEPS: Level.APPROVE, ELSEWHERE: Level.NOTHING},
    SECTION_CHIEF: {ONE_STEP: Level.PUBLISH, TWO_STEPS: Level.PUBLISH, ELSEWHERE: Level.NOTHING},
}
#: The level that each action needs.
NEEDED = {
    **dict.fromkeys(["open another's draft", "read the history of another's draft"], Level.WRITE),
    **dict.fromkeys(["compare versions of another's draft", "find another's draft in a report"], Level.WRITE),
    **dict.fromkeys(["save another's draft", "copy another's draft", "submit another's draft"], Level.WRITE),
    "begin the translation of another's article": Level.WRITE,
    **dict.fromkeys(["approve an article at the first step", "return an article for changes"], Level.APPROVE),
    **dict.fromkeys(["publish a draft", "publish a new article", "schedule a draft"], Level.PUBLISH),
    **dict.fromkeys(["publish drafts among many", "publish drafts below a section among many"], Level.PUBLISH),
    **dict.fromkeys(["unpublish a live article", "unpublish live articles among many"], Level.PUBLISH),
    **dict.fromkeys(["delete an article that is live", "restrict an article that is live"], Level.PUBLISH),
    "copy an article and publish the copy in the section": Level.PUBLISH,
    "make an alias in the section": Level.PUBLISH,
    "describe the photo of an article that is live": Level.PUBLISH,
    **dict.fromkeys(["find a comment in the queue", "read a comment", "approve a comment"], Level.PUBLISH),
    **dict.fromkeys(["answer a comment", "mark a comment as spam among many"], Level.PUBLISH),
    **dict.fromkeys(["approve all comments", "delete a comment", "delete all comments"], Level.PUBLISH),
    **dict.fromkeys(["read the report of an error", "publish the correction of an error"], Level.PUBLISH),
    **dict.fromkeys(["dismiss the report of an error", "dismiss reports of errors among many"], Level.PUBLISH),
    **dict.fromkeys(["export personal data", "erase personal data"], Level.ADMINISTER),
}
IN_SECTIONS = [
    (role, section, action, level >= needed)
    for action, needed in NEEDED.items()
    for role, levels in LEVELS.items()
    for section, level in levels.items()
]


class FileLevel(IntEnum):
    """What a role may do with a file of a private collection; each level includes the lower ones."""

    NOTHING, USE, CHANGE = range(3)


UNUSED, OWN, HERE, THERE = "unused", "in an own collection", "on a live page", "on a live page of others"
#: Role, kind of file, where it is used, and what the role may do. The first two roles have no access to the admin.
PRIVATE_FILES = [
    *[(role, kind, UNUSED, FileLevel.NOTHING) for role in (VISITOR, READER) for kind in ("image", "document")],
    *[(COLLABORATOR, kind, UNUSED, FileLevel.NOTHING) for kind in ("image", "document")],
    *[(COLLABORATOR, kind, OWN, FileLevel.CHANGE) for kind in ("image", "document")],
    *[(COLLABORATOR, "image", place, FileLevel.NOTHING) for place in (HERE, THERE)],
    *[(role, kind, UNUSED, FileLevel.CHANGE) for role in (WRITER, SECTION_WRITER) for kind in ("image", "document")],
    *[(role, kind, HERE, FileLevel.USE) for role in (WRITER, SECTION_WRITER) for kind in ("image", "document")],
    *[(SECTION_EDITOR, kind, HERE, FileLevel.CHANGE) for kind in ("image", "document")],
    *[(SECTION_EDITOR, kind, THERE, FileLevel.USE) for kind in ("image", "document")],
    *[(SECTION_CHIEF, "image", place, level) for place, level in ((HERE, FileLevel.CHANGE), (THERE, FileLevel.USE))],
    *[(role, kind, THERE, FileLevel.CHANGE) for role in (MODERATOR, CHIEF) for kind in ("image", "document")],
]
#: The level that each action needs, and the actions that do not depend on it.
NEEDED_FOR_FILES = {
    **dict.fromkeys(["find it in the list", "open its form"], FileLevel.USE),
    **dict.fromkeys(["find it in the chooser", "choose it among many"], FileLevel.USE),
    "open its screen for cropping": FileLevel.USE,
    **dict.fromkeys(["rotate it", "crop it"], FileLevel.CHANGE),
    **dict.fromkeys(["replace its file", "make it public by moving it", "delete it"], FileLevel.CHANGE),
    **dict.fromkeys(["delete it as a new upload", "delete it among many"], FileLevel.CHANGE),
}


#: Who may do what in the administration; no other role may.
ADMINISTRATION = {
    **{name: {ADMINISTRATOR} for name in administration.ACTIONS if name not in administration.FOR_OTHERS_TOO},
    "restore a colleague's article from the bin": {MODERATOR, CHIEF, ADMINISTRATOR},
    "add an approver without an account": {CHIEF, ADMINISTRATOR},
    "send an approval link for an article of others": {WRITER, MODERATOR, CHIEF, ADMINISTRATOR},
    "read a draft through the public API": set(),
}
ADMINISTRATION_ROLES = [WRITER, MODERATOR, CHIEF, SECTION_CHIEF, ADMINISTRATOR]


def right_id(right: Right) -> str:
    return f"{right.role}: {right.action}"


@pytest.mark.parametrize("right", [*SNIPPETS, *PAGES, *AT_ONCE, *FILES, *MANAGING_EDITORS], ids=right_id)
def test_changing_public_content_requires_publish_permission(right: Right) -> None:
    is_public = publishing.ACTIONS[right.action](login_client(create_account(right.role)))
    assert is_public == (right.outcome is ALLOWED)
    if right.outcome is PROPOSED:
        assert publishing.is_submitted()


@pytest.mark.parametrize("right", READING, ids=right_id)
def test_admin_shows_only_permitted_content(right: Right) -> None:
    assert reading.shows_secret(right.action, login_client(create_account(right.role))) == (right.outcome is READABLE)


@pytest.mark.parametrize(("role", "section", "action", "is_allowed"), IN_SECTIONS)
def test_roles_in_sections(role: str, section: str, action: str, is_allowed: bool) -> None:
    one_step, elsewhere = factories.SectionFactory(title="Mầm non"), factories.SectionFactory(title="Phổ thông")
    two_steps = approval.create_two_step_section(title="Thi cử")
    is_limited = role in SECTION_ROLES
    user = create_section_account(role, one_step, two_steps) if is_limited else create_account(role)
    place = {ONE_STEP: one_step, TWO_STEPS: two_steps, ELSEWHERE: elsewhere}[section]
    assert sections.ACTIONS[action](login_client(user), place) == is_allowed


def may_act_on_private_file(role: str, kind: str, action: str, level: FileLevel) -> bool:
    if action == "view the file":  # Wagtail serves restricted documents to readers only
        return role == READER or (kind == "image" and level >= FileLevel.USE)
    if action == "make it public by moving it" and role == COLLABORATOR:
        return False  # the other collection is not theirs
    return level >= NEEDED_FOR_FILES[action]


@pytest.mark.parametrize(("role", "kind", "place", "level"), PRIVATE_FILES)
def test_files_in_private_collections(role: str, kind: str, place: str, level: FileLevel) -> None:
    here, elsewhere = factories.SectionFactory(title="Mầm non"), factories.SectionFactory(title="Phổ thông")
    client = files.create_client(role, here)
    file = files.create_private_file(kind, own=place == OWN, section={HERE: here, THERE: elsewhere}.get(place))
    actions = {name: act for name, act in files.ACTIONS.items() if kind == "image" or name not in files.IMAGE_ACTIONS}
    outcomes = {name: files.try_action(act, client, file) for name, act in actions.items()}
    assert outcomes == {name: may_act_on_private_file(role, kind, name, level) for name in actions}


@pytest.mark.parametrize("role", ADMINISTRATION_ROLES)
@pytest.mark.parametrize("action", ADMINISTRATION)
def test_administration(role: str, action: str) -> None:
    client = login_client(create_account(role))
    assert administration.ACTIONS[action](client) == (role in ADMINISTRATION[action])


def test_table_lists_every_action() -> None:
    assert NEEDED_FOR_FILES.keys() | {"view the file"} == files.ACTIONS.keys()
    assert len(PRIVATE_FILES) == len(set(PRIVATE_FILES)) >= 20
    assert ADMINISTRATION.keys() == administration.ACTIONS.keys()
    assert NEEDED.keys() == sections.ACTIONS.keys()
    table = [*SNIPPETS, *PAGES, *AT_ONCE, *FILES, *MANAGING_EDITORS, *READING]
    assert {right.action for right in table} == {*publishing.ACTIONS, *reading.URLS}
    assert len(table) == len(set(table)) >= 60
    assert Client().get("/admin/reports/search-terms/").status_code == 302
