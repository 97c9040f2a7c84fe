"""Blocks that the home page is arranged of. What each shows is loaded for all of them at once: ``home.arrangement``."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from mysite.blocks.data import LinkBlock

from . import examples
from .showing import ArrangedBlock, Box, Showing

NEWS_GROUP = _("News and events")
OTHER_GROUP = _("More for the home page")


class HeadlinesBlock(ArrangedBlock):
    """The articles that editors marked as headlines, the first one large."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("How many"), default=5, min_value=1, max_value=9)

    class Meta:
        icon = "pick"
        group = NEWS_GROUP
        label = _("Headlines")
        description = _("The articles marked as headlines, newest first, the first one large.")
        template = "home/blocks/headlines.html"

    def example(self) -> Showing:
        return Showing(examples.articles(5))


class LatestNewsBlock(ArrangedBlock):
    """The newest articles of all sections that are not among the headlines."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("How many"), default=6, min_value=1, max_value=24)

    class Meta:
        icon = "doc-empty"
        group = NEWS_GROUP
        label = _("Latest news")
        description = _("The newest articles of all sections that are not among the headlines.")
        template = "home/blocks/latest_news.html"

    def example(self) -> Showing:
        return Showing(examples.articles(6))


class Layout(models.TextChoices):
    CARDS = "cards", _("pictures beside each other")
    LEAD = "lead", _("one large, the others as a list")
    LIST = "list", _("titles only")


class SectionNewsBlock(ArrangedBlock):
    """The newest articles of one section."""

    section = blocks.PageChooserBlock(label=pgettext_lazy("news", "Section"), page_type="newsroom.NewsSection")
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=100, help_text=_("Left empty: the title of the section.")
    )
    layout = blocks.ChoiceBlock(label=_("Layout"), choices=Layout.choices, default=Layout.LEAD)
    count = blocks.IntegerBlock(label=_("How many"), default=4, min_value=1, max_value=12)

    class Meta:
        icon = "folder-open-inverse"
        group = NEWS_GROUP
        label = _("News of a section")
        description = _("The newest articles of a section, arranged as you choose.")
        template = "home/blocks/section_news.html"

    def example(self) -> Showing:
        return Showing(examples.articles(4), title="Tin tức")


class ComingEventsBlock(ArrangedBlock):
    """The next events, of one section of events or of all."""

    section = blocks.PageChooserBlock(
        label=pgettext_lazy("news", "Section"),
        page_type="newsroom.EventSection",
        required=False,
        help_text=_("Left empty: all events."),
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("How many"), default=5, min_value=1, max_value=12)

    class Meta:
        icon = "calendar-alt"
        group = NEWS_GROUP
        label = _("Coming events")
        description = _("The next events with date and place.")
        template = "home/blocks/coming_events.html"

    def example(self) -> Showing:
        return Showing(examples.events(4))


class PhotoStripBlock(ArrangedBlock):
    """Photos of a gallery in a row; each leads to the page of the gallery."""

    page = blocks.PageChooserBlock(
        label=_("Article or event with a gallery"), page_type=["newsroom.NewsPage", "newsroom.EventPage"]
    )
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=100, help_text=_("Left empty: the title of the page.")
    )
    count = blocks.IntegerBlock(label=_("How many"), default=8, min_value=2, max_value=20)

    class Meta:
        icon = "image"
        group = OTHER_GROUP
        label = _("Photo strip")
        description = _("Photos from the gallery of an article or an event.")
        template = "home/blocks/photo_strip.html"

    def example(self) -> Showing:
        return Showing(examples.photos(6), title="Hình ảnh hội khoẻ Phù Đổng")


class LinkBoxBlock(LinkBlock):
    """A link with a picture or none."""

    picture = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "link"
        label = pgettext_lazy("home page", "Link box")
        label_format = "{label}"


class LinkBoxesBlock(ArrangedBlock):
    """Boxes that lead to other offices, legal databases, services."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    links = blocks.ListBlock(LinkBoxBlock(), label=_("Links"), min_num=1, max_num=24)

    class Meta:
        icon = "link"
        group = OTHER_GROUP
        label = _("Link boxes")
        description = _("Boxes that lead to other offices, legal databases, services.")
        template = "home/blocks/link_boxes.html"

    def example(self) -> Showing:
        words = [
            ("Cổng thông tin của Bộ", "Văn bản và tin tức của ngành"),
            ("Cơ sở dữ liệu văn bản pháp luật", ""),
            ("Dịch vụ công trực tuyến", "Nộp hồ sơ tại nhà"),
        ]
        boxes = [Box("https://luat.example/", text, description, None, external=True) for text, description in words]
        return Showing(boxes, title="Liên kết")


class RecentDocumentsBlock(ArrangedBlock):
    """The documents added last."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("How many"), default=5, min_value=1, max_value=20)

    class Meta:
        icon = "doc-full"
        group = OTHER_GROUP
        label = _("Recent documents")
        description = _("The documents attached to public articles and events last.")
        template = "home/blocks/recent_documents.html"

    def example(self) -> Showing:
        return Showing(examples.documents(4))
