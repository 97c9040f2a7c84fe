"""What the admin would say in one language only, because a package translates it once, when it is loaded, or never.

``say_late`` puts in its place what is translated when it is shown. Words in templates: ``mysite.template_words``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.functional import lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

#: The packages say these in their own catalogues, so they are no messages of ours: makemessages finds no “_” here.
said = lazy(gettext, str)


def say_late() -> None:
    """Mend the packages; once, when the applications are ready."""
    name_models_and_fields()
    label_form_fields()
    label_columns_and_filters()
    name_permissions()
    name_choosers()
    name_the_way_to_snippets()
    write_dates_as_everywhere()
    speak_vietnamese_unless_asked()


def name_models_and_fields() -> None:
    """Where the packages have no name to translate. Migrations see what the classes were declared with."""
    from wagtail.models import Comment, CommentReply, Locale
    from wagtail_localize.models import Translation, TranslationSource

    for model, name, plural in [
        (Locale, said("locale"), _("locales")),
        (Translation, _("translation"), _("translations")),
        (TranslationSource, _("original of translations"), _("originals of translations")),
    ]:
        model._meta.verbose_name, model._meta.verbose_name_plural = name, plural
    for model, name, label in [
        (Comment, "user", said("user")),
        (CommentReply, "user", said("user")),
        (Locale, "language_code", _("language")),
        (Translation, "source", _("original")),
        (Translation, "target_locale", _("language")),
        (TranslationSource, "locale", _("language")),
    ]:
        model._meta.get_field(name).verbose_name = label


def label_form_fields() -> None:
    from wagtail.admin.forms import choosers
    from wagtail.admin.forms.auth import LoginForm
    from wagtail.admin.forms.workflows import WorkflowPageForm
    from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
    from wagtail.contrib.redirects.forms import ConfirmImportForm
    from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSet
    from wagtail.forms import TaskStateCommentForm
    from wagtail.users.forms import PagePermissionsForm
    from wagtail.users.views.bulk_actions.assign_role import RoleForm

    text = _("Text of the link")
    for form, labels in {
        LoginForm: {"password": said("Password")},
        TaskStateCommentForm: {"comment": said("Comment")},
        DefaultPageForm: {"include_descendants": _("The pages below too")},
        RoleForm: {"role": _("Role")},
        PagePermissionsForm: {"page": said("Page")},
        WorkflowPageForm: {"page": said("Page")},
        ConfirmImportForm: {"permanent": said("Permanent")},
        SearchPromotionsFormSet.form: {"external_link_text": text},
        choosers.ExternalLinkChooserForm: {"link_text": text},
        choosers.AnchorLinkChooserForm: {"link_text": text},
        choosers.EmailLinkChooserForm: {
            "email_address": said("Email"),
            "subject": _("Subject of the e-mail"),
            "body": _("Text of the e-mail"),
            "link_text": text,
        },
        choosers.PhoneLinkChooserForm: {"phone_number": _("Telephone"), "link_text": text},
    }.items():
        for name, label in labels.items():
            form.base_fields[name].label = label

    def label_language(form: Any) -> None:
        if "locale" in form.fields:
            form.fields["locale"].label = _("Language")

    late(choosers.LocaleFilterMixin, label_language)


def label_columns_and_filters() -> None:
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
    kind.label = said("Type")
    kind.extra |= {
        "choices": [(True, said("Permanent")), (False, said("Temporary"))],
        "empty_label": said("All"),
    }
    RedirectsView.export_headings |= {
        "old_path": said("From"),
        "site": said("Site"),
        "link": said("To"),
        "get_is_permanent_display": said("Type"),
    }


def name_permissions() -> None:
    """What a group may do, in the form of the group."""
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
        # In place: the labels of the boxes come from the same list.
        formset.permission_types[:] = [(name, said(short), said(long)) for name, short, long in types]
    for formset in (*english, GroupDocumentPermissionFormSet):
        formset.form.base_fields["collection"].label = said("Collection")
    names = {codename: name for codename, _short, name in PAGE_PERMISSION_TYPES}
    PagePermissionsForm.base_fields["permissions"].label_from_instance = lambda permission: names[permission.codename]


def name_choosers() -> None:
    """The buttons of choosers. The forms they are in are made once, for both languages."""
    from wagtail.admin.viewsets.chooser import ChooserViewSet
    from wagtail.admin.widgets import AdminPageChooser
    from wagtail.models import Page
    from wagtail.snippets.widgets import AdminSnippetChooser

    ChooserViewSet.choose_one_text = said("Choose")
    ChooserViewSet.choose_another_text = said("Choose another")
    ChooserViewSet.edit_item_text = said("Edit")
    ChooserViewSet.search_tab_label = said("Search")
    ChooserViewSet.create_action_label = said("Create")

    with_name = lazy(lambda message, name: gettext(message) % {"object": name}, str)

    def name_snippet(chooser: AdminSnippetChooser) -> None:
        name = chooser.model._meta.verbose_name
        chooser.choose_one_text = with_name("Choose %(object)s", name)
        chooser.choose_another_text = with_name("Choose another %(object)s", name)
        chooser.link_to_chosen_text = with_name("Edit this %(object)s", name)

    def name_page(chooser: AdminPageChooser) -> None:
        if len(chooser.target_models) == 1 and chooser.model is not Page:
            name = capfirst(chooser.model._meta.verbose_name)
            chooser.choose_one_text = format_lazy("{} ({})", said("Choose a page"), name)

    late(AdminSnippetChooser, name_snippet)
    late(AdminPageChooser, name_page)


def late(owner: Any, mend: Callable[[Any], None]) -> None:
    """Have every new object of a class mended, unless whoever made it said something else."""
    init = owner.__init__

    @wraps(init)
    def mended(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        if "choose_one_text" not in kwargs:
            mend(self)

    owner.__init__ = mended


def name_the_way_to_snippets() -> None:
    """The links above lists and forms of snippets, which Wagtail makes when it learns of the snippets."""
    from wagtail.snippets.views.snippets import SnippetViewSet

    way = SnippetViewSet.breadcrumbs_items.fget

    def late_way(viewset: SnippetViewSet) -> list[dict[str, Any]]:
        with override("en"):
            steps = way(viewset)
        return [{**step, "label": said(step["label"])} for step in steps]

    SnippetViewSet.breadcrumbs_items = property(late_way)


def write_dates_as_everywhere() -> None:
    """wagtail-localize names months in English, and takes the day of Greenwich: another one until seven here."""
    from django.conf import settings
    from django.utils.timezone import localtime
    from wagtail_localize import models
    from wagtail_localize.views import edit_translation

    models.DATE_FORMAT = edit_translation.DATE_FORMAT = settings.WAGTAIL_DATE_FORMAT
    way = models.StringTranslation.get_comment

    @wraps(way)
    def comment_of_here(translation: models.StringTranslation) -> str | None:
        translation.updated_at = localtime(translation.updated_at)  # the same moment
        comment: str | None = way(translation)
        return comment

    models.StringTranslation.get_comment = comment_of_here


def speak_vietnamese_unless_asked() -> None:
    """Whoever chose no language gets letters in the portal's, not in that of the colleague whose click sent them."""
    from django.conf import settings
    from wagtail.users.models import UserProfile

    UserProfile.get_preferred_language = lambda profile: profile.preferred_language or settings.LANGUAGE_CODE


def words_for_scripts() -> dict[str, Any]:
    """What scripts of the packages say in English: lists of tags, the menu of a table, the editor of translations."""
    return {
        "noResults": gettext("Nothing found."),
        "oneResult": gettext("One found; the arrow keys lead to it."),
        "results": gettext("{count} found; the arrow keys lead through them."),
        "moreActions": said("More actions"),
        "translation": gettext("From {source} into {target}"),
        "table": {
            "ROW_ABOVE": gettext("Insert a row above"),
            "ROW_BELOW": gettext("Insert a row below"),
            "INSERT_LEFT": gettext("Insert a column to the left"),
            "INSERT_RIGHT": gettext("Insert a column to the right"),
            "REMOVE_ROW": [gettext("Delete the row"), gettext("Delete the rows")],
            "REMOVE_COLUMN": [gettext("Delete the column"), gettext("Delete the columns")],
            "UNDO": said("Undo"),
            "REDO": said("Redo"),
        },
    }
