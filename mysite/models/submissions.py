"""Responses to submitted forms of the admin, stored so that a form sent twice is processed once."""

import json
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _


class SubmittedForm(models.Model):
    """A submitted form, identified by a token from the browser, and the response to it."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    #: None while the request is being processed.
    status = models.PositiveSmallIntegerField(null=True)
    location = models.TextField(blank=True)
    content_type = models.CharField(max_length=255, blank=True)
    body = models.BinaryField(default=b"")
    #: The messages for the next page, in the format of Django's cookie storage.
    messages = models.TextField(default="[]")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("submitted form")
        verbose_name_plural = _("submitted forms")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.token)

    def store_response(self, response: HttpResponse, messages: list[Message]) -> None:
        """Store the response, for a browser that repeats the request because it did not arrive."""
        self.status = response.status_code
        self.location = response.get("Location", "")
        self.content_type = response.get("Content-Type", "")
        self.body = b"" if self.location else response.content
        self.messages = json.dumps(messages, cls=MessageEncoder)
        self.save()

    def build_response(self) -> HttpResponse:
        response = HttpResponse(bytes(self.body), status=self.status, content_type=self.content_type)
        if self.location:
            response["Location"] = self.location
        return response

    def load_messages(self) -> list[Any]:
        return json.loads(self.messages, cls=MessageDecoder)
