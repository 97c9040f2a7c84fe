"""The screens of the admin. Every admin URL is visited here or listed as one without a screen."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from mysite.models import TranslatedSnippet
from tests.support.admin_content import AdminContent

#: Patterns of URL names without a screen, with the reason.
URL_NAMES_WITHOUT_SCREEN = {
    "a list alone, without the screen around it": (
        "*results *:task_chooser_results wagtailadmin_pages:search_results wagtail_localize:*_results"
    ),
    "responds to a script": (
        "wagtailadmin_api:* wagtailadmin_dismissibles wagtailadmin_tag* wagtailadmin_sprite *:ping *:release "
        "wagtailadmin_javascript_catalog wagtail_localize:javascript_catalog wagtail_localize:snippets_api_* "
        "paste upload_photo upload_document *:chosen *:chosen_multiple *:task_chosen "
        "wagtailadmin_choose_page_chosen_multiple "
        "*:edit_multiple *:delete_multiple *:create_multiple_* *:delete_upload_multiple "
        "wagtail_localize:edit_string_translation wagtail_localize:edit_override wagtailimages:url_generator_output "
        "session_status"
    ),
    "opened in admin_dialogs": (
        "wagtailadmin_login wagtailadmin_password_reset* wagtailadmin_pages:view_draft "
        "wagtailadmin_choose_* *chooser*:choose *:chooser *:task_chooser wagtailadmin_collections:set_privacy "
        "wagtailadmin_pages:set_privacy *:collect_workflow_action_data *:confirm_workflow_cancellation"
    ),
    "what a chooser shows after its dialog was sent": "*chooser*:create *:task_chooser_create *:chooser_upload",
    "a preview: the page as visitors see it, in its own language": (
        "*preview* wagtailadmin_pages:revisions_view wagtailadmin_pages:workflow_preview"
    ),
    "takes what a screen sends and leads on": (
        "wagtailadmin_logout *:lock *:unlock wagtailadmin_pages:set_page_position *:workflow_action "
        "wagtailadmin_workflows:enable wagtailadmin_workflows:enable_task "
        "wagtailadmin_workflows:remove wagtail_localize:stop_translation wagtail_localize:*_pofile "
        "wagtail_localize:machine_translate wagtailredirects:process_import"
    ),
    "leads to another screen: the only type of task, the list of pages": (
        "wagtailadmin_workflows:select_task_type wagtailsnippets:index wagtailadmin_pages:revisions_index"
    ),
    "leads elsewhere unless two-factor sign-in is set up (tests/staff/test_two_factor_accounts.py)": (
        "two_factor_recovery_codes two_factor_remove"
    ),
    "switched off, or replaced by a report of ours": (
        "wagtailimages:url_generator wagtailembeds:* wagtailsearchpromotions:search_terms "
        "wagtail_localize:translations_report wagtailimages_chooser:select_format "
        "wagtailsnippets_newsroom_comment:add"
    ),
    "for those who test Wagtail's error pages": "wagtailadmin_error_test",
}


def admin_url_names(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the names of all admin URLs."""
    if resolver is None:
        resolver = next(part for part in get_resolver().url_patterns if str(part.pattern) == "admin/")
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            if part.name:
                yield ":".join((*namespaces, part.name))
        else:
            yield from admin_url_names(part, (*namespaces, part.namespace) if part.namespace else namespaces)


#: Page types, with the page that each is added below.
PAGE_TYPES = {
    "newsroom/newssection": "home",
    "newsroom/newspage": "section",
    "newsroom/eventsection": "home",
    "newsroom/eventpage": "events",
    "home/organisationpage": "home",
    "home/standardpage": "home",
    "home/contactpage": "home",
    "home/homepage": "root",
}
SNIPPETS = [("newsroom", "author"), ("newsroom", "unit"), ("newsroom", "newstag"), ("newsroom", "comment")]
SNIPPETS += [("home", "notice"), ("home", "motto")]

#: The name of a URL, its arguments and its query string.
ScreenUrl = tuple[str, tuple[Any, ...], str]


def page_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    pages = ["home", "section", "article", "draft", "submitted", "locked", "scheduled", "alias", "translated", "event"]
    pages += ["page", "organisation", "contact", "events", "other_home"]
    for name in ("home", "section", "root"):
        yield "wagtailadmin_explore", (office.content[name].pk,), ""
    for name in pages:
        yield "wagtailadmin_pages:edit", (office.content[name].pk,), ""
    for kind, parent in PAGE_TYPES.items():
        yield "wagtailadmin_pages:add", (*kind.split("/"), office.content[parent].pk), ""
    yield "wagtailadmin_home", (), ""
    yield "wagtailadmin_explore_root", (), ""
    yield "wagtailadmin_explore", (office.section.pk,), "?ordering=ord"
    yield "wagtailadmin_explore", (office.section.pk,), "?q=khong-co"
    for name in ("delete", "unpublish", "move", "copy", "usage", "history", "workflow_history"):
        yield f"wagtailadmin_pages:{name}", (office.article.pk,), ""
    yield "wagtailadmin_pages:delete", (office.section.pk,), ""
    yield "wagtailadmin_pages:copy", (office.section.pk,), ""
    yield "wagtailadmin_pages:usage", (office.section.pk,), ""
    yield "wagtailadmin_pages:usage", (office.section.pk,), "?describe_on_delete=1"
    yield "wagtailadmin_pages:history", (office.scheduled.pk,), ""
    yield "wagtailadmin_pages:history", (office.translated.pk,), ""
    yield "wagtailadmin_pages:workflow_history", (office.submitted.pk,), ""
    yield "wagtailadmin_pages:workflow_history_detail", (office.submitted.pk, office.workflow_state.pk), ""
    yield "wagtailadmin_pages:convert_alias", (office.alias.pk,), ""
    yield "wagtailadmin_pages:move_confirm", (office.article.pk, office.other_section.pk), ""
    yield "wagtailadmin_pages:add_subpage", (office.home.pk,), ""
    yield "wagtailadmin_pages:add_subpage", (office.section.pk,), ""
    yield "wagtailadmin_pages:choose_parent", ("newsroom", "newspage"), ""
    yield "wagtailadmin_pages:type_use", ("newsroom", "newspage"), ""
    yield "wagtailadmin_pages:search", (), "?q=hoi"
    yield "wagtailadmin_pages:search", (), "?q=khong-co"
    yield "wagtailadmin_pages:revisions_revert", (office.article.pk, office.revision.pk), ""
    yield "wagtailadmin_pages:revisions_unschedule", (office.scheduled.pk, office.schedule.pk), ""
    yield "wagtailadmin_pages:revisions_compare", (office.article.pk, "live", "latest"), ""
    yield "wagtailadmin_pages:revisions_compare", (office.article.pk, "earliest", office.revision.pk), ""
    for action in ("delete", "move", "publish", "unpublish"):
        ids = f"?id={office.article.pk}&id={office.draft.pk}&id={office.section.pk}"
        yield "wagtail_bulk_action", ("wagtailcore", "page", action), ids


def library_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    for name, added, used, unused in [
        ("wagtailimages", "image", office.image, office.unused_image),
        ("wagtaildocs", "document", office.document, office.unused_document),
    ]:
        yield f"{name}:index", (), ""
        yield f"{name}:index", (), "?q=khong-co"
        yield f"{name}:add", (), ""
        yield f"{name}:add_multiple", (), ""
        yield f"{name}:edit", (used.pk,), ""
        yield f"{name}:edit", (unused.pk,), ""
        yield f"{name}:delete", (used.pk,), ""
        yield f"{name}:delete", (unused.pk,), ""
        yield f"{name}:{added}_usage", (used.pk,), ""
        yield f"{name}:{added}_usage", (unused.pk,), ""
        if added == "image":
            yield "transform_image", (used.pk,), ""
        model = f"portal{added}"
        for action in ("delete", "add_tags", "add_to_collection"):
            yield "wagtail_bulk_action", ("mysite", model, action), f"?id={used.pk}&id={unused.pk}"
    yield "bin", (), ""
    yield "bin_empty", (), ""
    for name in ("bin_restore", "bin_delete"):
        yield name, (office.bin_item.pk,), ""
        yield name, (office.binned_section.pk,), ""


def snippet_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    yield from comment_screens(office)
    for app, model in SNIPPETS:
        instance = office.content[model]
        views = f"wagtailsnippets_{app}_{model}"
        yield f"{views}:list", (), ""
        yield f"{views}:list", (), "?q=khong-co"
        for view in ("edit", "delete", "usage", "history", "copy"):
            if model != "comment" or view != "copy":
                yield f"{views}:{view}", (instance.pk,), ""
        for action in ("approve", "reject", "spam", "delete") if model == "comment" else ("delete",):
            yield "wagtail_bulk_action", (app, model, action), f"?id={instance.pk}"
        if model != "comment":
            yield f"{views}:add", (), ""
        if isinstance(instance, TranslatedSnippet):
            yield from draft_screens(office, views, model)


def comment_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    yield "personal_data", (), ""
    yield "wagtailsettings:edit", ("newsroom", "commentsettings", office.site.pk), ""


def draft_screens(office: AdminContent, views: str, kind: str) -> Iterator[ScreenUrl]:
    """Yield the screens of snippets with drafts and workflows."""
    snippet, scheduled = office.content[kind], office.content[f"scheduled {kind}"]
    revision, schedule = office.content[f"revision of {kind}"], office.content[f"schedule of {kind}"]
    yield f"{views}:unpublish", (snippet.pk,), ""
    yield f"{views}:revisions_compare", (snippet.pk, "live", "latest"), ""
    yield f"{views}:revisions_revert", (snippet.pk, revision.pk), ""
    yield f"{views}:edit", (scheduled.pk,), ""
    yield f"{views}:history", (scheduled.pk,), ""
    yield f"{views}:revisions_unschedule", (scheduled.pk, schedule.pk), ""
    yield f"{views}:workflow_history", (scheduled.pk,), ""
    yield f"{views}:workflow_history_detail", (scheduled.pk, office.content[f"workflow state of {kind}"].pk), ""


def administration_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    for area, instance, views in [
        ("wagtailusers_users", office.editor, "edit delete history usage copy"),
        ("wagtailusers_groups", office.editor.groups.get(), "edit delete history usage"),
        ("wagtailsites", office.site, "edit delete history usage copy"),
        ("wagtaillocales", office.english, "edit delete history usage copy"),
        ("wagtailadmin_collections", office.collection, "edit delete"),
        ("wagtailredirects", office.redirect, "edit delete"),
        ("wagtailsearchpromotions", office.query, "edit delete"),
        ("wagtailadmin_workflows", office.workflow, "edit usage disable"),
    ]:
        yield f"{area}:index", (), ""
        yield f"{area}:index", (), "?q=khong-co"
        yield f"{area}:add", (), ""
        for view in views.split():
            yield f"{area}:{view}", (instance.pk,), ""
    user = office.editor.pk
    for action in ("assign_role", "delete", "set_active_state"):
        yield "wagtail_bulk_action", ("mysite", "user", action), f"?id={user}&id={office.moderator.pk}"
    yield "wagtailredirects:start_import", (), ""
    yield "wagtailadmin_workflows:edit", (office.old_workflow.pk,), ""
    yield "wagtailadmin_workflows:task_index", (), ""
    yield "wagtailadmin_workflows:add_task", ("mysite", "sectionapprovaltask"), ""
    yield "wagtailadmin_workflows:edit_task", (office.task.pk,), ""
    yield "wagtailadmin_workflows:disable_task", (office.task.pk,), ""
    yield "wagtailadmin_workflows:edit_task", (office.old_task.pk,), ""
    yield "wagtailforms:index", (), ""
    yield "wagtailforms:list_submissions", (office.contact.pk,), ""
    yield "wagtailforms:delete_submissions", (office.contact.pk,), f"?selected-submissions={office.message.pk}"
    yield "wagtailadmin_account", (), ""
    yield "editors_guide", (), ""
    yield from account_screens(office)
    yield "mail_settings", (), ""
    yield "housekeeping", (), ""
    yield from approval_screens(office)
    yield "failed_sign_ins:index", (), ""
    yield "failed_sign_ins:index", (), "?q=khong-co"
    for failure in office.failed_sign_ins:
        yield "failed_sign_ins:delete", (failure.pk,), ""


def account_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    yield "hand_over", (office.editor.pk,), ""
    yield "wagtailusers_groups:copy_rights", (office.group.pk,), ""
    yield "two_factor_account", (), ""
    yield "two_factor_reset", (office.editor.pk,), ""


def approval_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    yield "section_roles:index", (), ""
    yield "section_roles:add", (), ""
    yield "section_roles:delete", (office.membership.pk,), ""
    for name in ("index", "add"):
        yield f"approvers:{name}", (), ""
    for name in ("edit", "delete", "history", "usage"):
        yield f"approvers:{name}", (office.approver.pk,), ""
    yield "approval_links", (office.submitted.pk,), ""


def report_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    reports = "locked_pages workflow workflow_tasks site_history aging_pages page_types_usage"
    for name in reports.split():
        yield f"wagtailadmin_reports:{name}", (), ""
    for name in (
        "translations_report",
        "search_terms",
        "unread_documents",
        "missing_photos",
        "missing_urls",
        "missing_alt_texts",
        "views_report",
        "authors_report",
        "comments_report",
        "broken_links",
        "scheduled_pages",
    ):
        yield name, (), ""


def translation_screens(office: AdminContent) -> Iterator[ScreenUrl]:
    yield "wagtail_localize:submit_page_translation", (office.event.pk,), ""
    yield "wagtail_localize:submit_page_translation", (office.section.pk,), ""
    yield "wagtail_localize:submit_snippet_translation", ("newsroom", "author", office.author.pk), ""
    yield "wagtail_localize:update_translations", (office.translation.source.pk,), ""
    yield "wagtail_localize:convert_to_alias", (office.translated.pk,), ""
    yield "wagtailsnippets_newsroom_unit:edit", (office.translated_unit.pk,), ""
