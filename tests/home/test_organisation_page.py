"""The organisation page: leaders and units in the editor's order, with duties and contact details."""

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.blocks import PeopleBlock, UnitsBlock
from newsroom.models import Unit
from tests.support import factories
from tests.support.html import get_page, get_text, get_texts
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db


def person(name: str, **fields) -> dict:
    empty = {"position": "Phó Giám đốc", "photo": None, "responsibilities": "", "phone": "", "email": ""}
    return {"name": name, **empty, **fields}


def item(value: dict) -> dict:
    """Return the raw value of a list item."""
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def people(*persons: dict, title: str = "Lãnh đạo Sở") -> dict:
    return {"type": "people", "value": {"title": title, "people": [item(person) for person in persons]}}


def units(*chosen: Unit | tuple, title: str = "Các phòng") -> dict:
    pairs = [choice if isinstance(choice, tuple) else (choice, None) for choice in chosen]
    items = [item({"unit": unit.pk, "page": page and page.pk}) for unit, page in pairs]
    return {"type": "units", "value": {"title": title, "units": items}}


def test_leaders_are_listed_in_editor_order_with_duties(client: Client) -> None:
    photo = factories.SmallImageFactory(title="IMG_2034")
    body = [
        people(
            person(
                "Trần Minh Đức",
                position="Giám đốc",
                photo=photo.pk,
                responsibilities="Phụ trách chung.\nTổ chức cán bộ.",
                phone="0200 000 0001",
                email="giamdoc@so.example",
            ),
            person("Hà Thị Ngọc Diệp"),
        )
    ]
    url = factories.OrganisationPageFactory(body=body, introduction="Sở có 5 phòng.").url
    make_renditions()
    page = get_page(client, url)
    assert get_text(page.select_one(".organisation-introduction")) == "Sở có 5 phòng."
    assert get_texts(page.select(".organisation h2")) == ["Lãnh đạo Sở"]
    assert get_texts(page.select(".person h3")) == ["Trần Minh Đức", "Hà Thị Ngọc Diệp"]
    first, second = page.select(".person")
    assert "Tổ chức cán bộ." in get_text(first)
    assert [link["href"] for link in first.select("a")] == ["tel:02000000001", "mailto:giamdoc@so.example"]
    # The name is beside it, so the photo has an empty alt text, not its file name.
    assert first.img["alt"] == ""
    assert second.img is None
    assert second.svg["aria-hidden"] == "true"


def test_units_show_duties_and_contact_details(client: Client) -> None:
    unit = factories.UnitFactory(
        name="Phòng Mầm non",
        slug="mam-non",
        description="Chỉ đạo chuyên môn.\n\nKiểm tra.",
        head="Lê Văn Bình, Trưởng phòng",
        phone="0200 000 0002",
        email="mamnon@so.example",
        address="Tầng 2",
    )
    other = factories.UnitFactory(name="Phòng Công nghệ")
    page = get_page(client, factories.OrganisationPageFactory(body=[units(unit, other)]).url)
    assert get_texts(page.select(".unit h3")) == ["Phòng Mầm non", "Phòng Công nghệ"]
    first = page.select_one(".unit")
    assert get_texts(first.select(".duties p")) == ["Chỉ đạo chuyên môn.", "Kiểm tra."]
    assert get_texts(first.select("dd")) == [
        "Lê Văn Bình, Trưởng phòng",
        "0200 000 0002",
        "mamnon@so.example",
        "Tầng 2",
    ]
    assert first.h3.a["href"] == "/don-vi/mam-non/"


def test_unit_links_to_chosen_page_while_it_is_visible(client: Client) -> None:
    unit = factories.UnitFactory(slug="mam-non")
    own = factories.StandardPageFactory(title="Giới thiệu phòng")
    page = factories.OrganisationPageFactory(body=[units((unit, own))])
    assert get_page(client, page.url).select_one(".unit h3 a")["href"] == own.url
    lock = PageViewRestriction.objects.create(page=own, restriction_type=PageViewRestriction.LOGIN)
    assert get_page(client, page.url).select_one(".unit h3 a")["href"] == "/don-vi/mam-non/"
    lock.delete()
    own.unpublish()
    assert get_page(client, page.url).select_one(".unit h3 a")["href"] == "/don-vi/mam-non/"


def test_dissolved_units_are_marked(client: Client) -> None:
    heir = factories.UnitFactory(name="Phòng mới")
    old = factories.UnitFactory(name="Phòng cũ", dissolved_on=datetime.date(2020, 3, 1), successor=heir)
    ending = factories.UnitFactory(dissolved_on=timezone.localdate() + datetime.timedelta(days=400))
    shown = get_page(client, factories.OrganisationPageFactory(body=[units(old, ending)]).url).select(".unit")
    assert "01/03/2020" in get_text(shown[0])
    assert shown[0].select_one(".unit-successor a")["href"] == heir.get_absolute_url()
    assert shown[1].select_one(".unit-state") is None


def test_units_are_shown_in_active_language(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    key = uuid.uuid4()
    translated = factories.UnitFactory(name="Phòng Mầm non", translation_key=key)
    factories.UnitFactory(name="Early Childhood Division", slug="early", translation_key=key, locale=english)
    untranslated = factories.UnitFactory(name="Văn phòng Sở", slug="van-phong")
    page = factories.OrganisationPageFactory(
        parent=factories.get_home_page("en"), locale=english, body=[units(translated, untranslated)]
    )
    headings = get_page(client, page.url).select(".unit h3")
    assert get_texts(headings) == ["Early Childhood Division", "Văn phòng Sở"]
    assert [heading.a["href"] for heading in headings] == ["/en/unit/early/", "/don-vi/van-phong/"]
    assert headings[1]["lang"] == "vi"
    assert "lang" not in headings[0].attrs


def test_deleted_units_and_photos_are_left_out(client: Client) -> None:
    unit, photo = factories.UnitFactory(), factories.SmallImageFactory()
    page = factories.OrganisationPageFactory(body=[units(unit), people(person("Lê An", photo=photo.pk))])
    Unit.objects.filter(pk=unit.pk).delete()
    type(photo).objects.filter(pk=photo.pk).delete()
    shown = get_page(client, page.url)
    assert shown.select(".unit") == []
    assert get_text(shown.select_one(".person h3")) == "Lê An"


def test_query_count_does_not_grow(client: Client, django_assert_max_num_queries) -> None:
    def page_with(count: int) -> str:
        own = factories.StandardPageFactory()
        body = [
            block
            for half in range(2)
            for block in (
                people(*[person(f"Người {n}", photo=factories.SmallImageFactory().pk) for n in range(count)]),
                units(*[(factories.UnitFactory(name=f"Phòng {count}-{half}-{n}"), own) for n in range(count)]),
            )
        ]
        return factories.OrganisationPageFactory(body=body).url

    counts = []
    for url in (page_with(1), page_with(15)):
        make_renditions()
        client.get(url)
        with django_assert_max_num_queries(18) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("block", [PeopleBlock(), UnitsBlock()])
def test_block_picker_shows_examples_without_content(block) -> None:
    assert block.meta.group
    assert block.meta.description
    example = block.render(block.get_preview_value())
    assert example.count("<h3>") == 2
    assert "0200 000" in example


def test_translated_page_with_untranslated_units(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    unit = factories.UnitFactory(name="Văn phòng Sở", slug="van-phong")
    page = factories.OrganisationPageFactory(slug="co-cau", body=[people(person("Lê An")), units(unit)])
    source, _created = TranslationSource.update_or_create_from_instance(page)
    assert "Phó Giám đốc" in source.stringsegment_set.values_list("string__data", flat=True)
    translation = Translation.objects.create(source=source, target_locale=english)
    position = source.stringsegment_set.get(string__data="Phó Giám đốc")
    StringTranslation.objects.create(
        translation_of=position.string, locale=english, context=position.context, data="Deputy Director"
    )
    translation.save_target()
    page.get_translation(english).get_latest_revision().publish()
    shown = get_page(client, page.get_translation(english).url)
    assert get_text(shown.select_one(".position")) == "Deputy Director"
    assert get_texts(shown.select(".unit h3")) == ["Văn phòng Sở"]
    assert shown.select_one(".unit h3 a")["href"] == "/don-vi/van-phong/"
