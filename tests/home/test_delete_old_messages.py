"""The command that deletes old contact messages."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from home.models import ContactMessage
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_only_older_messages_are_deleted(capsys) -> None:
    page = factories.ContactPageFactory()
    for days in (0, 29, 31, 400):
        message = ContactMessage.objects.create(page=page, form_data={"days": days})
        day = timezone.now() - datetime.timedelta(days=days)
        ContactMessage.objects.filter(pk=message.pk).update(submit_time=day)
    call_command("delete_old_messages", "--days=30")
    assert {message.form_data["days"] for message in ContactMessage.objects.all()} == {0, 29}
    assert capsys.readouterr().out.startswith("2 messages")


@pytest.mark.parametrize("days", ["0", "-1", "99999999999", "x"])
def test_invalid_age_deletes_nothing(days: str) -> None:
    ContactMessage.objects.create(page=factories.ContactPageFactory(), form_data={})
    with pytest.raises(CommandError):
        call_command("delete_old_messages", f"--days={days}")
    with pytest.raises(CommandError):
        call_command("delete_old_messages")
    assert ContactMessage.objects.count() == 1
