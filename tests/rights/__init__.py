"""Actions in the admin that need permissions: each creates the objects it needs and returns the outcome.

``publishing`` has the actions that would change what visitors see, ``reading`` those that show content in the admin.
``tests/test_rights.py`` is the table of which role may do what.
"""

from importlib.util import find_spec

#: Whether the admin's API has images, documents and actions of pages. From Wagtail 8.1 on it has only the explorer.
ADMIN_API_HAS_FILES = find_spec("wagtail.images.api.admin") is not None
