"""All text in pages and snippets is translatable; other values are synchronized with the source."""

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
from tests.support import factories
from tests.support.filled_content import ContentFiller
from tests.support.html import get_page, get_texts
from tests.support.translations import get_english_locale, publish_translation

pytestmark = pytest.mark.django_db

PAGES = [model for model in get_page_models() if model is not Page]
SNIPPETS = [Author, Unit, Motto, Notice]
PARENTS = {"EventPage": factories.EventSectionFactory, "NewsPage": factories.SectionFactory}


def create_filled(model: type, filled: ContentFiller) -> Any:
    """Return a saved instance of ``model`` with all fields filled."""
    if model is HomePage:
        instance = filled.fill(factories.get_home_page())
        instance.save()
    elif issubclass(model, Page):
        instance = filled.fill(model(slug="tat-ca", live=True))
        PARENTS.get(model.__name__, factories.get_home_page)().add_child(instance=instance)
    else:
        instance = filled.fill(model(locale=Locale.get_default()))
        instance.save()
    return model.objects.get(pk=instance.pk)


def submit(instance: Any) -> Translation:
    source, _ = TranslationSource.update_or_create_from_instance(instance)
    return Translation.objects.get_or_create(source=source, target_locale=get_english_locale())[0]


def in_english(text: str) -> str:
    return text.replace("Chữ", "Word")


def translate_all(translation: Translation) -> None:
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        StringTranslation.from_text(
            segment.string, translation.target_locale, segment.context, in_english(segment.string.data)
        )


def content(instance: Any) -> Any:
    """Return the edited values of ``instance``, without primary keys of child rows, locales and the slug."""
    names = {field.field_name for field in get_translatable_fields(type(instance))} - {"slug", "tagged_items"}
    if not isinstance(instance, ClusterableModel):
        return {name: str(getattr(instance, name)) for name in names}
    return {name: value for name, value in json.loads(instance.to_json()).items() if name in names}


#: Child rows have their own primary keys and refer to the translations of what the source refers to.
PAGE_SPECIFIC_FIELDS = {"pk", "locale", "author", "unit", "organiser", "event", "article", "page"}


def find_differences(vietnamese: Any, there: Any, where: str = "") -> list[str]:
    """Return where the English values are not the translation of the Vietnamese ones."""
    if isinstance(vietnamese, dict):
        names = set(vietnamese) - (PAGE_SPECIFIC_FIELDS if "pk" in vietnamese else {"organiser"})
        return [
            difference
            for name in names
            for difference in find_differences(vietnamese[name], there[name], f"{where}.{name}")
        ]
    if isinstance(vietnamese, list):
        if len(vietnamese) != len(there):
            return [f"{where}: {len(vietnamese)} and {len(there)}"]
        pairs = enumerate(zip(vietnamese, there, strict=True))
        return [difference for number, pair in pairs for difference in find_differences(*pair, f"{where}.{number}")]
    if isinstance(vietnamese, str) and vietnamese.startswith(("[", "{")):  # a stream value
        return find_differences(json.loads(vietnamese), json.loads(there), where)
    expected = in_english(vietnamese) if isinstance(vietnamese, str) else vietnamese
    return [] if there == expected else [f"{where}: {there!r} for {vietnamese!r}"]


def get_segment_texts(translation: Translation) -> set[str]:
    """Return the texts of the segments of ``translation``."""
    segments = StringSegment.objects.filter(source=translation.source).values_list("string__data", flat=True)
    return {word for text in segments for word in text.replace("<b>", "").replace("</b>", "").split()}


@pytest.mark.parametrize("model", [*PAGES, *SNIPPETS])
def test_texts_are_translatable_and_other_values_are_synchronized(model: type) -> None:
    filled = ContentFiller()
    source = create_filled(model, filled)
    translation = submit(source)
    assert set(filled.texts) - get_segment_texts(translation) == set()
    translate_all(translation)
    there = publish_translation(translation)
    assert find_differences(content(source), content(there)) == []
    if issubclass(model, NewsPage):
        assert sorted(tag.name for tag in there.tags.all()) == sorted(in_english(tag.name) for tag in source.tags.all())


@pytest.mark.parametrize("model", [EventPage, NewsPage, StandardPage])
def test_fallback_texts_of_images_and_documents_are_translated_with_page(client: Client, model: type) -> None:
    filled = ContentFiller(borrowing=True)
    source = create_filled(model, filled)
    translation = submit(source)
    assert set(filled.texts) - get_segment_texts(translation) == set()
    translate_all(translation)
    page = get_page(client, publish_translation(translation).get_url())
    assert "Chữ" not in str(page.main)
    assert page.main.select("figcaption")


def test_numbers_are_not_translatable() -> None:
    rows = [["Ngày", "Giờ"], ["5/6/2026", "7:35"], ["120", ""], [None, "1.250,5 %"]]
    table = {"data": rows, "table_caption": "", "table_header_choice": "row"}
    page = factories.StandardPageFactory(body=[{"type": "table", "value": table}])
    body = StringSegment.objects.filter(source=submit(page).source, context__path__startswith="body")
    assert [segment.string.data for segment in body] == ["Ngày", "Giờ"]


# --- Translations are kept when blocks around them change


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def table(*rows: list[str]) -> dict[str, Any]:
    return {"data": list(rows), "table_caption": "Chữ bảng", "table_header_choice": "row", "cell": [], "mergeCells": []}


def test_translations_survive_moved_added_and_removed_blocks() -> None:
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
    translate_all(translation)
    publish_translation(translation)

    photos.reverse()
    gallery["value"]["photos"] = photos
    timetable["value"] = table(["Chữ môn", "Chữ ngày"], ["Chữ toán", "6/6"], ["Chữ anh", "7/6"], ["Chữ văn", "5/6"])
    new = block("paragraph", "<p>Chữ mới</p>")
    page.body = [timetable, last, new, gallery, first]  # without the heading
    page.save()
    translation.source.update_from_db()
    missing = StringSegment.objects.filter(source=translation.source).annotate_translation(get_english_locale())
    missing = missing.filter(translation__isnull=True).order_by("order")
    assert [segment.string.data for segment in missing] == ["Chữ anh", "Chữ mới"]
    body = BeautifulSoup(str(publish_translation(translation).body), "html.parser")
    assert get_texts(body.select("th, td")) == [
        *("Word môn", "Word ngày", "Word toán", "6/6", "Chữ anh", "7/6", "Word văn", "5/6"),
    ]
    assert get_texts(body.select("p:not(figcaption p)")) == ["Word cuối", "Word cuối nữa", "Chữ mới", "Word đầu"]
    assert get_texts(body.select("li figcaption")) == ["Word ảnh 1", "Word ảnh 0"]
    assert body.select("h2") == body.select(".gallery h2")


def test_photos_without_ids_keep_their_translations() -> None:
    page = factories.StandardPageFactory(body=[factories.gallery_value(factories.SmallImageFactory.create_batch(2))])
    translation = submit(page)
    captions = StringSegment.objects.filter(source=translation.source, context__path__endswith=".caption")
    assert [segment.string.data for segment in captions.order_by("order")] == ["Ảnh 0", "Ảnh 1"]
    paths = {segment.context.path for segment in captions}
    StandardPage.objects.get(pk=page.pk).save_revision().publish()
    translation.source.update_from_db()
    assert {segment.context.path for segment in captions.all()} == paths
