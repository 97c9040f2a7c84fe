"""Saved articles become pages: readers that know files (no database), and a writer that knows pages (no files)."""
