"""Actions that would change what visitors see. Each returns whether visitors see the change afterwards."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Page, PageViewRestriction, Revision, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from home.models import Notice
from mysite.models import PortalImage
from newsroom.models import Comment, NewsPage, NewsPageAttachment, NewsTag
from tests.rights import ADMIN_API_HAS_FILES
from tests.support import article_form, factories

#: The text that visitors see before, and the text that the action would publish.
OLD, NEW = "Tramanh", "Hoaban"

Action = Callable[[Client], bool]
ACTIONS: dict[str, Action] = {}


def action(name: str) -> Callable[[Action], Action]:
    def register(function: Action) -> Action:
        ACTIONS[name] = function
        return function

    return register


def visitor_sees(url: str, word: str = NEW) -> bool:
    """Return whether visitors see ``word`` on a page at ``url``."""
    response = Client().get(url)
    # The page for missing URLs lists the newest articles.
    return response.status_code == 200 and word in response.content.decode()


def is_submitted() -> bool:
    return Revision.objects.filter(object_str__contains=NEW).exists()


# --- Snippets -------------------------------------------------------------------------------------

SNIPPETS: dict[str, Callable[[str], Model]] = {
    "notice": lambda word: factories.NoticeFactory(text=f"<p>{word}</p>"),
    "motto": lambda word: factories.MottoFactory(text=word),
    "author": lambda word: factories.AuthorFactory(name=word, slug="ten", unit=None),
    "unit": lambda word: factories.UnitFactory(name=word, short_name="", slug="ten"),
}
SHOWN_AT = {"notice": "/", "motto": "/", "author": "/tac-gia/ten/", "unit": "/don-vi/ten/"}


def snippet_form(kind: str, word: str) -> dict[str, Any]:
    notice = {
        "text": rich_text(f"<p>{word}</p>", features=Notice._meta.get_field("text").features),
        "starts_at": timezone.localtime().strftime("%d/%m/%Y 00:00"),
        "ends_at": "",
    }
    author = {"name": word, "slug": "ten", "job_title": "", "unit": "", "biography": ""}
    days = {"founded_on": "", "dissolved_on": "", "successor": ""}
    unit = {"name": word, "slug": "ten", "short_name": "", "description": "", "head": "", **days}
    unit |= {"phone": "", "email": "", "address": ""}
    data = {"notice": notice, "motto": {"text": word, "source": ""}, "author": author, "unit": unit}[kind]
    return nested_form_data(data) | {"action-publish": "1"}


def snippet_url(kind: str, view: str, *args: Any) -> str:
    app_label = "home" if kind in {"notice", "motto"} else "newsroom"
    return reverse(f"wagtailsnippets_{app_label}_{kind}:{view}", args=args)


def register_snippet_publishing(kind: str) -> None:
    @action(f"publish a new {kind}")
    def create(client: Client) -> bool:
        client.post(snippet_url(kind, "add"), snippet_form(kind, NEW))
        return visitor_sees(SHOWN_AT[kind])

    @action(f"change a live {kind}")
    def change(client: Client) -> bool:
        snippet = SNIPPETS[kind](OLD)
        client.post(snippet_url(kind, "edit", snippet.pk), snippet_form(kind, NEW))
        assert visitor_sees(SHOWN_AT[kind], OLD) or visitor_sees(SHOWN_AT[kind])
        return visitor_sees(SHOWN_AT[kind])

    @action(f"submit a {kind} that a moderator approves")
    def submit(client: Client) -> bool:
        from tests.support.editors import EDITORS, create_editor, login_client

        data = {name: value for name, value in snippet_form(kind, NEW).items() if name != "action-publish"}
        client.post(snippet_url(kind, "add"), data | {"action-submit": "1"})
        snippet = type(SNIPPETS[kind](OLD)).objects.get(live=False)
        assert not visitor_sees(SHOWN_AT[kind])
        state = snippet.current_workflow_task_state
        login_client(create_editor(EDITORS)).post(snippet_url(kind, "workflow_action", snippet.pk, "approve", state.pk))
        return type(snippet).objects.live().filter(pk=snippet.pk).exists()


def register_snippet_removal(kind: str) -> None:
    @action(f"unpublish a {kind}")
    def unpublish(client: Client) -> bool:
        client.post(snippet_url(kind, "unpublish", SNIPPETS[kind](OLD).pk))
        return not visitor_sees(SHOWN_AT[kind], OLD)

    @action(f"delete a live {kind}")
    def delete(client: Client) -> bool:
        client.post(snippet_url(kind, "delete", SNIPPETS[kind](OLD).pk))
        return not visitor_sees(SHOWN_AT[kind], OLD)

    @action(f"delete a live {kind} among many")
    def delete_many(client: Client) -> bool:
        snippet = SNIPPETS[kind](OLD)
        url = reverse("wagtail_bulk_action", args=[snippet._meta.app_label, kind, "delete"])
        client.post(f"{url}?id={snippet.pk}")
        return not visitor_sees(SHOWN_AT[kind], OLD)

    @action(f"delete the draft of a {kind}")
    def delete_draft(client: Client) -> bool:
        snippet = SNIPPETS[kind](OLD)
        type(snippet).objects.update(live=False)
        client.post(snippet_url(kind, "delete", snippet.pk))
        return not type(snippet).objects.exists()


for name in SNIPPETS:
    register_snippet_publishing(name)
    register_snippet_removal(name)


# --- Pages ----------------------------------------------------------------------------------------


def page_url(view: str, page: Page, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{view}", args=[page.pk, *args])


def article() -> NewsPage:
    return factories.ArticleFactory(title=OLD)


@action("publish a change of an article")
def publish(client: Client) -> bool:
    page = article()
    article_form.save_form(client, page, "action-publish", title=NEW)
    return visitor_sees(page.url)


@action("publish an article at a set time")
def schedule(client: Client) -> bool:
    page = article()
    article_form.save_form(client, page, "action-publish", title=NEW, go_live_at="01/01/2047 07:00")
    return page.revisions.filter(approved_go_live_at__isnull=False).exists()


@action("change the name of the office")
def change_office(client: Client) -> bool:
    home = factories.get_home_page()
    data = {"title": NEW, "slug": home.slug, "site_name": NEW, "introduction": "", "search_description": "", "logo": ""}
    data |= {"seo_title": "", "body-count": "0", "menu_links-count": "0", "comments": inline_formset([])}
    data |= dict.fromkeys("authority address phone email responsible_person licence copyright_note".split(), "")
    data |= {"main_colour": home.main_colour, "accent_colour": home.accent_colour}
    data["footer"] = rich_text("", features=["bold", "italic", "link"])
    client.post(page_url("edit", home), nested_form_data(data) | {"action-publish": "1"})
    return visitor_sees("/")


if ADMIN_API_HAS_FILES:

    @action("publish an article through the admin's API")
    def publish_by_api(client: Client) -> bool:
        page = factories.ArticleFactory(title=NEW, live=False)
        page.save_revision()
        client.post(f"/admin/api/main/pages/{page.pk}/action/publish/", content_type="application/json")
        return visitor_sees(page.url)


@action("unpublish an article")
def unpublish(client: Client) -> bool:
    page = article()
    client.post(page_url("unpublish", page))
    return not visitor_sees(page.url, OLD)


@action("delete a live article")
def delete(client: Client) -> bool:
    page = article()
    client.post(page_url("delete", page))
    return not visitor_sees(page.url, OLD)


@action("unpublish articles among many")
def unpublish_many(client: Client) -> bool:
    page = article()
    client.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}")
    return not visitor_sees(page.url, OLD)


@action("publish articles among many")
def publish_many(client: Client) -> bool:
    page = factories.ArticleFactory(title=NEW, live=False)
    page.save_revision()
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}")
    return visitor_sees(page.url)


@action("move a live article")
def move(client: Client) -> bool:
    page, section = article(), factories.SectionFactory()
    client.post(page_url("move_confirm", page, section.pk))
    return visitor_sees(f"{section.url}{page.slug}/", OLD)


@action("copy an article and publish the copy")
def copy(client: Client) -> bool:
    page = article()
    data = {"new_title": NEW, "new_slug": "hoaban", "new_parent_page": page.get_parent().pk, "publish_copies": "on"}
    client.post(page_url("copy", page), data)
    return visitor_sees(f"{page.get_parent().url}hoaban/")


@action("make an alias of a live article")
def make_alias(client: Client) -> bool:
    page = article()
    data = {"new_title": NEW, "new_slug": "hoaban", "new_parent_page": page.get_parent().pk, "alias": "on"}
    client.post(page_url("copy", page), data)
    return visitor_sees(f"{page.get_parent().url}hoaban/", OLD)


@action("change the order of the menu")
def reorder(client: Client) -> bool:
    first, second = factories.SectionFactory.create_batch(2)
    client.post(f"{page_url('set_page_position', second)}?position=0")
    return Page.objects.get(pk=second.pk).path < Page.objects.get(pk=first.pk).path


@action("make a page private")
def restrict(client: Client) -> bool:
    page = article()
    client.post(page_url("set_privacy", page), {"restriction_type": "login", "password": "", "groups": []})
    return PageViewRestriction.objects.exists()


# --- What is public at once -----------------------------------------------------------------------


@action("add a redirect")
def add_redirect(client: Client) -> bool:
    page = article()
    client.post("/admin/redirects/add/", {"old_path": "/giay-moi", "redirect_page": page.pk, "is_permanent": "on"})
    return Client().get("/giay-moi/").status_code == 301


@action("import redirects")
def import_redirects(client: Client) -> bool:
    file = ContentFile(b"from,to\n/giay-moi,/\n", name="redirects.csv")
    response = client.post("/admin/redirects/import/", {"import_file": file})
    return "wagtailredirects/confirm_import.html" in [template.name for template in response.templates]


@action("promote a result")
def promote(client: Client) -> bool:
    page = article()
    row = {"page": page.pk, "description": NEW, "external_link_url": "", "external_link_text": "", "ORDER": "0"}
    client.post(
        "/admin/searchpicks/add/", nested_form_data({"query_string": "truong", "editors_picks": inline_formset([row])})
    )
    return visitor_sees("/tim-kiem/?q=truong")


@action("approve a visitor's comment")
def approve_comment(client: Client) -> bool:
    comment = factories.CommentFactory(body=NEW, status=Comment.Status.PENDING)
    client.post(snippet_url("comment", "edit", comment.pk), {"status": Comment.Status.APPROVED})
    return visitor_sees(comment.page.url)


@action("rename a tag")
def rename_tag(client: Client) -> bool:
    page = factories.ArticleFactory(tags=[OLD])
    client.post(snippet_url("newstag", "edit", NewsTag.objects.get().pk), {"name": NEW})
    return visitor_sees(page.url)


@action("open a restricted collection")
def open_collection(client: Client) -> bool:
    collection = Collection.get_first_root_node().add_child(name="Nội bộ")
    collection.view_restrictions.create(restriction_type="login")
    client.post(f"/admin/collections/{collection.pk}/privacy/", {"restriction_type": "none"})
    return not collection.view_restrictions.exists()


@action("change who approves")
def change_workflow(client: Client) -> bool:
    workflow = Workflow.objects.get(name="Duyệt bài")
    client.post(f"/admin/workflows/disable/{workflow.pk}/")
    workflow.refresh_from_db()
    return not workflow.active


# --- Files ----------------------------------------------------------------------------------------


def image_form(image: PortalImage, **changes: Any) -> dict[str, Any]:
    names = ("title", "description", "caption", "credit")
    points = dict.fromkeys((f"focal_point_{name}" for name in ("x", "y", "width", "height")), "")
    return {**{name: getattr(image, name) for name in names}, "tags": "", **points, **changes}


def image_in_use() -> PortalImage:
    image = factories.SmallImageFactory(description=OLD)
    factories.ArticleFactory(main_image=image)
    return image


def edit_image(client: Client, image: PortalImage, **changes: Any) -> HttpResponse:
    return client.post(f"/admin/images/{image.pk}/", image_form(image, **changes))


@action("replace the file of an image in use")
def replace_image(client: Client) -> bool:
    image = image_in_use()
    edit_image(client, image, file=factories.image_file(size=(48, 48)))
    return PortalImage.objects.get().width == 48


@action("replace the file of an image that no live page uses")
def replace_unused_image(client: Client) -> bool:
    image = factories.SmallImageFactory()
    factories.ArticleFactory(main_image=image, live=False)
    edit_image(client, image, file=factories.image_file(size=(48, 48)))
    return PortalImage.objects.get().width == 48


@action("change the alternative text of an image in use")
def describe_image(client: Client) -> bool:
    image = image_in_use()
    edit_image(client, image, description=NEW)
    return PortalImage.objects.get().description == NEW


@action("tag an image in use")
def tag_image(client: Client) -> bool:
    image = image_in_use()
    edit_image(client, image, tags=NEW, title=NEW)
    return PortalImage.objects.get().tags.exists()


@action("delete an image in use")
def delete_image(client: Client) -> bool:
    client.post(f"/admin/images/{image_in_use().pk}/delete/")
    return PortalImage.objects.filter(bin_item__isnull=False).exists()


@action("delete an image in use among many")
def delete_images(client: Client) -> bool:
    client.post(f"/admin/bulk/mysite/portalimage/delete/?id={image_in_use().pk}")
    return PortalImage.objects.filter(bin_item__isnull=False).exists()


@action("delete an image that no live page uses")
def delete_unused_image(client: Client) -> bool:
    client.post(f"/admin/images/{factories.SmallImageFactory().pk}/delete/")
    return PortalImage.objects.filter(bin_item__isnull=False).exists()


@action("move an image in use to another collection")
def move_image(client: Client) -> bool:
    collection = Collection.get_first_root_node().add_child(name="Nội bộ")
    url = f"/admin/bulk/mysite/portalimage/add_to_collection/?id={image_in_use().pk}"
    client.post(url, {"collection": collection.pk})
    return PortalImage.objects.filter(collection=collection).exists()


def document_in_use() -> Any:
    document = factories.DocumentFactory(title=OLD)
    page = factories.ArticleFactory()
    NewsPageAttachment.objects.create(article=page, document=document, locale=page.locale)
    return document


@action("replace the file of a document in use")
def replace_document(client: Client) -> bool:
    document = document_in_use()
    file = ContentFile(NEW.encode(), name="moi.pdf")
    client.post(f"/admin/documents/edit/{document.pk}/", {"title": OLD, "tags": "", "file": file})
    document.refresh_from_db()
    return document.file.read() == NEW.encode()


@action("change the title of a document in use")
def rename_document(client: Client) -> bool:
    document = document_in_use()
    client.post(f"/admin/documents/edit/{document.pk}/", {"title": NEW, "tags": ""})
    return visitor_sees(NewsPage.objects.get().url)


@action("delete a document in use")
def delete_document(client: Client) -> bool:
    document = document_in_use()
    client.post(f"/admin/documents/delete/{document.pk}/")
    return type(document).objects.filter(bin_item__isnull=False).exists()
