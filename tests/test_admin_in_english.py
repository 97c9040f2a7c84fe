"""Somebody who chose English has an English admin; what is Vietnamese in it is the office's own content.

The screens are those where words of ours stand. Names that may be Vietnamese: ``tests.admin_words.VIETNAMESE_NAMES``.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import admin_dialogs
from tests.admin_office import Office, furnish
from tests.admin_screens import PAGE_TYPES, SNIPPETS, report_screens
from tests.admin_walk import Walk
from tests.admin_words import vietnamese_words
from tests.editors import client_of, desk_of, editor, sign_in
from tests.test_admin_in_vietnamese import is_expected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office() -> Office:
    """The office; a Vietnamese colleague has been at the forms first, which Wagtail makes once for everybody."""
    office = furnish("en")
    colleague = client_of(office.admin)
    for name, *args in [("wagtailadmin_pages:add", "newsroom", "newspage", office.section.pk), ("wagtailadmin_home",)]:
        assert colleague.get(reverse(name, args=args)).status_code == 200
    return office


@pytest.fixture
def walk(office, new_context, live_server, browser_errors):
    yield Walk(desk_of(office.english_editor, new_context, live_server), vietnamese_words)
    browser_errors[:] = [error for error in browser_errors if not is_expected(error)]


def test_no_form_or_list_of_ours_is_vietnamese(office, walk):
    walk.go("wagtailadmin_home")
    for kind, parent in PAGE_TYPES.items():
        walk.go("wagtailadmin_pages:add", *kind.split("/"), office.content[parent].pk)
    for page in (office.article, office.event, office.contact, office.translated, office.submitted):
        walk.go("wagtailadmin_pages:edit", page.pk)
    for app, model in SNIPPETS:
        for view, *args in (("list",), ("add",), ("edit", office.content[model].pk)):
            walk.go(f"wagtailsnippets_{app}_{model}:{view}", *args)
    for name, args, query in report_screens(office):
        walk.go(name, *args, query=query)
    walk.go("wagtailusers_groups:edit", office.editor.groups.get().pk)
    walk.go("wagtailsnippets_newsroom_newstag:usage", office.newstag.pk)
    walk.go("wagtailadmin_pages:history", office.article.pk)
    walk.go("wagtailadmin_pages:add_subpage", office.home.pk)
    walk.go("wagtailimages:edit", office.image.pk)
    walk.go("wagtailforms:list_submissions", office.contact.pk)
    for name in ("wagtailredirects:add", "wagtailadmin_account", "wagtaillocales:index", "wagtailsites:index"):
        walk.go(name)
    walk.end()


def test_no_dialog_is_vietnamese(office, walk):
    admin_dialogs.sidebar(walk, office)
    admin_dialogs.side_panels(walk, office)
    admin_dialogs.blocks(walk, office)
    admin_dialogs.choosers(walk, office)
    admin_dialogs.mistakes(walk, office)
    admin_dialogs.user_bar(walk, office)
    walk.end()


def test_everybody_chooses_their_language(new_context):
    tab = new_context(locale="en-US", viewport={"width": 1280, "height": 1000}).new_page()
    sign_in(tab, editor(first_name="Bình", last_name="Trần"))
    expect(tab.locator("html")).to_have_attribute("lang", "vi")
    for language, word in (("en", "Pages"), ("vi", "Trang")):
        tab.goto(reverse("wagtailadmin_account"))
        tab.select_option("[name$=preferred_language]", language)
        tab.locator("main form [type=submit]:visible").last.click()
        tab.locator(".messages .success").wait_for()
        tab.goto(reverse("wagtailadmin_home"))
        expect(tab.locator("html")).to_have_attribute("lang", language)
        expect(tab.locator(".sidebar").get_by_role("button", name=word, exact=True)).to_be_visible()
