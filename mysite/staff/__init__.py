"""Accounts, groups and roles in the admin, for administrators: what Wagtail's views of users and groups lack."""
