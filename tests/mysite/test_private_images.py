"""Images in private collections: their files are denied like documents, and public pages do not show them."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from mysite.models import PortalImage
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.article_form import article_data
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db

CAPTION = "Chú thích của ảnh"


@pytest.fixture
def image() -> PortalImage:
    """An image in a collection below the one that is made private."""
    below = Collection.get_first_root_node().add_child(name="Nội bộ").add_child(name="Hồ sơ")
    return factories.ImageFactory(collection=below, caption=CAPTION, description="Ảnh nội bộ", file_size=9000)


def restrict_collection(image: PortalImage, kind: str = "password") -> CollectionViewRestriction:
    above = image.collection.get_parent()
    return CollectionViewRestriction.objects.create(collection=above, restriction_type=kind, password="mat-khau")


def list_file_urls(image: PortalImage) -> list[str]:
    return [image.file.url, *(rendition.file.url for rendition in image.renditions.all())]


def person_block(image: PortalImage) -> dict:
    return {
        "name": "Lê An",
        "position": "Giám đốc",
        "photo": image.pk,
        "responsibilities": "",
        "phone": "",
        "email": "",
    }


def build_body(image: PortalImage) -> list[dict]:
    """Return a body with every kind of block that shows images."""
    photo = {"image": image.pk, "caption": "", "alt_text": "", "credit": ""}
    film = {"url": "https://vimeo.com/123456789", "title": "Phim", "picture": image.pk, "alt_text": ""}
    return [
        factories.gallery_value([image]),
        {"type": "picture", "value": photo},
        {"type": "video", "value": film},
    ]


def fill_home_page(image: PortalImage, article: NewsPage) -> None:
    """Show ``image`` as the logo and in a box of the home page, and the photos of ``article``."""
    box = {"page": article.pk, "url": "", "label": "", "description": "", "picture": image.pk}
    home = factories.get_home_page()
    home.logo = image
    home.body = [
        {"type": "headlines", "value": {"title": "", "count": 5}},
        {"type": "photo_strip", "value": {"page": article.pk, "title": "", "count": 5}},
        {"type": "link_boxes", "value": {"title": "", "links": [box]}},
    ]
    home.save()


@pytest.fixture
def page_urls(image: PortalImage) -> dict[str, str]:
    """URLs of everything that shows an image, by name."""
    body = build_body(image)
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    published = {"published_at": timezone.now(), "is_headline": True, "tags": ("Nội bộ",)}
    article = factories.ArticleFactory(parent=section, main_image=image, body=body, **published)
    author = factories.AuthorFactory()
    article.bylines.create(author=author, unit=author.unit, locale=article.locale)
    event = factories.EventFactory(parent=events, main_image=image, body=body)
    standard = factories.StandardPageFactory(body=body)
    people = {"type": "people", "value": {"title": "Lãnh đạo", "people": [person_block(image)]}}
    organisation = factories.OrganisationPageFactory(body=[people])
    fill_home_page(image, article)
    return {
        "home page": "/",
        "article": article.url,
        "event": event.url,
        "standard page": standard.url,
        "organisation": organisation.url,
        "section": section.url,
        "archive": f"{section.url}luu-tru/",
        "tag": article.tags.get().get_absolute_url(),
        "author": author.get_absolute_url(),
        "search": "/tim-kiem/?q=Hội nghị",
        "page not found": "/khong-co/",
        "feed": "/rss/",
        "feed of the section": f"{section.url}rss/",
        "sitemap": "/sitemap-news.xml",
        "sitemap of events": "/sitemap-events.xml",
        "sitemap of pages": "/sitemap-pages.xml",
        **{f"API {page.pk}": f"/api/v2/pages/{page.pk}/" for page in (article, event, standard, organisation)},
        "API list": "/api/v2/pages/?type=newsroom.NewsPage&fields=*",
    }


def find_file_urls(client: Client, page_urls: dict[str, str], image: PortalImage) -> dict[str, list[str]]:
    """Return which files of ``image`` each page names."""
    stem = Path(image.file.name).stem
    file_urls = {}
    for name, url in page_urls.items():
        response = client.get(url)
        assert response.status_code == (404 if name == "page not found" else 200), name
        file_urls[name] = re.findall(rf"[^\"'\s<>]*/{stem}\.[^\"'\s<>]*", response.content.decode())
    return file_urls


@pytest.mark.parametrize("made", [True, False])
def test_public_pages_do_not_reference_private_image(client: Client, page_urls, image: PortalImage, made: bool) -> None:
    if made:
        make_renditions()
    machines = {name for name in page_urls if name.startswith(("API", "feed", "sitemap"))}
    before = find_file_urls(client, page_urls, image)
    silent = {name for name, files in before.items() if not files}
    # An archive lists titles. Pages use the small original while renditions are missing; feeds and metadata do not.
    assert silent <= ({"archive"} if made else {*machines, "archive"})
    restrict_collection(image)
    after = find_file_urls(client, page_urls, image)
    assert {name: files for name, files in after.items() if files} == {}
    for name in ("article", "event", "standard page"):
        text = client.get(page_urls[name]).content.decode()
        assert CAPTION in text, name
        assert "Ảnh nội bộ" not in text, name
    CollectionViewRestriction.objects.all().delete()
    assert find_file_urls(client, page_urls, image) == before


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_private_image_files_are_denied_like_documents(client: Client, image, page_urls, kind: str) -> None:
    make_renditions()
    document = factories.DocumentFactory(collection=image.collection)
    files = list_file_urls(image)
    assert len(files) > 15
    kept = {}
    for url in files:
        response = client.get(url)
        assert response.status_code == 200
        assert response["Cache-Control"] == "public, max-age=2592000, s-maxage=1"
        kept[url] = response["Last-Modified"]
    restrict_collection(image, kind)
    as_document = client.get(document.url)
    for url in files:
        for headers in ({}, {"If-Modified-Since": kept[url]}, {"Range": "bytes=0-9"}):
            response = client.get(url, headers=headers)
            assert response.status_code == as_document.status_code == (200 if kind == "password" else 302), url
            assert response["Content-Type"] == "text/html; charset=utf-8"
            assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    client.force_login(create_editor(EDITORS))
    response = client.get(files[0])
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/jpeg", "private, no-store")


def test_visitor_with_password_can_view_image(client: Client, image: PortalImage) -> None:
    restriction = restrict_collection(image)
    form = client.get(image.file.url).content.decode()
    action = reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk])
    assert f'action="{action}"' in form
    accepted = client.post(action, {"password": "mat-khau", "return_url": image.file.url})
    assert accepted["Location"] == image.file.url
    response = client.get(image.file.url)
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/jpeg", "private, no-store")


def test_only_group_members_can_view_image(client: Client, image: PortalImage) -> None:
    restriction = restrict_collection(image, "groups")
    group = Group.objects.create(name="Ban giám đốc")
    restriction.groups.add(group)
    user = factories.UserFactory()
    client.force_login(user)
    assert client.get(image.file.url).status_code == 302
    user.groups.add(group)
    assert client.get(image.file.url)["Content-Type"] == "image/jpeg"


def test_unreferenced_file_is_not_found_when_any_collection_is_private(client: Client, image, media) -> None:
    left = media / "images" / "left.width-480.jpg"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"x")
    other = factories.ImageFactory()
    assert client.get("/media/images/left.width-480.jpg").status_code == 200
    restrict_collection(image)
    for url in (
        "/media/images/left.width-480.jpg",
        "/media/IMAGES/left.width-480.jpg",
        "/media/./images/../images/x.jpg",
    ):
        assert client.get(url).status_code == 404, url
    assert client.get(other.file.url)["Content-Type"] == "image/jpeg"
    for url in (
        f"/media/./{image.file.name}",
        f"/media/images/../{image.file.name}",
        f"/media/../media/{image.file.name}",
        f"/media/../../media/../media/{image.file.name}",
    ):
        assert client.get(url)["Content-Type"] == "text/html; charset=utf-8", url


def test_image_moved_to_private_collection_is_denied_at_once(client: Client, image: PortalImage) -> None:
    restrict_collection(image)
    other = factories.ImageFactory()
    assert client.get(other.file.url)["Content-Type"] == "image/jpeg"
    PortalImage.objects.filter(pk=other.pk).update(collection=image.collection)
    assert client.get(other.file.url)["Content-Type"] == "text/html; charset=utf-8"


def test_public_image_files_need_few_queries(client: Client, image, django_assert_num_queries) -> None:
    other = factories.ImageFactory()
    with django_assert_num_queries(1):
        client.get(other.file.url)
    restrict_collection(image)
    with django_assert_num_queries(2):
        client.get(other.file.url)


def test_editors_see_private_image_with_warning(page_urls, image: PortalImage) -> None:
    restrict_collection(image)
    admin_client = login_client(create_editor(EDITORS))
    article = factories.ArticleFactory(main_image=image, body=[factories.gallery_value([image])])
    edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = admin_client.post(edit_url, article_data(article), follow=True)
    text = response.content.decode()
    assert image.title in " ".join(str(message) for message in response.context["messages"])
    assert "bộ sưu tập không công khai" in text
    preview = admin_client.get(f"/admin/pages/{article.pk}/view_draft/").content.decode()
    urls = re.findall(rf"{re.escape(django_settings.MEDIA_URL)}images/[^\"' ,]+", preview)
    assert len(urls) > 4
    for url in urls:
        assert admin_client.get(url)["Content-Type"].startswith("image/"), url
    chooser = admin_client.get(reverse("wagtailimages_chooser:choose")).content.decode()
    assert "max-165x165" in chooser
    shown = admin_client.get(reverse("wagtailimages:preview", args=[image.pk, "max-800x600"]))
    assert shown["Content-Type"] == "image/jpeg"
