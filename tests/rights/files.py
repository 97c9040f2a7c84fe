"""Actions on files in a private collection. Each returns whether it had its effect."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page

from mysite.models import PortalDocument, PortalImage
from tests.rights.people import SECTION_ROLES, create_account, create_section_account, get_own_collection
from tests.rights.publishing import OLD
from tests.support import factories
from tests.support.editors import login_client

File = PortalImage | PortalDocument
Action = Callable[[Client, Any], bool]
ACTIONS: dict[str, Action] = {}

VISITOR, READER = "visitor", "reader of the collection"
READERS = "Ban giám đốc"
#: Actions on images only.
IMAGE_ACTIONS = {"open its screen for cropping", "rotate it", "crop it"}


def action(name: str) -> Callable[[Action], Action]:
    def register(function: Action) -> Action:
        ACTIONS[name] = function
        return function

    return register


def create_private_file(kind: str, *, own: bool = False, section: Page | None = None) -> File:
    """Create a file that nobody else uploaded, in a private collection; with ``section`` on a live page there."""
    collection = get_own_collection() if own else Collection.get_first_root_node().add_child(name="Nội bộ")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.get_or_create(name=READERS)[0])
    make = factories.ImageFactory if kind == "image" else factories.DocumentFactory
    file: File = make(title=OLD, collection=collection)
    if section is not None:
        article = factories.ArticleFactory(parent=section, main_image=file if kind == "image" else None)
        if kind == "document":
            article.attachments.create(document=file, locale=article.locale)
            article.save()  # updates the index of references
    return file


def create_client(role: str, section: Page) -> Client:
    """Return a client logged in with the role, in ``section`` if it is one of sections."""
    if role == VISITOR:
        return Client()
    if role == READER:
        user = factories.UserFactory()
        user.groups.add(Group.objects.get_or_create(name=READERS)[0])
    else:
        user = create_section_account(role, section) if role in SECTION_ROLES else create_account(role)
    return login_client(user)


def try_action(act: Action, client: Client, file: File) -> bool:
    """Return whether the action had its effect, and take it back; but a form deletes a replaced file at once."""
    savepoint = transaction.savepoint()
    outcome = act(client, file)
    transaction.savepoint_rollback(savepoint)
    return outcome


def admin_url(file: File, name: str) -> str:
    return reverse(f"{'wagtailimages' if isinstance(file, PortalImage) else 'wagtaildocs'}:{name}", args=[file.pk])


def bulk_url(file: File, name: str) -> str:
    return f"/admin/bulk/{file._meta.app_label}/{file._meta.model_name}/{name}/?id={file.pk}"


def exists(file: File) -> bool:
    """Return whether the file exists and is not in the bin."""
    return type(file).objects.filter(pk=file.pk, bin_item=None).exists()


def shows(client: Client, url: str) -> bool:
    response = client.get(url)
    return response.status_code == 200 and OLD in response.content.decode()


# --- Reading --------------------------------------------------------------------------------------


@action("view the file")
def view(client: Client, file: File) -> bool:
    response = client.get(file.file.url if isinstance(file, PortalImage) else file.url)
    return response.status_code == 200 and not response["Content-Type"].startswith("text/html")


@action("find it in the list")
def find(client: Client, file: File) -> bool:
    return shows(client, reverse(f"{'wagtailimages' if isinstance(file, PortalImage) else 'wagtaildocs'}:index"))


@action("open its form")
def open_form(client: Client, file: File) -> bool:
    return shows(client, admin_url(file, "edit"))


@action("find it in the chooser")
def find_in_chooser(client: Client, file: File) -> bool:
    chooser = "wagtailimages_chooser" if isinstance(file, PortalImage) else "wagtaildocs_chooser"
    return shows(client, reverse(f"{chooser}:choose"))


@action("choose it among many")
def choose_many(client: Client, file: File) -> bool:
    chooser = "wagtailimages_chooser" if isinstance(file, PortalImage) else "wagtaildocs_chooser"
    return shows(client, f"{reverse(f'{chooser}:chosen_multiple')}?id={file.pk}")


# --- Changing -------------------------------------------------------------------------------------


def transform(client: Client, file: Any, **fields: Any) -> bool:
    client.post(reverse("transform_image", args=[file.pk]), {"file": file.file.name, **fields})
    return bool(PortalImage.objects.get(pk=file.pk).file.name != file.file.name)


@action("open its screen for cropping")
def open_transform(client: Client, file: Any) -> bool:
    return shows(client, reverse("transform_image", args=[file.pk]))


@action("rotate it")
def rotate(client: Client, file: Any) -> bool:
    return transform(client, file, action="rotate_left")


@action("crop it")
def crop(client: Client, file: Any) -> bool:
    return transform(client, file, action="crop", left=0, top=0, width=20, height=20)


@action("replace its file")
def replace_file(client: Client, file: File) -> bool:
    before = file.file.name
    is_image = isinstance(file, PortalImage)
    upload = factories.image_file(size=(48, 48)) if is_image else ContentFile(b"%PDF-1.4", name="moi.pdf")
    texts = {"description": file.description, "caption": "", "credit": ""} if is_image else {}
    fields = {"title": file.title, "collection": file.collection_id, "tags": "", **texts}
    client.post(admin_url(file, "edit"), {**fields, "file": upload})
    return bool(type(file).objects.get(pk=file.pk).file.name != before)


@action("make it public by moving it")
def move(client: Client, file: File) -> bool:
    root = Collection.get_first_root_node()
    client.post(bulk_url(file, "add_to_collection"), {"collection": root.pk})
    return bool(type(file).objects.get(pk=file.pk).collection_id == root.pk)


@action("delete it")
def delete(client: Client, file: File) -> bool:
    client.post(admin_url(file, "delete"))
    return not exists(file)


@action("delete it as a new upload")
def delete_in_uploader(client: Client, file: File) -> bool:
    client.post(admin_url(file, "delete_multiple"), headers={"X-Requested-With": "XMLHttpRequest"})
    return not exists(file)


@action("delete it among many")
def delete_many(client: Client, file: File) -> bool:
    client.post(bulk_url(file, "delete"))
    return not exists(file)
