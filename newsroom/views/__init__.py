"""Pages that no editor makes: tags, authors, units."""

from .listings import author, tag, unit

__all__ = ["author", "tag", "unit"]
