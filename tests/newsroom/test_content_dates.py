"""“Cập nhật lúc”: when the text last changed for its readers, seen through the edit screen."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, rich_text

from newsroom.models import NewsPage
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.forms import article_data, block_data, problems, publish, raw_blocks, save

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2014, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())
#: As imports and older versions write them, without what the editor's widgets add.
BODY = [
    {"type": "heading", "value": {"text": "Kết quả", "level": "h2"}},
    {"type": "paragraph", "value": "<p>Hội nghị <b>thành công</b>.</p>\n<ol><li>Một</li><li>Hai</li></ol>"},
    {"type": "table", "value": {"data": [["Môn", "Giờ"], ["Toán", None]], "first_row_is_table_header": True}},
    {"type": "quote", "value": {"text": "Học,\nhọc nữa", "attribution": ""}},
]


@pytest.fixture
def desk():
    """The test client of somebody who may publish."""
    return client_of(editor(MODERATORS))


@pytest.fixture
def article():
    """An article published long ago, with a bit of everything in its text."""
    image = factories.ImageFactory()
    body = [*BODY, factories.gallery([image])]
    return factories.ArticleFactory(
        published_at=LONG_AGO, main_image=image, body=body, authors=(factories.AuthorFactory(),), tags=("Hội nghị",)
    )


def moment(article: NewsPage) -> datetime.datetime | None:
    return NewsPage.objects.get(pk=article.pk).content_updated_at


def is_now(value: datetime.datetime | None) -> bool:
    return value is not None and abs(timezone.now() - value) < datetime.timedelta(minutes=1)


def test_first_publication_sets_both_dates_to_the_same_moment(desk):
    section = factories.SectionFactory()
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk])
    desk.post(url, article_data(title="Hội nghị", slug="hoi-nghi"))
    draft = NewsPage.objects.get()
    assert draft.content_updated_at is None
    published = publish(desk, draft)
    assert published.content_updated_at == published.first_published_at
    assert is_now(published.content_updated_at)


def test_an_import_brings_its_own(article):
    assert article.content_updated_at == article.first_published_at == LONG_AGO


def test_publishing_the_form_untouched_keeps_the_date(desk, article):
    """Though the form writes keys into the rich text, more options into the table, CRLF into the quotation."""
    body = block_data(article.body)
    body["3"]["value"]["text"] = body["3"]["value"]["text"].replace("\n", "\r\n")
    table = '{"data": [["Môn", "Giờ"], ["Toán", ""]], "first_row_is_table_header": true, "cell": [], "mergeCells": []}'
    body["2"]["value"] = table.replace("}", ', "table_header_choice": "row", "table_caption": ""}')
    assert publish(desk, article, body=body).content_updated_at == LONG_AGO


CHANGES = {
    "title": {"title": "Hội nghị khác"},
    "lead": {"lead": "Một sapô khác."},
    "body": {"body": raw_blocks(("paragraph", rich_text("<p>Một nội dung khác.</p>")))},
    "caption of the main picture": {"main_image_caption": "Toàn cảnh"},
    "no main picture": {"main_image": ""},
    "correction": {
        "corrections": raw_blocks(("correction", {"date": "25/04/2014", "text": rich_text("<p>Ghi nhầm ngày.</p>")}))
    },
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_text_moves_it(desk, article, change):
    assert is_now(publish(desk, article, **change).content_updated_at)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_minor_edit_does_not(desk, article, change):
    published = publish(desk, article, **change, minor_edit="on")
    assert published.content_updated_at == LONG_AGO
    assert is_now(published.last_published_at)


def test_a_photo_added_to_the_gallery_moves_it(desk, article):
    body = block_data(article.body)
    photos = body["4"]["value"]["photos"]
    photos["1"] = {**photos["0"], "id": "", "order": "1"}
    photos["count"] = "2"
    assert is_now(publish(desk, article, body=body).content_updated_at)


def test_what_is_not_text_does_not_move_it(desk, article):
    document = factories.DocumentFactory()
    published = publish(
        desk,
        article,
        tags="Hội nghị, Tuyển sinh",
        attachments=inline_formset([{"document": document.pk, "title": "Công văn"}]),
        bylines=inline_formset([{"author": factories.AuthorFactory().pk, "unit": ""}]),
        main_image_alt="Hội trường đông người",
        seo_title="Hội nghị",
        is_headline="on",
        comments_enabled="",
    )
    assert published.attachments.count() == 1
    assert published.bylines.count() == 2
    assert published.content_updated_at == LONG_AGO


def test_a_draft_does_not_show(desk, article):
    response = save(desk, article, title="Chỉ là nháp")
    assert response.status_code == 302, problems(response)
    assert moment(article) == LONG_AGO
    assert NewsPage.objects.get().title != "Chỉ là nháp"


def test_the_tick_counts_for_its_round_only(desk, article):
    published = publish(desk, article, lead="Sửa lỗi gõ.", minor_edit="on")
    edit_screen = desk.get(reverse("wagtailadmin_pages:edit", args=[published.pk]))
    assert edit_screen.context["form"]["minor_edit"].value() is False
    assert is_now(publish(desk, published, lead="Một tin mới.").content_updated_at)


def test_the_tick_of_a_draft_stays_until_it_is_published(desk, article):
    save(desk, article, lead="Sửa lỗi gõ.", minor_edit="on")
    edit_screen = desk.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert edit_screen.context["form"]["minor_edit"].value() is True


@pytest.mark.parametrize("withdrawn", [False, True], ids=["shown meanwhile", "withdrawn before"])
def test_a_scheduled_change_moves_it_when_it_is_due(desk, article, monkeypatch, withdrawn):
    article.save_revision().publish()
    if withdrawn:
        article.refresh_from_db()
        article.unpublish()
    due = timezone.localtime() + datetime.timedelta(hours=2)
    response = save(desk, article, "action-publish", lead="Tin hẹn giờ.", go_live_at=due.strftime("%d/%m/%Y %H:%M"))
    assert response.status_code == 302, problems(response)
    assert NewsPage.objects.get().live is not withdrawn
    assert withdrawn or moment(article) == LONG_AGO
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(hours=3))
    call_command("publish_scheduled")
    assert is_now(moment(article))
    assert NewsPage.objects.get().lead == "Tin hẹn giờ."


def test_a_scheduled_minor_edit_does_not(desk, article, monkeypatch):
    article.save_revision().publish()
    due = timezone.localtime() + datetime.timedelta(hours=2)
    save(desk, article, "action-publish", lead="Hẹn.", minor_edit="on", go_live_at=due.strftime("%d/%m/%Y %H:%M"))
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(hours=3))
    call_command("publish_scheduled")
    assert NewsPage.objects.get().lead == "Hẹn."
    assert moment(article) == LONG_AGO


def test_unpublishing_and_publishing_again_keeps_it(desk, article):
    article.unpublish()
    assert moment(article) == LONG_AGO
    published = publish(desk, article)
    assert published.live
    assert published.content_updated_at == LONG_AGO


def test_a_change_while_it_was_withdrawn_moves_it(desk, article):
    article.unpublish()
    save(desk, article, lead="Một sapô khác.")
    save(desk, article)
    published = publish(desk, article)
    assert published.lead == "Một sapô khác."
    assert is_now(published.content_updated_at)


def test_going_back_to_an_old_version_moves_it(desk, article):
    old = article.save_revision()
    old.publish()
    changed = publish(desk, article, lead="Một sapô khác.", minor_edit="on")
    assert changed.content_updated_at == LONG_AGO
    old.publish()
    assert NewsPage.objects.get().lead == article.lead
    assert is_now(moment(article))
