"""What the home application does when something happens in the newsroom."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from home.contact.mailing import mail_what_is_due
from home.models import Motto
from mysite.signals import scheduler_round
from newsroom.signals import article_imported

if TYPE_CHECKING:
    from newsroom.importing.records import SavedArticle
    from newsroom.models import NewsPage


@receiver(article_imported)
def keep_motto(*, page: "NewsPage", article: "SavedArticle", **kwargs: Any) -> None:
    """Add the motto that stood above a saved page to the list, once; one too long for the list is no motto."""
    if article.motto and len(article.motto) <= Motto._meta.get_field("text").max_length:
        known = {"text": article.motto, "locale": page.locale}
        if not Motto.objects.filter(**known).exists():  # editors may have written one twice
            Motto.objects.create(**known)


@receiver(scheduler_round)
def mail_messages(**kwargs: Any) -> None:
    """Mail what visitors wrote to the office."""
    mail_what_is_due()
