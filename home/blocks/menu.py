"""Blocks for the links that editors add to the menu."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from mysite.blocks.choosers import DocumentChooserBlock, PageChooserBlock


class MenuLinkBlock(blocks.StructBlock):
    """A link in the menu with a text of its own: to another site, a document or a page."""

    label = blocks.CharBlock(label=_("Link text"), max_length=100)
    url = blocks.URLBlock(label=pgettext_lazy("menu", "External URL"), required=False)
    document = DocumentChooserBlock(label=pgettext_lazy("menu", "Or a document"), required=False)
    page = PageChooserBlock(label=pgettext_lazy("menu", "Or a page on this portal"), required=False)
    below = PageChooserBlock(
        label=pgettext_lazy("menu", "Below"),
        required=False,
        help_text=_("The menu item that opens this link. Leave empty to show the link at the end of the menu."),
    )

    class Meta:
        icon = "link"
        label = pgettext_lazy("menu", "Link")
        label_format = "{label}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        targets = [name for name in ("url", "document", "page") if cleaned[name]]
        if len(targets) != 1 and not self.is_deferred_validation:
            message = _("Enter one target: an external URL, a document or a page.")
            raise StructBlockValidationError({targets[1] if targets else "url": ValidationError(message)})
        return cleaned


class MenuLinksBlock(blocks.StreamBlock):
    """The links that are added to the menu."""

    link = MenuLinkBlock()

    class Meta:
        required = False
        max_num = 20
