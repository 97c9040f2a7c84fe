"""Filling an empty site with the demo, all of it or nothing."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from home.models import HomePage
from mysite.renditions import CARD, GALLERY, LARGE, LOGO, PORTRAIT, SHARE, WIDE
from newsroom.models import Comment

from . import content
from .accounts import create_accounts, keep_passwords
from .library import MediaLibrary, Progress
from .pages import create_tree, publish_all
from .people import People, create_mottos
from .pictures import WIDTH
from .site import Site


def is_empty() -> bool:
    """Tell whether the site has its home pages and nothing below them."""
    homes = HomePage.objects.filter(depth=2)
    return homes.exists() and not homes.filter(numchild__gt=0).exists()


def fill(progress: Progress, picture_width: int = WIDTH) -> dict[str, str]:
    """Create everything; give the passwords of the accounts that were created, by user name.

    ``progress`` is called with what is being made, how many are done and how many there will be. On any error the
    database is as it was and the files are removed.
    """
    media = MediaLibrary()
    try:
        with transaction.atomic():
            return _fill(media, picture_width, progress)
    except BaseException:
        media.remove_files()
        raise


def _fill(media: MediaLibrary, picture_width: int, progress: Progress) -> dict[str, str]:
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    locales = {language: Locale.objects.get(language_code=language) for language in ("vi", "en")}
    users, passwords = create_accounts()
    editor = users["bientap"]
    media.draw_all(editor, picture_width, progress)
    media.write_documents(editor)
    people = People(locales, today)
    people.create()
    create_mottos(locales)
    homes = {(language, "home"): HomePage.objects.get(locale=locale, depth=2) for language, locale in locales.items()}
    site = Site(locales, media, people, editor, users["duyetbai"], today, pages=dict(homes))
    create_tree(site)
    publish_all(site, progress)
    _create_comments(site)
    media.render(_sizes(), progress)
    if passwords:
        keep_passwords(passwords)
    return passwords


def _create_comments(site: Site) -> None:
    for thread in content.read("comments")["thread"]:
        page = site.pages["vi", thread["article"]]
        for entry in thread["comments"]:
            written = page.first_published_at + datetime.timedelta(hours=entry["hours"])
            Comment.objects.create(
                page_id=page.pk,
                author_name=entry["name"],
                body=entry["body"],
                created_at=min(written, timezone.now()),
                status=entry.get("status", Comment.Status.APPROVED),
            )


def _sizes() -> dict[str, list[str]]:
    """What each picture is shown in: as an article's main picture, in a text or in a gallery."""
    wanted: dict[str, set[str]] = {"emblem": set(LOGO)}
    for key, specs in _uses():
        wanted.setdefault(key, set()).update(specs)
    return {key: sorted(specs) for key, specs in wanted.items()}


def _uses() -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in (*content.articles(), *content.events()):
        yield entry["picture"], (*CARD, *WIDE, *SHARE)
        for block in entry.get("blocks", {}).values():
            for key, _caption in block.get("photos", []):
                yield key, (*GALLERY, LARGE)
            if "picture" in block:
                yield block["picture"], WIDE
    for person in content.read("office")["organisation"]["person"]:
        yield person["photo"], PORTRAIT
