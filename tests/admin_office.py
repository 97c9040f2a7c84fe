"""An office with one of everything that the admin has a screen for, its content in one language.

Content stands in the middle of the admin's own words, so it is written in the same language as they are: then whatever
is of the other language is the admin's.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

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

from home.models import ContactMessage
from mysite.models import DocumentText
from newsroom.models import NewsPage, NewsTag
from search.models import SearchOutcome
from tests import factories
from tests.editors import EDITORS, MODERATORS, editor

#: What the office writes, in Vietnamese and in English.
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
    "group": ("Cộng tác viên", "Helpers"),
    "column": ("Môn thi", "Subject"),
    "cell": ("Ngữ văn", "Literature"),
}


@dataclass
class Office:
    """The content, by the name of what it is; ``text`` gives what the office calls things."""

    language: str
    content: dict[str, Any] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return TEXTS[key][self.language == "en"]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.content[name]
        except KeyError:
            raise AttributeError(name) from None


def furnish(language: str) -> Office:
    """Make the office. Its history is written down in the same language."""
    office = Office(language)
    with override(language):
        for part in (people, library, snippets, pages, versions, translations, settings):
            part(office)
    return office


def people(office: Office) -> None:
    names = {"last_name": office.text("family"), "first_name": office.text("given")}
    office.content["admin"] = factories.UserFactory(username="user1", is_superuser=True, is_staff=True, **names)
    office.content["editor"] = editor(EDITORS, username="user2", **names)
    office.content["moderator"] = editor(MODERATORS, username="user3", **names)
    english = factories.UserFactory(username="user4", is_superuser=True, is_staff=True, **names)
    UserProfile.objects.create(user=english, preferred_language="en")
    office.content["english_editor"] = english
    office.content["group"] = Group.objects.create(name=office.text("group"))


def library(office: Office) -> None:
    picture = {"title": office.text("picture"), "description": office.text("caption")}
    office.content["image"] = factories.SmallImageFactory(**picture)
    office.content["image"].tags.add(office.text("tag"))
    office.content["unused_image"] = factories.SmallImageFactory(**picture)
    office.content["document"] = factories.DocumentFactory(title=office.text("document"))
    office.content["unused_document"] = factories.DocumentFactory(title=office.text("document"))
    unread = factories.DocumentFactory(
        title=office.text("document"), file=ContentFile(b"%PDF-1.4 \x00", name="cong-van.pdf")
    )
    DocumentText.objects.update_or_create(
        document=unread, defaults={"problem": DocumentText.Problem.values[0], "read_at": timezone.now()}
    )
    root = Collection.get_first_root_node()
    office.content["collection"] = root.add_child(instance=Collection(name=office.text("collection")))


def snippets(office: Office) -> None:
    unit = factories.UnitFactory(name=office.text("unit"), short_name="")
    author = factories.AuthorFactory(name=office.text("person"), unit=unit)
    office.content["unit"], office.content["author"] = unit, author
    office.content["newstag"] = NewsTag.objects.create(name=office.text("tag"))
    office.content["notice"] = factories.NoticeFactory(text=f"<p>{office.text('notice')}</p>")
    office.content["motto"] = factories.MottoFactory(text=office.text("motto"))


def body(office: Office) -> list[dict[str, Any]]:
    """Every kind of block that a text can have."""
    words, caption = f"<p>{office.text('lead')}</p>", office.text("caption")
    photo = {"image": office.image.pk, "caption": caption, "alt_text": caption, "credit": ""}
    table = {
        "first_row_is_table_header": True,
        "table_caption": caption,
        "data": [[office.text("column")], [office.text("cell")]],
    }
    link = {"page": office.section.pk, "url": "", "label": caption, "description": ""}
    blocks = {
        "paragraph": words,
        "heading": {"text": caption, "level": "h3"},  # of the wrong level: the checks say so
        "quote": {"text": office.text("lead"), "attribution": office.text("person")},
        "correction": {"date": "2047-01-05", "text": words},
        "picture": photo,
        "gallery": {"title": caption, "photos": [photo]},
        "table": table,
        "document": {"document": office.document.pk, "title": ""},
        "links": {"title": caption, "links": [link]},
    }
    return [{"type": kind, "value": value, "id": f"block-{kind}"} for kind, value in blocks.items()]


def pages(office: Office) -> None:
    home, abroad = factories.home_page(), factories.home_page("en")
    for page, title in ((home, "home"), (abroad, "other home")):
        page.title = page.draft_title = office.text(title)
        page.site_name = office.text("office")
        page.save()
    root = Page.objects.get(depth=1)
    office.content |= {"root": root, "home": home, "other_home": abroad}
    office.content["section"] = section = factories.SectionFactory(title=office.text("section"))
    office.content["other_section"] = factories.SectionFactory(title=office.text("other section"))
    lead = {"lead": office.text("lead"), "search_description": office.text("lead")}
    office.content["article"] = factories.ArticleFactory(
        parent=section,
        title=office.text("article"),
        body=body(office),
        authors=(office.author,),
        tags=(office.text("tag"),),
        published_at=timezone.now() - datetime.timedelta(days=2),
        missing_photos=1,
        **lead,
    )
    for name, fields in {
        "draft": {"live": False, "published_at": None},
        "submitted": {},
        "locked": {"locked": True, "locked_by": office.moderator, "locked_at": timezone.now()},
        "scheduled": {"live": False, "published_at": None},
    }.items():
        office.content[name] = factories.ArticleFactory(parent=section, title=office.text(name), **lead, **fields)
    events = factories.EventSectionFactory(title=office.text("event section"))
    office.content["events"] = events
    office.content["event"] = factories.EventFactory(
        parent=events, title=office.text("event"), place=office.text("place"), organiser=office.unit, **lead
    )
    office.content["page"] = factories.StandardPageFactory(title=office.text("page"), body=body(office))
    office.content["organisation"] = factories.OrganisationPageFactory(title=office.text("organisation"))
    contact = factories.ContactPageFactory(title=office.text("contact"), subject=office.text("contact"))
    contact.form_fields.all().delete()
    contact.form_fields.create(label=office.text("label"), field_type="singleline", required=True)
    office.content["contact"] = contact
    office.content["message"] = ContactMessage.objects.create(
        page=contact, form_data={contact.form_fields.get().clean_name: office.text("person")}
    )
    office.content["comment"] = factories.CommentFactory(
        page=office.article, author_name=office.text("person"), body=office.text("comment")
    )
    PageViewRestriction.objects.create(page=office.page, restriction_type=PageViewRestriction.LOGIN)


def versions(office: Office) -> None:
    """What has happened to the articles: versions, comments in the margin, a schedule, a workflow under way."""
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


def translations(office: Office) -> None:
    """English beside the section and the article; the second half done, and older than its source."""
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


def settings(office: Office) -> None:
    Redirect.objects.create(old_path="/tin-1", redirect_page=office.section, site=None)
    office.content["redirect"] = Redirect.objects.get()
    office.content["query"] = query = Query.get(office.text("search"))
    query.add_hit()
    SearchPromotion.objects.create(query=query, page=office.section, sort_order=0, description=office.text("lead"))
    SearchOutcome.objects.create(query=query, results=0, asked_on=timezone.localdate())
    office.content["site"] = Site.objects.get()
    office.content["workflow"] = Workflow.objects.create(name=office.text("workflow"))
    office.content["task"] = task = GroupApprovalTask.objects.create(name=office.text("task"))
    task.groups.add(office.group)
    office.content["workflow"].workflow_tasks.create(task=task, sort_order=0)
    office.content["old_workflow"] = Workflow.objects.create(name=office.text("workflow"), active=False)
    office.content["old_task"] = GroupApprovalTask.objects.create(name=office.text("task"), active=False)
    office.content["vietnamese"] = Locale.objects.get(language_code="vi")
