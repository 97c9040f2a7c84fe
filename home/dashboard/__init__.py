"""Panels of the admin's dashboard."""
