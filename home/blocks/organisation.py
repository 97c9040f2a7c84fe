"""Blocks of organisation pages: people with their positions, units with their functions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from mysite.blocks import UntranslatedCharBlock
from mysite.blocks.choosers import ImageChooserBlock, PageChooserBlock
from mysite.images.filters import PORTRAIT, ImageUse
from mysite.pages.querysets import get_localized_pages

if TYPE_CHECKING:
    from newsroom.models import Unit

ORGANISATION_GROUP = _("Organisation")


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=pgettext_lazy("person", "Name"), max_length=255)
    position = blocks.CharBlock(label=pgettext_lazy("person", "Position"), max_length=255)
    photo = ImageChooserBlock(label=_("Photo"), required=False)
    responsibilities = blocks.TextBlock(label=_("Responsibilities"), required=False, max_length=1000)
    phone = UntranslatedCharBlock(label=_("Telephone"), required=False, max_length=60)
    email = blocks.EmailBlock(label=pgettext_lazy("mail", "Email"), required=False)

    class Meta:
        icon = "user"
        label = _("Person")
        label_format = "{name}"


class PeopleValue(blocks.StructValue):
    def image_uses(self) -> Iterator[ImageUse]:
        """Yield the people's photos with the rendition specs they are shown with."""
        yield from ((person["photo"], PORTRAIT) for person in self["people"] if person["photo"])


class PeopleBlock(blocks.StructBlock):
    """Leaders or staff, in the order chosen by the editor."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    people = blocks.ListBlock(PersonBlock(), label=_("People"), min_num=1, max_num=60, collapsed=True)

    class Meta:
        icon = "user"
        group = ORGANISATION_GROUP
        label = _("People")
        description = _("Leaders or staff with their positions, responsibilities and contact details.")
        value_class = PeopleValue
        template = "home/blocks/people.html"
        preview_value = {
            "title": "Lãnh đạo Sở",
            "people": [
                {
                    "name": "Trần Minh Đức",
                    "position": "Giám đốc",
                    "photo": None,
                    "responsibilities": "Phụ trách chung; tổ chức cán bộ, tài chính, thi đua – khen thưởng.",
                    "phone": "0200 000 0001",
                    "email": "giamdoc@coquan.example",
                },
                {
                    "name": "Hà Thị Ngọc Diệp",
                    "position": "Phó Giám đốc",
                    "photo": None,
                    "responsibilities": "Giáo dục mầm non, giáo dục phổ thông.",
                    "phone": "0200 000 0002",
                    "email": "",
                },
            ],
        }


@dataclass(frozen=True)
class UnitItem:
    """A unit to show, in the active language if it has been translated, else as it was chosen."""

    unit: "Unit"
    #: The page that the editor chose if it is visible to everyone, else the unit's profile.
    url: str
    #: The language of its text if that is not the active one, else empty.
    language: str


class UnitsValue(blocks.StructValue):
    @cached_property
    def unit_items(self) -> list[UnitItem]:
        """The units that still exist. ``load_units`` sets this for all blocks of a page at once."""
        load_units([self])
        return self.unit_items


def load_units(boxes: Iterable[UnitsValue]) -> None:
    """Load the units of all ``boxes``, with one query for the units and one for their pages."""
    boxes = list(boxes)
    items = [item for box in boxes for item in box["units"] if item["unit"]]
    units = _localize_units([item["unit"] for item in items]) if items else {}
    chosen = [item["page"] for item in items if item["page"]]
    pages = get_localized_pages(chosen) if chosen else {}
    for box in boxes:
        box.unit_items = [
            _build_unit_item(units[item["unit"].translation_key], item["page"], pages)
            for item in box["units"]
            if item["unit"] and item["unit"].translation_key in units
        ]


def _localize_units(chosen: list["Unit"]) -> dict[Any, "Unit"]:
    """Map translation keys to live units in the active language, else to those chosen, else to any translation.

    The last case applies to chosen units that await translation and so are not live.
    """
    keys = [unit.translation_key for unit in chosen]
    units = type(chosen[0]).objects.live().filter(translation_key__in=keys)
    live_units = list(units.select_related("locale", "successor__locale"))
    active_language = get_language()
    translations = {unit.translation_key: unit for unit in live_units if unit.locale.language_code == active_language}
    originals = {unit.translation_key: unit for unit in live_units if unit in chosen}
    return {unit.translation_key: unit for unit in live_units} | originals | translations


def _build_unit_item(unit: "Unit", page: Any, pages: dict[Any, Any]) -> UnitItem:
    if unit.pk is None:  # a preview example
        return UnitItem(unit, "", "")
    language = unit.locale.language_code
    own_page = pages.get(page.translation_key) if page else None
    with override(language):
        url = (own_page and own_page.url) or unit.get_absolute_url()
    return UnitItem(unit, url, "" if language == get_language() else language)


class UnitItemBlock(blocks.StructBlock):
    unit = SnippetChooserBlock("newsroom.Unit", label=_("Unit"))
    page = PageChooserBlock(label=_("Page about the unit"), required=False)

    class Meta:
        icon = "group"
        label = _("Unit")


class UnitsBlock(blocks.StructBlock):
    """Units with their functions and contacts from the unit snippets, in the order chosen by the editor."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    units = blocks.ListBlock(UnitItemBlock(), label=_("Units"), min_num=1, max_num=100, collapsed=True)

    class Meta:
        icon = "group"
        group = ORGANISATION_GROUP
        label = _("Units")
        description = _("Units with their functions, heads and contact details, taken from the list of units.")
        value_class = UnitsValue
        template = "home/blocks/units.html"

    def get_preview_value(self) -> UnitsValue:
        """Return unsaved units, because an empty site has none."""
        from newsroom.models import Unit

        examples = [
            Unit(
                name="Phòng Giáo dục Phổ thông",
                head="Nguyễn Thị Lan, Trưởng phòng",
                phone="0200 000 0010",
                email="gdpt@coquan.example",
                description="Quản lý chuyên môn cấp tiểu học, THCS và THPT; chỉ đạo đổi mới phương pháp dạy học.",
            ),
            Unit(
                name="Phòng Giáo dục Mầm non",
                head="Lê Văn Bình, Trưởng phòng",
                phone="0200 000 0011",
                description="Quản lý chuyên môn các trường mầm non, mẫu giáo trên địa bàn tỉnh.",
            ),
        ]
        value = self.normalize({"title": "Các phòng chuyên môn", "units": []})
        value.unit_items = [UnitItem(unit, "", "") for unit in examples]
        return value
