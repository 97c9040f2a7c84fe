"""Admin views that could reveal content a role may not access. Each action returns the text of the response."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import Collection, Page
from wagtail_localize.models import TranslationSource

from home.models import ContactMessage
from mysite.models import DocumentText, PortalDocument, PortalImage
from newsroom.models import Comment, NewsPage
from readership.models import CheckedLink, DailyViews
from tests.rights import ADMIN_API_HAS_FILES
from tests.rights.people import get_own_collection, get_own_section
from tests.support import factories
from tests.support.editors import EDITORS, create_editor

SECRET = "bimat"
#: A search term that occurs in the titles with the secret word.
SEARCHED_WORD = "hoso"
TITLE = f"{SECRET} {SEARCHED_WORD}"


@dataclass
class RestrictedContent:
    """Content created on first access. ``SECRET`` occurs in what a collaborator may not access."""

    client: Client

    @cached_property
    def page(self) -> NewsPage:
        page: NewsPage = factories.ArticleFactory(title=TITLE, live=False)
        NewsPage.objects.update(missing_photos=2)
        page.refresh_from_db()
        page.save_revision(user=create_editor(EDITORS), log_action=True)
        return page

    @cached_property
    def own_page(self) -> NewsPage:
        page: NewsPage = factories.ArticleFactory(parent=get_own_section())
        return page

    @cached_property
    def collection(self) -> Collection:
        return Collection.get_first_root_node().add_child(name="Nhân sự")

    @cached_property
    def image(self) -> PortalImage:
        image: PortalImage = factories.SmallImageFactory(title=TITLE, collection=self.collection)
        return image

    @cached_property
    def document(self) -> PortalDocument:
        document: PortalDocument = factories.DocumentFactory(title=SECRET, collection=self.collection)
        DocumentText.objects.update_or_create(
            document=document, defaults={"file_name": document.file.name, "problem": DocumentText.Problem.BROKEN}
        )
        return document

    @cached_property
    def comment(self) -> Comment:
        comment: Comment = factories.CommentFactory(author_name=SECRET)
        return comment

    @cached_property
    def author(self) -> Any:
        return factories.AuthorFactory(name=SECRET, live=False)

    @cached_property
    def term(self) -> Query:
        query = Query.get(SECRET)
        query.add_hit()
        return query


def _pages(name: str, *args: str) -> Callable[[RestrictedContent], str]:
    return lambda office: reverse(
        f"wagtailadmin_pages:{name}", args=[getattr(office, arg).pk for arg in (args or ["page"])]
    )


def _of_comment(name: str) -> Callable[[RestrictedContent], str]:
    return lambda office: reverse(f"wagtailsnippetchoosers_newsroom_comment:{name}", args=[office.comment.pk])


def _with_page(url: str) -> Callable[[RestrictedContent], str]:
    return lambda office: office.page and url


def _image_of_own_used_there(office: RestrictedContent) -> str:
    image = factories.SmallImageFactory(collection=get_own_collection())
    factories.ArticleFactory(title=SECRET, main_image=image)
    return reverse("wagtailimages:image_usage", args=[image.pk])


def _messages(office: RestrictedContent) -> str:
    contact = factories.ContactPageFactory()
    name = contact.form_fields.first().clean_name
    ContactMessage.objects.create(page=contact, form_data={name: SECRET})
    return reverse("wagtailforms:list_submissions", args=[contact.pk])


def _source(office: RestrictedContent) -> int:
    return int(TranslationSource.get_or_create_from_instance(office.page)[0].pk)


def _compare(office: RestrictedContent) -> str:
    return f"/admin/pages/{office.page.pk}/revisions/compare/earliest...latest/"


def _choose_comment(office: RestrictedContent) -> str:
    return office.comment and reverse("wagtailsnippetchoosers_newsroom_comment:choose")


def _choose_author(office: RestrictedContent) -> str:
    return office.author and reverse("wagtailsnippetchoosers_newsroom_author:choose")


def _views(office: RestrictedContent) -> str:
    DailyViews.objects.create(page=office.page, day=timezone.localdate(), count=7)
    return reverse("views_report")


def _broken_links(office: RestrictedContent) -> str:
    CheckedLink.objects.create(page=office.page, kind="url", target="/khong-co/", status="missing")
    return reverse("broken_links")


def _broken_redirects(office: RestrictedContent) -> str:
    redirect = Redirect.objects.create(old_path=f"/{SECRET}", redirect_link="/mat/")
    CheckedLink.objects.create(redirect=redirect, kind="url", target="/mat/", status="missing")
    return reverse("broken_links")


def _articles_by_author(office: RestrictedContent) -> str:
    factories.ArticleFactory(title=SECRET, authors=(factories.AuthorFactory(name=SECRET),))
    return reverse("authors_report")


Urls = dict[str, Callable[[RestrictedContent], str]]
ADMIN_API: Urls = {
    "pages in the admin's API": lambda office: f"/admin/api/explorer/{office.page.get_parent().pk}/",
    "a page in the admin's API": lambda office: f"/admin/api/explorer/{office.page.pk}/",
}
if ADMIN_API_HAS_FILES:
    ADMIN_API = {
        "pages in the admin's API": _with_page("/admin/api/main/pages/?limit=50"),
        "a page in the admin's API": lambda office: f"/admin/api/main/pages/{office.page.pk}/",
        "images in the admin's API": lambda office: office.image and "/admin/api/main/images/",
        "an image in the admin's API": lambda office: f"/admin/api/main/images/{office.image.pk}/",
        "documents in the admin's API": lambda office: office.document and "/admin/api/main/documents/",
        "a document in the admin's API": lambda office: f"/admin/api/main/documents/{office.document.pk}/",
    }
URLS: Urls = {
    **ADMIN_API,
    "the list of images": lambda office: office.image and "/admin/images/",
    "the search of images": lambda office: office.image and f"/admin/images/?q={SEARCHED_WORD}",
    "the form of an image": lambda office: f"/admin/images/{office.image.pk}/",
    "the chooser of images": lambda office: office.image and reverse("wagtailimages_chooser:choose"),
    "the choice of an image": lambda office: reverse("wagtailimages_chooser:chosen", args=[office.image.pk]),
    "the choice of many images": lambda office: (
        f"{reverse('wagtailimages_chooser:chosen_multiple')}?id={office.image.pk}"
    ),
    "where an image is used": lambda office: reverse("wagtailimages:image_usage", args=[office.image.pk]),
    "many images to delete": lambda office: f"/admin/bulk/mysite/portalimage/delete/?id={office.image.pk}",
    "the list of documents": lambda office: office.document and "/admin/documents/",
    "the form of a document": lambda office: f"/admin/documents/edit/{office.document.pk}/",
    "the chooser of documents": lambda office: office.document and reverse("wagtaildocs_chooser:choose"),
    "the choice of a document": lambda office: reverse("wagtaildocs_chooser:chosen", args=[office.document.pk]),
    "many documents to delete": lambda office: f"/admin/bulk/mysite/portaldocument/delete/?id={office.document.pk}",
    "the report of documents that cannot be read": lambda office: office.document and reverse("unread_documents"),
    "which hidden page uses an image": _image_of_own_used_there,
    "visitors' messages": _messages,
    "the list of comments": lambda office: reverse("wagtailsnippets_newsroom_comment:list") if office.comment else "",
    "the form of a comment": lambda office: reverse("wagtailsnippets_newsroom_comment:edit", args=[office.comment.pk]),
    "the chooser of comments": _choose_comment,
    "the choice of a comment": _of_comment("chosen"),
    "the list of authors": lambda office: office.author and reverse("wagtailsnippets_newsroom_author:list"),
    "the chooser of authors": _choose_author,
    "the chooser of search terms": lambda office: office.term and reverse("wagtailsearchpromotions:chooser"),
    "the results in the chooser of search terms": lambda office: (
        office.term and reverse("wagtailsearchpromotions:chooserresults")
    ),
    "the form of a page": _pages("edit"),
    "the draft of a page": _pages("view_draft"),
    "the history of a page": _pages("history"),
    "where a page is used": _pages("usage"),
    "the versions of a page compared": _compare,
    "the workflow history of a page": _pages("workflow_history"),
    "the deletion of a page": _pages("delete"),
    "the copying of a page": _pages("copy"),
    "the move of a page": _pages("move"),
    "the move of a hidden page": _pages("move_confirm", "page", "own_page"),
    "the move to a hidden page": lambda office: reverse(
        "wagtailadmin_pages:move_confirm", args=[office.own_page.pk, office.page.pk]
    ),
    "many pages to delete": lambda office: f"/admin/bulk/wagtailcore/page/delete/?id={office.page.pk}",
    "many pages to publish": lambda office: f"/admin/bulk/wagtailcore/page/publish/?id={office.page.pk}",
    "the explorer of a section": lambda office: reverse("wagtailadmin_explore", args=[office.page.get_parent().pk]),
    "the search of pages": _with_page(f"/admin/pages/search/?q={SEARCHED_WORD}"),
    "the chooser of pages": lambda office: reverse(
        "wagtailadmin_choose_page_child", args=[office.page.get_parent().pk]
    ),
    "the chooser of pages below a page": lambda office: reverse(
        "wagtailadmin_choose_page_child", args=[office.page.pk]
    ),
    "the search in the chooser of pages": _with_page(f"/admin/choose-page/search/?q={SEARCHED_WORD}"),
    "the choice of many pages": lambda office: (
        f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={office.page.pk}"
    ),
    "submitting a page for translation": lambda office: reverse(
        "wagtail_localize:submit_page_translation", args=[office.page.pk]
    ),
    "updating the translation of a page": lambda office: reverse(
        "wagtail_localize:update_translations", args=[_source(office)]
    ),
    "the history of the site": _with_page("/admin/reports/site-history/"),
    "the report of aging pages": _with_page("/admin/reports/aging-pages/"),
    "the report of page types": _with_page("/admin/reports/page-types-usage/"),
    "the report of missing photos": _with_page("/admin/reports/missing-photos/"),
    "the report of translations": _with_page("/admin/reports/translations/"),
    "the report of views": _views,
    "the report of articles by author": _articles_by_author,
    "the report of broken links": _broken_links,
    "the report of broken links, of redirects": _broken_redirects,
    "the export of broken links": lambda office: f"{_broken_links(office)}?export=csv",
    "the report of published comments": lambda office: office.comment and reverse("comments_report"),
    "the pages of a type": _with_page("/admin/pages/usage/newsroom/newspage/"),
}


def shows_secret(name: str, client: Client) -> bool:
    """Return whether the view shows ``SECRET``."""
    office = RestrictedContent(client)
    url = URLS[name](office)
    if name in {"the report of aging pages", "the report of page types", "the report of translations"}:
        Page.objects.filter(pk=office.page.pk).update(live=True, last_published_at="2020-01-01T00:00Z")
    response = client.get(url)
    text = b"".join(response) if response.streaming else response.content
    return SECRET in text.decode()
