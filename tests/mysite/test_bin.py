"""The bin: deleted pages, images and documents are not public at once, and can be restored for 30 days."""

import datetime
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page, Site

from mysite.bin import is_in_bin
from mysite.bin.actions import delete_expired, get_bin_page, put
from mysite.models import BinItem, PortalDocument, PortalImage, User
from newsroom.models import NewsPage, NewsSection
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text, get_texts
from tests.support.renditions import make_renditions
from tests.support.translations import create_published_translation, submit_for_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return create_editor(EDITORS)


@pytest.fixture
def admin_client(editor: User) -> Client:
    return login_client(editor)


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True))


@pytest.fixture
def section() -> NewsSection:
    return factories.SectionFactory(title="Tin tức")


def delete(client: Client, page: Page) -> HttpResponse:
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


def restore(client: Client, item: BinItem, **place: int) -> HttpResponse:
    return client.post(reverse("bin_restore", args=[item.pk]), place)


def get_titles(client: Client) -> list[str]:
    return get_texts(get_page(client, reverse("bin")).select("main tbody tr td:first-child"))


def get_results(client: Client, url: str) -> str:
    """Return the HTML of a screen without the query that it repeats."""
    response = client.get(url)
    assert response.status_code == 200, url
    return re.sub(r"value=\"Xyzquang\"|q=Xyzquang|<em>Xyzquang</em>", "", response.content.decode())


def get_status(url: str) -> int:
    return Client().get(url).status_code


# --- Pages


def test_deleted_section_is_not_found_until_it_is_restored(administrator: Client, section: NewsSection) -> None:
    live = factories.ArticleFactory(title="Lễ khai giảng", parent=section)
    draft = factories.ArticleFactory(title="Bài viết dở", parent=section, live=False)
    urls = [section.url, live.url]
    assert [get_status(url) for url in urls] == [200, 200]
    assert delete(administrator, section).status_code == 302
    assert [get_status(url) for url in urls] == [404, 404]
    assert live.title not in Client().get("/").content.decode()
    assert restore(administrator, BinItem.objects.get(), parent=factories.get_home_page().pk).status_code == 302
    assert [get_status(url) for url in urls] == [200, 200]
    draft.refresh_from_db()
    assert not draft.live
    assert draft.is_descendant_of(NewsSection.objects.get())
    assert not BinItem.objects.exists()


def test_message_leads_to_restoring(admin_client: Client, section: NewsSection) -> None:
    article = factories.ArticleFactory(title="Lễ khai giảng", parent=section)
    delete(admin_client, article)
    message = get_page(admin_client, "/admin/").select_one(".messages .success")
    assert "“Lễ khai giảng” nằm trong thùng rác 30 ngày" in get_text(message)
    form = get_page(admin_client, message.select_one("a")["href"]).select_one("main form")
    assert form.select_one("[name=parent]")["value"] == str(section.pk)


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS, None])
def test_no_user_has_permissions_for_page_in_bin(section: NewsSection, role: str | None) -> None:
    user = create_editor(role) if role else factories.UserFactory(is_superuser=True)
    article = factories.ArticleFactory(title="Lễ khai giảng", parent=section, owner=user)
    put(section, user)
    client = login_client(user)
    for name in ("edit", "delete", "unpublish", "move", "copy", "history", "view_draft"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[article.pk]))
        assert response.status_code in {302, 403, 404}, name
    client.post(reverse("wagtailadmin_pages:delete", args=[article.pk]))
    assert Page.objects.filter(pk=article.pk).exists()
    tester = Page.objects.get(pk=article.pk).permissions_for_user(user)
    assert [tester.can_edit(), tester.can_publish(), tester.can_add_subpage()] == [False] * 3


def test_admin_lists_do_not_show_what_is_in_bin(administrator: Client, section: NewsSection) -> None:
    article = factories.ArticleFactory(title="Xyzquang", parent=section)
    put(article, User.objects.get(is_superuser=True))
    for url in (
        "/admin/",
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_explore", args=[section.pk]),
        reverse("wagtailadmin_pages:search") + "?q=Xyzquang",
        reverse("wagtailadmin_choose_page") + "?q=Xyzquang",
        reverse("wagtailadmin_choose_page_search") + "?q=Xyzquang",
        reverse("wagtailadmin_pages:type_use", args=["newsroom", "newspage"]),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("missing_photos"),
        "/admin/api/main/pages/?search=Xyzquang&fields=title",
    ):
        assert "Xyzquang" not in get_results(administrator, url), url
    root = administrator.get(reverse("wagtailadmin_explore_root")).content.decode()
    assert "Thùng rác" not in get_text(get_page(administrator, reverse("wagtailadmin_explore_root")).select_one("main"))
    assert factories.get_home_page().title in root


def test_restored_page_gets_free_slug_in_its_draft_too(admin_client: Client, section: NewsSection) -> None:
    article = factories.ArticleFactory(title="Lễ khai giảng", parent=section)
    article.save_revision().publish()
    delete(admin_client, article)
    factories.ArticleFactory(title="Lễ khai giảng", parent=section)
    restore(admin_client, BinItem.objects.get(), parent=section.pk)
    article.refresh_from_db()
    assert article.slug == "le-khai-giang-2"
    assert article.get_latest_revision_as_object().slug == "le-khai-giang-2"
    assert get_status(article.url) == 200


def test_restored_page_keeps_slug_that_is_free(admin_client: Client, section: NewsSection) -> None:
    articles = [factories.ArticleFactory(title="Lễ khai giảng", parent=section) for _ in range(1)]
    other = factories.ArticleFactory(title="Lễ khai giảng", parent=factories.SectionFactory(title="Khác"))
    for article in (*articles, other):
        delete(admin_client, article)
    for item in BinItem.objects.all():
        restore(admin_client, item, parent=item.parent_id)
    assert {Page.objects.get(pk=page.pk).slug for page in (*articles, other)} == {"le-khai-giang"}


def test_restoring_is_refused_where_page_cannot_be(admin_client: Client, section: NewsSection) -> None:
    article = factories.ArticleFactory(parent=section)
    delete(admin_client, article)
    item = BinItem.objects.get()
    for parent in (factories.EventSectionFactory().pk, get_bin_page().pk, Page.objects.get(depth=1).pk, 10**9):
        response = restore(admin_client, item, parent=parent)
        assert response.status_code == 200, parent
        assert get_texts(get_page(admin_client, reverse("bin")).select("main tbody tr"))
    assert is_in_bin(Page.objects.get(pk=article.pk))


def test_user_without_permission_to_publish_restores_drafts_only(section: NewsSection, editor: User) -> None:
    writer = create_editor(CONTRIBUTORS)
    draft = factories.ArticleFactory(title="Bài dở", parent=section, live=False, owner=writer)
    client = login_client(writer)
    delete(client, draft)
    assert restore(client, BinItem.objects.get(), parent=section.pk).status_code == 302
    live = factories.ArticleFactory(title="Bài đăng", parent=section, owner=writer)
    item = put(live, writer)
    assert restore(client, item, parent=section.pk).status_code == 200
    assert is_in_bin(Page.objects.get(pk=live.pk))
    assert restore(login_client(editor), item, parent=section.pk).status_code == 302


def test_users_find_what_they_deleted_and_what_they_may_edit(section: NewsSection, editor: User) -> None:
    writer, other = create_editor(CONTRIBUTORS), create_editor(CONTRIBUTORS)
    put(factories.ArticleFactory(title="Bài của tôi", parent=section, live=False), writer)
    put(factories.ArticleFactory(title="Bài của người khác", parent=section), editor)
    assert get_titles(login_client(writer)) == ["Bài của tôi"]
    assert get_titles(login_client(other)) == []
    assert get_titles(login_client(editor)) == ["Bài của người khác", "Bài của tôi"]
    item = BinItem.objects.get(title="Bài của người khác")
    assert restore(login_client(writer), item, parent=section.pk).status_code == 404


def test_submitted_page_no_longer_waits_for_approval(section: NewsSection, editor: User) -> None:
    article = factories.ArticleFactory(parent=section, live=False)
    article.save_revision()
    article.get_workflow().start(article, create_editor(CONTRIBUTORS))
    put(section, editor)
    assert not NewsPage.objects.get(pk=article.pk).workflow_in_progress


def test_source_of_deleted_translation_can_be_translated_anew(section: NewsSection, editor: User) -> None:
    article = factories.ArticleFactory(parent=section)
    translation = create_published_translation(article)
    item = put(translation, editor)
    anew = submit_for_translation(article).get_target_instance()
    assert anew.pk != translation.pk
    assert not is_in_bin(anew)
    restore(login_client(editor), item, parent=translation.get_parent().pk)
    assert NewsPage.objects.get(pk=translation.pk).translation_key != article.translation_key


def test_restored_translation_is_one_again(section: NewsSection, editor: User) -> None:
    article = factories.ArticleFactory(parent=section)
    translation = create_published_translation(article)
    parent = translation.get_parent()
    item = put(translation, editor)
    assert not Page.objects.filter(translation_key=article.translation_key).exclude(pk=article.pk).exists()
    restore(login_client(editor), item, parent=parent.pk)
    assert NewsPage.objects.get(pk=translation.pk).translation_key == article.translation_key


def test_bulk_deletion_of_page_with_page_below_makes_one_item(administrator: Client, section: NewsSection) -> None:
    article, other = (
        factories.ArticleFactory(parent=section),
        factories.ArticleFactory(parent=factories.SectionFactory()),
    )
    ids = "&".join(f"id={page.pk}" for page in (article, section, other))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert administrator.post(f"{url}?{ids}").status_code == 302
    assert sorted(BinItem.objects.values_list("page", flat=True)) == sorted([section.pk, other.pk])
    assert "2 mục" in get_text(get_page(administrator, "/admin/").select_one(".messages .success"))


def test_home_page_of_site_is_not_put_into_bin(administrator: Client) -> None:
    home = factories.get_home_page("en")
    Site.objects.create(hostname="en.example", root_page=home)
    delete(administrator, home)
    assert not BinItem.objects.exists()


def test_home_page_among_others_does_not_take_them_along(administrator: Client, section: NewsSection) -> None:
    home, article = factories.get_home_page("en"), factories.ArticleFactory(parent=section)
    Site.objects.create(hostname="en.example", root_page=home)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    administrator.post(f"{url}?id={home.pk}&id={article.pk}")
    assert BinItem.objects.get().page_id == article.pk
    assert Page.objects.filter(pk=home.pk, live=True).exists()
    assert home.title in get_text(get_page(administrator, "/admin/").select_one(".messages .error"))


# --- Images and documents


@pytest.fixture(params=["image", "document"])
def file(request: pytest.FixtureRequest) -> PortalImage | PortalDocument:
    factory = factories.ImageFactory if request.param == "image" else factories.DocumentFactory
    return factory(title="Xyzquang", collection=Collection.get_first_root_node().add_child(name="Năm học"))


def get_urls(file: PortalImage | PortalDocument) -> list[str]:
    if isinstance(file, PortalDocument):
        return [file.url]
    make_renditions()
    return [file.file.url, *(rendition.file.url for rendition in file.renditions.all())]


def delete_file(client: Client, file: PortalImage | PortalDocument) -> HttpResponse:
    app = "wagtailimages" if isinstance(file, PortalImage) else "wagtaildocs"
    return client.post(reverse(f"{app}:delete", args=[file.pk]))


def test_deleted_file_is_not_found_by_anyone(file, administrator: Client) -> None:
    urls = get_urls(file)
    assert {administrator.get(url).status_code for url in urls} == {200}
    assert delete_file(administrator, file).status_code == 302
    administrator.get("/admin/")  # which shows the message with the title
    for client in (Client(), administrator):
        assert {client.get(url).status_code for url in urls} == {404}
    app = "wagtailimages" if isinstance(file, PortalImage) else "wagtaildocs"
    for name in (f"{app}:index", f"{app}_chooser:choose_results"):
        assert "Xyzquang" not in get_results(administrator, reverse(name) + "?q=Xyzquang"), name
    assert administrator.get(reverse(f"{app}:edit", args=[file.pk])).status_code in {302, 403, 404}
    kind = "images" if isinstance(file, PortalImage) else "documents"
    for api in (f"/api/v2/{kind}/{file.pk}/", f"/admin/api/main/{kind}/{file.pk}/"):
        assert administrator.get(api).status_code == 404, api


def test_restored_file_is_where_it_was(file, admin_client: Client) -> None:
    urls = get_urls(file)
    collection = file.collection_id
    delete_file(admin_client, file)
    item = BinItem.objects.get()
    form = get_page(admin_client, reverse("bin_restore", args=[item.pk])).select_one("main form")
    assert form.select_one("[name=collection] [selected]")["value"] == str(collection)
    assert restore(admin_client, item, collection=collection).status_code == 302
    assert {Client().get(url).status_code for url in urls} == {200}
    assert type(file).objects.get(pk=file.pk).collection_id == collection


def test_article_shows_its_photo_again(admin_client: Client) -> None:
    image = factories.ImageFactory(title="Ảnh")
    article = factories.ArticleFactory(body=[factories.gallery_value([image])])
    make_renditions()
    shown = Client().get(article.url).content.decode().count("<img")
    put(image, None)
    assert Client().get(article.url).content.decode().count("<img") == shown - 1
    restore(admin_client, BinItem.objects.get(), collection=Collection.get_first_root_node().pk)
    assert Client().get(article.url).content.decode().count("<img") == shown


def test_bulk_deletion_and_upload_screen_use_the_bin(file, admin_client: Client) -> None:
    other = type(file).objects.create(
        title="Khác", file=file.file.name, **({"width": 1, "height": 1} if isinstance(file, PortalImage) else {})
    )
    url = reverse("wagtail_bulk_action", args=["mysite", file._meta.model_name, "delete"])
    admin_client.post(f"{url}?id={file.pk}")
    app = "wagtailimages" if isinstance(file, PortalImage) else "wagtaildocs"
    response = admin_client.post(reverse(f"{app}:delete_multiple", args=[other.pk]))
    assert response.json()["success"]
    assert sorted(item.title for item in BinItem.objects.all()) == ["Khác", "Xyzquang"]
    stranger = login_client(create_editor(CONTRIBUTORS))
    mine = type(file).objects.get(pk=file.pk)
    assert stranger.post(reverse(f"{app}:delete_multiple", args=[mine.pk])).status_code in {302, 403}


def test_bin_collection_cannot_be_chosen(administrator: Client) -> None:
    put(factories.DocumentFactory(), None)
    page = get_page(administrator, reverse("wagtaildocs:add_multiple"))
    assert "Thùng rác" not in get_text(page.select_one("main"))
    assert get_document_model().objects.get().collection.name == "Thùng rác"


# --- Deleting for good


def test_only_administrators_delete_for_good(admin_client: Client, administrator: Client, section: NewsSection) -> None:
    article = factories.ArticleFactory(parent=section)
    items = [put(article, None), put(factories.DocumentFactory(), None), put(factories.ImageFactory(), None)]
    for url in (reverse("bin_delete", args=[items[0].pk]), reverse("bin_empty")):
        admin_client.post(url)
        assert BinItem.objects.count() == 3
        administrator.get(url)
        assert BinItem.objects.count() == 3
    administrator.post(reverse("bin_delete", args=[items[0].pk]))
    assert not Page.objects.filter(pk=article.pk).exists()
    administrator.post(reverse("bin_empty"))
    assert not BinItem.objects.exists()
    assert not PortalDocument.objects.exists()
    assert not PortalImage.objects.exists()


def test_bin_is_emptied_after_thirty_days() -> None:
    old, new = put(factories.DocumentFactory(title="Cũ"), None), put(factories.DocumentFactory(title="Mới"), None)
    BinItem.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - datetime.timedelta(days=30, seconds=1))
    BinItem.objects.filter(pk=new.pk).update(deleted_at=timezone.now() - datetime.timedelta(days=29, hours=23))
    delete_expired()
    assert [document.title for document in PortalDocument.objects.all()] == ["Mới"]


def test_list_takes_same_queries_for_many_items(administrator: Client, django_assert_max_num_queries) -> None:
    for size in (2, 20):
        while BinItem.objects.count() < size:
            put(factories.DocumentFactory(), None)
            put(factories.ArticleFactory(), None)
        with django_assert_max_num_queries(14):
            assert len(get_titles(administrator)) == size
