"""Seed an empty site with the demo content in one transaction."""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from home.models import HomePage
from mysite.tasks import deduplicate_tasks
from newsroom.models import Comment, NewsPage
from readership.models import DailyViews

from . import content
from .accounts import create_accounts, write_passwords
from .media import MediaLibrary, Progress
from .pages import create_tree, publish_all
from .people import People, create_mottos
from .site import DemoSite

#: The days with views before today, and today.
VIEW_DAYS = 14


def is_empty() -> bool:
    """Return whether the site has home pages with no pages below them."""
    homes = HomePage.objects.filter(depth=2)
    return homes.exists() and not homes.filter(numchild__gt=0).exists()


def seed(progress: Progress, image_width: int | None = None) -> dict[str, str]:
    """Create the demo content; return the passwords of the accounts created, by user name.

    Renditions are left to the scheduler, as after an import: until then pages show the originals.

    ``progress`` is called with the kind of content, the number done and the total. On any error the database is rolled
    back and the files are deleted.
    """
    media = MediaLibrary()
    try:
        with transaction.atomic(), deduplicate_tasks():
            return _seed(media, image_width, progress)
    except BaseException:
        media.remove_files()
        raise


def _seed(media: MediaLibrary, image_width: int | None, progress: Progress) -> dict[str, str]:
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    locales = {language: Locale.objects.get(language_code=language) for language in ("vi", "en")}
    users, passwords = create_accounts()
    contributor = users["congtac"]
    media.add_images(contributor, image_width, progress)
    media.write_documents(contributor)
    people = People(locales, today)
    people.create()
    create_mottos(locales)
    homes = {(language, "home"): HomePage.objects.get(locale=locale, depth=2) for language, locale in locales.items()}
    site = DemoSite(locales, media, people, contributor, users["bientap"], today, pages=dict(homes))
    create_tree(site)
    publish_all(site, progress)
    _create_comments(site)
    _create_views(site, today)
    if passwords:
        write_passwords(passwords)
    return passwords


def _create_views(site: DemoSite, today: datetime.date) -> None:
    """Create views of the last days: more of some articles than of others, and more of all on working days."""
    articles = NewsPage.objects.filter(pk__in=[page.pk for page in site.pages.values()], live=True).order_by("pk")
    days = [today - datetime.timedelta(days=number) for number in range(VIEW_DAYS)]
    DailyViews.objects.bulk_create(
        DailyViews(page=page, day=day, count=(number * 37 % 61 + 3) * (2 if day.weekday() < 5 else 1))
        for number, page in enumerate(articles)
        for day in days
    )


def _create_comments(site: DemoSite) -> None:
    for thread in content.read_content("comments")["thread"]:
        page = site.pages["vi", thread["article"]]
        created: list[Comment] = []
        for entry in thread["comments"]:
            written = page.first_published_at + datetime.timedelta(hours=entry["hours"])
            comment = Comment.objects.create(
                page_id=page.pk,
                author_name=entry["name"],
                body=entry["body"],
                created_at=min(written, timezone.now()),
                status=entry.get("status", Comment.Status.APPROVED),
                parent=created[entry["reply_to"]] if "reply_to" in entry else None,
                is_official=entry.get("official", False),
                announced_at=timezone.now(),
            )
            created.append(comment)
