"""The tree of pages for the site map that visitors read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Page


@dataclass
class TreeNode:
    """A page of the site map with its child nodes."""

    page: Page
    children: list["TreeNode"] = field(default_factory=list)


def build_tree(pages: Iterable[Page]) -> list[TreeNode]:
    """Build a tree from ``pages`` in path order. A page without its parent is attached to the nearest ancestor."""
    top: list[TreeNode] = []
    line: list[TreeNode] = []
    for page in pages:
        while line and not page.path.startswith(line[-1].page.path):
            line.pop()
        branch = TreeNode(page)
        (line[-1].children if line else top).append(branch)
        line.append(branch)
    return top
