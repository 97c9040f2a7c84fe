"""An article without text, image and attachment is not published, however that is tried; drafts are fine."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, rich_text

from mysite.pages.refusals import PublicationRefused
from newsroom.importing.parsing.review import add_doubts
from newsroom.importing.records import Heading, Origin, Paragraph, SavedArticle
from newsroom.importing.writing.writer import ArticleWriter
from newsroom.models import NewsPage
from tests.support import approval, factories
from tests.support.article_form import get_form_errors, publish_article, raw_blocks, save_form
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.translations import submit_for_translation

pytestmark = pytest.mark.django_db

TEXT = [("paragraph", "<p>Hội nghị diễn ra sáng nay.</p>")]


@pytest.fixture
def editor() -> Client:
    return login_client(create_editor(EDITORS))


@pytest.fixture
def draft() -> NewsPage:
    return create_draft()


def create_draft(**fields: Any) -> NewsPage:
    article = factories.ArticleFactory(live=False, **{"body": [], **fields})
    article.save_revision()
    return article


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def assert_refused(response: Any, page: Page) -> None:
    """The response leads to the text in the page's form, and a message there says what is missing."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert response.status_code == 302
    assert response["Location"] == f"{url}#body"
    shown = response.client.get(url).content.decode()
    assert "cần có nội dung" in shown
    assert page.title in shown
    assert not is_live(page)


# --- The form -------------------------------------------------------------------------------------

EMPTY_BODIES = {
    "nothing": raw_blocks(),
    "blanks": raw_blocks(("paragraph", rich_text("<p> </p><p>\xa0</p>"))),
    "a line": raw_blocks(("paragraph", rich_text("<hr/>"))),
    "a heading": raw_blocks(("heading", {"text": "Thông báo", "level": "h2"})),
}


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
@pytest.mark.parametrize("body", EMPTY_BODIES.values(), ids=EMPTY_BODIES)
def test_form_refuses_to_publish_and_names_the_field(
    editor: Client, draft: NewsPage, body: dict[str, Any], action: str
) -> None:
    assert save_form(editor, draft, body=body).status_code in {200, 302}
    refused = save_form(editor, draft, action, body=body)
    assert list(get_form_errors(refused)) == ["body"]
    assert not is_live(draft)


def test_drafts_are_saved(editor: Client, draft: NewsPage) -> None:
    assert save_form(editor, draft, title="Nháp").status_code == 302
    assert NewsPage.objects.get(pk=draft.pk).get_latest_revision_as_object().title == "Nháp"


def test_scheduling_is_refused(editor: Client, draft: NewsPage) -> None:
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    refused = save_form(editor, draft, "action-publish", go_live_at=tomorrow.strftime("%d/%m/%Y %H:%M"))
    assert list(get_form_errors(refused)) == ["body"]


def test_text_image_or_attachment_suffices(editor: Client) -> None:
    for changes in (
        {"body": raw_blocks(("paragraph", rich_text("<p>Tin.</p>")))},
        {"body": raw_blocks(("document", {"document": factories.DocumentFactory().pk, "title": ""}))},
        {"main_image": factories.ImageFactory().pk},
        {"attachments": inline_formset([{"document": factories.DocumentFactory().pk, "title": ""}])},
    ):
        assert publish_article(editor, create_draft(), **changes).live


def test_removed_attachment_does_not_count(editor: Client, draft: NewsPage) -> None:
    row = {"document": factories.DocumentFactory().pk, "title": "", "DELETE": "on"}
    assert list(get_form_errors(save_form(editor, draft, "action-publish", attachments=inline_formset([row])))) == [
        "body"
    ]


def test_article_published_without_content_before_is_published_again(editor: Client) -> None:
    old = factories.ArticleFactory(body=[])
    assert publish_article(editor, old, title="Đã sửa lỗi chính tả").title == "Đã sửa lỗi chính tả"


def test_emptying_a_published_article_is_refused(editor: Client) -> None:
    article = factories.ArticleFactory(body=TEXT)
    refused = save_form(editor, article, "action-publish", body=raw_blocks())
    assert list(get_form_errors(refused)) == ["body"]


# --- Without the form -----------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{}, {"include_descendants": "on"}])
def test_bulk_publishing_is_refused_as_a_whole(editor: Client, draft: NewsPage, fields: dict[str, str]) -> None:
    other = create_draft(parent=draft.get_parent(), body=TEXT)
    chosen = [draft.get_parent()] if fields else [other, draft]
    query = "&".join(f"id={page.pk}" for page in chosen)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert_refused(editor.post(f"{url}?{query}&next=/admin/", fields), draft)
    assert not is_live(other)


def test_bulk_publishing_of_articles_with_content_works(editor: Client) -> None:
    article = create_draft(body=TEXT)
    editor.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={article.pk}")
    assert is_live(article)


@pytest.mark.parametrize("in_dialog", [False, True])
def test_approving_is_refused_and_the_article_still_waits(editor: Client, draft: NewsPage, in_dialog: bool) -> None:
    writer = login_client(create_editor(CONTRIBUTORS))
    approval.submit(writer, draft, body=raw_blocks(("paragraph", rich_text("<p>Tin.</p>"))))
    save_form(editor, draft, body=raw_blocks())  # a draft, so nothing is refused
    state = NewsPage.objects.get(pk=draft.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk])
    response = editor.post(url, **({"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if in_dialog else {}))
    if in_dialog:
        assert response.json()["redirect"].endswith(f"/{draft.pk}/edit/#body")
        assert not is_live(draft)
    else:
        assert_refused(response, draft)
    assert NewsPage.objects.get(pk=draft.pk).current_workflow_task_state == state


def test_translation_without_content_is_refused(
    editor: Client, draft: NewsPage, django_capture_on_commit_callbacks: Any
) -> None:
    translation = submit_for_translation(draft).get_target_instance()
    url = reverse("wagtailadmin_pages:edit", args=[translation.pk])
    editor.post(url, {"action": "publish"})  # asks first, because segments are not translated
    with pytest.raises(PublicationRefused), django_capture_on_commit_callbacks(execute=True):
        editor.post(url, {"action": "publish"})
    assert not is_live(translation)


def test_a_schedule_that_is_due_publishes_the_others(draft: NewsPage, caplog: pytest.LogCaptureFixture) -> None:
    other = create_draft(body=TEXT)
    soon = timezone.now() - datetime.timedelta(minutes=1)
    for page in (draft, other):
        page.revisions.update(approved_go_live_at=soon)
    with pytest.raises(CommandError, match="failed"):
        call_command("run_scheduler", "--once")
    assert is_live(other)
    assert not is_live(draft)
    assert f"“{draft.title}”" in caplog.text


# --- The import -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "is_public"),
    [
        ({}, False),
        ({"blocks": (Heading("Thông báo"),)}, False),
        ({"blocks": (Paragraph("Đoạn thứ nhất."),)}, True),
        ({"lead": "Tin một đoạn."}, True),
    ],
)
def test_import_makes_a_draft_of_an_article_without_text(texts: dict[str, Any], is_public: bool) -> None:
    article = SavedArticle("Bản tin", Origin(Path("tin.html")), section=("Tin tức",), **texts)
    outcome = ArticleWriter().write_batch([add_doubts(replace(article, published_at=timezone.now()))])[0]
    assert NewsPage.objects.get().live is is_public
    assert ("neither text nor images" in str(outcome)) is not is_public
