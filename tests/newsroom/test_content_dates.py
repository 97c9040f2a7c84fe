"""“Cập nhật lúc”: the time of the last change visible to readers, tested through the edit form."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, rich_text

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.article_form import article_data, block_data, get_form_errors, publish_article, raw_blocks, save_form
from tests.support.editors import EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2014, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())
#: As imports and older versions store it, without what the editor's widgets add.
BODY = [
    {"type": "heading", "value": {"text": "Kết quả", "level": "h2"}},
    {"type": "paragraph", "value": "<p>Hội nghị <b>thành công</b>.</p>\n<ol><li>Một</li><li>Hai</li></ol>"},
    {"type": "table", "value": {"data": [["Môn", "Giờ"], ["Toán", None]], "first_row_is_table_header": True}},
    {"type": "quote", "value": {"text": "Học,\nhọc nữa", "attribution": ""}},
]


@pytest.fixture
def admin_client():
    """A test client of a user who may publish."""
    return login_client(create_editor(EDITORS))


@pytest.fixture
def article():
    """An article published long ago, with several kinds of blocks."""
    image = factories.ImageFactory()
    body = [*BODY, factories.gallery_value([image])]
    return factories.ArticleFactory(
        published_at=LONG_AGO, main_image=image, body=body, authors=(factories.AuthorFactory(),), tags=("Hội nghị",)
    )


def get_content_date(article: NewsPage) -> datetime.datetime | None:
    return NewsPage.objects.get(pk=article.pk).content_updated_at


def is_now(value: datetime.datetime | None) -> bool:
    return value is not None and abs(timezone.now() - value) < datetime.timedelta(minutes=1)


def test_first_publication_sets_both_dates_to_the_same_moment(admin_client):
    section = factories.SectionFactory()
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk])
    admin_client.post(url, article_data(title="Hội nghị", slug="hoi-nghi"))
    draft = NewsPage.objects.get()
    assert draft.content_updated_at is None
    published = publish_article(admin_client, draft)
    assert published.content_updated_at == published.first_published_at
    assert is_now(published.content_updated_at)


def test_copied_article_has_the_date_of_its_own_publication(admin_client, article):
    url = reverse("wagtailadmin_pages:copy", args=[article.pk])
    parent = article.get_parent().pk
    admin_client.post(url, {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": parent, "alias": ""})
    published = publish_article(admin_client, NewsPage.objects.get(slug="ban-sao"))
    assert is_now(published.first_published_at)
    assert published.content_updated_at == published.first_published_at
    assert get_content_date(article) == article.content_updated_at


def test_import_sets_its_own_dates(article):
    assert article.content_updated_at == article.first_published_at == LONG_AGO


def test_publishing_unchanged_form_keeps_date(admin_client, article):
    """The form still adds block keys to rich text, options to the table and CRLF to the quotation."""
    body = block_data(article.body)
    body["3"]["value"]["text"] = body["3"]["value"]["text"].replace("\n", "\r\n")
    table = '{"data": [["Môn", "Giờ"], ["Toán", ""]], "first_row_is_table_header": true, "cell": [], "mergeCells": []}'
    body["2"]["value"] = table.replace("}", ', "table_header_choice": "row", "table_caption": ""}')
    assert publish_article(admin_client, article, body=body).content_updated_at == LONG_AGO


CHANGES = {
    "title": {"title": "Hội nghị khác"},
    "lead": {"lead": "Một sapô khác."},
    "body": {"body": raw_blocks(("paragraph", rich_text("<p>Một nội dung khác.</p>")))},
    "caption of the main image": {"main_image_caption": "Toàn cảnh"},
    "no main image": {"main_image": ""},
    "correction": {
        "corrections": raw_blocks(("correction", {"date": "25/04/2014", "text": rich_text("<p>Ghi nhầm ngày.</p>")}))
    },
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_text_change_updates_date(admin_client, article, change):
    assert is_now(publish_article(admin_client, article, **change).content_updated_at)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_minor_edit_keeps_date(admin_client, article, change):
    published = publish_article(admin_client, article, **change, minor_edit="on")
    assert published.content_updated_at == LONG_AGO
    assert is_now(published.last_published_at)


def test_added_gallery_photo_updates_date(admin_client, article):
    body = block_data(article.body)
    photos = body["4"]["value"]["photos"]
    photos["1"] = {**photos["0"], "id": "", "order": "1"}
    photos["count"] = "2"
    assert is_now(publish_article(admin_client, article, body=body).content_updated_at)


def test_non_text_change_keeps_date(admin_client, article):
    document = factories.DocumentFactory()
    published = publish_article(
        admin_client,
        article,
        tags="Hội nghị, Tuyển sinh",
        attachments=inline_formset([{"document": document.pk, "title": "Công văn"}]),
        bylines=inline_formset([{"author": factories.AuthorFactory().pk, "unit": ""}]),
        main_image_alt="Hội trường đông người",
        seo_title="Hội nghị",
        is_headline="on",
        comment_mode="off",
    )
    assert published.attachments.count() == 1
    assert published.bylines.count() == 2
    assert published.content_updated_at == LONG_AGO


def test_draft_keeps_date(admin_client, article):
    response = save_form(admin_client, article, title="Chỉ là nháp")
    assert response.status_code == 302, get_form_errors(response)
    assert get_content_date(article) == LONG_AGO
    assert NewsPage.objects.get().title != "Chỉ là nháp"


def test_minor_edit_applies_to_one_publication(admin_client, article):
    published = publish_article(admin_client, article, lead="Sửa lỗi gõ.", minor_edit="on")
    edit_screen = admin_client.get(reverse("wagtailadmin_pages:edit", args=[published.pk]))
    assert edit_screen.context["form"]["minor_edit"].value() is False
    assert is_now(publish_article(admin_client, published, lead="Một tin mới.").content_updated_at)


def test_minor_edit_of_draft_is_kept_until_published(admin_client, article):
    save_form(admin_client, article, lead="Sửa lỗi gõ.", minor_edit="on")
    edit_screen = admin_client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert edit_screen.context["form"]["minor_edit"].value() is True


@pytest.mark.parametrize("withdrawn", [False, True], ids=["shown meanwhile", "withdrawn before"])
def test_scheduled_change_updates_date_when_due(admin_client, article, monkeypatch, withdrawn):
    article.save_revision().publish()
    if withdrawn:
        article.refresh_from_db()
        article.unpublish()
    due = timezone.localtime() + datetime.timedelta(hours=2)
    response = save_form(
        admin_client, article, "action-publish", lead="Tin hẹn giờ.", go_live_at=due.strftime("%d/%m/%Y %H:%M")
    )
    assert response.status_code == 302, get_form_errors(response)
    assert NewsPage.objects.get().live is not withdrawn
    assert withdrawn or get_content_date(article) == LONG_AGO
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(hours=3))
    call_command("publish_scheduled")
    assert is_now(get_content_date(article))
    assert NewsPage.objects.get().lead == "Tin hẹn giờ."


def test_scheduled_minor_edit_keeps_date(admin_client, article, monkeypatch):
    article.save_revision().publish()
    due = timezone.localtime() + datetime.timedelta(hours=2)
    save_form(
        admin_client, article, "action-publish", lead="Hẹn.", minor_edit="on", go_live_at=due.strftime("%d/%m/%Y %H:%M")
    )
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(hours=3))
    call_command("publish_scheduled")
    assert NewsPage.objects.get().lead == "Hẹn."
    assert get_content_date(article) == LONG_AGO


def test_republishing_keeps_date(admin_client, article):
    article.unpublish()
    assert get_content_date(article) == LONG_AGO
    published = publish_article(admin_client, article)
    assert published.live
    assert published.content_updated_at == LONG_AGO


def test_change_while_unpublished_updates_date(admin_client, article):
    article.unpublish()
    save_form(admin_client, article, lead="Một sapô khác.")
    save_form(admin_client, article)
    published = publish_article(admin_client, article)
    assert published.lead == "Một sapô khác."
    assert is_now(published.content_updated_at)


def test_reverting_to_old_revision_updates_date(admin_client, article):
    old = article.save_revision()
    old.publish()
    changed = publish_article(admin_client, article, lead="Một sapô khác.", minor_edit="on")
    assert changed.content_updated_at == LONG_AGO
    old.publish()
    assert NewsPage.objects.get().lead == article.lead
    assert is_now(get_content_date(article))
