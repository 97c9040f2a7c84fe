"""Unsaved comments are kept when a draft is autosaved."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Comment, CommentReply

from tests.mysite.test_unsaved_text_in_browser import SNAPSHOT, edit
from tests.support import factories
from tests.support.admin_dialogs import open_side_panel
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def author():
    return create_editor(EDITORS)


@pytest.fixture
def article():
    return factories.ArticleFactory()


@pytest.fixture
def tab(new_context, live_server, author, article):
    for text in ("Xem lại số liệu", "Bỏ câu này"):
        Comment.objects.create(page=article, user=author, text=text, contentpath="title")
    tab = open_logged_in_tab(author, new_context, live_server)
    edit(tab, article, SNAPSHOT)
    open_side_panel(tab, "comments")
    return tab


def type_through_an_autosave(tab, box, text):
    """Type ``text`` while a draft is saved because of a changed lead."""
    tab.evaluate(
        """() => { const lead = document.querySelector("#id_lead"); lead.value += "!";
        lead.dispatchEvent(new Event("input", { bubbles: true })); }"""
    )
    box.focus()
    with tab.expect_response(lambda response: "/edit/" in response.url and response.request.method == "POST"):
        tab.keyboard.type(text, delay=150)
    tab.wait_for_timeout(1000)
    tab.keyboard.type(" Hết.")
    tab.wait_for_timeout(500)


@pytest.mark.long_form
def test_autosave_keeps_new_comment_and_reply(tab, author, article):
    tab.locator("[data-comment-add]:visible").last.click()
    box = tab.locator(".comment--mode-creating textarea")
    type_through_an_autosave(tab, box, "Cần thêm ảnh của đại biểu")
    expect(box).to_have_value("Cần thêm ảnh của đại biểu Hết.")
    expect(box).to_be_focused()
    tab.locator(".comment--mode-creating .comment__button--primary").click()
    tab.locator(".comment", has_text="Xem lại số liệu").click()
    reply = tab.locator(".comment", has_text="Xem lại số liệu").locator(".comment__reply-input")
    type_through_an_autosave(tab, reply, "Đã xem lại và sửa xong")
    expect(reply).to_have_value("Đã xem lại và sửa xong Hết.")
    reply.locator("xpath=ancestor::form").locator("[type=submit]").click()
    tab.wait_for_timeout(4000)
    texts = sorted(Comment.objects.values_list("text", flat=True))
    assert texts == ["Bỏ câu này", "Cần thêm ảnh của đại biểu Hết.", "Xem lại số liệu"]
    assert list(CommentReply.objects.values_list("text", flat=True)) == ["Đã xem lại và sửa xong Hết."]


@pytest.mark.long_form
def test_resolving_comment_keeps_the_other(tab):
    other = tab.locator(".comment", has_text="Bỏ câu này")
    other.click()
    other.locator("[aria-label], button").first.wait_for()
    tab.evaluate(
        """() => { const { store, actions } = window.comments.commentApp;
        const found = [...store.getState().comments.comments.values()].find(({ text }) => text === "Bỏ câu này");
        store.dispatch(actions.resolveComment(found.localId)); }"""
    )
    tab.locator("[data-comment-add]:visible").last.click()
    box = tab.locator(".comment--mode-creating textarea")
    type_through_an_autosave(tab, box, "Viết tiếp")
    expect(box).to_have_value("Viết tiếp Hết.")
    tab.locator(".comment--mode-creating .comment__button--primary").click()
    tab.wait_for_timeout(4000)
    open_texts = Comment.objects.filter(resolved_at=None).values_list("text", flat=True)
    assert sorted(open_texts) == ["Viết tiếp Hết.", "Xem lại số liệu"]
