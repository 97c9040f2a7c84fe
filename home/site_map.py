"""The site map for people, as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Page


@dataclass
class Branch:
    """A page of the site map with what is below it."""

    page: Page
    below: list["Branch"] = field(default_factory=list)


def tree(pages: Iterable[Page]) -> list[Branch]:
    """Arrange ``pages``, which come in the order of the tree. A page whose parent is not among them moves up."""
    top: list[Branch] = []
    line: list[Branch] = []
    for page in pages:
        while line and not page.path.startswith(line[-1].page.path):
            line.pop()
        branch = Branch(page)
        (line[-1].below if line else top).append(branch)
        line.append(branch)
    return top
