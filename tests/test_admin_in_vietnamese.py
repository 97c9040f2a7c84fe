"""An administrator, a moderator and an editor visit the whole admin in Vietnamese; no text is English.

What may be English all the same is in ``tests.support.admin_language.ALLOWED``, with reasons.
"""

from fnmatch import fnmatchcase

import pytest
from django.core import mail
from django.urls import reverse

from tests.support import admin_dialogs, admin_screens
from tests.support.admin_content import AdminContent, create_admin_content
from tests.support.admin_language import find_english_words
from tests.support.admin_walk import AdminWalk, HtmlWalk
from tests.support.editors import login_client, open_logged_in_tab
from tests.support.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = {
    "pages": [admin_screens.page_screens],
    "library": [admin_screens.library_screens, admin_screens.report_screens],
    "snippets": [admin_screens.snippet_screens, admin_screens.translation_screens],
    "administration": [admin_screens.administration_screens],
}


@pytest.fixture
def office() -> AdminContent:
    """The content. A user with English has opened the forms first, because Wagtail creates them once for all users."""
    office = create_admin_content("vi")
    colleague = login_client(office.english_editor)
    for name, *args in [("wagtailadmin_pages:add", "newsroom", "newspage", office.section.pk), ("wagtailadmin_home",)]:
        assert colleague.get(reverse(name, args=args)).status_code == 200
    return office


@pytest.fixture
def create_walk(new_context, live_server, browser_errors):
    """Return a function that logs a user in and returns their walk."""
    yield lambda user: AdminWalk(open_logged_in_tab(user, new_context, live_server), find_english_words)
    browser_errors[:] = [error for error in browser_errors if not is_expected_message(error)]


def is_expected_message(error: str) -> bool:
    """Return whether a console message is one that Wagtail's scripts write in these steps."""
    expected = [
        "axe.run results",  # the accessibility problem that the checks report
        "400 (Bad Request)",  # a draft that cannot be saved
        "404 (Not Found)",  # a missing page
        "No valid target container",  # of an alias, which has no form
        "reading 'innerHTML'",
    ]
    return any(words in error for words in expected)


def visit_screens(walk, screens):
    for name, args, query in screens:
        walk.visit(name, *args, query=query)
    walk.assert_nothing_found()


@pytest.mark.parametrize("part", PARTS)
def test_screens_have_no_english(office, create_walk, part):
    """In ``make test`` one screen in the browser, and the HTML of some others."""
    screens = sample([screen for screens in PARTS[part] for screen in screens(office)], 12)
    in_browser = sample(screens, 1)
    visit_screens(create_walk(office.admin), in_browser)
    visit_screens(
        HtmlWalk(login_client(office.admin), find_english_words),
        [screen for screen in screens if screen not in in_browser],
    )


def test_every_admin_url_is_visited_or_has_no_screen(office):
    names = set(admin_screens.admin_url_names())
    seen = {name for parts in PARTS.values() for screens in parts for name, _args, _query in screens(office)}
    assert seen <= names
    assert len(seen) > 100
    others = " ".join(admin_screens.URL_NAMES_WITHOUT_SCREEN.values()).split()
    assert [name for name in sorted(names - seen) if not any(fnmatchcase(name, other) for other in others)] == []
    assert [other for other in others if not any(fnmatchcase(name, other) for name in names - seen)] == []


def test_page_dialogs_have_no_english(office, create_walk):
    walk = create_walk(office.admin)
    checks = [
        admin_dialogs.check_sidebar,
        admin_dialogs.check_page_listing,
        admin_dialogs.check_side_panels,
        admin_dialogs.check_comments,
        admin_dialogs.check_block_editing,
        admin_dialogs.check_choosers,
        admin_dialogs.check_form_errors,
    ]
    for check in sample(checks, 2):
        check(walk, office)
    walk.assert_nothing_found()


@pytest.mark.long_form
def test_other_dialogs_have_no_english(office, create_walk):
    walk = create_walk(office.admin)
    checks = [
        admin_dialogs.check_translation_editor,
        admin_dialogs.check_multiple_uploads,
        admin_dialogs.check_settings_dialogs,
        admin_dialogs.check_userbar,
    ]
    for check in sample(checks, 2):
        check(walk, office)
    walk.open("/admin/khong-co/", "no such page", status=404)
    walk.assert_nothing_found()


@pytest.mark.long_form
def test_moderator_and_editor_screens_have_no_english(office, create_walk):
    moderator, editor = create_walk(office.moderator), create_walk(office.editor)
    admin_dialogs.check_moderation(moderator, office)
    editor.visit("wagtailadmin_home")
    for page in (office.locked, office.submitted, office.draft, office.article):
        editor.visit("wagtailadmin_pages:edit", page.pk)
    admin_dialogs.check_concurrent_editing(editor, office, moderator.tab)
    moderator.assert_nothing_found()
    editor.assert_nothing_found()


def test_login_screens_are_vietnamese_for_any_browser_language(office, new_context):
    walk = AdminWalk(new_context(locale="en-US").new_page(), find_english_words)
    admin_dialogs.check_login_screens(walk, office)
    walk.assert_nothing_found()


def test_emails_are_vietnamese(office, client):
    client.post(reverse("wagtailadmin_password_reset"), {"email": office.editor.email})
    assert len(mail.outbox) > 1  # for the moderators, about the submission; and this one
    for letter in mail.outbox:
        if letter.to != [office.english_editor.email]:
            lines = [letter.subject, *letter.body.splitlines()]
            assert [line for line in lines if find_english_words(line)] == []
