"""Actions on other people's articles in a section. Each returns whether it had its effect."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction, TaskState

from mysite.bin import is_in_bin
from newsroom.models import Comment, NewsPage
from tests.rights.publishing import NEW, OLD, page_url, visitor_sees
from tests.support import approval, article_form, factories
from tests.support.editors import CONTRIBUTORS, create_editor, login_client

Action = Callable[[Client, Page], bool]
ACTIONS: dict[str, Action] = {}


def action(name: str) -> Callable[[Action], Action]:
    def register(function: Action) -> Action:
        ACTIONS[name] = function
        return function

    return register


def create_draft(section: Page) -> NewsPage:
    draft: NewsPage = factories.ArticleFactory(parent=section, title=NEW, live=False)
    draft.save_revision(user=create_editor(CONTRIBUTORS), log_action=True)
    return draft


def create_article(section: Page) -> NewsPage:
    article: NewsPage = factories.ArticleFactory(parent=section, title=OLD)
    return article


def submit(section: Page) -> NewsPage:
    draft = create_draft(section)
    approval.submit(login_client(create_editor(CONTRIBUTORS)), draft)
    return draft


def shows(client: Client, url: str, word: str = NEW) -> bool:
    response = client.get(url)
    return response.status_code == 200 and word in response.content.decode()


# --- Reading and writing --------------------------------------------------------------------------


@action("open another's draft")
def open_draft(client: Client, section: Page) -> bool:
    return shows(client, page_url("edit", create_draft(section)))


@action("read the history of another's draft")
def read_history(client: Client, section: Page) -> bool:
    return shows(client, page_url("history", create_draft(section)))


@action("compare versions of another's draft")
def compare(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    return shows(client, f"/admin/pages/{draft.pk}/revisions/compare/earliest...latest/")


@action("find another's draft in a report")
def report(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    NewsPage.objects.filter(pk=draft.pk).update(missing_photos=2)
    return shows(client, reverse("missing_photos"))


@action("save another's draft")
def save(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    article_form.save_form(client, draft, title="Ngoclan")
    return bool(NewsPage.objects.get(pk=draft.pk).get_latest_revision_as_object().title == "Ngoclan")


@action("copy another's draft")
def copy(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    client.post(page_url("copy", draft), {"new_title": NEW, "new_slug": "ban-sao", "new_parent_page": section.pk})
    return Page.objects.filter(slug="ban-sao", live=False).exists()


@action("begin the translation of another's article")
def translate(client: Client, section: Page) -> bool:
    article = create_article(section)
    english = Locale.objects.get(language_code="en")
    url = reverse("wagtail_localize:submit_page_translation", args=[article.pk])
    client.post(url, {"locales": [english.pk], "include_subtree": ""})
    return article.get_translations().exists()


@action("submit another's draft")
def send(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    approval.submit(client, draft)
    return draft.current_workflow_state is not None


# --- Approving and publishing ---------------------------------------------------------------------


@action("approve an article at the first step")
def approve(client: Client, section: Page) -> bool:
    draft = submit(section)
    approval.decide(client, draft, "approve")
    states = TaskState.objects.filter(workflow_state__in=draft.workflow_states)
    return states.filter(status=TaskState.STATUS_APPROVED).exists()


@action("return an article for changes")
def send_back(client: Client, section: Page) -> bool:
    draft = submit(section)
    approval.decide(client, draft, "reject", "Thiếu ảnh")
    return bool(draft.current_workflow_state.status == "needs_changes")


@action("publish a draft")
def publish(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    article_form.save_form(client, draft, "action-publish")
    return visitor_sees(draft.url)


@action("publish a new article")
def create(client: Client, section: Page) -> bool:
    data = article_form.article_data(title=NEW, slug="bai-moi")
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk])
    client.post(url, data | {"action-publish": "1"})
    return visitor_sees(f"{section.url}bai-moi/")


@action("schedule a draft")
def schedule(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    article_form.save_form(client, draft, "action-publish", go_live_at="01/01/2047 07:00")
    return draft.revisions.filter(approved_go_live_at__isnull=False).exists()


@action("publish drafts among many")
def publish_many(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}")
    return visitor_sees(draft.url)


@action("publish drafts below a section among many")
def publish_below(client: Client, section: Page) -> bool:
    draft = create_draft(section)
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={section.pk}", {"include_descendants": "on"})
    return visitor_sees(draft.url)


@action("unpublish a live article")
def unpublish(client: Client, section: Page) -> bool:
    article = create_article(section)
    client.post(page_url("unpublish", article))
    return not visitor_sees(article.url, OLD)


@action("unpublish live articles among many")
def unpublish_many(client: Client, section: Page) -> bool:
    article = create_article(section)
    client.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={article.pk}")
    return not visitor_sees(article.url, OLD)


@action("delete an article that is live")
def delete(client: Client, section: Page) -> bool:
    article = create_article(section)
    client.post(page_url("delete", article))
    return is_in_bin(Page.objects.get(pk=article.pk))


@action("copy an article and publish the copy in the section")
def publish_copy(client: Client, section: Page) -> bool:
    article = create_article(section)
    data = {"new_title": NEW, "new_slug": "ban-sao", "new_parent_page": section.pk, "publish_copies": "on"}
    client.post(page_url("copy", article), data)
    return visitor_sees(f"{section.url}ban-sao/")


@action("make an alias in the section")
def make_alias(client: Client, section: Page) -> bool:
    article = create_article(section)
    data = {"new_title": NEW, "new_slug": "bi-danh", "new_parent_page": section.pk, "alias": "on"}
    client.post(page_url("copy", article), data)
    return visitor_sees(f"{section.url}bi-danh/", OLD)


@action("restrict an article that is live")
def restrict(client: Client, section: Page) -> bool:
    data: dict[str, Any] = {"restriction_type": "login", "password": "", "groups": []}
    client.post(page_url("set_privacy", create_article(section)), data)
    return PageViewRestriction.objects.exists()


@action("describe the photo of an article that is live")
def describe_photo(client: Client, section: Page) -> bool:
    from tests.rights.publishing import edit_image

    image = factories.SmallImageFactory(description=OLD)
    factories.ArticleFactory(parent=section, main_image=image)
    edit_image(client, image, description=NEW)
    image.refresh_from_db()
    return bool(image.description == NEW)


# --- Comments -------------------------------------------------------------------------------------


def create_comment(section: Page) -> Comment:
    comment: Comment = factories.CommentFactory(
        page=create_article(section), body=NEW, author_name=NEW, status=Comment.Status.PENDING
    )
    return comment


def create_error_report(section: Page) -> Comment:
    report: Comment = factories.CommentFactory(
        page=create_article(section), is_error_report=True, body=NEW, status=Comment.Status.PENDING
    )
    return report


def comment_url(view: str, comment: Comment) -> str:
    return reverse(f"wagtailsnippets_newsroom_comment:{view}", args=[comment.pk])


def bulk_url(action: str, chosen: object) -> str:
    return f"{reverse('wagtail_bulk_action', args=['newsroom', 'comment', action])}?id={chosen}"


def is_now(comment: Comment, status: str) -> bool:
    comment.refresh_from_db()
    return comment.status == status


@action("find a comment in the queue")
def find_comment(client: Client, section: Page) -> bool:
    create_comment(section)
    return shows(client, reverse("wagtailsnippets_newsroom_comment:list"))


@action("read a comment")
def read_comment(client: Client, section: Page) -> bool:
    return shows(client, comment_url("edit", create_comment(section)))


@action("approve a comment")
def approve_comment(client: Client, section: Page) -> bool:
    comment = create_comment(section)
    client.post(comment_url("edit", comment), {"status": "approved", "official_reply": ""})
    return is_now(comment, "approved")


@action("answer a comment")
def reply_to_comment(client: Client, section: Page) -> bool:
    comment = create_comment(section)
    client.post(comment_url("edit", comment), {"status": "pending", "official_reply": "Cảm ơn."})
    return comment.replies.filter(is_official=True, status="approved").exists() and is_now(comment, "approved")


@action("mark a comment as spam among many")
def mark_as_spam(client: Client, section: Page) -> bool:
    comment = create_comment(section)
    client.post(bulk_url("spam", comment.pk))
    return is_now(comment, "spam")


@action("approve all comments")
def approve_all(client: Client, section: Page) -> bool:
    comment = create_comment(section)
    client.post(bulk_url("approve", "all"))
    return is_now(comment, "approved")


@action("read the report of an error")
def read_error_report(client: Client, section: Page) -> bool:
    return shows(client, comment_url("edit", create_error_report(section)))


@action("publish the correction of an error")
def publish_correction(client: Client, section: Page) -> bool:
    report = create_error_report(section)
    data = {"status": "pending", "correction": "Bản trước ghi sai.", "action-correct": ""}
    client.post(comment_url("edit", report), data)
    return is_now(report, "corrected") and "Bản trước ghi sai." in Client().get(report.page.url).content.decode()


@action("dismiss the report of an error")
def dismiss_error_report(client: Client, section: Page) -> bool:
    report = create_error_report(section)
    client.post(comment_url("edit", report), {"status": "rejected", "correction": ""})
    return is_now(report, "rejected")


@action("dismiss reports of errors among many")
def dismiss_many_error_reports(client: Client, section: Page) -> bool:
    report = create_error_report(section)
    client.post(bulk_url("reject", report.pk))
    return is_now(report, "rejected")


@action("export personal data")
def export_personal_data(client: Client, section: Page) -> bool:
    Comment.objects.filter(pk=create_comment(section).pk).update(author_email="binh@example.org")
    response = client.post(reverse("personal_data"), {"identity": "binh@example.org", "action": "export"})
    return response.status_code == 200 and NEW in response.content.decode()


@action("erase personal data")
def erase_personal_data(client: Client, section: Page) -> bool:
    Comment.objects.filter(pk=create_comment(section).pk).update(author_email="binh@example.org")
    client.post(reverse("personal_data"), {"identity": "binh@example.org", "action": "erase", "confirmed": "on"})
    return not Comment.objects.exists()


@action("delete a comment")
def delete_comment(client: Client, section: Page) -> bool:
    comment = create_comment(section)
    client.post(comment_url("delete", comment))
    return not Comment.objects.exists()


@action("delete all comments")
def delete_all(client: Client, section: Page) -> bool:
    create_comment(section)
    client.post(bulk_url("delete", "all"))
    return not Comment.objects.exists()
