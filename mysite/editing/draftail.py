"""A thread-safe version of Wagtail's rich text editor widget."""

from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter


class ThreadSafeContentstateConverter(ContentstateConverter):
    """Content state converter that creates a new parser for each text.

    Wagtail's converter shares one ``HTMLParser`` between threads, so that two forms opened at the same time get each
    other's paragraphs (Wagtail issue 14573, still open in 7.4.4). The other direction has no shared state.
    """

    def from_database_format(self, html: str) -> str:
        contentstate: str = ContentstateConverter(self.features).from_database_format(html)
        return contentstate


class DraftailInput(DraftailRichTextArea):
    """Wagtail's editor with a thread-safe converter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = ThreadSafeContentstateConverter(self.features)
