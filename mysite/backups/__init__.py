"""Backups of database and media, and restoring them. See docs/howto/backup.md."""
