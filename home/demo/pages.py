"""Pages of the demo: first the tree as drafts, then the content, so that any page can link to any other."""

import datetime
import uuid

from django.utils import timezone

from mysite.text.summary import shorten
from newsroom.models import CommentMode, NewsPage, NewsPageAttachment, NewsPageByline, NewsPageRelatedPage, NewsSection

from . import content
from .body import build_stream, render_rich_text
from .content import Entry, select_texts
from .dates import fill_in_dates, get_publication_time
from .events import create_event_tree, publish_events
from .home_pages import create_notices, publish_home_pages
from .media import Progress
from .office import create_about, create_contact, publish_office
from .site import DemoSite, LanguageLibrary, add_page, publish_page


def create_tree(site: DemoSite) -> None:
    """Create sections, standard pages and articles, oldest first, as drafts without text."""
    frame = content.read_content("site")
    create_about(site)
    _create_section(site, frame["news"] | {"key": "news"}, parent="home")
    for entry in frame["section"]:
        _create_section(site, entry, parent=f"section:{entry.get('parent', 'news')}")
    create_event_tree(site)
    create_contact(site)
    language_entries = [("vi", entry) for entry in content.read_articles()] + [
        ("en", entry) for entry in content.read_english_articles()
    ]
    keys = {entry["key"]: uuid.uuid4() for _, entry in language_entries}
    for language, entry in sorted(
        language_entries, key=lambda pair: (get_publication_time(pair[1], site.today), pair[0] == "en")
    ):
        published = get_publication_time(entry, site.today)
        entry = fill_in_dates(entry, published.date(), language)
        article = NewsPage(title=entry["title"], lead=entry["lead"])
        add_page(site, language, entry["key"], f"section:{entry['section']}", article, keys[entry["key"]])
        site.articles.append((language, entry, published))


def _create_section(site: DemoSite, entry: Entry, parent: str) -> None:
    key = uuid.uuid4()
    for language in site.locales:
        section = NewsSection(show_in_menus=True, **select_texts(entry, language, "title", "slug", "introduction"))
        add_page(site, language, f"section:{entry['key']}", parent, section, key)


def publish_all(site: DemoSite, progress: Progress) -> None:
    """Fill all pages and publish each through a revision, as an editor would."""
    for page in list(site.pages.values()):
        if isinstance(page, NewsSection):
            publish_page(site, page)
    for number, (language, entry, published) in enumerate(site.articles, start=1):
        article = site.pages[language, entry["key"]]
        _fill_article(site, language, entry, article, published)
        # Publishing keeps our dates only if the database row already has them and the same text.
        article.save()
        publish_page(site, article)
        progress("articles", number, len(site.articles))
    publish_events(site, progress)
    publish_office(site)
    publish_home_pages(site)
    create_notices(site)


def _fill_article(site: DemoSite, language: str, entry: Entry, article: NewsPage, published: datetime.datetime) -> None:
    library = LanguageLibrary(site, language)
    article.first_published_at = published
    article.search_description = shorten(entry["lead"])
    article.main_image = site.media.images[entry["picture"]]
    article.main_image_alt = library.alt_text(entry["picture"])
    article.main_image_caption = entry.get("picture_caption", "")
    article.main_image_credit = library.credit()
    article.body = build_stream(entry["body"], entry.get("blocks", {}), library, name=entry["key"])
    article.is_headline = entry.get("headline", False)
    article.comment_mode = CommentMode.INHERITED if entry.get("comments", True) else CommentMode.OFF
    article.source_name, article.source_url = entry.get("source", ("", ""))
    article.content_updated_at = _add_hours(published, entry.get("updated_after_hours", 0))
    article.corrections = [
        (
            "correction",
            {"date": _add_hours(published, note["after_hours"]).date(), "text": render_rich_text(note["text"])},
        )
        for note in entry.get("corrections", [])
    ]
    article.tags.add(*entry["tags"])
    locale = site.locales[language]
    article.bylines = [
        NewsPageByline(
            locale=locale, sort_order=number, author=site.people.authors[language, author],
            unit=site.people.get_unit_at(language, unit[0], published.date()) if unit else None,
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


def _add_hours(published: datetime.datetime, hours: int) -> datetime.datetime:
    """Return the time ``hours`` after publication in the portal's time zone, but not after now."""
    return timezone.localtime(min(published + datetime.timedelta(hours=hours), timezone.now()))
