"""Templates of packages with words that nobody can translate: they are mended when they are read."""

from django.template.loaders import app_directories
from django.utils.translation import gettext_noop

#: What the mended templates say that the packages' catalogues lack.
WORDS = [gettext_noop("Other objects")]

#: Template, what it says, and what it is to say.
MENDED = {
    "wagtailadmin/home.html": [('value="Search"', "value=\"{% trans 'Search' %}\"")],
    "wagtailadmin/shared/header.html": [('value="Search"', "value=\"{% trans 'Search' %}\"")],
    "wagtailadmin/shared/headers/_actions.html": [
        ('aria-label="Actions"', "{% load i18n %}aria-label=\"{% trans 'Actions' %}\"")
    ],
    # An article from an import has been published by nobody: “None”.
    "wagtailadmin/shared/user_avatar.html": [("{{ user }}", "{{ user|default_if_none:'' }}")],
    "wagtailimages/chooser/results.html": [('title="Select ', 'title="')],
    "wagtaillocales/index.html": [
        (
            "{{ locale.num_pages }} pages{% if locale.num_others %} + {{ locale.num_others }} others{% endif %}",
            "{% trans 'Pages' %}: {{ locale.num_pages }}"
            "{% if locale.num_others %}. {% trans 'Other objects' %}: {{ locale.num_others }}{% endif %}",
        )
    ],
    # Names of permissions are in the database, in English.
    "wagtailusers/groups/includes/formatted_permissions.html": [
        (
            f"{{{{ content_perms_dict.{name}.perm.name }}}}",
            f"{{% trans '{word}' %}}: {{{{ content_perms_dict.object }}}}",
        )
        for name, word in [("add", "Add"), ("change", "Change"), ("delete", "Delete")]
    ],
}


class Loader(app_directories.Loader):
    """Django's own for the templates of applications; every template goes through here once, and is cached."""

    def get_contents(self, origin: object) -> str:
        contents = super().get_contents(origin)
        for words, mended in MENDED.get(str(origin.template_name), ()):  # type: ignore[attr-defined]
            contents = contents.replace(words, mended)
        return contents
