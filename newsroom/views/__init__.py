"""Pages that no editor makes: tags, authors, units."""

from .listings import author, site_feed, tag, unit

__all__ = ["author", "site_feed", "tag", "unit"]
