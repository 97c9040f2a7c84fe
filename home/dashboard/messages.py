"""The panel of visitors' messages."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.utils import get_forms_for_user

from home.models import ContactMessage

from .base import DashboardPanel

PERIOD = datetime.timedelta(days=7)


class MessagesPanel(DashboardPanel):
    """The messages of the last seven days whose contact page the user may edit."""

    name = "messages"
    heading = _("Messages of the last seven days")
    order = 70

    def load(self) -> dict[str, Any]:
        forms = get_forms_for_user(self.request.user).order_by().values("pk")
        messages = ContactMessage.objects.filter(page__in=forms, submit_time__gte=timezone.now() - PERIOD)
        return {"rows": [_build_row(message) for message in messages.order_by("-submit_time", "-pk")[: self.limit]]}


def _build_row(message: ContactMessage) -> dict[str, Any]:
    texts = [value for value in message.form_data.values() if isinstance(value, str) and value.strip()]
    texts.sort(key=len)  # the name before the message: PostgreSQL does not keep the order of the fields
    return {
        "title": Truncator(" · ".join(texts)).chars(120),
        "sent_at": message.submit_time,
        "has_failed": message.mail_failed,
        "url": reverse("wagtailforms:list_submissions", args=[message.page_id]),
    }
