"""An entry of the table of names of other packages, ``mysite/upstream.py``."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What we do with a name of another package."""

    REPLACED = "replaced"
    ADDED = "added"
    OVERRIDDEN = "overridden"
    USED = "used"


@dataclass(frozen=True)
class Dependency:
    """Names of another package that have the same purpose here."""

    kind: Kind
    #: For the dotted path of each module, class, mapping or function: names of its attributes, its keys, or the
    #: attributes that the function reads or sets, separated by spaces.
    names: dict[str, str]
    #: Our modules that use the names.
    modules: list[str]
    purpose: str
    #: What would let us go without.
    obsolete_when: str
    #: The last release that has the names, if a later one is known to lack them, or warns that they will go. Then they
    #: are not required.
    until: str = ""

    @property
    def targets(self) -> list[tuple[str, str]]:
        """The dotted path of each owner with each of its names."""
        return [(owner, name) for owner, names in self.names.items() for name in names.split()]
