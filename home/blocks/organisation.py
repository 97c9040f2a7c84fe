"""Blocks of an organisation page: people with their positions, units with their functions."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from mysite.body_pictures import Shown
from mysite.renditions import PORTRAIT

ORGANISATION_GROUP = _("Organisation")


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=255)
    position = blocks.CharBlock(label=_("Position"), max_length=255)
    photo = ImageChooserBlock(label=_("Photo"), required=False)
    responsibilities = blocks.TextBlock(label=_("Responsible for"), required=False, max_length=1000)
    phone = blocks.CharBlock(label=_("Telephone"), required=False, max_length=60)
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
        template = "home/blocks/units.html"
