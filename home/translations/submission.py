"""Submits a translation to the workflow of its page, for writers who may not publish it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page, WorkflowState

from .completeness import find_progress, refuse_incomplete


@hooks.register("before_edit_page", order=-1)  # before wagtail-localize's own, which returns a response
def submit_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Save the translation as a draft and start its workflow, or resume it after changes were requested.

    Refused while segments are missing: those who approve see the page, not the segments.
    """
    if request.method != "POST" or request.POST.get("action") != "submit-translation":
        return None
    progress = find_progress(page)
    if progress is None or not page.permissions_for_user(request.user).can_submit_for_moderation():
        raise PermissionDenied
    if progress.missing:
        refuse_incomplete(request, page, progress)
        return redirect(request.path)
    progress.translation.save_target(user=request.user, publish=False)
    page = Page.objects.get(pk=page.pk).specific
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(request.user)
    else:
        page.get_workflow().start(page, request.user)
    messages.success(request, _("“%(title)s” has been submitted for approval.") % {"title": page.draft_title})
    return redirect(request.path)
