"""Validation of the tags that translators type in segments: each that is opened is closed, in the right order."""

from html.parser import HTMLParser
from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import INLINE_TAGS


class TagChecker(HTMLParser):
    """Finds the first tag that is not closed, or closes nothing. Unknown tags are reported by wagtail-localize."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.error = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in INLINE_TAGS and tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE_TAGS or tag == "br" or self.error:
            return
        if not self.open:
            message = _("“%(end)s” closes nothing. Delete it, or write “%(start)s” where it begins.")
            self.error = message % {"start": f"<{tag}>", "end": f"</{tag}>"}
        elif self.open[-1] == tag:
            self.open.pop()
        else:
            self.error = self.report_unclosed()

    def report_unclosed(self) -> str:
        tag = self.open[-1]
        message = _("“%(start)s” is not closed. Write “%(end)s” where it ends.")
        return message % {"start": f"<{tag}>", "end": f"</{tag}>"}


def find_markup_error(text: str) -> str:
    """Return what is wrong with the tags of a segment, or an empty string."""
    checker = TagChecker()
    checker.feed(text)
    checker.close()
    return checker.error or (checker.report_unclosed() if checker.open else "")


@receiver(pre_save, sender=StringTranslation)
def mark_markup_error(instance: StringTranslation, raw: bool = False, **kwargs: Any) -> None:
    """Store the error with the translation: the editor shows it there, and publishing shows the source instead."""
    error = "" if raw else find_markup_error(instance.data)
    if error:
        instance.has_error, instance.field_error = True, error
