"""What the edit screen lets through: always as a draft, to the public only when it is fit for it."""

import datetime
import unicodedata

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, rich_text

from home.models import HomePage, StandardPage
from newsroom.models import NewsPage, NewsPageByline, NewsSection, NewsTag
from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor
from tests.forms import article_data, problems, publish, raw_blocks, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return client_of(editor(MODERATORS))


@pytest.fixture
def article():
    article = factories.ArticleFactory()
    article.save_revision().publish()
    return article


def add(client, parent, **data):
    return client.post(
        reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", parent.pk]), article_data(**data)
    )


def photo(image, **words):
    return {"image": image.pk if image else "", "caption": "", "alt_text": "", "credit": "", **words}


def gallery(*photos):
    items = {str(n): {"value": value, "order": str(n), "deleted": "", "id": ""} for n, value in enumerate(photos)}
    return raw_blocks(("gallery", {"title": "", "photos": {"count": str(len(photos)), **items}}))


# --- Alternative text -----------------------------------------------------------------------------


@pytest.fixture
def wordless():
    return factories.ImageFactory(title="IMG_2034", description="")


def bodies(image):
    return {"picture": raw_blocks(("picture", photo(image))), "gallery": gallery(photo(image, caption="Chú thích"))}


@pytest.mark.parametrize("kind", ["picture", "gallery"])
def test_pictures_need_alternative_text_to_be_published_not_to_be_saved(desk, article, wordless, kind):
    body = bodies(wordless)[kind]
    assert save(desk, article, body=body).status_code == 302
    refused = save(desk, article, "action-publish", body=body)
    assert refused.status_code == 200
    assert list(problems(refused)) == ["body"]
    assert len(NewsPage.objects.get().body) == 0


def test_the_images_own_description_is_enough(desk, article):
    image = factories.ImageFactory(description="Sân trường trong nắng sớm")
    for body in bodies(image).values():
        publish(desk, article, body=body, main_image=image.pk)


def test_the_main_picture_needs_it_too(desk, article, wordless):
    assert save(desk, article, main_image=wordless.pk).status_code == 302
    assert list(problems(save(desk, article, "action-publish", main_image=wordless.pk))) == ["main_image_alt"]
    assert list(problems(save(desk, article, "action-publish", main_image=wordless.pk, main_image_alt=" "))) != []
    assert publish(desk, article, main_image=wordless.pk, main_image_alt="Toàn cảnh").alternative_text == "Toàn cảnh"


def test_a_photo_of_which_only_the_caption_is_left_may_be_published(desk, article):
    published = publish(desk, article, body=gallery(photo(None, caption="Quang cảnh hội nghị")))
    assert published.missing_photos == 1


@pytest.mark.parametrize("photos", [[], [photo(None)]], ids=["no photo", "an empty one"])
def test_a_gallery_has_photos(desk, article, photos):
    assert list(problems(save(desk, article, "action-publish", body=gallery(*photos)))) == ["body"]


# --- Descriptions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("description", ["", "   "])
def test_an_article_is_published_with_a_description_only(desk, article, description):
    assert save(desk, article, search_description=description).status_code == 302
    assert list(problems(save(desk, article, "action-publish", search_description=description))) == [
        "search_description"
    ]
    assert publish(desk, article, search_description="Một câu.").search_description == "Một câu."


# --- Addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", sorted(NewsSection.reserved_slugs))
def test_a_reserved_slug_is_refused_to_a_new_article(desk, slug):
    section = factories.SectionFactory()
    refused = add(desk, section, title="Lưu trữ", slug=slug)
    assert f"“{slug}”" in problems(refused)["slug"][0]
    assert not NewsPage.objects.exists()


def test_a_reserved_slug_is_refused_to_an_old_one(desk, article):
    assert "“rss”" in problems(save(desk, article, slug="rss"))["slug"][0]


def test_a_title_that_would_make_a_reserved_slug_gets_another(article):
    made = article.get_parent().add_child(instance=NewsPage(title="Lưu trữ", lead="Tin."))
    assert made.slug == "luu-tru-1"


def test_a_title_used_before_gets_a_number(desk, article):
    section = article.get_parent()
    for _ in range(2):
        assert add(desk, section, title="Lịch công tác tuần", slug="lich-cong-tac-tuan").status_code == 302
    slugs = NewsPage.objects.filter(title="Lịch công tác tuần").values_list("slug", flat=True)
    assert set(slugs) == {"lich-cong-tac-tuan", "lich-cong-tac-tuan-2"}


def test_so_does_a_draft_of_which_the_title_was_still_being_typed(desk, article):
    section = article.get_parent()
    add(desk, section, title="Lịch", slug="lich")
    draft = NewsPage.objects.get(title="Lịch")
    assert save(desk, draft, title=article.title, slug=article.slug).status_code == 302
    assert save(desk, draft, slug=article.slug).status_code == 302
    draft.refresh_from_db()
    assert draft.slug == f"{article.slug}-2"


def test_a_published_article_keeps_its_address_or_says_why_not(desk, article):
    other = factories.ArticleFactory(parent=article.get_parent())
    assert list(problems(save(desk, other, title=article.title, slug=article.slug))) == ["slug"]
    assert list(problems(save(desk, other, slug=""))) == ["slug"]


def test_a_slug_that_was_typed_is_not_changed_behind_the_editors_back(desk, article):
    refused = add(desk, article.get_parent(), title="Tin khác", slug=article.slug)
    assert list(problems(refused)) == ["slug"]


@pytest.mark.parametrize(("title", "slug"), [("Đắk Lắk", "dak-lak"), ("!!!", "trang")])
def test_an_empty_slug_is_made_from_the_title(desk, title, slug):
    add(desk, factories.SectionFactory(), title=title, slug="")
    assert NewsPage.objects.get().slug == slug


@pytest.fixture
def archive_page():
    """A page whose address is free where it is, and reserved below a section."""
    return factories.SectionFactory(title="Lưu trữ", slug="luu-tru")


def move(client, page, destination):
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]), follow=True)


def test_moving_to_a_reserved_address_is_refused(desk, archive_page):
    section = factories.SectionFactory()
    answer = move(desk, archive_page, section)
    assert answer.status_code == 200
    assert "“luu-tru”" in str(next(iter(answer.context["messages"])))
    assert Page.objects.get(pk=archive_page.pk).is_child_of(HomePage.objects.get(slug="home"))


def test_moving_elsewhere_is_not(desk, article):
    section = factories.SectionFactory(title="Chuyên mục khác")
    move(desk, article, section)
    assert NewsPage.objects.get().is_child_of(section)


def test_many_moved_at_once_stay_when_one_cannot(desk, archive_page):
    other, section = factories.SectionFactory(), factories.SectionFactory()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    query = f"?id={archive_page.pk}&id={other.pk}&next=/admin/"
    answer = desk.post(url + query, {"chooser": section.pk, "move_applied": "on"}, follow=True)
    assert "“luu-tru”" in str(next(iter(answer.context["messages"])))
    assert not Page.objects.child_of(section).exists()


def test_copying_to_a_reserved_address_is_refused(desk, archive_page):
    section = factories.SectionFactory()
    url = reverse("wagtailadmin_pages:copy", args=[archive_page.pk])
    data = {"new_title": "Lưu trữ", "new_slug": "luu-tru", "new_parent_page": section.pk}
    answer = desk.post(url, data)
    assert answer.status_code == 200
    assert "“luu-tru”" in answer.context["form"].errors["new_slug"][0]
    assert desk.post(url, {**data, "new_slug": "luu-tru-anh"}).status_code == 302
    assert Page.objects.child_of(section).get().slug == "luu-tru-anh"


# --- Text comes in composed -----------------------------------------------------------------------


def test_text_typed_on_a_mac_is_stored_composed(desk):
    words = {name: f"Đắk Lắk tuyển sinh lớp mười, {name}" for name in ("title", "lead", "body", "caption", "tag")}
    typed = {name: unicodedata.normalize("NFD", text) for name, text in words.items()}
    image = factories.ImageFactory()
    NewsTag.objects.create(name=words["tag"])
    body = raw_blocks(
        ("paragraph", rich_text(f"<p>{typed['body']}</p>")), ("picture", photo(image, caption=typed["caption"]))
    )
    response = add(
        desk,
        factories.SectionFactory(),
        **{
            "title": typed["title"],
            "slug": "dak-lak",
            "lead": typed["lead"],
            "body": body,
            "tags": f'"{typed["tag"]}"',
        },
    )
    assert response.status_code == 302, problems(response)
    article = NewsPage.objects.get()
    assert (article.title, article.draft_title, article.lead) == (words["title"], words["title"], words["lead"])
    assert words["body"] in article.body[0].value.source
    assert article.body[1].value["caption"] == words["caption"]
    assert [tag.name for tag in NewsTag.objects.all()] == [words["tag"]]
    published = publish(desk, article)
    assert [tag.name for tag in published.tags.all()] == [words["tag"]]
    assert published.title == words["title"]


def test_a_tag_may_have_several_words(desk, article):
    published = publish(desk, article, tags="Tuyển sinh lớp 10, Học bổng")
    assert {tag.name for tag in published.tags.all()} == {"Tuyển sinh lớp 10", "Học bổng"}


# --- Expiry, preview, bylines, roles --------------------------------------------------------------


@pytest.mark.parametrize("factory", [factories.ArticleFactory, factories.SectionFactory, factories.StandardPageFactory])
def test_an_expired_page_is_gone_with_the_scheduler_stopped(client, factory):
    page = factory()
    assert client.get(page.url).status_code == 200
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(page.url).status_code == 404
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() + datetime.timedelta(minutes=1))
    assert client.get(page.url).status_code == 200


def test_a_new_byline_takes_the_authors_unit_and_keeps_it(desk, article):
    author = factories.AuthorFactory()
    first = author.unit
    publish(desk, article, bylines=inline_formset([{"author": author.pk, "unit": ""}]))
    assert NewsPageByline.objects.get().unit == first
    author.unit = factories.UnitFactory()
    author.save()
    publish(desk, article)
    assert NewsPageByline.objects.get().unit == first


def test_a_byline_without_unit_stays_without(desk, article):
    author = factories.AuthorFactory()
    NewsPageByline.objects.create(article=article, author=author, locale=article.locale)
    NewsPage.objects.get().save_revision()
    publish(desk, article)
    assert NewsPageByline.objects.get().unit is None


def test_an_article_that_was_never_published_can_be_previewed(desk):
    section, author, document = factories.SectionFactory(), factories.AuthorFactory(), factories.DocumentFactory()
    url = reverse("wagtailadmin_pages:preview_on_add", args=["newsroom", "newspage", section.pk])
    data = article_data(
        title="Bản nháp",
        slug="ban-nhap",
        bylines=inline_formset([{"author": author.pk, "unit": ""}]),
        attachments=inline_formset([{"document": document.pk, "title": "Công văn hướng dẫn"}]),
        tags='"Tuyển sinh"',
        body=gallery(photo(factories.ImageFactory(), caption="Toàn cảnh"), photo(None, caption="Ảnh đã mất")),
    )
    assert desk.post(url, data).json() == {"is_valid": True, "is_available": True}
    shown = desk.get(url).content.decode()
    for text in ("Bản nháp", author.name, author.unit.short_name, "Công văn hướng dẫn", "Toàn cảnh", "Tuyển sinh"):
        assert text in shown
    assert not NewsPage.objects.exists()


def test_an_editor_cannot_publish_but_submit(article):
    desk = client_of(editor(EDITORS))
    save(desk, article, "action-publish", title="Chưa duyệt")
    assert NewsPage.objects.get().title == article.title
    assert save(desk, article, "action-submit", title="Chờ duyệt").status_code == 302
    assert NewsPage.objects.get().current_workflow_state.requested_by.groups.get().name == EDITORS


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_both_roles_edit_standard_pages_and_sections(role):
    desk = client_of(editor(role))
    for page in (factories.StandardPageFactory(), factories.SectionFactory(), HomePage.objects.get(slug="home")):
        assert desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert StandardPage.objects.count() == 1
