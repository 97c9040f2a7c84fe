"""Monkey patches of Wagtail's admin: what is submitted is validated, deleting files is restricted, large moves work."""

from collections import defaultdict
from typing import Any


def apply_admin_patches() -> None:
    """Apply the patches that are needed before Wagtail's apps are ready. The hooks call the others."""
    patch_submitted_data()
    patch_page_permissions()
    hide_from_reference_index()


def patch_submitted_data() -> None:
    """Validate avatars and the hidden inputs of choosers, and allow accounts without an e-mail address.

    Wagtail has no setting for these forms and the widget.
    """
    from wagtail.admin.views.account import AvatarSettingsPanel, NameEmailSettingsPanel
    from wagtail.admin.widgets import BaseChooser

    from mysite.editing.form_validation import chooser_value_from_datadict
    from mysite.media.forms import PortalAvatarForm
    from mysite.staff.users import PortalNameEmailForm

    AvatarSettingsPanel.form_class = PortalAvatarForm
    NameEmailSettingsPanel.form_class = PortalNameEmailForm
    BaseChooser.value_from_datadict = chooser_value_from_datadict


def patch_page_permissions() -> None:
    """Replace the permissions that Wagtail asks pages for, in forms, menus, lists, actions and the API alike.

    Nobody has a permission for a page in the bin.
    """
    from wagtail.models import Page
    from wagtail.permission_policies.pages import PagePermissionPolicy

    from mysite.bin import exclude_binned_pages
    from mysite.rights.page_permissions import get_permission_tester

    find_pages = PagePermissionPolicy.instances_user_has_any_permission_for
    find_explorable = PagePermissionPolicy.explorable_instances

    def instances_user_has_any_permission_for(policy: Any, user: Any, actions: Any) -> Any:
        return exclude_binned_pages(find_pages(policy, user, actions))

    def explorable_instances(policy: Any, user: Any) -> Any:
        return exclude_binned_pages(find_explorable(policy, user))

    Page.permissions_for_user = get_permission_tester
    PagePermissionPolicy.instances_user_has_any_permission_for = instances_user_has_any_permission_for
    PagePermissionPolicy.explorable_instances = explorable_instances


def patch_task_types() -> None:
    """Offer approvals by section in place of those by group, which let members in one section approve all pages."""
    from wagtail.models import GroupApprovalTask
    from wagtail.workflows import get_task_types

    task_types = get_task_types()  # the list that Wagtail keeps
    if GroupApprovalTask in task_types:
        task_types.remove(GroupApprovalTask)


def patch_file_permissions() -> None:
    """Require permission to publish the live pages that use an image or document to delete it; hide the bin.

    Wagtail has no setting for these policies, and no hook before deletion. Called by the hooks, because Wagtail makes
    the policies when its own apps are ready, after ours.
    """
    from mysite.rights.policies import get_document_policy, get_image_policy

    _patch_file_policy(get_image_policy())
    _patch_file_policy(get_document_policy())


def _patch_file_policy(policy: Any) -> None:
    from mysite.bin import BIN_COLLECTION
    from mysite.rights.media import may_change_published

    is_allowed, is_any_allowed = policy.user_has_permission_for_instance, policy.user_has_any_permission_for_instance
    find_files = policy.instances_user_has_any_permission_for
    find_collections = policy.collections_user_has_any_permission_for

    def user_has_permission_for_instance(user: Any, action: str, instance: Any) -> bool:
        return is_allowed(user, action, instance) and (action != "delete" or may_change_published(user, instance))

    def user_has_any_permission_for_instance(user: Any, actions: Any, instance: Any) -> bool:
        return is_any_allowed(user, actions, instance) and not hasattr(instance, "bin_item")

    def instances_user_has_any_permission_for(user: Any, actions: Any) -> Any:
        return find_files(user, actions).filter(bin_item=None)

    def collections_user_has_any_permission_for(user: Any, actions: Any) -> Any:
        return find_collections(user, actions).exclude(**BIN_COLLECTION)

    policy.user_has_permission_for_instance = user_has_permission_for_instance
    policy.user_has_any_permission_for_instance = user_has_any_permission_for_instance
    policy.instances_user_has_any_permission_for = instances_user_has_any_permission_for
    policy.collections_user_has_any_permission_for = collections_user_has_any_permission_for


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


def hide_from_reference_index() -> None:
    """Leave devices of the second factor out of what uses an account, with the attribute that Wagtail has for it."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.wagtail_reference_index_ignore = True
