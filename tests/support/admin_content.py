"""Content for every screen of the admin, written in one language.

Content is shown among the admin's own labels, so it is in the language of the admin under test: any text in the
other language then comes from the admin.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import (
    Collection,
    CommentReply,
    GroupApprovalTask,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
)
from wagtail.models import Comment as MarginComment
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import Approver, ContactMessage
from mysite.bin.actions import put
from mysite.lockout.handler import RESTRICTION_PREFIX
from mysite.models import DocumentText, User
from mysite.rights.section_roles import give_role
from newsroom.models import NewsPage, NewsTag
from readership.models import CheckedLink
from search.models import SearchOutcome
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor

#: The texts of the content, in Vietnamese and in English.
TEXTS = {
    "home": ("Trang chủ", "Welcome"),
    "other home": ("Trang chủ cho khách", "Welcome guests"),
    "office": ("Phòng Giáo dục", "Education office"),
    "section": ("Hoạt động", "Activities"),
    "other section": ("Thi đua", "Competitions"),
    "article": ("Hội khoẻ Phù Đổng", "Sports day"),
    "new title": ("Hội khoẻ Phù Đổng cấp tỉnh", "Sports day of the province"),
    "draft": ("Ngày hội đọc sách", "Reading day"),
    "submitted": ("Tập huấn giáo viên", "Teacher training"),
    "locked": ("Lễ khai giảng", "Opening ceremony"),
    "scheduled": ("Lễ bế giảng", "Closing ceremony"),
    "lead": ("Sáng nay, hai mươi trường về dự.", "Twenty schools came this morning."),
    "new lead": ("Chiều nay, ba mươi trường về dự.", "Thirty schools came this afternoon."),
    "event section": ("Sự kiện", "Diary"),
    "event": ("Hội thi giáo viên dạy giỏi", "Good teachers"),
    "place": ("Hội trường tầng ba", "Main hall"),
    "page": ("Giới thiệu", "About us"),
    "organisation": ("Cơ cấu tổ chức", "Who we are"),
    "contact": ("Liên hệ", "Write to us"),
    "label": ("Họ và tên", "Your name"),
    "caption": ("Toàn cảnh lễ đài", "Wide view of the stage"),
    "picture": ("Sân trường", "School yard"),
    "document": ("Công văn", "Circular"),
    "unit": ("Phòng Giáo dục thường xuyên", "Adult education"),
    "person": ("Trần Thị Bình", "Jane Smith"),
    "family": ("Trần", "Smith"),
    "given": ("Bình", "Jane"),
    "tag": ("Tuyển sinh", "Enrolment"),
    "comment": ("Cảm ơn nhà trường.", "Thank you very much."),
    "notice": ("Học sinh nghỉ học vì bão.", "Schools closed: storm."),
    "motto": ("Học, học nữa, học mãi", "Learn and keep learning"),
    "search": ("lịch thi", "exam dates"),
    "collection": ("Ảnh các trường", "School pictures"),
    "workflow": ("Duyệt hai bước", "Two steps"),
    "task": ("Lãnh đạo duyệt", "Head approves"),
    "group": ("Phóng viên", "Helpers"),
    "column": ("Môn thi", "Subject"),
    "cell": ("Ngữ văn", "Literature"),
}


@dataclass
class AdminContent:
    """The created objects as attributes; ``text`` returns a text of the content."""

    language: str
    content: dict[str, Any] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return TEXTS[key][self.language == "en"]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.content[name]
        except KeyError:
            raise AttributeError(name) from None


def create_admin_content(language: str) -> AdminContent:
    """Create all content. Its log entries are written in the same language."""
    office = AdminContent(language)
    with override(language):
        for part in (
            create_people,
            create_media,
            create_snippets,
            create_sections,
            create_articles,
            create_events,
            create_pages,
            create_messages,
            create_page_history,
            create_snippet_history,
            create_translations,
            create_settings_objects,
        ):
            part(office)
    return office


def create_people(office: AdminContent) -> None:
    names = {"last_name": office.text("family"), "first_name": office.text("given")}
    office.content["admin"] = factories.UserFactory(username="user1", is_superuser=True, is_staff=True, **names)
    office.content["editor"] = create_editor(CONTRIBUTORS, username="user2", **names)
    office.content["moderator"] = create_editor(EDITORS, username="user3", **names)
    english = factories.UserFactory(username="user4", is_superuser=True, is_staff=True, **names)
    UserProfile.objects.create(user=english, preferred_language="en")
    office.content["english_editor"] = english
    office.content["group"] = Group.objects.create(name=office.text("group"))


def create_media(office: AdminContent) -> None:
    image = {"title": office.text("picture"), "description": office.text("caption")}
    office.content["image"] = factories.SmallImageFactory(**image)
    office.content["image"].tags.add(office.text("tag"))
    office.content["unused_image"] = factories.SmallImageFactory(**image)
    office.content["document"] = factories.DocumentFactory(title=office.text("document"))
    office.content["unused_document"] = factories.DocumentFactory(title=office.text("document"))
    unread = factories.DocumentFactory(
        title=office.text("document"), file=ContentFile(b"%PDF-1.4 \x00", name="cong-van.pdf")
    )
    DocumentText.objects.update_or_create(
        document=unread, defaults={"problem": DocumentText.Problem.values[0], "read_at": timezone.now()}
    )
    deleted = factories.DocumentFactory(title=office.text("document"))
    office.content["bin_item"] = put(deleted, office.content["admin"])
    root = Collection.get_first_root_node()
    office.content["collection"] = root.add_child(instance=Collection(name=office.text("collection")))


def create_snippets(office: AdminContent) -> None:
    unit = factories.UnitFactory(name=office.text("unit"), short_name="")
    author = factories.AuthorFactory(name=office.text("person"), unit=unit)
    office.content["unit"], office.content["author"] = unit, author
    office.content["newstag"] = NewsTag.objects.create(name=office.text("tag"))
    office.content["notice"] = factories.NoticeFactory(text=f"<p>{office.text('notice')}</p>")
    office.content["motto"] = factories.MottoFactory(text=office.text("motto"))


def build_body(office: AdminContent) -> list[dict[str, Any]]:
    """Return a body with every kind of block."""
    words, caption = f"<p>{office.text('lead')}</p>", office.text("caption")
    # The underscore, as of a file name, is what the accessibility checks report.
    photo = {"image": office.image.pk, "caption": caption, "alt_text": f"{caption}_", "credit": ""}
    table = {
        "first_row_is_table_header": True,
        "table_caption": caption,
        "data": [[office.text("column")], [office.text("cell")]],
    }
    link = {"page": office.section.pk, "url": "", "label": caption, "description": ""}
    blocks = {
        "paragraph": words,
        "heading": {"text": caption, "level": "h2"},
        "quote": {"text": office.text("lead"), "attribution": office.text("person")},
        "correction": {"date": "2047-01-05", "text": words},
        "picture": photo,
        "gallery": {"title": caption, "photos": [photo]},
        "table": table,
        "document": {"document": office.document.pk, "title": ""},
        "links": {"title": caption, "links": [link]},
    }
    return [{"type": kind, "value": value, "id": f"block-{kind}"} for kind, value in blocks.items()]


def create_sections(office: AdminContent) -> None:
    """Create the sections and give both home pages their titles."""
    home, abroad = factories.get_home_page(), factories.get_home_page("en")
    for page, title in ((home, "home"), (abroad, "other home")):
        page.title = page.draft_title = office.text(title)
        page.site_name = office.text("office")
        page.save()
    root = Page.objects.get(depth=1)
    office.content |= {"root": root, "home": home, "other_home": abroad}
    office.content["section"] = factories.SectionFactory(title=office.text("section"))
    office.content["other_section"] = factories.SectionFactory(title=office.text("other section"))
    deleted = factories.SectionFactory(title=office.text("other section"), slug="bin")
    office.content["binned_section"] = put(deleted, office.content["admin"])


def build_summary(office: AdminContent) -> dict[str, str]:
    """Return the lead and the description of an article or event."""
    return {"lead": office.text("lead"), "search_description": office.text("lead")}


def create_articles(office: AdminContent) -> None:
    """Create a published article, and one each that will be a draft, submitted, locked and scheduled."""
    summary = build_summary(office)
    office.content["article"] = factories.ArticleFactory(
        parent=office.section,
        title=office.text("article"),
        body=build_body(office),
        authors=(office.author,),
        tags=(office.text("tag"),),
        published_at=timezone.now() - datetime.timedelta(days=2),
        missing_photos=1,
        **summary,
    )
    body = [{"type": "paragraph", "value": f"<p>{office.text('lead')}</p>"}]
    for name, fields in {
        "draft": {"live": False, "published_at": None},
        "submitted": {},
        "locked": {"locked": True, "locked_by": office.moderator, "locked_at": timezone.now()},
        "scheduled": {"live": False, "published_at": None},
    }.items():
        office.content[name] = factories.ArticleFactory(
            parent=office.section, title=office.text(name), body=body, **summary, **fields
        )


def create_events(office: AdminContent) -> None:
    office.content["events"] = factories.EventSectionFactory(title=office.text("event section"))
    office.content["event"] = factories.EventFactory(
        parent=office.events,
        title=office.text("event"),
        place=office.text("place"),
        organiser=office.unit,
        **build_summary(office),
    )


def create_pages(office: AdminContent) -> None:
    """Create a private standard page, an organisation page and a contact page."""
    office.content["page"] = factories.StandardPageFactory(title=office.text("page"), body=build_body(office))
    office.content["organisation"] = factories.OrganisationPageFactory(title=office.text("organisation"))
    contact = factories.ContactPageFactory(title=office.text("contact"), subject=office.text("contact"))
    contact.form_fields.all().delete()
    contact.form_fields.create(label=office.text("label"), field_type="singleline", required=True)
    office.content["contact"] = contact
    PageViewRestriction.objects.create(page=office.page, restriction_type=PageViewRestriction.LOGIN)


def create_messages(office: AdminContent) -> None:
    """Create a message sent through the contact page, and a comment on the article."""
    contact = office.contact
    office.content["message"] = ContactMessage.objects.create(
        page=contact, form_data={contact.form_fields.get().clean_name: office.text("person")}
    )
    office.content["comment"] = factories.CommentFactory(
        page=office.article, author_name=office.text("person"), body=office.text("comment")
    )


def create_page_history(office: AdminContent) -> None:
    """Create page history: revisions, comments, a schedule, a workflow in progress."""
    article, editor = office.article, office.editor
    article.save_revision(user=editor, log_action=True).publish(user=office.moderator)
    article.title, article.lead = office.text("new title"), office.text("new lead")
    words = office.text("comment")
    margin = MarginComment.objects.create(page_id=article.pk, user=editor, text=words, contentpath="lead", position="")
    CommentReply.objects.create(comment=margin, user=office.moderator, text=words)
    office.content["revision"] = article.save_revision(user=editor, log_action=True, changed=True)
    scheduled = office.scheduled
    scheduled.go_live_at = timezone.now() + datetime.timedelta(days=30)
    scheduled.expire_at = timezone.now() + datetime.timedelta(days=60)
    office.content["schedule"] = scheduled.save_revision(user=editor, log_action=True)
    office.schedule.publish(user=office.moderator)
    office.draft.save_revision(user=editor, log_action=True)
    office.locked.save_revision(user=editor, log_action=True)
    submitted = office.submitted
    submitted.save_revision(user=editor, log_action=True)
    office.content["workflow_state"] = submitted.get_workflow().start(submitted, editor)
    office.content["alias"] = article.create_alias(
        parent=office.other_section, update_slug="alias1", user=office.moderator
    )


def create_snippet_history(office: AdminContent) -> None:
    """Create, for each snippet model with drafts, one with two revisions and one approved and scheduled."""
    scheduled_snippets = {
        "author": factories.AuthorFactory(name=office.text("person"), unit=office.unit),
        "unit": factories.UnitFactory(name=office.text("unit"), short_name=""),
        "notice": factories.NoticeFactory(text=f"<p>{office.text('notice')}</p>"),
        "motto": factories.MottoFactory(text=office.text("motto")),
    }
    for kind, scheduled in scheduled_snippets.items():
        snippet = office.content[kind]
        snippet.save_revision(user=office.editor, log_action=True).publish(user=office.moderator)
        office.content[f"revision of {kind}"] = snippet.save_revision(user=office.editor, log_action=True)
        office.content[f"scheduled {kind}"] = scheduled
        scheduled.go_live_at = timezone.now() + datetime.timedelta(days=30)
        office.content[f"schedule of {kind}"] = scheduled.save_revision(user=office.editor, log_action=True)
        state = scheduled.get_workflow().start(scheduled, office.editor)
        state.current_task_state.approve(user=office.moderator)
        office.content[f"workflow state of {kind}"] = state


def create_translations(office: AdminContent) -> None:
    """Translate the section and the article into English; the latter partly, and older than its source."""
    office.content["english"] = english = Locale.objects.get(language_code="en")
    for page in (office.section, office.article, office.unit):
        source, _ = TranslationSource.update_or_create_from_instance(page)
        translation = Translation.objects.create(source=source, target_locale=english)
        translation.save_target(publish=not isinstance(page, NewsPage))
        office.content[f"translation of {page._meta.model_name}"] = translation
    office.content["translated_unit"] = office.content["translation of unit"].get_target_instance()
    office.content["translation"] = translation = office.content["translation of newspage"]
    segment = translation.source.stringsegment_set.select_related("string", "context").order_by("pk")[0]
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=english,
        context=segment.context,
        data=office.text("new title"),
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        last_translated_by=office.editor,
    )
    office.content["translated"] = translation.get_target_instance()
    office.content["segment"] = segment


def create_settings_objects(office: AdminContent) -> None:
    Redirect.objects.create(old_path="/tin-1", redirect_page=office.section, site=None)
    office.content["redirect"] = Redirect.objects.get()
    CheckedLink.objects.create(redirect=office.content["redirect"], kind="page", status="hidden")
    office.content["query"] = query = Query.get(office.text("search"))
    query.add_hit()
    SearchPromotion.objects.create(query=query, page=office.section, sort_order=0, description=office.text("lead"))
    SearchOutcome.objects.create(query=query, results=0, asked_on=timezone.localdate())
    office.content["site"] = Site.objects.get()
    office.content["failed_sign_ins"] = [
        # Log entries of a user, a page and a collection; the last two have been deleted.
        AccessAttempt.objects.create(username=name, ip_address="203.0.113.7", failures_since_start=10)
        for name in ("user2", f"{RESTRICTION_PREFIX}page 99", f"{RESTRICTION_PREFIX}documents 99")
    ]
    office.content["workflow"] = Workflow.objects.create(name=office.text("workflow"))
    office.content["task"] = task = GroupApprovalTask.objects.create(name=office.text("task"))
    task.groups.add(office.group)
    office.content["workflow"].workflow_tasks.create(task=task, sort_order=0)
    office.content["old_workflow"] = Workflow.objects.create(name=office.text("workflow"), active=False)
    office.content["old_task"] = GroupApprovalTask.objects.create(name=office.text("task"), active=False)
    role = Group.objects.get(name=EDITORS)
    group = give_role(user=office.english_editor, role=role, section=office.section)
    office.content["membership"] = User.groups.through.objects.get(user=office.english_editor, group=group)
    office.content["approver"] = Approver.objects.create(
        name="Lê Văn Bình", email="binh@portal.example", section=office.section, task=office.task
    )
    office.content["vietnamese"] = Locale.objects.get(language_code="vi")
