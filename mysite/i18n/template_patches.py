"""Patches for untranslatable strings and errors in templates of packages, applied when a template is loaded."""

from django.template.loaders import app_directories
from django.utils.translation import gettext_noop

#: Messages of patched templates, and names of permissions in others, that the packages' catalogues lack.
EXTRA_MESSAGES = [
    gettext_noop("This needs JavaScript. Allow it in the settings of your browser, then load the page again."),
    gettext_noop("Other objects"),
    gettext_noop("Can lock"),
    gettext_noop("Can publish"),
    gettext_noop("Can unlock"),
]

#: For each template: pairs of original text and replacement.
TEMPLATE_PATCHES = {
    "wagtailadmin/home.html": [('value="Search"', "value=\"{% trans 'Search' %}\"")],
    # Our guide, which this page of another site is not.
    "wagtailadmin/home/account_summary.html": [
        ("{% wagtail_feature_release_editor_guide_link as", "{% url 'editors_guide' as"),
        (
            "{% blocktrans trimmed %}\n                        Wagtail {{ current_version }} editor guide\n"
            "                    {% endblocktrans %}",
            '{% translate "Editors\' guide" %}',
        ),
        ('{% icon name="link-external" classname="initial" %}', ""),
    ],
    "wagtailadmin/shared/header.html": [('value="Search"', "value=\"{% trans 'Search' %}\"")],
    "wagtailadmin/shared/headers/_actions.html": [
        ('aria-label="Actions"', "{% load i18n %}aria-label=\"{% trans 'Actions' %}\"")
    ],
    # What was returned for changes is not in moderation.
    "wagtailadmin/shared/side_panels/includes/status/workflow.html": [
        (
            "{% trans 'In Moderation' as title %}",
            "{% if workflow_state.status == 'needs_changes' %}{% trans 'Changes requested' as title %}"
            "{% else %}{% trans 'In Moderation' as title %}{% endif %}",
        )
    ],
    # Imported articles have no publishing user, which would be shown as “None”.
    "wagtailadmin/shared/user_avatar.html": [("{{ user }}", "{{ user|default_if_none:'' }}")],
    # The tabs around it report an error if their panel is replaced by something else.
    "wagtailimages/chooser/confirm_duplicate_upload.html": [
        ('role="tabpanel"', 'role="tabpanel" data-w-tabs-target="panel"')
    ],
    "wagtailimages/images/edit.html": [
        (
            "{% if url_generator_url %}",
            '<p><a href="{% url \'transform_image\' image.pk %}" class="button button-secondary">'
            "{% trans 'Crop and rotate' %}</a></p>{% if url_generator_url %}",
        )
    ],
    # The instructions are an English page of another site.
    "wagtailadmin/skeleton.html": [
        (
            "{% blocktrans trimmed %}\n                JavaScript is required to use Wagtail, but it is currently "
            'disabled.<br />\n                Here are the <a href="https://www.enable-javascript.com/" '
            'target="_blank" rel="noreferrer">instructions how to enable JavaScript in your web browser</a>.\n'
            "            {% endblocktrans %}",
            "{% trans 'This needs JavaScript. Allow it in the settings of your browser, then load the page again.' %}",
        )
    ],
    "wagtailimages/chooser/results.html": [('title="Select ', 'title="')],
    "wagtaillocales/index.html": [
        (
            "{{ locale.num_pages }} pages{% if locale.num_others %} + {{ locale.num_others }} others{% endif %}",
            "{% trans 'Pages' %}: {{ locale.num_pages }}"
            "{% if locale.num_others %}. {% trans 'Other objects' %}: {{ locale.num_others }}{% endif %}",
        )
    ],
    # Names of permissions are stored in the database in English.
    "wagtailusers/groups/includes/formatted_permissions.html": [
        (
            f"{{{{ content_perms_dict.{name}.perm.name }}}}",
            f"{{% trans '{word}' %}}: {{{{ content_perms_dict.object }}}}",
        )
        for name, word in [("add", "Add"), ("change", "Change"), ("delete", "Delete")]
    ],
}


class PatchingLoader(app_directories.Loader):
    """The ``app_directories`` loader with ``TEMPLATE_PATCHES``. Templates are cached, so each is patched once."""

    def get_contents(self, origin: object) -> str:
        contents = super().get_contents(origin)
        for original, patched in TEMPLATE_PATCHES.get(str(origin.template_name), ()):  # type: ignore[attr-defined]
            contents = contents.replace(original, patched)
        return contents
