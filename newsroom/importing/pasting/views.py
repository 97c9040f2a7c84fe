"""The view to which the editor's script sends the clipboard; the script is ``static/mysite/js/editing/paste.js``."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.generic.base import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.permissions import page_permission_policy

from mysite.models import User
from newsroom.importing.records import EmbeddedImage, UnreadableArticle

from .messages import describe_left_out
from .reader import read_clipboard
from .records import Clipboard, PastedContent
from .storing import build_editor_blocks

MEGABYTE = 1024 * 1024
MAX_HTML, MAX_RTF, MAX_FILES = 40 * MEGABYTE, 80 * MEGABYTE, 20
MAX_TITLE = 200


class PasteView(PermissionCheckedMixin, View):
    """Responds with the blocks for the content of a clipboard, and with sentences about what is left out.

    The response begins as soon as the text is read. The script waits three seconds for that; storing large pictures
    takes longer.
    """

    http_method_names = ["post"]
    permission_policy = page_permission_policy
    any_permission_required = ("add", "change")

    def post(self, request: HttpRequest) -> HttpResponseBase:
        try:
            content = read_clipboard(self._get_clipboard())
        except UnreadableArticle:
            message = _("This content is too large or too deeply nested to be converted. Paste it in parts.")
            return JsonResponse({"error": message}, status=422)
        title = request.POST.get("title", "").strip()[:MAX_TITLE] or _("Pasted image")
        response = StreamingHttpResponse(
            _stream_blocks(content, request.user, title, get_language()), content_type="application/json"
        )
        response["X-Accel-Buffering"] = "no"  # nginx would wait for more
        return response

    def _get_clipboard(self) -> Clipboard:
        """Return the uploaded clipboard. Raises ``UnreadableArticle`` if a part of it is too large."""
        html, rtf = self._read("html", MAX_HTML), self._read("rtf", MAX_RTF)
        files = self.request.FILES.getlist("files")[:MAX_FILES]
        images = tuple(EmbeddedImage(file.name or "", file.read()) for file in files)
        return Clipboard(html.decode("utf-8", "replace"), rtf, images)

    def _read(self, name: str, limit: int) -> bytes:
        upload = self.request.FILES.get(name)
        if upload is not None and upload.size > limit:
            raise UnreadableArticle(f"the {name} is larger than {limit // MEGABYTE} MB")
        return upload.read() if upload is not None else b""


def _stream_blocks(content: PastedContent, user: User, title: str, language: str | None) -> Iterator[bytes]:
    """Yield a space, which begins the response, and then JSON, when the pictures are stored."""
    yield b" "
    with override(language):
        blocks = build_editor_blocks(content, user, title)
        data = {"blocks": blocks, "leftOut": describe_left_out(content.left_out)}
        yield json.dumps(data, cls=DjangoJSONEncoder).encode()
