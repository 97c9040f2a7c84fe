"""Renders the editors' guide, a Markdown file of the documentation."""

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from mysite.text.vietnamese import slugify

GUIDE_PATH = Path(settings.BASE_DIR) / "docs" / "huong-dan-bien-tap.md"


@dataclass
class Section:
    title: str
    anchor: str
    sections: list["Section"] = field(default_factory=list)


@dataclass
class Guide:
    title: str
    html: SafeString
    sections: list[Section]


@cache
def load_guide() -> Guide:
    """Return the guide as HTML, whose headings have anchors, with the sections and those within them."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(GUIDE_PATH.read_text(encoding="utf-8"))
    title, sections = "", []
    for token, text in pairwise(tokens):
        if token.type != "heading_open":
            continue
        section = Section(text.content, slugify(text.content))
        token.attrSet("id", section.anchor)
        if token.tag == "h1":
            title = section.title
        elif token.tag == "h2":
            sections.append(section)
        else:
            sections[-1].sections.append(section)
    body = tokens[3:]  # without the title, which the page has
    return Guide(title, mark_safe(markdown.renderer.render(body, markdown.options, {})), sections)  # noqa: S308  our file


def find_anchor(title: str) -> str:
    """Return the anchor of the section with this title. Raises ``LookupError``."""
    for section in load_guide().sections:
        for candidate in (section, *section.sections):
            if candidate.title == title:
                return candidate.anchor
    raise LookupError(title)
