"""An administrator, a moderator and an editor go through the whole admin in Vietnamese; nothing they read is English.

What may be English all the same is in ``tests.admin_words.ALLOWED``, with reasons.
"""

from fnmatch import fnmatchcase

import pytest
from django.core import mail
from django.urls import reverse

from tests import admin_dialogs, admin_screens
from tests.admin_office import Office, furnish
from tests.admin_walk import Walk
from tests.admin_words import english_words
from tests.editors import client_of, desk_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = {
    "pages": [admin_screens.page_screens],
    "library": [admin_screens.library_screens, admin_screens.report_screens],
    "snippets": [admin_screens.snippet_screens, admin_screens.translation_screens],
    "administration": [admin_screens.administration_screens],
}


@pytest.fixture
def office() -> Office:
    """The office; an English-speaking colleague has been at the forms first, which Wagtail makes once for everybody."""
    office = furnish("vi")
    colleague = client_of(office.english_editor)
    for name, *args in [("wagtailadmin_pages:add", "newsroom", "newspage", office.section.pk), ("wagtailadmin_home",)]:
        assert colleague.get(reverse(name, args=args)).status_code == 200
    return office


@pytest.fixture
def walk_of(new_context, live_server, browser_errors):
    """A function that signs somebody in and gives their walk."""
    yield lambda user: Walk(desk_of(user, new_context, live_server), english_words)
    browser_errors[:] = [error for error in browser_errors if not is_expected(error)]


def is_expected(error: str) -> bool:
    """What Wagtail's scripts say to the console of the browser on the way."""
    expected = [
        "axe.run results",  # the mistake that the checks are to find
        "400 (Bad Request)",  # a draft that cannot be saved
        "404 (Not Found)",  # a page that there is not
        "No valid target container",  # of an alias, which has no form
        "reading 'innerHTML'",
    ]
    return any(words in error for words in expected)


@pytest.mark.parametrize("part", PARTS)
def test_no_screen_is_english(office, walk_of, part):
    walk = walk_of(office.admin)
    for screens in PARTS[part]:
        for name, args, query in screens(office):
            walk.go(name, *args, query=query)
    walk.end()


def test_every_address_is_looked_at_or_shows_no_screen(office):
    names = set(admin_screens.addresses())
    seen = {name for parts in PARTS.values() for screens in parts for name, _args, _query in screens(office)}
    assert seen <= names
    assert len(seen) > 100
    others = " ".join(admin_screens.NO_SCREENS.values()).split()
    assert [name for name in sorted(names - seen) if not any(fnmatchcase(name, other) for other in others)] == []
    assert [other for other in others if not any(fnmatchcase(name, other) for name in names - seen)] == []


def test_no_dialog_of_a_page_is_english(office, walk_of):
    walk = walk_of(office.admin)
    admin_dialogs.sidebar(walk, office)
    admin_dialogs.listing(walk, office)
    admin_dialogs.side_panels(walk, office)
    admin_dialogs.margin(walk, office)
    admin_dialogs.blocks(walk, office)
    admin_dialogs.choosers(walk, office)
    admin_dialogs.mistakes(walk, office)
    walk.end()


def test_no_other_dialog_is_english(office, walk_of):
    walk = walk_of(office.admin)
    admin_dialogs.translation_editor(walk, office)
    admin_dialogs.uploads(walk, office)
    admin_dialogs.administration(walk, office)
    admin_dialogs.user_bar(walk, office)
    walk.open("/admin/khong-co/", "no such page", status=404)
    walk.end()


def test_moderators_and_editors_read_no_english(office, walk_of):
    moderator, editor = walk_of(office.moderator), walk_of(office.editor)
    admin_dialogs.moderation(moderator, office)
    editor.go("wagtailadmin_home")
    for page in (office.locked, office.submitted, office.draft, office.article):
        editor.go("wagtailadmin_pages:edit", page.pk)
    admin_dialogs.somebody_else(editor, office, moderator.tab)
    moderator.end()
    editor.end()


def test_before_signing_in_all_is_vietnamese_whatever_the_browser_speaks(office, new_context):
    walk = Walk(new_context(locale="en-US").new_page(), english_words)
    admin_dialogs.at_the_door(walk, office)
    walk.end()


def test_letters_are_vietnamese(office, client):
    client.post(reverse("wagtailadmin_password_reset"), {"email": office.editor.email})
    assert len(mail.outbox) > 1  # to the moderators, that something was submitted; and this one
    for letter in mail.outbox:
        if letter.to != [office.english_editor.email]:
            lines = [letter.subject, *letter.body.splitlines()]
            assert [line for line in lines if english_words(line)] == []
