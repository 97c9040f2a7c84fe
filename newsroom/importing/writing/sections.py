"""Get or create the section of an article."""

import re

from django.conf import settings
from wagtail.models import Page, Site

from mysite.text.vietnamese import slugify
from newsroom.importing.records import UnreadableArticle
from newsroom.models import NewsSection

SectionPath = tuple[str, ...]


def get_home_page() -> Page:
    """Return the home page in the default language, below which sections are searched and created."""
    site = Site.objects.select_related("root_page__locale").filter(is_default_site=True).first()
    if site is None:
        raise UnreadableArticle("there is no default site: run manage.py migrate first")
    root = site.root_page
    if root.locale.language_code == settings.LANGUAGE_CODE:
        return root
    return root.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).first() or root


def parse_path(text: str) -> SectionPath:
    """Split ``tin-tuc/Giáo dục mầm non`` into steps from the home page; each is a slug or a title."""
    return tuple(step.strip() for step in text.split("/") if step.strip())


def find_section(path: SectionPath) -> tuple[Page, SectionPath]:
    """Follow ``path`` from the home page; return the last section that exists and the steps that are missing.

    A step matches a section by its title, ignoring case, else by the slug generated from it.
    """
    page = get_home_page()
    for position, step in enumerate(path):
        children = list(NewsSection.objects.child_of(page))
        title, slug = step.casefold(), slugify(step)
        by_title = (child for child in children if child.title.casefold() == title)
        by_slug = (child for child in children if child.slug == slug)
        section = next(by_title, None) or next(by_slug, None)
        if section is None:
            return page, path[position:]
        page = section
    return page, ()


class SectionCache:
    """Cache of the sections of one run by path.

    From one batch to the next only primary keys are cached: an editor may have moved the section.
    """

    def __init__(self) -> None:
        self._known: dict[SectionPath, int] = {}
        self._loaded: dict[SectionPath, Page] = {}

    def get_or_create(self, path: SectionPath) -> Page:
        """Return the section at ``path``; missing steps are created and published."""
        if path not in self._loaded:
            section = NewsSection.objects.select_related("locale").filter(pk=self._known.get(path)).first()
            self._loaded[path] = section or _create_sections(*find_section(path))
            self._known[path] = self._loaded[path].pk
        return self._loaded[path]

    def begin_batch(self) -> None:
        self._loaded.clear()

    def clear(self) -> None:
        self._known.clear()
        self._loaded.clear()


def _create_sections(page: Page, titles: SectionPath) -> Page:
    for title in titles:
        section = NewsSection(title=title)
        page.add_child(instance=section)
        section.save_revision(clean=False).publish()
        page = section
    return page


def find_missing_slug(path: SectionPath) -> str | None:
    """Return the first missing step that looks like a slug; no section is created with a slug as its title."""
    missing = find_section(path)[1]
    return next((step for step in missing if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", step)), None)
