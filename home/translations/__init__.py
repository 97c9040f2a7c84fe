"""Extensions of wagtail-localize: finding missing and outdated translations, permissions, and following the source."""
