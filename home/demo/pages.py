"""The demo's pages: first the tree as drafts, then, when everything can be linked to, their content."""

import datetime
import uuid

from django.utils import timezone

from mysite.summary import shorten
from newsroom.models import NewsPage, NewsPageAttachment, NewsPageByline, NewsPageRelatedPage, NewsSection

from . import content
from .arrangement import create_notices, publish_home_pages
from .body import rich_text, stream
from .content import Entry, texts
from .dates import fill_in, moment
from .events import create_event_tree, publish_events
from .library import Progress
from .office import create_about, create_contact, publish_office
from .site import Shelf, Site, add, publish


def create_tree(site: Site) -> None:
    """Create sections, standing pages and articles, oldest first, unpublished and without text."""
    frame = content.read("site")
    create_about(site)
    _section(site, frame["news"] | {"key": "news"}, parent="home")
    for entry in frame["section"]:
        _section(site, entry, parent=f"section:{entry.get('parent', 'news')}")
    create_event_tree(site)
    create_contact(site)
    both = [("vi", entry) for entry in content.articles()] + [("en", entry) for entry in content.english_articles()]
    keys = {entry["key"]: uuid.uuid4() for _, entry in both}
    for language, entry in sorted(both, key=lambda pair: (moment(pair[1], site.today), pair[0] == "en")):
        published = moment(entry, site.today)
        entry = fill_in(entry, published.date(), language)
        article = NewsPage(title=entry["title"], lead=entry["lead"])
        add(site, language, entry["key"], f"section:{entry['section']}", article, keys[entry["key"]])
        site.articles.append((language, entry, published))


def _section(site: Site, entry: Entry, parent: str) -> None:
    key = uuid.uuid4()
    for language in site.locales:
        section = NewsSection(show_in_menus=True, **texts(entry, language, "title", "slug", "introduction"))
        add(site, language, f"section:{entry['key']}", parent, section, key)


def publish_all(site: Site, progress: Progress) -> None:
    """Write the texts, and publish every page through a revision, as an editor would have."""
    for page in list(site.pages.values()):
        if isinstance(page, NewsSection):
            publish(site, page)
    for number, (language, entry, published) in enumerate(site.articles, start=1):
        article = site.pages[language, entry["key"]]
        _fill_article(site, language, entry, article, published)
        # The dates are ours only if publishing finds them, and the same text, in the row.
        article.save()
        publish(site, article)
        progress("articles", number, len(site.articles))
    publish_events(site, progress)
    publish_office(site)
    publish_home_pages(site)
    create_notices(site)


def _fill_article(site: Site, language: str, entry: Entry, article: NewsPage, published: datetime.datetime) -> None:
    shelf = Shelf(site, language)
    article.first_published_at = published
    article.search_description = shorten(entry["lead"])
    article.main_image = site.media.images[entry["picture"]]
    article.main_image_alt = shelf.alternative(entry["picture"])
    article.main_image_caption = entry.get("picture_caption", "")
    article.main_image_credit = shelf.credit()
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
