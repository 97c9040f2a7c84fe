"""The names of other packages that we replace, override, or use though they are private or undocumented.

``mysite.checks`` reports those that an installed package lacks. ``tests/test_upstream.py`` finds uses not listed here.
The last releases tried with ``make test-next`` are Wagtail 8.1rc1 and wagtail-localize 1.14.5 on Django 5.2.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What we do with a name of another package."""

    REPLACED = "replaced"
    OVERRIDDEN = "overridden"
    USED = "used"


@dataclass(frozen=True)
class Dependency:
    """Names of another package that have the same purpose here."""

    kind: Kind
    #: For the dotted path of each module, class, mapping or function: names of its attributes, its keys, or the
    #: attributes that the function reads or sets, separated by spaces.
    names: dict[str, str]
    #: Our modules that use the names.
    modules: list[str]
    purpose: str
    #: What would let us go without.
    obsolete_when: str
    #: The last release that has the names, if a later one is known to lack them, or warns that they will go. Then they
    #: are not required.
    until: str = ""

    @property
    def targets(self) -> list[tuple[str, str]]:
        """The dotted path of each owner with each of its names."""
        return [(owner, name) for owner, names in self.names.items() for name in names.split()]


_LABEL_PATCHES = "mysite.i18n.label_patches"
_ADMIN_PATCHES = "mysite.editing.admin_patches"
_OVERRIDES = "home.translations.overrides"

# fmt: off
DEPENDENCIES = [
    Dependency(Kind.REPLACED, {
        "wagtail.contrib.redirects.base_formats": "DEFAULT_FORMATS",
        "wagtail.contrib.redirects.views": "RedirectForm",
    }, [_ADMIN_PATCHES],
               "Import of redirects reads UTF-8 with commas only, and fails with an exception on an invalid path.",
               "Wagtail has a setting for the formats, and validates the path."),
    Dependency(Kind.REPLACED, {"wagtail.contrib.redirects.signal_handlers.BatchRedirectCreator": "pre_process"},
               [_ADMIN_PATCHES],
               "SQLite refuses the statement if a section with more than a thousand pages is moved or renamed.",
               "Wagtail lists the paths in place of a condition for each."),
    Dependency(Kind.REPLACED, {
        "wagtail.models.Locale._meta": "verbose_name verbose_name_plural",
        "wagtail_localize.models.Translation._meta": "verbose_name verbose_name_plural",
        "wagtail_localize.models.TranslationSource._meta": "verbose_name verbose_name_plural",
    }, [_LABEL_PATCHES],
               "A verbose name that the package leaves out.", "The model has a translated verbose name."),
    Dependency(Kind.REPLACED, {
        "wagtail.models.Comment": "user",
        "wagtail.models.CommentReply": "user",
        "wagtail.models.Locale": "language_code",
        "wagtail_localize.models.Translation": "source target_locale",
        "wagtail_localize.models.TranslationSource": "locale",
    }, [_LABEL_PATCHES],
               "A verbose name that the package leaves out.", "The field has a translated verbose name."),
    Dependency(Kind.REPLACED, {
        "wagtail.admin.forms.auth.LoginForm.base_fields": "password",
        "wagtail.forms.TaskStateCommentForm.base_fields": "comment",
        "wagtail.admin.views.pages.bulk_actions.page_bulk_action.DefaultPageForm.base_fields": "include_descendants",
        "wagtail.users.views.bulk_actions.assign_role.RoleForm.base_fields": "role",
        "wagtail.users.forms.PagePermissionsForm.base_fields": "page permissions",
        "wagtail.admin.forms.workflows.WorkflowPageForm.base_fields": "page",
        "wagtail.admin.forms.workflows.WorkflowContentTypeForm.base_fields": "content_types",
        "wagtail.contrib.redirects.forms.ConfirmImportForm.base_fields": "permanent",
        "wagtail.contrib.search_promotions.forms.SearchPromotionsFormSet.form.base_fields": "external_link_text",
        "wagtail.admin.forms.choosers.ExternalLinkChooserForm.base_fields": "link_text",
        "wagtail.admin.forms.choosers.AnchorLinkChooserForm.base_fields": "link_text",
        "wagtail.admin.forms.choosers.EmailLinkChooserForm.base_fields": "email_address subject body link_text",
        "wagtail.admin.forms.choosers.PhoneLinkChooserForm.base_fields": "phone_number link_text",
        "wagtail.admin.forms.collections.GroupCollectionManagementPermissionFormSet.form.base_fields": "collection",
        "wagtail.documents.forms.GroupDocumentPermissionFormSet.form.base_fields": "collection",
        "wagtail.images.forms.GroupImagePermissionFormSet.form.base_fields": "collection",
        "wagtail.admin.forms.collections.GroupCollectionManagementPermissionFormSet": "permission_types",
        "wagtail.images.forms.GroupImagePermissionFormSet": "permission_types",
        "wagtail.admin.forms.choosers": "LocaleFilterMixin",
        "wagtail.sites.views.IndexView": "columns",
        "wagtail.admin.views.pages.search.SearchView": "verbose_name verbose_name_plural",
        "wagtail.contrib.redirects.filters.RedirectsReportFilterSet.base_filters": "is_permanent",
        "wagtail.contrib.redirects.views.IndexView.export_headings": "old_path site link get_is_permanent_display",
        "wagtail.admin.viewsets.chooser.ChooserViewSet": (
            "choose_one_text choose_another_text edit_item_text search_tab_label create_action_label"
        ),
        "wagtail.snippets.widgets": "AdminSnippetChooser",
        "wagtail.admin.widgets": "AdminPageChooser",
        "wagtail.snippets.views.snippets.SnippetViewSet": "breadcrumbs_items",
    }, [_LABEL_PATCHES],
               "A label that Wagtail lacks, or translates only once, when the module is imported.",
               "Wagtail translates it lazily."),
    Dependency(Kind.REPLACED,
               {"wagtail.users.forms.PagePermissionsForm.base_fields.permissions": "label_from_instance"},
               [_LABEL_PATCHES],
               "Names of permissions, which the database has in English.", "Wagtail translates them."),
    Dependency(Kind.REPLACED,
               {"wagtail_localize.models": "DATE_FORMAT",
                "wagtail_localize.views.edit_translation": "DATE_FORMAT"},
               [_LABEL_PATCHES],
               "Dates in the portal's format.", "wagtail-localize uses Django's date formats."),
    Dependency(Kind.REPLACED, {"wagtail_localize.strings": "INLINE_TAGS"}, [_OVERRIDES, "home.translations.markup"],
               "A text with a superscript is one segment.", "wagtail-localize has <sub> and <sup> in its list."),
    Dependency(Kind.REPLACED, {"wagtail_localize.models.StringTranslation": "get_comment"}, [_LABEL_PATCHES],
               "Dates in local time.", "wagtail-localize formats dates in local time."),
    Dependency(Kind.REPLACED, {"wagtail.users.models.UserProfile": "get_preferred_language"}, [_LABEL_PATCHES],
               "E-mails to users without a preferred language are Vietnamese.",
               "Wagtail has a setting for the default."),
    Dependency(Kind.REPLACED, {
        "wagtail.admin.views.pages.listing.PageFilterSet": "base_filters",
        "wagtail.admin.views.pages.listing.GenericPageFilterSet": "base_filters",
    }, [_ADMIN_PATCHES],
               "Lists of pages are filtered by status.", "Wagtail has such a filter, or a hook for filters."),
    Dependency(Kind.REPLACED, {"wagtail.admin.views.account.AvatarSettingsPanel": "form_class"}, [_ADMIN_PATCHES],
               "Avatars are re-encoded.", "Wagtail has a setting for the form."),
    Dependency(Kind.REPLACED, {"wagtail.admin.widgets.BaseChooser": "value_from_datadict"}, [_ADMIN_PATCHES],
               "A malformed value gets status 400.", "Wagtail validates the value."),
    Dependency(Kind.REPLACED,
               {"wagtail.permission_policies.collections.CollectionOwnershipPermissionPolicy":
                "user_has_permission_for_instance"},
               [_ADMIN_PATCHES],
               "Deleting a file in use on live pages needs permission to publish them.",
               "Wagtail 8.1 is the oldest supported: its registry takes policies of our own."),
    Dependency(Kind.USED, {"wagtail.hooks": "_hooks", "wagtail_localize.wagtail_hooks": "page_listing_more_buttons"},
               ["home.translations.listing_buttons"],
               "Buttons of page listings without two queries a row.",
               "wagtail-localize reads what Wagtail's listings annotate."),
    Dependency(Kind.USED, {"wagtail.query.PageQuerySet": "annotate_has_untranslated_locale"},
               ["home.translations.listing_buttons"],
               "Whether a listed page lacks a translation.", "Wagtail documents the annotation."),
    Dependency(Kind.REPLACED, {"wagtail.models.Page": "permissions_for_user"}, [_ADMIN_PATCHES],
               "In sections with two steps only those who may take the last one may publish.",
               "Wagtail has a setting for the permissions of pages."),
    Dependency(Kind.REPLACED, {"wagtail.workflows": "TASK_TYPES"}, [_ADMIN_PATCHES],
               "One type of task to choose: approvals by section in place of approvals by group.",
               "Wagtail has a setting for the types of tasks."),
    Dependency(Kind.USED, {"wagtail.models.PagePermissionTester.__init__": "permissions"},
               ["mysite.rights.page_permissions"],
               "Takes the permission to publish away. Undocumented.",
               "Wagtail has a setting for the permissions of pages."),
    Dependency(Kind.USED, {
        "wagtail.admin.signal_handlers": (
            "task_submission_email_notifier workflow_submission_email_notifier workflow_approval_email_notifier "
            "workflow_rejection_email_notifier"
        ),
    }, ["home.approval.notifications"],
               "Disconnected, in favour of e-mails to approvers in a section, which fail without an error.",
               "Wagtail asks the task for its approvers, and catches all errors of mail servers."),
    Dependency(Kind.REPLACED, {"wagtail_localize.operations": "TranslationCreator"}, [_OVERRIDES],
               "Existing translations are kept.", "wagtail-localize keeps them."),
    Dependency(Kind.REPLACED, {"wagtail_localize.models.TranslationSource": "sync_view_restrictions"}, [_OVERRIDES],
               "A restriction of a translation is kept.", "wagtail-localize keeps it."),
    Dependency(Kind.REPLACED, {"wagtail_localize.locales.components": "LOCALE_COMPONENTS"}, [_OVERRIDES],
               "Locale synchronization, which publishes untranslated pages, is off.",
               "wagtail-localize has a setting to turn it off."),
    Dependency(Kind.REPLACED,
               {"wagtail_localize.models": "post_save_string_translation"},
               [_OVERRIDES, "home.translations.signal_handlers"],
               "A title that is too long is not copied to the page.", "wagtail-localize validates the length."),
    Dependency(Kind.OVERRIDDEN,
               {"wagtail.models.Page": "_set_core_field_defaults _get_autogenerated_slug get_view_restrictions"},
               ["mysite.models.pages"],
               "Slugs by our rules; view restrictions in one query.",
               "Wagtail has a hook for generated slugs and caches restrictions."),
    Dependency(Kind.OVERRIDDEN, {"wagtail.api.v2.views.BaseAPIViewSet": "_get_serializer_class"}, ["mysite.api.views"],
               "Detail-only fields are refused in lists.", "Wagtail has a list of them, as listing_default_fields."),
    Dependency(Kind.OVERRIDDEN,
               {"wagtail.images.fields.WagtailImageField": "check_image_pixel_size"},
               ["mysite.images.fields"],
               "The size is checked before decoding.", "Wagtail checks it before decoding."),
    Dependency(Kind.OVERRIDDEN, {"django.core.files.storage.FileSystemStorage": "_save"}, ["mysite.media.storage"],
               "Files are written atomically. Documented for storages.", "Django writes files atomically."),
    Dependency(Kind.OVERRIDDEN, {"django.forms.ModelForm": "_post_clean"}, ["newsroom.forms"],
               "Validates the instance that the form has built.",
               "Django has a hook between construction and validation."),
    Dependency(Kind.OVERRIDDEN,
               {"modelsearch.backends.base.BaseSearchResults": "_do_search _do_count"},
               ["search.engine.backend"],
               "What a backend must implement.", "modelsearch documents the interface."),
    Dependency(Kind.OVERRIDDEN, {"psycopg.Connection": "wait"}, ["mysite.postgresql.base"],
               "A deadline for a server that does not answer.", "psycopg has a timeout for queries."),
    Dependency(Kind.USED,
               {"modelsearch.backends.base.BaseSearchResults.annotate_score": "_score_field"},
               ["search.engine.backend"],
               "Scores of results.", "modelsearch documents the interface."),
    Dependency(Kind.USED,
               {"modelsearch.backends.base.BaseSearchQueryCompiler": "_get_filterable_field"},
               ["search.engine.backend"],
               "Validates the field of a facet.", "modelsearch has a public method."),
    Dependency(Kind.USED, {"wagtail.api.v2.views.BaseAPIViewSet": "_convert_api_fields"}, ["mysite.api.views"],
               "Fields of the API that depend on the page type.", "Wagtail converts what get_body_fields returns."),
    Dependency(Kind.USED, {"wagtail.models.Page.route_for_request": "_wagtail_route_for_request"}, ["home.views"],
               "Hands the page found in four queries to Wagtail's view.",
               "Wagtail routes in a fixed number of queries."),
    Dependency(Kind.USED, {"wagtail.models.sites.Site.find_for_request": "_wagtail_site"}, ["mysite.pages.routing"],
               "Hands a site that was loaded for another page to Wagtail.", "Wagtail keeps sites between requests."),
    Dependency(Kind.USED,
               {"django.db.models.fields.files.FieldFile.__init__": "_committed"},
               ["mysite.images.stored_files", "mysite.models.documents", "mysite.models.images",
                "newsroom.importing.writing.images"],
               "Whether the file is new.", "Django has a public attribute."),
    Dependency(Kind.USED, {"django.db.models.base.ModelState": "fields_cache"}, ["mysite.models.documents"],
               "Drops a cached related object.", "Django has a public method."),
    Dependency(Kind.USED,
               {"django.core.files.storage.FileSystemStorage": "_ensure_location_group_id"},
               ["mysite.media.storage"],
               "Files get the group of the media folder.", "Django writes files atomically."),
    Dependency(Kind.USED, {"psycopg.errors": "_WaitTimeout"}, ["mysite.postgresql.base"],
               "The timeout of Connection.wait.", "psycopg makes the exception public."),
    Dependency(Kind.USED, {"taggit.utils": "_parse_tags"}, ["mysite.text.tags"],
               "Parses tags. parse_tags calls our function, by a setting.", "taggit makes the parser public."),
    Dependency(Kind.USED, {
        "wagtail_localize.segments.extract.StreamFieldSegmentExtractor": "handle_struct_block",
        "wagtail_localize.segments.ingest.StreamFieldSegmentsWriter": "handle_struct_block",
    }, ["mysite.i18n.fallback_fields"],
               "Segments of a block by itself.", "wagtail-localize has a function for one block."),
    Dependency(Kind.USED,
               {"wagtail_localize.fields.TranslatableField": "get_field is_synchronized"},
               ["mysite.i18n.fallback_fields"],
               "A field whose source is another object's.", "wagtail-localize has such a field."),
    Dependency(Kind.USED, {"django_tasks.task_backends": "__setitem__"}, ["mysite.tasks"],
               "Collects the tasks of an import to run each once.", "django-tasks has a context manager for it."),
    Dependency(Kind.USED, {
        "wagtail.signal_handlers": "disable_reference_index_auto_update",
        "wagtail.tasks": "update_reference_index_task",
    }, ["mysite.tasks"],
               "Indexes references once per article. Undocumented.", "Wagtail documents it."),
    Dependency(Kind.USED, {
        "wagtail.images.api.admin.views": "ImagesAdminAPIViewSet",
        "wagtail.documents.api.admin.views": "DocumentsAdminAPIViewSet",
        "wagtail.images.permissions": "permission_policy",
        "wagtail.documents.permissions": "permission_policy",
    }, ["mysite.rights.admin_api", "mysite.rights.policies"],
               "The admin's API limited to accessible files; policies without a registry.",
               "Wagtail 8.1 is the oldest supported: its API has only the explorer, with the pages that the user may "
               "explore, and its policies have a registry.", until="Wagtail 8.0"),
    Dependency(Kind.USED, {
        "django.db.models.query.QuerySet.__init__": "_iterable_class",
        "django.db.models.sql.query.Query": "get_compiler",
        "django.db.models.sql.compiler.SQLCompiler": "as_sql execute_sql get_converters",
    }, ["mysite.compiled_queries"],
               "Runs a queryset with SQL that was compiled before. Undocumented.",
               "Django keeps compiled SQL, or has prepared querysets."),
    Dependency(Kind.USED, {"django.db.models.sql.query.Query": "get_initial_alias"}, ["search.engine.postgres"],
               "A column that the model lacks.", "Django allows expressions with the alias of a table."),
]
# fmt: on
