"""Blocks of the home page. Their data is loaded for all of them at once by ``home.home_layout``."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from mysite.blocks.choosers import ImageChooserBlock, PageChooserBlock
from mysite.blocks.data import LinkBlock

from . import examples
from .base import BlockData, DataBlock, LinkBox

NEWS_GROUP = _("News and events")
OTHER_GROUP = _("Other blocks")


class HeadlinesBlock(DataBlock):
    """The articles that editors marked as headlines, the first one large."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("Number of items"), default=5, min_value=1, max_value=9)

    class Meta:
        icon = "pick"
        group = NEWS_GROUP
        label = _("Headlines")
        description = _("The articles marked as headlines, newest first. The first one is shown large.")
        template = "home/blocks/headlines.html"

    def get_example_data(self) -> BlockData:
        return BlockData(examples.build_articles(5))


class LatestNewsBlock(DataBlock):
    """The latest articles from all sections, except headlines."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("Number of items"), default=6, min_value=1, max_value=24)

    class Meta:
        icon = "doc-empty"
        group = NEWS_GROUP
        label = _("Latest news")
        description = _("The latest articles from all sections, except headlines.")
        template = "home/blocks/latest_news.html"

    def get_example_data(self) -> BlockData:
        return BlockData(examples.build_articles(6))


class SectionLayout(models.TextChoices):
    CARDS = "cards", _("images side by side")
    LEAD = "lead", _("one large article, the others as a list")
    LIST = "list", _("titles only")


class SectionNewsBlock(DataBlock):
    """The newest articles of one section."""

    section = PageChooserBlock(label=pgettext_lazy("news", "Section"), page_type="newsroom.NewsSection")
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=100, help_text=_("Leave empty to use the title of the section.")
    )
    layout = blocks.ChoiceBlock(label=_("Layout"), choices=SectionLayout.choices, default=SectionLayout.LEAD)
    count = blocks.IntegerBlock(label=_("Number of items"), default=4, min_value=1, max_value=12)

    class Meta:
        icon = "folder-open-inverse"
        group = NEWS_GROUP
        label = _("News from a section")
        description = _("The latest articles from one section, in the layout you choose.")
        template = "home/blocks/section_news.html"

    def get_example_data(self) -> BlockData:
        return BlockData(examples.build_articles(4), title="Tin tức")


class MostReadBlock(DataBlock):
    """The articles read most in the last seven days, of one section or of all."""

    section = PageChooserBlock(
        label=pgettext_lazy("news", "Section"),
        page_type="newsroom.NewsSection",
        required=False,
        help_text=_("Leave empty to show articles from all sections."),
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("Number of items"), default=5, min_value=1, max_value=10)

    class Meta:
        icon = "view"
        group = NEWS_GROUP
        label = _("Most read")
        description = _("The articles read most in the last seven days. It changes on the hour.")
        template = "home/blocks/most_read.html"

    def get_example_data(self) -> BlockData:
        return BlockData(examples.build_articles(5))


class ComingEventsBlock(DataBlock):
    """The next events, of one section of events or of all."""

    section = PageChooserBlock(
        label=pgettext_lazy("news", "Section"),
        page_type="newsroom.EventSection",
        required=False,
        help_text=_("Leave empty to show events from all sections."),
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("Number of items"), default=5, min_value=1, max_value=12)

    class Meta:
        icon = "calendar-alt"
        group = NEWS_GROUP
        label = _("Upcoming events")
        description = _("Upcoming events with their dates and places.")
        template = "home/blocks/coming_events.html"

    def get_example_data(self) -> BlockData:
        return BlockData(examples.build_events(4))


class PhotoStripBlock(DataBlock):
    """A row of photos from a gallery, each linked to the gallery's page."""

    page = PageChooserBlock(
        label=_("Article or event with a gallery"), page_type=["newsroom.NewsPage", "newsroom.EventPage"]
    )
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=100, help_text=_("Leave empty to use the title of the page.")
    )
    count = blocks.IntegerBlock(label=_("Number of items"), default=8, min_value=2, max_value=20)

    class Meta:
        icon = "image"
        group = OTHER_GROUP
        label = _("Photo strip")
        description = _("Photos from the gallery of an article or event.")
        template = "home/blocks/photo_strip.html"

    def get_example_data(self) -> BlockData:
        return BlockData(examples.build_photos(6), title="Hình ảnh hội khoẻ Phù Đổng")


class LinkBoxBlock(LinkBlock):
    """A link with an optional image."""

    picture = ImageChooserBlock(label=_("Image"), required=False)

    class Meta:
        icon = "link"
        label = pgettext_lazy("home page", "Link box")
        label_format = "{label}"


class LinkBoxesBlock(DataBlock):
    """Boxes with links to other offices, legal databases or services."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    links = blocks.ListBlock(LinkBoxBlock(), label=_("Links"), min_num=1, max_num=24)

    class Meta:
        icon = "link"
        group = OTHER_GROUP
        label = _("Link boxes")
        description = _("Boxes with links to other offices, legal databases or services.")
        template = "home/blocks/link_boxes.html"

    def get_example_data(self) -> BlockData:
        texts = [
            ("Cổng thông tin của Bộ", "Văn bản và tin tức của ngành"),
            ("Cơ sở dữ liệu văn bản pháp luật", ""),
            ("Dịch vụ công trực tuyến", "Nộp hồ sơ tại nhà"),
        ]
        boxes = [
            LinkBox("https://luat.example/", text, description, None, external=True) for text, description in texts
        ]
        return BlockData(boxes, title="Liên kết")


class RecentDocumentsBlock(DataBlock):
    """The most recently published documents."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=100)
    count = blocks.IntegerBlock(label=_("Number of items"), default=5, min_value=1, max_value=20)

    class Meta:
        icon = "doc-full"
        group = OTHER_GROUP
        label = _("Recent documents")
        description = _("The documents most recently attached to published articles and events.")
        template = "home/blocks/recent_documents.html"

    def get_example_data(self) -> BlockData:
        return BlockData(examples.build_documents(4))
