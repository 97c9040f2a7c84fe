"""Limits on wrong passwords for sign-in and for password-protected pages and documents, based on django-axes."""
