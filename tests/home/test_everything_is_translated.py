"""Whatever an editor can write into a page or a snippet can be translated; everything else follows the source."""

import json
import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from modelcluster.models import ClusterableModel
from wagtail.models import Locale, Page, get_page_models
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.models import HomePage, Motto, Notice, StandardPage
from newsroom.models import Author, EventPage, NewsPage, Unit
from tests import factories
from tests.filled import Filled
from tests.reading import all_words, read
from tests.translating import english, publish

pytestmark = pytest.mark.django_db

PAGES = [model for model in get_page_models() if model is not Page]
SNIPPETS = [Author, Unit, Motto, Notice]
PARENTS = {"EventPage": factories.EventSectionFactory, "NewsPage": factories.SectionFactory}


def made(model: type, filled: Filled) -> Any:
    """One of ``model`` with everything in it, as it comes from the database."""
    if model is HomePage:
        instance = filled.fill(factories.home_page())
        instance.save()
    elif issubclass(model, Page):
        instance = filled.fill(model(slug="tat-ca", live=True))
        PARENTS.get(model.__name__, factories.home_page)().add_child(instance=instance)
    else:
        instance = filled.fill(model(locale=Locale.get_default()))
        instance.save()
    return model.objects.get(pk=instance.pk)


def submit(instance: Any) -> Translation:
    source, _ = TranslationSource.update_or_create_from_instance(instance)
    return Translation.objects.get_or_create(source=source, target_locale=english())[0]


def in_english(text: str) -> str:
    return text.replace("Chữ", "Word")


def type_everything(translation: Translation) -> None:
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        StringTranslation.from_text(
            segment.string, translation.target_locale, segment.context, in_english(segment.string.data)
        )


def content(instance: Any) -> Any:
    """What an editor gave to ``instance``: without keys of rows, languages and the slug, which are each page's own."""
    names = {field.field_name for field in get_translatable_fields(type(instance))} - {"slug", "tagged_items"}
    if not isinstance(instance, ClusterableModel):
        return {name: str(getattr(instance, name)) for name in names}
    return {name: value for name, value in json.loads(instance.to_json()).items() if name in names}


#: Rows have keys of their own, and point at translations of what the source points at.
OWN = {"pk", "locale", "author", "unit", "organiser", "event", "article", "page"}


def differences(vietnamese: Any, there: Any, where: str = "") -> list[str]:
    """Where the English content is not the translation of the Vietnamese one."""
    if isinstance(vietnamese, dict):
        names = set(vietnamese) - (OWN if "pk" in vietnamese else {"organiser"})
        return [found for name in names for found in differences(vietnamese[name], there[name], f"{where}.{name}")]
    if isinstance(vietnamese, list):
        if len(vietnamese) != len(there):
            return [f"{where}: {len(vietnamese)} and {len(there)}"]
        pairs = enumerate(zip(vietnamese, there, strict=True))
        return [found for number, pair in pairs for found in differences(*pair, f"{where}.{number}")]
    if isinstance(vietnamese, str) and vietnamese.startswith(("[", "{")):  # a stream
        return differences(json.loads(vietnamese), json.loads(there), where)
    expected = in_english(vietnamese) if isinstance(vietnamese, str) else vietnamese
    return [] if there == expected else [f"{where}: {there!r} for {vietnamese!r}"]


def words_given(translation: Translation) -> set[str]:
    """The words that the translator of ``translation`` is given."""
    segments = StringSegment.objects.filter(source=translation.source).values_list("string__data", flat=True)
    return {word for text in segments for word in text.replace("<b>", "").replace("</b>", "").split()}


@pytest.mark.parametrize("model", [*PAGES, *SNIPPETS])
def test_every_text_can_be_translated_and_all_else_follows(model: type) -> None:
    filled = Filled()
    source = made(model, filled)
    translation = submit(source)
    assert set(filled.texts) - words_given(translation) == set()
    type_everything(translation)
    there = publish(translation)
    assert differences(content(source), content(there)) == []
    if issubclass(model, NewsPage):
        assert sorted(tag.name for tag in there.tags.all()) == sorted(in_english(tag.name) for tag in source.tags.all())


@pytest.mark.parametrize("model", [EventPage, NewsPage, StandardPage])
def test_what_images_and_documents_lend_is_translated_with_the_page(client: Client, model: type) -> None:
    filled = Filled(borrowing=True)
    source = made(model, filled)
    translation = submit(source)
    assert set(filled.texts) - words_given(translation) == set()
    type_everything(translation)
    page = read(client, publish(translation).get_url())
    assert "Chữ" not in str(page.main)
    assert page.main.select("figcaption")


def test_what_is_only_a_number_is_nothing_to_translate() -> None:
    rows = [["Ngày", "Giờ"], ["5/6/2026", "7:35"], ["120", ""], [None, "1.250,5 %"]]
    table = {"data": rows, "table_caption": "", "table_header_choice": "row"}
    page = factories.StandardPageFactory(body=[{"type": "table", "value": table}])
    body = StringSegment.objects.filter(source=submit(page).source, context__path__startswith="body")
    assert [segment.string.data for segment in body] == ["Ngày", "Giờ"]


# --- Whatever happens to the blocks around it, a translation stays


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def table(*rows: list[str]) -> dict[str, Any]:
    return {"data": list(rows), "table_caption": "Chữ bảng", "table_header_choice": "row", "cell": [], "mergeCells": []}


def test_translations_stay_when_blocks_and_rows_move_come_and_go() -> None:
    images = [image.pk for image in factories.SmallImageFactory.create_batch(2)]
    photos = [
        {"type": "item", "id": str(uuid.uuid4()), "value": {"image": image, "caption": f"Chữ ảnh {n}", "alt_text": ""}}
        for n, image in enumerate(images)
    ]
    first, heading, last = (
        block("paragraph", "<p>Chữ đầu</p>"),
        block("heading", {"text": "Chữ đề mục", "level": "h2"}),
        block("paragraph", "<p>Chữ cuối</p><p>Chữ cuối nữa</p>"),
    )
    gallery = block("gallery", {"title": "Chữ bộ ảnh", "photos": photos})
    timetable = block("table", table(["Chữ ngày", "Chữ môn"], ["5/6", "Chữ văn"], ["6/6", "Chữ toán"]))
    page = factories.StandardPageFactory(body=[first, heading, gallery, timetable, last])
    translation = submit(page)
    type_everything(translation)
    publish(translation)

    photos.reverse()
    gallery["value"]["photos"] = photos
    timetable["value"] = table(["Chữ môn", "Chữ ngày"], ["Chữ toán", "6/6"], ["Chữ anh", "7/6"], ["Chữ văn", "5/6"])
    new = block("paragraph", "<p>Chữ mới</p>")
    page.body = [timetable, last, new, gallery, first]  # the heading is gone
    page.save()
    translation.source.update_from_db()
    missing = StringSegment.objects.filter(source=translation.source).annotate_translation(english())
    missing = missing.filter(translation__isnull=True).order_by("order")
    assert [segment.string.data for segment in missing] == ["Chữ anh", "Chữ mới"]
    body = BeautifulSoup(str(publish(translation).body), "html.parser")
    assert all_words(body.select("th, td")) == [
        *("Word môn", "Word ngày", "Word toán", "6/6", "Chữ anh", "7/6", "Word văn", "5/6"),
    ]
    assert all_words(body.select("p")) == ["Word cuối", "Word cuối nữa", "Chữ mới", "Word đầu"]
    assert all_words(body.select("figcaption")) == ["Word ảnh 1", "Word ảnh 0"]
    assert body.select("h2") == body.select(".gallery h2")


def test_photos_written_by_a_program_keep_their_translations() -> None:
    page = factories.StandardPageFactory(body=[factories.gallery(factories.SmallImageFactory.create_batch(2))])
    translation = submit(page)
    captions = StringSegment.objects.filter(source=translation.source, context__path__endswith=".caption")
    assert [segment.string.data for segment in captions.order_by("order")] == ["Ảnh 0", "Ảnh 1"]
    paths = {segment.context.path for segment in captions}
    StandardPage.objects.get(pk=page.pk).save_revision().publish()
    translation.source.update_from_db()
    assert {segment.context.path for segment in captions.all()} == paths
