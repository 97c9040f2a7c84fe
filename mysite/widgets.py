"""Form widgets of the admin."""

from typing import Any

from wagtail.admin.widgets.slug import SlugInput


class VietnameseSlugInput(SlugInput):
    """Makes the same slug in the browser, while a title is typed, as ``mysite.vietnamese.slugify`` on the server."""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(attrs, formatters=[], **kwargs)
