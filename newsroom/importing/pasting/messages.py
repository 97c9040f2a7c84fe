"""Messages that tell an editor what of a pasted document was left out."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .records import LeftOut, LeftOutLog

#: Of the names in one message.
_MAX_NAMES = 3


def describe_left_out(log: LeftOutLog) -> list[str]:
    """Return one sentence in the active language for each kind of content that is missing."""
    return [_describe(reason, log.counts[reason], list(log.names[reason])) for reason in LeftOut if log.counts[reason]]


def _describe(reason: LeftOut, count: int, names: list[str]) -> str:
    message = _SENTENCES[reason](count) % {"count": count}
    shown = ", ".join(names[:_MAX_NAMES]) + (" …" if len(names) > _MAX_NAMES else "")
    return f"{message} ({shown})" if shown else message


_SENTENCES: dict[LeftOut, Callable[[int], str]] = {
    LeftOut.REMOTE_PICTURE: lambda count: ngettext(
        "%(count)s picture is on another website and is not fetched. Save it and upload it.",
        "%(count)s pictures are on other websites and are not fetched. Save them and upload them.",
        count,
    ),
    LeftOut.MISSING_PICTURE: lambda count: ngettext(
        "%(count)s picture is not on the clipboard. Copy it alone and paste it, or upload it.",
        "%(count)s pictures are not on the clipboard. Copy each alone and paste it, or upload them.",
        count,
    ),
    LeftOut.TOO_MANY_PICTURES: lambda count: ngettext(
        "%(count)s picture is too many for one paste. Paste the rest separately.",
        "%(count)s pictures are too many for one paste. Paste the rest separately.",
        count,
    ),
    LeftOut.BROKEN_PICTURE: lambda count: ngettext(
        "%(count)s picture could not be stored.", "%(count)s pictures could not be stored.", count
    ),
    LeftOut.FORBIDDEN_PICTURE: lambda count: ngettext(
        "%(count)s picture was left out, because you may not add images.",
        "%(count)s pictures were left out, because you may not add images.",
        count,
    ),
    LeftOut.DRAWING: lambda count: ngettext(
        "%(count)s drawing. Save it as an image and upload it.",
        "%(count)s drawings. Save them as images and upload them.",
        count,
    ),
    LeftOut.EMBED: lambda count: ngettext(
        "%(count)s video or embedded object. Add a video block for a video.",
        "%(count)s videos or embedded objects. Add video blocks for videos.",
        count,
    ),
    LeftOut.REVIEW_COMMENT: lambda count: ngettext(
        "%(count)s comment by a reviewer.", "%(count)s comments by reviewers.", count
    ),
    LeftOut.ALIGNMENT: lambda count: ngettext(
        "The centring of %(count)s line; its text is there.",
        "The centring of %(count)s lines; their text is there.",
        count,
    ),
    LeftOut.OLD_FONT: lambda _count: _("Part of the text was typed in an old font. Check its letters."),
}
