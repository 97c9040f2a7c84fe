"""What opens on the screens of the admin: menus, side panels, dialogs, choosers, and messages about mistakes."""

from typing import Any

from tests import factories
from tests.admin_office import Office
from tests.admin_walk import Walk


def sidebar(walk: Walk, office: Office) -> None:
    """Every menu of the sidebar, the tree of pages, the dialog of keyboard shortcuts."""
    tab = walk.tab
    walk.go("wagtailadmin_home")
    for menu in tab.locator(".sidebar [aria-haspopup]:visible").all():
        menu.click()
        walk.look(f"menu “{menu.inner_text()}”")
        menu.click()
    tab.keyboard.press("?")
    tab.locator("#keyboard-shortcuts-dialog").get_by_role("heading").first.wait_for()
    walk.look("keyboard shortcuts")


def listing(walk: Walk, office: Office) -> None:
    """The menus of a list of pages: of the page itself, of a row, of the language, filters; and pages ticked."""
    tab = walk.tab
    walk.go("wagtailadmin_explore", office.section.pk)
    for number, toggle in enumerate(tab.locator("main [data-w-dropdown-target=toggle]:visible").all()[:4]):
        toggle.click()
        walk.look(f"list of pages, menu {number}")
        tab.keyboard.press("Escape")
    tab.locator("[data-bulk-action-checkbox]").nth(1).check()
    walk.look("list of pages, one ticked")
    tab.locator("[data-bulk-action-select-all-checkbox]:visible").first.check()
    walk.look("list of pages, all ticked")


def side_panels(walk: Walk, office: Office) -> None:
    """What opens beside an article: status with its dialogs, comments, checks, preview."""
    tab = walk.tab
    walk.go("wagtailadmin_pages:edit", office.article.pk)
    for name in ("preview", "checks", "comments", "status"):
        open_panel(tab, name)
        if name == "checks":
            tab.locator("[data-side-panel=checks] .w-content-checker__row:visible").first.wait_for(timeout=20_000)
        walk.look(f"panel {name}")
    show = "[data-a11y-dialog-show={}]:visible"
    tab.locator(show.format("schedule-publishing-dialog")).first.click()
    walk.look("schedule")
    tab.fill("#id_go_live_at", "31/12/2020 10:00")
    tab.fill("#id_expire_at", "01/12/2020 10:00")
    walk.look("the calendar of the schedule")
    tab.locator("#schedule-publishing-dialog .action-save").press("Enter")
    tab.locator(".messages .error").wait_for()
    walk.look("schedule, refused")
    walk.go("wagtailadmin_pages:edit", office.article.pk)
    tab.locator(show.format("set-privacy")).first.click()
    choices = tab.locator("#set-privacy [type=radio]")
    choices.first.wait_for()
    for choice in choices.all():
        choice.check()
    walk.look("privacy")
    tab.locator("#set-privacy [type=submit]").click()
    tab.locator("#set-privacy .error-message").first.wait_for()
    walk.look("privacy, refused")


def open_panel(tab: Any, name: str) -> None:
    toggle = tab.locator(f"[data-side-panel-toggle={name}]")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()


def margin(walk: Walk, office: Office) -> None:
    """Comments in the margin of a draft: written, edited, deleted, answered."""
    tab = walk.tab
    walk.go("wagtailadmin_pages:edit", office.article.pk)
    open_panel(tab, "comments")
    tab.locator("[data-comment-add]:visible").first.click()
    walk.look("a new comment")
    tab.locator(".comment--mode-creating textarea").fill("Cần thêm ảnh")
    tab.locator(".comment--mode-creating .comment__button--primary").click()
    number = tab.locator(".comment").filter(has_text="Cần thêm ảnh").get_attribute("data-comment-id")
    own = tab.locator(f".comment[data-comment-id='{number}']")
    own.locator("summary").click()
    walk.look("the menu of a comment")
    own.get_by_role("menuitem").nth(0).click()
    walk.look("a comment is edited")
    own.locator(".comment__button").last.click()
    own.locator("summary").click()
    own.get_by_role("menuitem").nth(1).click()
    walk.look("a comment is deleted")


def blocks(walk: Walk, office: Office) -> None:
    """A text in blocks: the picker with its search and previews, the toolbar, what the slash offers, a table's menu."""
    tab = walk.tab
    walk.go("wagtailadmin_pages:edit", office.article.pk)
    tab.locator("[data-streamfield-stream-container] .c-sf-add-button").first.click()
    tab.locator(".w-combobox__option-preview").first.click()
    walk.look("blocks to choose from, one previewed")
    tab.locator(".w-combobox input").first.fill("khong co")
    walk.look("blocks to choose from, none found")
    tab.keyboard.press("Escape")
    tab.locator(".handsontable td:visible").first.click(button="right")
    tab.locator(".htContextMenu:visible").first.wait_for()
    walk.look("the menu of a table")
    tab.keyboard.press("Escape")
    tab.locator("[data-streamfield-child] .public-DraftEditor-content").first.click()
    tab.keyboard.press("End")
    tab.keyboard.press("Enter")
    tab.keyboard.type("/")
    tab.locator("[role=listbox]:visible").first.wait_for()
    walk.look("what the slash offers")
    tab.keyboard.press("Backspace")
    tab.keyboard.type("Hai ba")
    tab.keyboard.press("Shift+Home")
    tab.locator("[name=LINK]:visible").first.wait_for()
    walk.look("the toolbar of a text")


def choosers(walk: Walk, office: Office) -> None:
    """The choosers of pages and links, pictures, documents, authors: found, none found, uploads refused."""
    tab, modal = walk.tab, walk.tab.locator(".modal-content")
    walk.go("wagtailadmin_pages:edit", office.article.pk)
    tab.locator("[data-streamfield-child] .public-DraftEditor-content").first.click()
    tab.keyboard.press("Home")
    tab.keyboard.press("Shift+End")
    tab.locator("[name=LINK]:visible").first.click()
    modal.locator("[name=q]").wait_for()
    walk.look("link to a page")
    for kind in ("external", "email", "phone", "anchor"):
        modal.locator(f"a[href*='choose-{kind}-link']").click()
        modal.locator(f"form[action*='choose-{kind}-link'] [type=submit]").click()
        modal.locator(".error-message").first.wait_for()
        walk.look(f"{kind} link, refused")
    modal.locator("a[href*='choose-page']").first.click()
    modal.locator("[name=q]").fill("khong co")
    modal.locator(".page-results h2, .listing__no-results, #search-results h2").first.wait_for()
    walk.look("link to a page, none found")
    modal.locator("[data-dismiss=modal]").first.click()
    modal.wait_for(state="hidden")
    for tab_number, chooser, opener in [
        (0, "image", "[data-chooser-action-choose]:visible"),
        (1, "document", "#id_attachments-OPEN_MODAL"),
    ]:
        tab.locator("[role=tab]").nth(tab_number).click()
        tab.locator(opener).first.click()
        modal.locator("[name=q]").wait_for()
        walk.look(f"chooser of {chooser}")
        modal.locator("[name=q]").fill("khong co")
        modal.locator("p:has-text('khong co')").wait_for()
        walk.look(f"chooser of {chooser}, none found")
        modal.locator("a[href='#tab-upload']").click()
        modal.locator("#tab-upload [type=submit]").click()
        modal.locator(".error-message").first.wait_for()
        walk.look(f"chooser of {chooser}, upload refused")
        modal.locator("[data-dismiss=modal]").first.click()
        modal.wait_for(state="hidden")


def mistakes(walk: Walk, office: Office) -> None:
    """An article that cannot be published, and forms that are sent without anything in them."""
    tab = walk.tab
    walk.go("wagtailadmin_pages:add", "newsroom", "newspage", office.section.pk)
    press_publish(tab)
    tab.locator(".messages .error").wait_for()
    walk.look("an empty article is refused")
    for name in ("wagtailusers_users:add", "wagtailsnippets_newsroom_unit:add", "wagtailredirects:add"):
        walk.go(name)
        tab.locator("main form").last.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
        tab.locator(".error-message").first.wait_for()
        walk.look(f"{name}, refused")
    tab.locator(".messages .error").wait_for()


def moderation(walk: Walk, office: Office) -> None:
    """What a moderator does with what was submitted."""
    tab, modal = walk.tab, walk.tab.locator(".modal-content")
    walk.go("wagtailadmin_home")
    walk.go("wagtailadmin_pages:edit", office.submitted.pk)
    footer = tab.locator("footer [data-w-dropdown-target=toggle]").last
    open_panel(tab, "status")
    tab.locator("[data-a11y-dialog-show=workflow-status-dialog]:visible").click()
    walk.look("progress of the workflow")
    tab.keyboard.press("Escape")
    for action in ("reject", "approve"):
        footer.click()
        walk.look("what to do with an article")
        tab.locator(f"[data-workflow-action-name={action}][data-workflow-action-modal-url]:visible").click()
        modal.locator("[type=submit]").wait_for()
        walk.look(f"{action}, with a comment")
        modal.locator("[data-dismiss=modal]").first.click()
        modal.wait_for(state="hidden")
    footer.click()
    tab.locator("footer [name=action-publish]:visible").click()
    modal.locator("[data-confirm-cancellation]").wait_for()
    walk.look("publishing ends the workflow")


def translation_editor(walk: Walk, office: Office) -> None:
    """The editor of translations: its menu, a text being translated, another picture, a file that is none."""
    tab, modal = walk.tab, walk.tab.locator(".modal-content")
    walk.go("wagtailadmin_pages:edit", office.translated.pk)
    tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    walk.look("the menu of a translation")
    tab.keyboard.press("Escape")
    tab.locator("section, main").get_by_role("button", name="Dịch", exact=True).first.click()
    tab.locator("textarea:visible").first.fill("Chiều nay")
    walk.look("a text being translated")
    tab.get_by_role("button", name="Lưu", exact=True).click()
    tab.get_by_text("Đã dịch thủ công").nth(1).wait_for()
    walk.look("a text translated")
    tab.get_by_role("button", name="Đổi ảnh").first.click()
    modal.locator("[name=q]").wait_for()
    walk.look("another picture for the translation")
    modal.locator("[data-dismiss=modal]").first.click()
    modal.wait_for(state="hidden")
    tab.locator("[role=tab]").last.click()
    tab.locator("input[type=file]").first.set_input_files(a_file("ban-dich.po", b"khong"))
    tab.locator(".messages .error").wait_for()
    walk.look("a file without translations")


def a_file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def uploads(walk: Walk, office: Office) -> None:
    """Many files at once, a good one and a bad one."""
    tab = walk.tab
    picture = factories.picture_file("tranh.jpg", size=(96, 64)).read()
    for area, good in (
        ("wagtailimages", a_file("tranh.jpg", picture)),
        ("wagtaildocs", a_file("cong-van.pdf", b"%PDF")),
    ):
        walk.go(f"{area}:add_multiple")
        tab.locator("input[type=file]").first.set_input_files([good, a_file("tep.html", b"<p>")])
        tab.locator("#upload-list .upload-success, #upload-list form").first.wait_for()
        tab.locator("#upload-list .upload-failure .error_messages:not(:empty)").first.wait_for()
        walk.look(f"{area}, several at once")
    tag = tab.locator(".tagit input:visible").first
    tag.press_sequentially(office.text("tag")[:4])
    tab.locator(".ui-autocomplete li:visible").first.wait_for()
    walk.look("tags suggested")


def administration(walk: Walk, office: Office) -> None:
    """Dialogs of the settings: tasks of a workflow, search terms, who may see a collection, redirects from a file."""
    tab, modal = walk.tab, walk.tab.locator(".modal-content")
    walk.go("wagtailadmin_workflows:edit", office.workflow.pk)
    tab.locator("#id_workflow_tasks-ADD").click()
    tab.locator("[id^=id_workflow_tasks-] [data-chooser-action-choose]:visible").last.click()
    modal.locator("form").first.wait_for()
    walk.look("chooser of tasks")
    modal.locator("[role=tab]").first.click()
    walk.look("a new task")
    walk.go("wagtailsearchpromotions:add")
    tab.locator("#id_query_string-chooser").click()
    modal.locator("table").wait_for()
    walk.look("chooser of search terms")
    walk.go("wagtailadmin_collections:edit", office.collection.pk)
    tab.locator("[data-a11y-dialog-show=set-privacy]:visible").first.click()
    tab.locator("#set-privacy [type=radio]").first.wait_for()
    walk.look("privacy of a collection")
    walk.go("wagtailredirects:start_import")
    rows = f"from,to\n/cu-1,/moi\n/cu-2,{office.section.url}\nsai,\n".encode()
    tab.locator("[type=file]").set_input_files(a_file("chuyen-huong.csv", rows))
    tab.locator("main [type=submit]").last.click()
    tab.locator("select").first.wait_for()
    walk.look("which columns are redirects")
    tab.locator("select").nth(0).select_option(index=1)
    tab.locator("select").nth(1).select_option(index=2)
    tab.locator("main [type=submit]").last.click()
    tab.wait_for_load_state()
    walk.look("redirects imported")


def user_bar(walk: Walk, office: Office) -> None:
    """The bar on a draft of a page, in either language."""
    for page in (office.article, office.translated):
        walk.go("wagtailadmin_pages:view_draft", page.pk, within="wagtail-userbar")
        walk.tab.locator("wagtail-userbar button").first.click()
        walk.look("the bar on a draft", within="wagtail-userbar")


def somebody_else(walk: Walk, office: Office, colleague: Any) -> None:
    """Two people edit one article: each sees the other, and what the other has saved."""
    walk.go("wagtailadmin_pages:edit", office.article.pk)
    colleague.goto(walk.tab.url)
    colleague.locator("footer .action-save").first.click()
    colleague.locator(".messages .success").wait_for()
    walk.tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    walk.tab.locator(".w-editing-sessions__popup, [data-w-session-target]").first.wait_for(state="attached")
    walk.look("somebody else edits the article")


def at_the_door(walk: Walk, office: Office) -> None:
    """Before signing in: the form, a wrong password, a forgotten one."""
    tab = walk.tab
    walk.go("wagtailadmin_login")
    tab.fill("#id_username", "khong-co")
    tab.fill("#id_password", "khong-co")
    tab.keyboard.press("Enter")
    tab.locator(".messages .error").wait_for()
    walk.look("a wrong password")
    walk.go("wagtailadmin_password_reset")
    tab.fill("[name=email]", office.editor.email)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/done/")
    walk.look("a letter is under way")
    walk.go("wagtailadmin_password_reset_confirm", "khong", "co")
    walk.go("wagtailadmin_password_reset_complete")


def press_publish(tab: Any) -> None:
    tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    tab.locator("[name=action-publish]:visible").click()
