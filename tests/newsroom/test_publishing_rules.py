"""Validation in the edit form: drafts may be incomplete, published pages may not."""

import datetime
import unicodedata

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, rich_text

from home.models import HomePage, StandardPage
from newsroom.models import NewsPage, NewsPageByline, NewsSection, NewsTag
from tests.support import factories
from tests.support.article_form import article_data, get_form_errors, publish_article, raw_blocks, save_form
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client():
    return login_client(create_editor(EDITORS))


@pytest.fixture
def article():
    article = factories.ArticleFactory()
    article.save_revision().publish()
    return article


def add_article(client, parent, **data):
    return client.post(
        reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", parent.pk]), article_data(**data)
    )


def photo_value(image, **words):
    return {"image": image.pk if image else "", "caption": "", "alt_text": "", "credit": "", **words}


def gallery(*photos):
    items = {str(n): {"value": value, "order": str(n), "deleted": "", "id": ""} for n, value in enumerate(photos)}
    return raw_blocks(("gallery", {"title": "", "photos": {"count": str(len(photos)), **items}}))


# --- Alternative text -----------------------------------------------------------------------------


@pytest.fixture
def image_without_description():
    return factories.ImageFactory(title="IMG_2034", description="")


def bodies(image):
    return {
        "picture": raw_blocks(("picture", photo_value(image))),
        "gallery": gallery(photo_value(image, caption="Chú thích")),
    }


@pytest.mark.parametrize("kind", ["picture", "gallery"])
def test_images_need_alt_text_for_publishing_but_not_for_drafts(admin_client, article, image_without_description, kind):
    body = bodies(image_without_description)[kind]
    assert save_form(admin_client, article, body=body).status_code == 302
    refused = save_form(admin_client, article, "action-publish", body=body)
    assert refused.status_code == 200
    assert list(get_form_errors(refused)) == ["body"]
    assert [block.block_type for block in NewsPage.objects.get().body] == ["paragraph"]


def test_image_description_suffices_as_alt_text(admin_client, article):
    image = factories.ImageFactory(description="Sân trường trong nắng sớm")
    for body in bodies(image).values():
        publish_article(admin_client, article, body=body, main_image=image.pk)


def test_main_image_needs_alt_text(admin_client, article, image_without_description):
    assert save_form(admin_client, article, main_image=image_without_description.pk).status_code == 302
    assert list(
        get_form_errors(save_form(admin_client, article, "action-publish", main_image=image_without_description.pk))
    ) == ["main_image_alt"]
    assert (
        list(
            get_form_errors(
                save_form(
                    admin_client, article, "action-publish", main_image=image_without_description.pk, main_image_alt=" "
                )
            )
        )
        != []
    )
    assert (
        publish_article(
            admin_client, article, main_image=image_without_description.pk, main_image_alt="Toàn cảnh"
        ).alternative_text
        == "Toàn cảnh"
    )


def test_photo_with_caption_only_can_be_published(admin_client, article):
    published = publish_article(admin_client, article, body=gallery(photo_value(None, caption="Quang cảnh hội nghị")))
    assert published.missing_photos == 1


@pytest.mark.parametrize("photos", [[], [photo_value(None)]], ids=["no photo", "an empty one"])
def test_empty_gallery_is_rejected(admin_client, article, photos):
    assert list(get_form_errors(save_form(admin_client, article, "action-publish", body=gallery(*photos)))) == ["body"]


# --- Descriptions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("description", ["", "   "])
def test_publishing_requires_description(admin_client, article, description):
    assert save_form(admin_client, article, search_description=description).status_code == 302
    assert list(
        get_form_errors(save_form(admin_client, article, "action-publish", search_description=description))
    ) == ["search_description"]
    assert publish_article(admin_client, article, search_description="Một câu.").search_description == "Một câu."


# --- Slugs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", sorted(NewsSection.reserved_slugs))
def test_reserved_slug_is_rejected_for_new_article(admin_client, slug):
    section = factories.SectionFactory()
    refused = add_article(admin_client, section, title="Lưu trữ", slug=slug)
    assert f"“{slug}”" in get_form_errors(refused)["slug"][0]
    assert not NewsPage.objects.exists()


def test_reserved_slug_is_rejected_for_existing_article(admin_client, article):
    assert "“rss”" in get_form_errors(save_form(admin_client, article, slug="rss"))["slug"][0]


def test_title_with_reserved_slug_gets_another_slug(article):
    made = article.get_parent().add_child(instance=NewsPage(title="Lưu trữ", lead="Tin."))
    assert made.slug == "luu-tru-1"


def test_duplicate_title_gets_numbered_slug(admin_client, article):
    section = article.get_parent()
    for _ in range(2):
        assert (
            add_article(admin_client, section, title="Lịch công tác tuần", slug="lich-cong-tac-tuan").status_code == 302
        )
    slugs = NewsPage.objects.filter(title="Lịch công tác tuần").values_list("slug", flat=True)
    assert set(slugs) == {"lich-cong-tac-tuan", "lich-cong-tac-tuan-2"}


def test_draft_with_duplicate_title_gets_numbered_slug(admin_client, article):
    section = article.get_parent()
    add_article(admin_client, section, title="Lịch", slug="lich")
    draft = NewsPage.objects.get(title="Lịch")
    assert save_form(admin_client, draft, title=article.title, slug=article.slug).status_code == 302
    assert save_form(admin_client, draft, slug=article.slug).status_code == 302
    draft.refresh_from_db()
    assert draft.slug == f"{article.slug}-2"


def test_published_article_keeps_slug_or_shows_error(admin_client, article):
    other = factories.ArticleFactory(parent=article.get_parent())
    assert list(get_form_errors(save_form(admin_client, other, title=article.title, slug=article.slug))) == ["slug"]
    assert list(get_form_errors(save_form(admin_client, other, slug=""))) == ["slug"]


def test_typed_slug_is_not_changed(admin_client, article):
    refused = add_article(admin_client, article.get_parent(), title="Tin khác", slug=article.slug)
    assert list(get_form_errors(refused)) == ["slug"]


@pytest.mark.parametrize(("title", "slug"), [("Đắk Lắk", "dak-lak"), ("!!!", "trang")])
def test_empty_slug_is_generated_from_title(admin_client, title, slug):
    add_article(admin_client, factories.SectionFactory(), title=title, slug="")
    assert NewsPage.objects.get().slug == slug


@pytest.fixture
def archive_page():
    """A page whose slug is allowed where it is, but reserved below a section."""
    return factories.SectionFactory(title="Lưu trữ", slug="luu-tru")


def move(client, page, destination):
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]), follow=True)


def test_moving_to_reserved_url_is_rejected(admin_client, archive_page):
    section = factories.SectionFactory()
    response = move(admin_client, archive_page, section)
    assert response.status_code == 200
    assert "“luu-tru”" in str(next(iter(response.context["messages"])))
    assert Page.objects.get(pk=archive_page.pk).is_child_of(HomePage.objects.get(slug="home"))


def test_moving_to_other_url_is_allowed(admin_client, article):
    section = factories.SectionFactory(title="Chuyên mục khác")
    move(admin_client, article, section)
    assert NewsPage.objects.get().is_child_of(section)


def test_bulk_move_with_reserved_url_moves_nothing(admin_client, archive_page):
    other, section = factories.SectionFactory(), factories.SectionFactory()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    query = f"?id={archive_page.pk}&id={other.pk}&next=/admin/"
    response = admin_client.post(url + query, {"chooser": section.pk, "move_applied": "on"}, follow=True)
    assert "“luu-tru”" in str(next(iter(response.context["messages"])))
    assert not Page.objects.child_of(section).exists()


def test_copying_to_reserved_url_is_rejected(admin_client, archive_page):
    section = factories.SectionFactory()
    url = reverse("wagtailadmin_pages:copy", args=[archive_page.pk])
    data = {"new_title": "Lưu trữ", "new_slug": "luu-tru", "new_parent_page": section.pk}
    response = admin_client.post(url, data)
    assert response.status_code == 200
    assert "“luu-tru”" in response.context["form"].errors["new_slug"][0]
    assert admin_client.post(url, {**data, "new_slug": "luu-tru-anh"}).status_code == 302
    assert Page.objects.child_of(section).get().slug == "luu-tru-anh"


# --- Normalization --------------------------------------------------------------------------------


def test_decomposed_text_is_stored_as_nfc(admin_client):
    words = {name: f"Đắk Lắk tuyển sinh lớp mười, {name}" for name in ("title", "lead", "body", "caption", "tag")}
    typed = {name: unicodedata.normalize("NFD", text) for name, text in words.items()}
    image = factories.ImageFactory()
    NewsTag.objects.create(name=words["tag"])
    body = raw_blocks(
        ("paragraph", rich_text(f"<p>{typed['body']}</p>")), ("picture", photo_value(image, caption=typed["caption"]))
    )
    response = add_article(
        admin_client,
        factories.SectionFactory(),
        **{
            "title": typed["title"],
            "slug": "dak-lak",
            "lead": typed["lead"],
            "body": body,
            "tags": f'"{typed["tag"]}"',
        },
    )
    assert response.status_code == 302, get_form_errors(response)
    article = NewsPage.objects.get()
    assert (article.title, article.draft_title, article.lead) == (words["title"], words["title"], words["lead"])
    assert words["body"] in article.body[0].value.source
    assert article.body[1].value["caption"] == words["caption"]
    assert [tag.name for tag in NewsTag.objects.all()] == [words["tag"]]
    published = publish_article(admin_client, article)
    assert [tag.name for tag in published.tags.all()] == [words["tag"]]
    assert published.title == words["title"]


def test_tags_can_contain_spaces(admin_client, article):
    published = publish_article(admin_client, article, tags="Tuyển sinh lớp 10, Học bổng")
    assert {tag.name for tag in published.tags.all()} == {"Tuyển sinh lớp 10", "Học bổng"}


# --- Expiry, preview, bylines, roles --------------------------------------------------------------


@pytest.mark.parametrize("factory", [factories.ArticleFactory, factories.SectionFactory, factories.StandardPageFactory])
def test_expired_page_is_hidden_without_scheduler(client, factory):
    page = factory()
    assert client.get(page.url).status_code == 200
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(page.url).status_code == 404
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() + datetime.timedelta(minutes=1))
    assert client.get(page.url).status_code == 200


def test_new_byline_copies_unit_of_author(admin_client, article):
    author = factories.AuthorFactory()
    first = author.unit
    publish_article(admin_client, article, bylines=inline_formset([{"author": author.pk, "unit": ""}]))
    assert NewsPageByline.objects.get().unit == first
    author.unit = factories.UnitFactory()
    author.save()
    publish_article(admin_client, article)
    assert NewsPageByline.objects.get().unit == first


def test_byline_without_unit_is_kept(admin_client, article):
    author = factories.AuthorFactory()
    NewsPageByline.objects.create(article=article, author=author, locale=article.locale)
    NewsPage.objects.get().save_revision()
    publish_article(admin_client, article)
    assert NewsPageByline.objects.get().unit is None


def test_unpublished_article_can_be_previewed(admin_client):
    section, author, document = factories.SectionFactory(), factories.AuthorFactory(), factories.DocumentFactory()
    url = reverse("wagtailadmin_pages:preview_on_add", args=["newsroom", "newspage", section.pk])
    data = article_data(
        title="Bản nháp",
        slug="ban-nhap",
        bylines=inline_formset([{"author": author.pk, "unit": ""}]),
        attachments=inline_formset([{"document": document.pk, "title": "Công văn hướng dẫn"}]),
        tags='"Tuyển sinh"',
        body=gallery(
            photo_value(factories.ImageFactory(), caption="Toàn cảnh"), photo_value(None, caption="Ảnh đã mất")
        ),
    )
    assert admin_client.post(url, data).json() == {"is_valid": True, "is_available": True}
    shown = admin_client.get(url).content.decode()
    for text in ("Bản nháp", author.name, author.unit.short_name, "Công văn hướng dẫn", "Toàn cảnh", "Tuyển sinh"):
        assert text in shown
    assert not NewsPage.objects.exists()


def test_editor_can_submit_but_not_publish(article):
    admin_client = login_client(create_editor(CONTRIBUTORS))
    save_form(admin_client, article, "action-publish", title="Chưa duyệt")
    assert NewsPage.objects.get().title == article.title
    assert save_form(admin_client, article, "action-submit", title="Chờ duyệt").status_code == 302
    assert NewsPage.objects.get().current_workflow_state.requested_by.groups.get().name == CONTRIBUTORS


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS])
def test_editors_and_moderators_can_edit_standard_pages_and_sections(role):
    admin_client = login_client(create_editor(role))
    for page in (factories.StandardPageFactory(), factories.SectionFactory(), HomePage.objects.get(slug="home")):
        assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert StandardPage.objects.count() == 1
