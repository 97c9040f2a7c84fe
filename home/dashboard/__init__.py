"""The panels of the admin's dashboard, one module for each; ``hooks.py`` adds them to Wagtail's."""
