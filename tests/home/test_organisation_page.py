"""The organisation page: leaders and units in the editor's order, with what each does and how to reach them."""

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.blocks import PeopleBlock, UnitsBlock
from newsroom.models import Unit
from tests import factories
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db


def person(name: str, **fields) -> dict:
    empty = {"position": "Phó Giám đốc", "photo": None, "responsibilities": "", "phone": "", "email": ""}
    return {"name": name, **empty, **fields}


def item(value: dict) -> dict:
    """An item of a list, as the editor stores it."""
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def people(*persons: dict, title: str = "Lãnh đạo Sở") -> dict:
    return {"type": "people", "value": {"title": title, "people": [item(person) for person in persons]}}


def units(*chosen: Unit | tuple, title: str = "Các phòng") -> dict:
    pairs = [choice if isinstance(choice, tuple) else (choice, None) for choice in chosen]
    items = [item({"unit": unit.pk, "page": page and page.pk}) for unit, page in pairs]
    return {"type": "units", "value": {"title": title, "units": items}}


def test_leaders_stand_in_the_editors_order_with_what_they_do(client: Client) -> None:
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
    page = read(client, factories.OrganisationPageFactory(body=body, introduction="Sở có 5 phòng.").url)
    assert words(page.select_one(".organisation-introduction")) == "Sở có 5 phòng."
    assert all_words(page.select(".organisation h2")) == ["Lãnh đạo Sở"]
    assert all_words(page.select(".person h3")) == ["Trần Minh Đức", "Hà Thị Ngọc Diệp"]
    first, second = page.select(".person")
    assert "Tổ chức cán bộ." in words(first)
    assert [link["href"] for link in first.select("a")] == ["tel:02000000001", "mailto:giamdoc@so.example"]
    # The name stands beside it: the photo needs no words of its own, least of all its file name.
    assert first.img["alt"] == ""
    assert second.img is None
    assert second.svg["aria-hidden"] == "true"


def test_units_say_what_they_do_and_how_to_reach_them(client: Client) -> None:
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
    page = read(client, factories.OrganisationPageFactory(body=[units(unit, other)]).url)
    assert all_words(page.select(".unit h3")) == ["Phòng Mầm non", "Phòng Công nghệ"]
    first = page.select_one(".unit")
    assert all_words(first.select(".duties p")) == ["Chỉ đạo chuyên môn.", "Kiểm tra."]
    assert all_words(first.select("dd")) == [
        "Lê Văn Bình, Trưởng phòng",
        "0200 000 0002",
        "mamnon@so.example",
        "Tầng 2",
    ]
    assert first.h3.a["href"] == "/don-vi/mam-non/"


def test_the_page_chosen_for_a_unit_goes_before_its_list_while_visitors_may_see_it(client: Client) -> None:
    unit = factories.UnitFactory(slug="mam-non")
    own = factories.StandardPageFactory(title="Giới thiệu phòng")
    page = factories.OrganisationPageFactory(body=[units((unit, own))])
    assert read(client, page.url).select_one(".unit h3 a")["href"] == own.url
    lock = PageViewRestriction.objects.create(page=own, restriction_type=PageViewRestriction.LOGIN)
    assert read(client, page.url).select_one(".unit h3 a")["href"] == "/don-vi/mam-non/"
    lock.delete()
    own.unpublish()
    assert read(client, page.url).select_one(".unit h3 a")["href"] == "/don-vi/mam-non/"


def test_dissolved_units_are_marked(client: Client) -> None:
    heir = factories.UnitFactory(name="Phòng mới")
    old = factories.UnitFactory(name="Phòng cũ", dissolved_on=datetime.date(2020, 3, 1), successor=heir)
    ending = factories.UnitFactory(dissolved_on=timezone.localdate() + datetime.timedelta(days=400))
    shown = read(client, factories.OrganisationPageFactory(body=[units(old, ending)]).url).select(".unit")
    assert "01/03/2020" in words(shown[0])
    assert shown[0].select_one(".unit-successor a")["href"] == heir.get_absolute_url()
    assert shown[1].select_one(".unit-state") is None


def test_units_in_the_language_being_read(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    key = uuid.uuid4()
    translated = factories.UnitFactory(name="Phòng Mầm non", translation_key=key)
    factories.UnitFactory(name="Early Childhood Division", slug="early", translation_key=key, locale=english)
    untranslated = factories.UnitFactory(name="Văn phòng Sở", slug="van-phong")
    page = factories.OrganisationPageFactory(
        parent=factories.home_page("en"), locale=english, body=[units(translated, untranslated)]
    )
    headings = read(client, page.url).select(".unit h3")
    assert all_words(headings) == ["Early Childhood Division", "Văn phòng Sở"]
    assert [heading.a["href"] for heading in headings] == ["/en/unit/early/", "/don-vi/van-phong/"]
    assert headings[1]["lang"] == "vi"
    assert "lang" not in headings[0].attrs


def test_deleted_units_and_photos_leave_the_page_standing(client: Client) -> None:
    unit, photo = factories.UnitFactory(), factories.SmallImageFactory()
    page = factories.OrganisationPageFactory(body=[units(unit), people(person("Lê An", photo=photo.pk))])
    Unit.objects.filter(pk=unit.pk).delete()
    type(photo).objects.filter(pk=photo.pk).delete()
    shown = read(client, page.url)
    assert shown.select(".unit") == []
    assert words(shown.select_one(".person h3")) == "Lê An"


def test_as_many_queries_for_many_as_for_few(client: Client, django_assert_max_num_queries) -> None:
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
    for address in (page_with(1), page_with(15)):
        client.get(address)  # makes the renditions
        with django_assert_max_num_queries(18) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("block", [PeopleBlock(), UnitsBlock()])
def test_the_block_picker_shows_examples_in_an_empty_portal(block) -> None:
    assert block.meta.group
    assert block.meta.description
    example = block.render(block.get_preview_value())
    assert example.count("<h3>") == 2
    assert "0200 000" in example


def test_translated_with_units_that_are_not(client: Client) -> None:
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
    shown = read(client, page.get_translation(english).url)
    assert words(shown.select_one(".position")) == "Deputy Director"
    assert all_words(shown.select(".unit h3")) == ["Văn phòng Sở"]
    assert shown.select_one(".unit h3 a")["href"] == "/don-vi/van-phong/"
