"""State shared by the modules that create the demo's pages, with helpers to add and publish a page."""

import datetime
import uuid
from dataclasses import dataclass, field

from wagtail.models import Locale, Page

from mysite.models import User

from . import content
from .content import Entry
from .media import MediaLibrary
from .people import People


@dataclass
class DemoSite:
    """The content that pages are created from, and the pages created, by language and reference.

    A reference is ``section:<key>``, ``page:<Vietnamese slug>``, ``event:<key>`` or the key of an article, as in the
    content's links.
    """

    locales: dict[str, Locale]
    media: MediaLibrary
    people: People
    contributor: User
    editor: User
    today: datetime.date
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    articles: list[tuple[str, Entry, datetime.datetime]] = field(default_factory=list)
    events: list[tuple[str, Entry, datetime.date]] = field(default_factory=list)


@dataclass
class LanguageLibrary:
    """The content of one language that blocks refer to; implements ``body.ContentLibrary``."""

    site: DemoSite
    language: str

    def image(self, key: str) -> int:
        return self.site.media.images[key].pk

    def alt_text(self, key: str) -> str:
        return "" if self.language == "vi" else self.site.media.alt_texts[key]

    def credit(self) -> str:
        return "" if self.language == "vi" else content.read_content("pictures")["credit_en"]

    def document(self, key: str) -> int:
        return self.site.media.documents[self.language, key].pk

    def page(self, reference: str) -> int:
        return self.site.pages[self.language, reference].pk


def add_page(site: DemoSite, language: str, reference: str, parent: str, page: Page, key: uuid.UUID) -> None:
    """Add ``page`` below ``parent`` as a draft; ``key`` is the translation key."""
    page.locale, page.translation_key = site.locales[language], key
    page.owner, page.live = site.contributor, False
    # Refreshed, because treebeard needs the current number of children.
    site.pages[language, parent].refresh_from_db()
    site.pages[language, parent].add_child(instance=page)
    site.pages[language, reference] = page


def publish_page(site: DemoSite, page: Page) -> None:
    """Publish ``page`` through a revision, as an editor would."""
    revision = page.save_revision(user=site.contributor, log_action=True)
    revision.publish(user=site.editor, skip_permission_checks=True)
