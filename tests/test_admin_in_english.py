"""A user who chooses English gets an English admin; Vietnamese is only in the content.

The screens are those that show texts of our own. Names that may be Vietnamese are in
``tests.support.admin_language.VIETNAMESE_NAMES``.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.support import admin_dialogs
from tests.support.admin_content import AdminContent, create_admin_content
from tests.support.admin_language import find_vietnamese_words
from tests.support.admin_screens import PAGE_TYPES, SNIPPETS, report_screens
from tests.support.admin_walk import AdminWalk, HtmlWalk
from tests.support.editors import create_editor, log_in, login_client, open_logged_in_tab
from tests.support.samples import sample
from tests.test_admin_in_vietnamese import is_expected_message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office() -> AdminContent:
    """The content. A Vietnamese user has opened the forms first, because Wagtail creates them once for all users."""
    office = create_admin_content("en")
    colleague = login_client(office.admin)
    for name, *args in [("wagtailadmin_pages:add", "newsroom", "newspage", office.section.pk), ("wagtailadmin_home",)]:
        assert colleague.get(reverse(name, args=args)).status_code == 200
    return office


@pytest.fixture
def walk(office, new_context, live_server, browser_errors):
    yield AdminWalk(open_logged_in_tab(office.english_editor, new_context, live_server), find_vietnamese_words)
    browser_errors[:] = [error for error in browser_errors if not is_expected_message(error)]


def own_screens(office):
    """Yield the screens with texts of our own: the name of the URL, its arguments."""
    yield ("wagtailadmin_home",)
    for kind, parent in PAGE_TYPES.items():
        yield "wagtailadmin_pages:add", *kind.split("/"), office.content[parent].pk
    for page in (office.article, office.event, office.contact, office.translated, office.submitted):
        yield "wagtailadmin_pages:edit", page.pk
    for app, model in SNIPPETS:
        for view, *args in (("list",), ("add",), ("edit", office.content[model].pk)):
            if (model, view) == ("comment", "add"):
                continue  # only readers write comments
            yield f"wagtailsnippets_{app}_{model}:{view}", *args
    for name, args, _query in report_screens(office):
        yield name, *args
    yield "wagtailusers_groups:edit", office.editor.groups.get().pk
    yield "wagtailsnippets_newsroom_newstag:usage", office.newstag.pk
    yield "wagtailadmin_pages:history", office.article.pk
    yield "wagtailadmin_pages:add_subpage", office.home.pk
    yield "wagtailimages:edit", office.image.pk
    yield "wagtailforms:list_submissions", office.contact.pk
    for name in ("wagtailredirects:add", "wagtailadmin_account", "wagtaillocales:index", "wagtailsites:index"):
        yield (name,)


@pytest.mark.long_form
def test_own_forms_and_lists_have_no_vietnamese(office, walk):
    """In ``make test`` some screens in the browser, and the HTML of the others."""
    screens = list(own_screens(office))
    in_browser = sample(screens, 3)
    html_walk = HtmlWalk(login_client(office.english_editor), find_vietnamese_words)
    for screen in screens:
        (walk if screen in in_browser else html_walk).visit(*screen)
    walk.assert_nothing_found()
    html_walk.assert_nothing_found()


@pytest.mark.long_form
def test_dialogs_have_no_vietnamese(office, walk):
    checks = [
        admin_dialogs.check_sidebar,
        admin_dialogs.check_side_panels,
        admin_dialogs.check_block_editing,
        admin_dialogs.check_choosers,
        admin_dialogs.check_form_errors,
        admin_dialogs.check_userbar,
    ]
    for check in sample(checks[::-1], 2):  # others than those of the Vietnamese sample
        check(walk, office)
    walk.assert_nothing_found()


@pytest.mark.long_form
def test_users_choose_admin_language(new_context):
    tab = new_context(locale="en-US", viewport={"width": 1280, "height": 1000}).new_page()
    log_in(tab, create_editor(first_name="Bình", last_name="Trần"))
    expect(tab.locator("html")).to_have_attribute("lang", "vi")
    for language, word in (("en", "Pages"), ("vi", "Trang")):
        tab.goto(reverse("wagtailadmin_account"))
        tab.select_option("[name$=preferred_language]", language)
        tab.locator("main form [type=submit]:visible").last.click()
        tab.locator(".messages .success").wait_for()
        tab.goto(reverse("wagtailadmin_home"))
        expect(tab.locator("html")).to_have_attribute("lang", language)
        expect(tab.locator(".sidebar").get_by_role("button", name=word, exact=True)).to_be_visible()
