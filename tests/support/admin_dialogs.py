"""Visits the dialogs, menus, side panels, choosers and error messages of the admin, for the tests of its language."""

from typing import Any

from tests.support import factories
from tests.support.admin_content import AdminContent
from tests.support.admin_walk import AdminWalk
from tests.support.editors import press_publish


def check_sidebar(walk: AdminWalk, office: AdminContent) -> None:
    """Visit every menu of the sidebar, the page tree and the keyboard shortcuts dialog."""
    tab = walk.tab
    walk.visit("wagtailadmin_home")
    for menu in tab.locator(".sidebar [aria-haspopup]:visible").all():
        menu.click()
        walk.check_screen(f"menu “{menu.inner_text()}”")
        menu.click()
    tab.keyboard.press("?")
    tab.locator("#keyboard-shortcuts-dialog").get_by_role("heading").first.wait_for()
    walk.check_screen("keyboard shortcuts")


def check_page_listing(walk: AdminWalk, office: AdminContent) -> None:
    """Visit the menus of a page listing (header, row, language, filters) and select pages for bulk actions."""
    tab = walk.tab
    walk.visit("wagtailadmin_explore", office.section.pk)
    for number, toggle in enumerate(tab.locator("main [data-w-dropdown-target=toggle]:visible").all()[:4]):
        toggle.click()
        walk.check_screen(f"list of pages, menu {number}")
        tab.keyboard.press("Escape")
    tab.locator("[data-bulk-action-checkbox]").nth(1).check()
    walk.check_screen("list of pages, one ticked")
    tab.locator("[data-bulk-action-select-all-checkbox]:visible").first.check()
    walk.check_screen("list of pages, all ticked")


def check_side_panels(walk: AdminWalk, office: AdminContent) -> None:
    """Visit the side panels of an article: status with its dialogs, comments, checks, preview."""
    tab = walk.tab
    walk.visit("wagtailadmin_pages:edit", office.article.pk)
    for name in ("preview", "checks", "comments", "status"):
        open_side_panel(tab, name)
        if name == "checks":
            tab.locator("[data-side-panel=checks] .w-content-checker__row:visible").first.wait_for(timeout=20_000)
        walk.check_screen(f"panel {name}")
    show = "[data-a11y-dialog-show={}]:visible"
    tab.locator(show.format("schedule-publishing-dialog")).first.click()
    walk.check_screen("schedule")
    tab.fill("#id_go_live_at", "31/12/2020 10:00")
    tab.fill("#id_expire_at", "01/12/2020 10:00")
    walk.check_screen("the calendar of the schedule")
    tab.locator("#schedule-publishing-dialog .action-save").press("Enter")
    tab.locator(".messages .error").wait_for()
    walk.check_screen("schedule, refused")
    walk.visit("wagtailadmin_pages:edit", office.article.pk)
    tab.locator(show.format("set-privacy")).first.click()
    choices = tab.locator("#set-privacy [type=radio]")
    choices.first.wait_for()
    for choice in choices.all():
        choice.check()
    walk.check_screen("privacy")
    tab.locator("#set-privacy [type=submit]").click()
    tab.locator("#set-privacy .error-message").first.wait_for()
    walk.check_screen("privacy, refused")


def open_side_panel(tab: Any, name: str) -> None:
    toggle = tab.locator(f"[data-side-panel-toggle={name}]")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()


def check_comments(walk: AdminWalk, office: AdminContent) -> None:
    """Write, edit, delete and reply to comments on a draft."""
    tab = walk.tab
    walk.visit("wagtailadmin_pages:edit", office.article.pk)
    open_side_panel(tab, "comments")
    tab.locator("[data-comment-add]:visible").first.click()
    walk.check_screen("a new comment")
    tab.locator(".comment--mode-creating textarea").fill("Cần thêm ảnh")
    tab.locator(".comment--mode-creating .comment__button--primary").click()
    number = tab.locator(".comment").filter(has_text="Cần thêm ảnh").get_attribute("data-comment-id")
    own = tab.locator(f".comment[data-comment-id='{number}']")
    own.locator("summary").click()
    walk.check_screen("the menu of a comment")
    own.get_by_role("menuitem").nth(0).click()
    walk.check_screen("a comment is edited")
    own.locator(".comment__button").last.click()
    own.locator("summary").click()
    own.get_by_role("menuitem").nth(1).click()
    walk.check_screen("a comment is deleted")


def check_block_editing(walk: AdminWalk, office: AdminContent) -> None:
    """Visit the block picker with search and previews, the toolbar, the slash menu and the table menu."""
    tab = walk.tab
    walk.visit("wagtailadmin_pages:edit", office.article.pk)
    tab.locator("[data-streamfield-stream-container] .c-sf-add-button").first.click()
    tab.locator(".w-combobox__option-preview").first.click()
    walk.check_screen("blocks to choose from, one previewed")
    tab.locator(".w-combobox input").first.fill("khong co")
    walk.check_screen("blocks to choose from, none found")
    tab.keyboard.press("Escape")
    tab.locator(".handsontable td:visible").first.click(button="right")
    tab.locator(".htContextMenu:visible").first.wait_for()
    walk.check_screen("the menu of a table")
    tab.keyboard.press("Escape")
    tab.locator("[data-streamfield-child] .public-DraftEditor-content").first.click()
    tab.keyboard.press("End")
    tab.keyboard.press("Enter")
    tab.keyboard.type("/")
    tab.locator("[role=listbox]:visible").first.wait_for()
    walk.check_screen("what the slash offers")
    tab.keyboard.press("Backspace")
    tab.keyboard.type("Hai ba")
    tab.keyboard.press("Shift+Home")
    tab.locator("[name=LINK]:visible").first.wait_for()
    walk.check_screen("the toolbar of a text")


def check_choosers(walk: AdminWalk, office: AdminContent) -> None:
    """Visit the choosers of pages, links, images, documents and authors: with and without results, failed uploads."""
    tab, modal = walk.tab, walk.tab.locator(".modal-content")
    walk.visit("wagtailadmin_pages:edit", office.article.pk)
    tab.locator("[data-streamfield-child] .public-DraftEditor-content").first.click()
    tab.keyboard.press("Home")
    tab.keyboard.press("Shift+End")
    tab.locator("[name=LINK]:visible").first.click()
    modal.locator("[name=q]").wait_for()
    walk.check_screen("link to a page")
    for kind in ("external", "email", "phone", "anchor"):
        modal.locator(f"a[href*='choose-{kind}-link']").click()
        modal.locator(f"form[action*='choose-{kind}-link'] [type=submit]").click()
        modal.locator(".error-message").first.wait_for()
        walk.check_screen(f"{kind} link, refused")
    modal.locator("a[href*='choose-page']").first.click()
    modal.locator("[name=q]").fill("khong co")
    modal.locator(".page-results h2, .listing__no-results, #search-results h2").first.wait_for()
    walk.check_screen("link to a page, none found")
    modal.locator("[data-dismiss=modal]").first.click()
    modal.wait_for(state="hidden")
    for tab_number, chooser, opener in [
        (0, "image", "[data-chooser-action-choose]:visible"),
        (1, "document", "#id_attachments-OPEN_MODAL"),
    ]:
        tab.locator("[role=tab]").nth(tab_number).click()
        tab.locator(opener).first.click()
        modal.locator("[name=q]").wait_for()
        walk.check_screen(f"chooser of {chooser}")
        modal.locator("[name=q]").fill("khong co")
        modal.locator("p:has-text('khong co')").wait_for()
        walk.check_screen(f"chooser of {chooser}, none found")
        modal.locator("a[href='#tab-upload']").click()
        modal.locator("#tab-upload [type=submit]").click()
        modal.locator(".error-message").first.wait_for()
        walk.check_screen(f"chooser of {chooser}, upload refused")
        modal.locator("[data-dismiss=modal]").first.click()
        modal.wait_for(state="hidden")


def check_form_errors(walk: AdminWalk, office: AdminContent) -> None:
    """Publish an incomplete article and send empty forms."""
    tab = walk.tab
    walk.visit("wagtailadmin_pages:add", "newsroom", "newspage", office.section.pk)
    press_publish(tab)
    tab.locator(".messages .error").wait_for()
    walk.check_screen("an empty article is refused")
    for name in ("wagtailusers_users:add", "wagtailsnippets_newsroom_unit:add", "wagtailredirects:add"):
        walk.visit(name)
        form = tab.locator("main form").last
        form.evaluate("form => { form.noValidate = true; }")
        if "snippets" in name:  # drafts may be empty
            press_publish(tab)
        else:
            form.evaluate("form => form.requestSubmit()")
        tab.locator(".error-message").first.wait_for()
        walk.check_screen(f"{name}, refused")
    tab.locator(".messages .error").wait_for()


def check_moderation(walk: AdminWalk, office: AdminContent) -> None:
    """Visit what a moderator does with a submitted page."""
    tab, modal = walk.tab, walk.tab.locator(".modal-content")
    walk.visit("wagtailadmin_home")
    walk.visit("wagtailadmin_pages:edit", office.submitted.pk)
    footer = tab.locator("footer [data-w-dropdown-target=toggle]").last
    open_side_panel(tab, "status")
    tab.locator("[data-a11y-dialog-show=workflow-status-dialog]:visible").click()
    walk.check_screen("progress of the workflow")
    tab.keyboard.press("Escape")
    for action in ("reject", "approve"):
        footer.click()
        walk.check_screen("what to do with an article")
        tab.locator(f"[data-workflow-action-name={action}][data-workflow-action-modal-url]:visible").click()
        modal.locator("[type=submit]").wait_for()
        walk.check_screen(f"{action}, with a comment")
        modal.locator("[data-dismiss=modal]").first.click()
        modal.wait_for(state="hidden")
    footer.click()
    tab.locator("footer [name=action-publish]:visible").click()
    modal.locator("[data-confirm-cancellation]").wait_for()
    walk.check_screen("publishing ends the workflow")


def check_translation_editor(walk: AdminWalk, office: AdminContent) -> None:
    """Visit the translation editor: its menu, a segment, an image override, an invalid PO file."""
    tab, modal = walk.tab, walk.tab.locator(".modal-content")
    walk.visit("wagtailadmin_pages:edit", office.translated.pk)
    tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    walk.check_screen("the menu of a translation")
    tab.keyboard.press("Escape")
    tab.locator("section, main").get_by_role("button", name="Dịch", exact=True).first.click()
    tab.locator("textarea:visible").first.fill("Chiều nay")
    walk.check_screen("a text being translated")
    tab.get_by_role("button", name="Lưu", exact=True).click()
    tab.get_by_text("Đã dịch thủ công").nth(1).wait_for()
    walk.check_screen("a text translated")
    tab.get_by_role("button", name="Đổi ảnh").first.click()
    modal.locator("[name=q]").wait_for()
    walk.check_screen("another image for the translation")
    modal.locator("[data-dismiss=modal]").first.click()
    modal.wait_for(state="hidden")
    tab.locator("[role=tab]").last.click()
    tab.locator("input[type=file]").first.set_input_files(file_payload("ban-dich.po", b"khong"))
    tab.locator(".messages .error").wait_for()
    walk.check_screen("a file without translations")


def file_payload(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def check_multiple_uploads(walk: AdminWalk, office: AdminContent) -> None:
    """Upload several files at once, a valid and an invalid one."""
    tab = walk.tab
    image = factories.image_file("tranh.jpg", size=(96, 64)).read()
    for area, good in (
        ("wagtailimages", file_payload("tranh.jpg", image)),
        ("wagtaildocs", file_payload("cong-van.pdf", b"%PDF")),
    ):
        walk.visit(f"{area}:add_multiple")
        tab.locator("input[type=file]").first.set_input_files([good, file_payload("tep.html", b"<p>")])
        tab.locator("#upload-list .upload-success, #upload-list form").first.wait_for()
        tab.locator("#upload-list .upload-failure .error_messages:not(:empty)").first.wait_for()
        walk.check_screen(f"{area}, several at once")
    tag = tab.locator(".tagit input:visible").first
    tag.press_sequentially(office.text("tag")[:4])
    tab.locator(".ui-autocomplete li:visible").first.wait_for()
    walk.check_screen("tags suggested")


def check_settings_dialogs(walk: AdminWalk, office: AdminContent) -> None:
    """Visit dialogs of the settings: workflow tasks, search terms, collection privacy, import of redirects."""
    tab, modal = walk.tab, walk.tab.locator(".modal-content")
    walk.visit("wagtailadmin_workflows:edit", office.workflow.pk)
    tab.locator("#id_workflow_tasks-ADD").click()
    tab.locator("[id^=id_workflow_tasks-] [data-chooser-action-choose]:visible").last.click()
    modal.locator("form").first.wait_for()
    walk.check_screen("chooser of tasks")
    modal.locator("[role=tab]").first.click()
    walk.check_screen("a new task")
    walk.visit("wagtailsearchpromotions:add")
    tab.locator("#id_query_string-chooser").click()
    modal.locator("table").wait_for()
    walk.check_screen("chooser of search terms")
    walk.visit("wagtailadmin_collections:edit", office.collection.pk)
    tab.locator("[data-a11y-dialog-show=set-privacy]:visible").first.click()
    tab.locator("#set-privacy [type=radio]").first.wait_for()
    walk.check_screen("privacy of a collection")
    walk.visit("wagtailredirects:start_import")
    rows = f"from,to\n/cu-1,/moi\n/cu-2,{office.section.url}\nsai,\n".encode()
    tab.locator("[type=file]").set_input_files(file_payload("chuyen-huong.csv", rows))
    tab.locator("main [type=submit]").last.click()
    tab.locator("select").first.wait_for()
    walk.check_screen("which columns are redirects")
    tab.locator("select").nth(0).select_option(index=1)
    tab.locator("select").nth(1).select_option(index=2)
    tab.locator("main [type=submit]").last.click()
    tab.wait_for_load_state()
    walk.check_screen("redirects imported")


def check_userbar(walk: AdminWalk, office: AdminContent) -> None:
    """Visit the userbar of a draft in either language."""
    for page in (office.article, office.translated):
        walk.visit("wagtailadmin_pages:view_draft", page.pk, within="wagtail-userbar")
        walk.tab.locator("wagtail-userbar button").first.click()
        walk.check_screen("the bar on a draft", within="wagtail-userbar")


def check_concurrent_editing(walk: AdminWalk, office: AdminContent, colleague: Any) -> None:
    """Visit what an editor sees when another user edits and saves the same article."""
    walk.visit("wagtailadmin_pages:edit", office.article.pk)
    colleague.goto(walk.tab.url)
    colleague.locator("footer .action-save").first.click()
    colleague.locator(".messages .success").wait_for()
    walk.tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    walk.tab.locator(".w-editing-sessions__popup, [data-w-session-target]").first.wait_for(state="attached")
    walk.check_screen("another user edits the article")


def check_login_screens(walk: AdminWalk, office: AdminContent) -> None:
    """Visit the screens before login: the form, a wrong password, the password reset."""
    tab = walk.tab
    walk.visit("wagtailadmin_login")
    tab.fill("#id_username", "khong-co")
    tab.fill("#id_password", "khong-co")
    tab.keyboard.press("Enter")
    tab.locator(".messages .error").wait_for()
    walk.check_screen("a wrong password")
    walk.visit("wagtailadmin_password_reset")
    tab.fill("[name=email]", office.editor.email)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/done/")
    walk.check_screen("a letter is under way")
    walk.visit("wagtailadmin_password_reset_confirm", "khong", "co")
    walk.visit("wagtailadmin_password_reset_complete")
