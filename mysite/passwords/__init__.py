"""Rules for new passwords, besides those of Django."""
