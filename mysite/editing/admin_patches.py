"""Monkey patches of Wagtail's admin: what is submitted is validated, deleting files is restricted, large moves work."""

from collections import defaultdict
from typing import Any


def patch_submitted_data() -> None:
    """Validate avatars and the hidden inputs of choosers. Wagtail has no setting for the form or the widget."""
    from wagtail.admin.views.account import AvatarSettingsPanel
    from wagtail.admin.widgets import BaseChooser

    from mysite.editing.form_validation import chooser_value_from_datadict
    from mysite.media.forms import PortalAvatarForm

    AvatarSettingsPanel.form_class = PortalAvatarForm
    BaseChooser.value_from_datadict = chooser_value_from_datadict


def patch_page_permissions() -> None:
    """Replace the permissions that Wagtail asks pages for, in forms, menus, actions and the API alike."""
    from wagtail.models import Page

    from mysite.rights.page_permissions import TwoStepPermissionTester

    Page.permissions_for_user = lambda page, user: TwoStepPermissionTester(user, page)


def patch_task_types() -> None:
    """Offer approvals by section in place of those by group, which let members in one section approve all pages."""
    from wagtail.models import GroupApprovalTask
    from wagtail.workflows import get_task_types

    task_types = get_task_types()  # the list that Wagtail keeps
    if GroupApprovalTask in task_types:
        task_types.remove(GroupApprovalTask)


def patch_delete_permissions() -> None:
    """Require permission to publish the live pages that use an image or document to delete it.

    Wagtail has no setting for these policies, and no hook before deletion. Called by the hooks, because Wagtail makes
    the policies when its own apps are ready, after ours.
    """
    from mysite.rights.media import may_change_published
    from mysite.rights.policies import get_document_policy, get_image_policy

    def patch(policy: Any) -> None:
        allowed = policy.user_has_permission_for_instance

        def user_has_permission_for_instance(user: Any, action: str, instance: Any) -> bool:
            return allowed(user, action, instance) and (action != "delete" or may_change_published(user, instance))

        policy.user_has_permission_for_instance = user_has_permission_for_instance

    patch(get_image_policy())
    patch(get_document_policy())


def patch_redirect_import() -> None:
    """Replace the file formats, and the form that raises an exception on an invalid path. Wagtail has no setting."""
    from wagtail.contrib.redirects import base_formats, views

    from mysite.http.redirect_forms import ValidatedRedirectForm
    from mysite.http.redirect_import import CSV, TSV, XLSX

    base_formats.DEFAULT_FORMATS[:] = [CSV, XLSX, TSV]
    views.RedirectForm = ValidatedRedirectForm


def patch_automatic_redirects() -> None:
    """Let a section with more than a thousand pages be moved and renamed on SQLite.

    Wagtail deletes the redirects that new ones replace with a condition for each path, which SQLite refuses.
    """
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.contrib.redirects.signal_handlers import BatchRedirectCreator

    def delete_replaced_redirects(batch: BatchRedirectCreator) -> None:
        paths_by_site = defaultdict(list)
        for redirect in batch.items:
            paths_by_site[redirect.site_id].append(redirect.old_path)
        for site, paths in paths_by_site.items():
            Redirect.objects.filter(automatically_created=True, site=site, old_path__in=paths).delete()

    BatchRedirectCreator.pre_process = delete_replaced_redirects


def patch_page_filters() -> None:
    """Add a filter by status to the lists of pages. Wagtail lets viewsets have filters, but not the page explorer."""
    from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet

    from mysite.pages.status_filter import PageStatusFilter

    for filters in (PageFilterSet, GenericPageFilterSet):
        filters.base_filters = {"status": PageStatusFilter(), **filters.base_filters}
