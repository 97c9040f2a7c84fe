"""The demo's pages: first the tree as drafts, then, when everything can be linked to, their content."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils import timezone
from wagtail.models import Locale, Page

from home.models import HomePage, StandardPage
from mysite.models import User
from newsroom.models import NewsPage, NewsPageAttachment, NewsPageByline, NewsPageRelatedPage, NewsSection

from . import content
from .body import rich_text, stream
from .content import Entry, texts
from .dates import fill_in, moment
from .library import MediaLibrary, Progress
from .people import People


@dataclass
class Site:
    """What the pages are made from and what has been made, by language and reference.

    References are those of link boxes: ``section:<key>``, ``page:<Vietnamese slug>`` or the key of an article.
    """

    locales: dict[str, Locale]
    media: MediaLibrary
    people: People
    editor: User
    reviewer: User
    today: datetime.date
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    articles: list[tuple[str, Entry, datetime.datetime]] = field(default_factory=list)


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


def create_tree(site: Site) -> None:
    """Create sections, standing pages and articles, oldest first, unpublished and without text."""
    frame = content.read("site")
    about, contact = frame["page"]
    _standing_page(site, about)
    _section(site, frame["news"] | {"key": "news"}, parent="home")
    for entry in frame["section"]:
        _section(site, entry, parent=f"section:{entry.get('parent', 'news')}")
    _standing_page(site, contact)
    both = [("vi", entry) for entry in content.articles()] + [("en", entry) for entry in content.english_articles()]
    keys = {entry["key"]: uuid.uuid4() for _, entry in both}
    for language, entry in sorted(both, key=lambda pair: (moment(pair[1], site.today), pair[0] == "en")):
        published = moment(entry, site.today)
        entry = fill_in(entry, published.date(), language)
        article = NewsPage(title=entry["title"], lead=entry["lead"])
        _add(site, language, entry["key"], f"section:{entry['section']}", article, keys[entry["key"]])
        site.articles.append((language, entry, published))


def _section(site: Site, entry: Entry, parent: str) -> None:
    key = uuid.uuid4()
    for language in site.locales:
        section = NewsSection(show_in_menus=True, **texts(entry, language, "title", "slug", "introduction"))
        _add(site, language, f"section:{entry['key']}", parent, section, key)


def _standing_page(site: Site, entry: Entry) -> None:
    key = uuid.uuid4()
    for language in site.locales:
        page = StandardPage(show_in_menus=True, **texts(entry, language, "title", "slug"))
        _add(site, language, f"page:{entry['slug']}", "home", page, key)


def _add(site: Site, language: str, reference: str, parent: str, page: Page, key: uuid.UUID) -> None:
    page.locale, page.translation_key = site.locales[language], key
    page.owner, page.live = site.editor, False
    # Looked up afresh: an object kept from before does not know how many children it has by now.
    site.pages[language, parent].refresh_from_db()
    site.pages[language, parent].add_child(instance=page)
    site.pages[language, reference] = page


def publish_all(site: Site, progress: Progress) -> None:
    """Write the texts, and publish every page through a revision, as an editor would have."""
    frame = content.read("site")
    for language in site.locales:
        home = site.pages[language, "home"]
        _fill_home(site, language, home)
        _publish(site, home)
        for reference, page in site.pages.items():
            if reference[0] == language and isinstance(page, NewsSection):
                _publish(site, page)
        for entry in frame["page"]:
            page = site.pages[language, f"page:{entry['slug']}"]
            blocks = entry["blocks" if language == "vi" else f"blocks_{language}"]
            body = texts(entry, language, "body")["body"]
            page.body = stream(body, blocks, Shelf(site, language), name=entry["slug"])
            _publish(site, page)
    for number, (language, entry, published) in enumerate(site.articles, start=1):
        article = site.pages[language, entry["key"]]
        _fill_article(site, language, entry, article, published)
        # The dates are ours only if publishing finds them, and the same text, in the row.
        article.save()
        _publish(site, article)
        progress("articles", number, len(site.articles))


def _fill_home(site: Site, language: str, home: HomePage) -> None:
    names = "site_name authority introduction address phone email responsible_person footer".split()
    for name, text in texts(content.read("site")["home"], language, *names).items():
        setattr(home, name, text)
    home.logo = site.media.images["emblem"]


def _fill_article(site: Site, language: str, entry: Entry, article: NewsPage, published: datetime.datetime) -> None:
    shelf = Shelf(site, language)
    article.first_published_at = published
    article.main_image = site.media.images[entry["picture"]]
    article.main_image_alt = shelf.alternative(entry["picture"])
    article.main_image_caption = entry.get("picture_caption", "")
    article.body = stream(entry["body"], entry.get("blocks", {}), shelf, name=entry["key"])
    article.is_headline = entry.get("headline", False)
    article.comments_enabled = entry.get("comments", True)
    article.source_name, article.source_url = entry.get("source", ("", ""))
    article.content_updated_at = _later(published, entry.get("updated_after_hours", 0))
    article.corrections = [
        ("correction", {"date": _later(published, note["after_hours"]).date(), "text": rich_text(note["text"])})
        for note in entry.get("corrections", [])
    ]
    article.tags.add(*entry["tags"])
    locale = site.locales[language]
    article.bylines = [
        NewsPageByline(
            locale=locale, sort_order=number, author=site.people.authors[language, author],
            unit=site.people.unit_at(language, unit[0], published.date()) if unit else None,
        )
        for number, (author, *unit) in enumerate(entry.get("authors", []))
    ]  # fmt: skip
    article.attachments = [
        NewsPageAttachment(locale=locale, sort_order=number, document=site.media.documents[language, key])
        for number, key in enumerate(entry.get("attachments", []))
    ]
    related = [site.pages.get((language, key)) for key in entry.get("related", [])]
    article.related_pages = [
        NewsPageRelatedPage(locale=locale, sort_order=number, page=page)
        for number, page in enumerate(filter(None, related))
    ]


def _later(published: datetime.datetime, hours: int) -> datetime.datetime:
    """``hours`` after publication, in the portal's time zone, but never in the future."""
    return timezone.localtime(min(published + datetime.timedelta(hours=hours), timezone.now()))


def _publish(site: Site, page: Page) -> None:
    revision = page.save_revision(user=site.editor, log_action=True)
    revision.publish(user=site.reviewer, skip_permission_checks=True)
