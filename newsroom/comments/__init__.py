"""Readers' comments: where they are open, the form, threads on the article, and moderation."""
