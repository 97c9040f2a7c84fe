"""The approval of pages and snippets in the admin: e-mails and the reasons of returned ones."""
