"""Blocks of an organisation page: people with their positions, units with their functions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from mysite.blocks import SameTextBlock
from mysite.body_pictures import Shown
from mysite.querysets import pages_in_this_language
from mysite.renditions import PORTRAIT

if TYPE_CHECKING:
    from newsroom.models import Unit

ORGANISATION_GROUP = _("Organisation")


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=pgettext_lazy("person", "Name"), max_length=255)
    position = blocks.CharBlock(label=pgettext_lazy("person", "Position"), max_length=255)
    photo = ImageChooserBlock(label=_("Photo"), required=False)
    responsibilities = blocks.TextBlock(label=_("Responsible for"), required=False, max_length=1000)
    phone = SameTextBlock(label=_("Telephone"), required=False, max_length=60)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)

    class Meta:
        icon = "user"
        label = _("Person")
        label_format = "{name}"


class PeopleValue(blocks.StructValue):
    def pictures(self) -> Iterator[Shown]:
        """The photos of the people with the size they are shown at."""
        yield from ((person["photo"], PORTRAIT) for person in self["people"] if person["photo"])


class PeopleBlock(blocks.StructBlock):
    """Leaders or staff, in the order the editor gives."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    people = blocks.ListBlock(PersonBlock(), label=_("People"), min_num=1, max_num=60, collapsed=True)

    class Meta:
        icon = "user"
        group = ORGANISATION_GROUP
        label = _("People")
        description = _("Leaders or staff with position, responsibilities and contact.")
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
class ShownUnit:
    """A unit ready to be shown: in the language being read if it has been translated, else as it was chosen."""

    unit: "Unit"
    #: Its own page if the editor chose one that everybody may see, else the list of what it published.
    url: str
    #: The language that it is written in, if that is not the one being read.
    language: str


class UnitsValue(blocks.StructValue):
    @cached_property
    def shown(self) -> list[ShownUnit]:
        """The units that still exist. A page with several boxes loads them all at once: ``load_units``."""
        load_units([self])
        return self.shown


def load_units(boxes: Iterable[UnitsValue]) -> None:
    """Load what ``boxes`` show, in one query for the units and one for their pages."""
    boxes = list(boxes)
    items = [item for box in boxes for item in box["units"] if item["unit"]]
    units = _in_this_language([item["unit"] for item in items]) if items else {}
    chosen = [item["page"] for item in items if item["page"]]
    pages = pages_in_this_language(chosen) if chosen else {}
    for box in boxes:
        box.shown = [
            _shown(units.get(item["unit"].translation_key, item["unit"]), item["page"], pages)
            for item in box["units"]
            if item["unit"]
        ]


def _in_this_language(chosen: list["Unit"]) -> dict[Any, "Unit"]:
    """Map translation keys to units: those chosen, or the originals of those that await translation.

    Before them those of the active language.
    """
    keys = [unit.translation_key for unit in chosen]
    units = type(chosen[0]).objects.filter(translation_key__in=keys, awaits_translation=False)
    found = list(units.select_related("locale", "successor__locale"))
    active = get_language()
    here = {unit.translation_key: unit for unit in found if unit.locale.language_code == active}
    own = {unit.translation_key: unit for unit in found if unit in chosen}
    return {unit.translation_key: unit for unit in found} | own | here


def _shown(unit: "Unit", page: Any, pages: dict[Any, Any]) -> ShownUnit:
    if unit.pk is None:  # an example
        return ShownUnit(unit, "", "")
    language = unit.locale.language_code
    own_page = pages.get(page.translation_key) if page else None
    with override(language):
        url = (own_page and own_page.url) or unit.get_absolute_url()
    return ShownUnit(unit, url, "" if language == get_language() else language)


class UnitItemBlock(blocks.StructBlock):
    unit = SnippetChooserBlock("newsroom.Unit", label=_("Unit"))
    page = blocks.PageChooserBlock(label=_("Its own page"), required=False)

    class Meta:
        icon = "group"
        label = _("Unit")


class UnitsBlock(blocks.StructBlock):
    """Units with what they do and how to reach them, as their own entries say it, in the order the editor gives."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    units = blocks.ListBlock(UnitItemBlock(), label=_("Units"), min_num=1, max_num=100, collapsed=True)

    class Meta:
        icon = "group"
        group = ORGANISATION_GROUP
        label = _("Units")
        description = _("Units with their functions, heads and contacts, from the list of units.")
        value_class = UnitsValue
        template = "home/blocks/units.html"

    def get_preview_value(self) -> UnitsValue:
        """Units that are in no database: an empty portal has none."""
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
        value.shown = [ShownUnit(unit, "", "") for unit in examples]
        return value
