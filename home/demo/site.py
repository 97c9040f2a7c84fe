"""What the demo's pages are made from, and what each module that makes pages needs: add one, publish one, find one."""

import datetime
import uuid
from dataclasses import dataclass, field

from wagtail.models import Locale, Page

from mysite.models import User

from . import content
from .content import Entry
from .library import MediaLibrary
from .people import People


@dataclass
class Site:
    """What the pages are made from and what has been made, by language and reference.

    References are those of link boxes: ``section:<key>``, ``page:<Vietnamese slug>``, or the key of an article; events
    have ``event:<key>``.
    """

    locales: dict[str, Locale]
    media: MediaLibrary
    people: People
    editor: User
    reviewer: User
    today: datetime.date
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    articles: list[tuple[str, Entry, datetime.datetime]] = field(default_factory=list)
    events: list[tuple[str, Entry, datetime.date]] = field(default_factory=list)


@dataclass
class Shelf:
    """The library of one language, as bodies ask for it."""

    site: Site
    language: str

    def image(self, key: str) -> int:
        return self.site.media.images[key].pk

    def alternative(self, key: str) -> str:
        return "" if self.language == "vi" else self.site.media.alternatives[key]

    def credit(self) -> str:
        return "" if self.language == "vi" else content.read("pictures")["credit_en"]

    def document(self, key: str) -> int:
        return self.site.media.documents[self.language, key].pk

    def page(self, reference: str) -> int:
        return self.site.pages[self.language, reference].pk


def add(site: Site, language: str, reference: str, parent: str, page: Page, key: uuid.UUID) -> None:
    """Put ``page`` below ``parent`` as a draft; pages of one ``key`` are translations of each other."""
    page.locale, page.translation_key = site.locales[language], key
    page.owner, page.live = site.editor, False
    # Looked up afresh: an object kept from before does not know how many children it has by now.
    site.pages[language, parent].refresh_from_db()
    site.pages[language, parent].add_child(instance=page)
    site.pages[language, reference] = page


def publish(site: Site, page: Page) -> None:
    """Publish ``page`` as it is, through a revision, as an editor would have."""
    revision = page.save_revision(user=site.editor, log_action=True)
    revision.publish(user=site.reviewer, skip_permission_checks=True)
