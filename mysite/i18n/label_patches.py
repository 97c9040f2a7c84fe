"""Monkey patches that make labels of Wagtail and wagtail-localize translatable.

The packages translate these labels at import time, so that every editor gets the language of the first request, or not
at all. ``apply_patches`` replaces them by lazy translations. Strings in templates: ``mysite.i18n.template_patches``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.functional import lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

#: For messages of the packages' own catalogues: under this name makemessages does not collect them into ours.
upstream_gettext_lazy = lazy(gettext, str)


def apply_patches() -> None:
    """Apply all patches. Called once, when the app registry is ready."""
    patch_verbose_names()
    patch_form_labels()
    patch_columns_and_filters()
    patch_permission_labels()
    patch_chooser_labels()
    patch_snippet_breadcrumbs()
    patch_localize_date_format()
    patch_default_preferred_language()


def patch_verbose_names() -> None:
    """Set verbose names that the packages left out. Migrations still see the declared ones, so none is generated."""
    from wagtail.models import Comment, CommentReply, Locale
    from wagtail_localize.models import Translation, TranslationSource

    for model, name, plural in [
        (Locale, upstream_gettext_lazy("locale"), _("locales")),
        (Translation, _("translation"), _("translations")),
        (TranslationSource, _("translation source"), _("translation sources")),
    ]:
        model._meta.verbose_name, model._meta.verbose_name_plural = name, plural
    for model, name, label in [
        (Comment, "user", upstream_gettext_lazy("user")),
        (CommentReply, "user", upstream_gettext_lazy("user")),
        (Locale, "language_code", _("language")),
        (Translation, "source", _("translation source")),
        (Translation, "target_locale", _("language")),
        (TranslationSource, "locale", _("language")),
    ]:
        model._meta.get_field(name).verbose_name = label


def patch_form_labels() -> None:
    from wagtail.admin.forms import choosers
    from wagtail.admin.forms.auth import LoginForm
    from wagtail.admin.forms.workflows import WorkflowContentTypeForm, WorkflowPageForm
    from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
    from wagtail.contrib.redirects.forms import ConfirmImportForm
    from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSet
    from wagtail.forms import TaskStateCommentForm
    from wagtail.users.forms import PagePermissionsForm
    from wagtail.users.views.bulk_actions.assign_role import RoleForm

    text = _("Link text")
    for form, labels in {
        LoginForm: {"password": upstream_gettext_lazy("Password")},
        TaskStateCommentForm: {"comment": upstream_gettext_lazy("Comment")},
        DefaultPageForm: {"include_descendants": _("Include child pages")},
        RoleForm: {"role": _("Role")},
        PagePermissionsForm: {"page": upstream_gettext_lazy("Page")},
        WorkflowPageForm: {"page": upstream_gettext_lazy("Page")},
        WorkflowContentTypeForm: {"content_types": capfirst(upstream_gettext_lazy("content types"))},
        ConfirmImportForm: {"permanent": upstream_gettext_lazy("Permanent")},
        SearchPromotionsFormSet.form: {"external_link_text": text},
        choosers.ExternalLinkChooserForm: {"link_text": text},
        choosers.AnchorLinkChooserForm: {"link_text": text},
        choosers.EmailLinkChooserForm: {
            "email_address": upstream_gettext_lazy("Email"),
            "subject": _("Email subject"),
            "body": _("Email body"),
            "link_text": text,
        },
        choosers.PhoneLinkChooserForm: {"phone_number": _("Telephone"), "link_text": text},
    }.items():
        for name, label in labels.items():
            form.base_fields[name].label = label

    def label_language(form: Any) -> None:
        if "locale" in form.fields:
            form.fields["locale"].label = _("Language")

    patch_init(choosers.LocaleFilterMixin, label_language)


def patch_columns_and_filters() -> None:
    from wagtail.admin.views.pages.search import SearchView
    from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
    from wagtail.contrib.redirects.views import IndexView as RedirectsView
    from wagtail.models import Page, Site
    from wagtail.sites.views import IndexView as SitesView

    for column in SitesView.columns:
        if column.name in {"port", "site_name", "root_page"}:
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
    for view in SearchView.__mro__[:2]:
        view.verbose_name, view.verbose_name_plural = Page._meta.verbose_name, Page._meta.verbose_name_plural
    kind = RedirectsReportFilterSet.base_filters["is_permanent"]
    kind.label = upstream_gettext_lazy("Type")
    kind.extra |= {
        "choices": [(True, upstream_gettext_lazy("Permanent")), (False, upstream_gettext_lazy("Temporary"))],
        "empty_label": upstream_gettext_lazy("All"),
    }
    RedirectsView.export_headings |= {
        "old_path": upstream_gettext_lazy("From"),
        "site": upstream_gettext_lazy("Site"),
        "link": upstream_gettext_lazy("To"),
        "get_is_permanent_display": upstream_gettext_lazy("Type"),
    }


def patch_permission_labels() -> None:
    """Translate the names of permissions in the form of a group."""
    from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
    from wagtail.documents.forms import GroupDocumentPermissionFormSet
    from wagtail.images.forms import GroupImagePermissionFormSet
    from wagtail.models import PAGE_PERMISSION_TYPES
    from wagtail.users.forms import PagePermissionsForm

    english = {
        GroupCollectionManagementPermissionFormSet: [
            ("add_collection", "Add", "Add collections"),
            ("change_collection", "Edit", "Edit collections"),
            ("delete_collection", "Delete", "Delete collections"),
        ],
        GroupImagePermissionFormSet: [
            ("add_image", "Add", "Add/edit images you own"),
            ("change_image", "Edit", "Edit any image"),
            ("choose_image", "Choose", "Select images in choosers"),
        ],
    }
    for formset, types in english.items():
        # In place, because the labels of the checkboxes come from the same list.
        formset.permission_types[:] = [
            (name, upstream_gettext_lazy(short), upstream_gettext_lazy(long)) for name, short, long in types
        ]
    for formset in (*english, GroupDocumentPermissionFormSet):
        formset.form.base_fields["collection"].label = upstream_gettext_lazy("Collection")
    # From Wagtail 8.1 on the types are “add”, not “add_page”; codenames in the database stay.
    names = {codename.removesuffix("_page"): name for codename, _short, name in PAGE_PERMISSION_TYPES}
    PagePermissionsForm.base_fields["permissions"].label_from_instance = lambda permission: names[
        permission.codename.removesuffix("_page")
    ]


def patch_chooser_labels() -> None:
    """Make the buttons of choosers lazy: the forms that contain them are created once, for both languages."""
    from wagtail.admin.viewsets.chooser import ChooserViewSet
    from wagtail.admin.widgets import AdminPageChooser
    from wagtail.models import Page
    from wagtail.snippets.widgets import AdminSnippetChooser

    ChooserViewSet.choose_one_text = upstream_gettext_lazy("Choose")
    ChooserViewSet.choose_another_text = upstream_gettext_lazy("Choose another")
    ChooserViewSet.edit_item_text = upstream_gettext_lazy("Edit")
    ChooserViewSet.search_tab_label = upstream_gettext_lazy("Search")
    ChooserViewSet.create_action_label = upstream_gettext_lazy("Create")

    with_name = lazy(lambda message, name: gettext(message) % {"object": name}, str)

    def name_snippet(chooser: AdminSnippetChooser) -> None:
        name = chooser.model._meta.verbose_name
        chooser.choose_one_text = with_name("Choose %(object)s", name)
        chooser.choose_another_text = with_name("Choose another %(object)s", name)
        chooser.link_to_chosen_text = with_name("Edit this %(object)s", name)

    def name_page(chooser: AdminPageChooser) -> None:
        if len(chooser.target_models) == 1 and chooser.model is not Page:
            name = capfirst(chooser.model._meta.verbose_name)
            chooser.choose_one_text = format_lazy("{} ({})", upstream_gettext_lazy("Choose a page"), name)

    patch_init(AdminSnippetChooser, name_snippet)
    patch_init(AdminPageChooser, name_page)


def patch_init(owner: Any, patch: Callable[[Any], None]) -> None:
    """Run ``patch`` on every new instance of ``owner``, unless its creator chose the text of the button."""
    init = owner.__init__

    @wraps(init)
    def patched(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        if "choose_one_text" not in kwargs:
            patch(self)

    owner.__init__ = patched


def patch_snippet_breadcrumbs() -> None:
    """Translate the breadcrumbs of snippets when they are shown; Wagtail builds them when a snippet is registered."""
    from wagtail.snippets.views.snippets import SnippetViewSet

    original_getter = SnippetViewSet.breadcrumbs_items.fget

    def translated_breadcrumbs(viewset: SnippetViewSet) -> list[dict[str, Any]]:
        with override("en"):
            steps = original_getter(viewset)
        return [{**step, "label": upstream_gettext_lazy(step["label"])} for step in steps]

    SnippetViewSet.breadcrumbs_items = property(translated_breadcrumbs)


def patch_localize_date_format() -> None:
    """Use the portal's date format and time zone in wagtail-localize.

    It names months in English, and formats dates in UTC, which is the previous day until 07:00 in Vietnam.
    """
    from django.conf import settings
    from django.utils.timezone import localtime
    from wagtail_localize import models
    from wagtail_localize.views import edit_translation

    models.DATE_FORMAT = edit_translation.DATE_FORMAT = settings.WAGTAIL_DATE_FORMAT
    original_method = models.StringTranslation.get_comment

    @wraps(original_method)
    def get_comment(translation: models.StringTranslation) -> str | None:
        translation.updated_at = localtime(translation.updated_at)  # the same point in time, shown in local time
        comment: str | None = original_method(translation)
        return comment

    models.StringTranslation.get_comment = get_comment


def patch_default_preferred_language() -> None:
    """Send e-mails to users without a preferred language in Vietnamese, not in the language of the sender's request."""
    from django.conf import settings
    from wagtail.users.models import UserProfile

    UserProfile.get_preferred_language = lambda profile: profile.preferred_language or settings.LANGUAGE_CODE
