"""Finds the section that an article belongs to, and makes those that are not there yet."""

import re

from django.conf import settings
from wagtail.models import Page, Site

from mysite.vietnamese import slugify
from newsroom.models import NewsSection

from .records import UnreadableArticle

Path = tuple[str, ...]


def home() -> Page:
    """The home page of the portal's own language, below which sections are found and made."""
    site = Site.objects.select_related("root_page__locale").filter(is_default_site=True).first()
    if site is None:
        raise UnreadableArticle("there is no site yet: set one up first (manage.py migrate)")
    root = site.root_page
    if root.locale.language_code == settings.LANGUAGE_CODE:
        return root
    return root.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).first() or root


def parse_path(text: str) -> Path:
    """``tin-tuc/Giáo dục mầm non`` as steps from the home page: each a slug or a title."""
    return tuple(step.strip() for step in text.split("/") if step.strip())


def find(path: Path) -> tuple[Page, Path]:
    """Follow ``path`` from the home page as far as there are sections: the last one, and the steps that are missing.

    A step is a section if its title is the same but for capitals, else if the slug made of it is the section's.
    """
    page = home()
    for position, step in enumerate(path):
        children = list(NewsSection.objects.child_of(page))
        wanted, slug = step.casefold(), slugify(step)
        by_title = (child for child in children if child.title.casefold() == wanted)
        by_slug = (child for child in children if child.slug == slug)
        found = next(by_title, None) or next(by_slug, None)
        if found is None:
            return page, path[position:]
        page = found
    return page, ()


class Sections:
    """The sections of one run, remembered by path; each is read anew, because its place in the tree may change."""

    def __init__(self) -> None:
        self._known: dict[Path, int] = {}

    def get_or_make(self, path: Path) -> Page:
        """The section at ``path``; steps that are missing are made and published."""
        section = NewsSection.objects.select_related("locale").filter(pk=self._known.get(path)).first()
        if section is None:
            section = _make(*find(path))
            self._known[path] = section.pk
        return section

    def forget(self) -> None:
        self._known.clear()


def _make(page: Page, titles: Path) -> Page:
    for title in titles:
        section = NewsSection(title=title, show_in_menus=True)
        page.add_child(instance=section)
        section.save_revision(clean=False).publish()
        page = section
    return page


def unknown_slug(path: Path) -> str | None:
    """A step of ``path`` that is missing and reads as a slug: no section is made with a slug for its title."""
    missing = find(path)[1]
    return next((step for step in missing if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", step)), None)
