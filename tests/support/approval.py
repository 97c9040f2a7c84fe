"""Sections with an approval in two steps, and the presses of buttons on the way through it."""

from typing import Any

from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowPage

from tests.support import article_form, factories

TWO_STEPS = "Duyệt hai bước"
FIRST_STEP, LAST_STEP = "Duyệt nội dung", "Duyệt đăng"


def require_two_steps(page: Page) -> Page:
    """Assign the workflow of two steps to a section, as an administrator does under Settings → Workflows."""
    WorkflowPage.objects.create(workflow=Workflow.objects.get(name=TWO_STEPS), page=page)
    return page


def create_two_step_section(**fields: Any) -> Page:
    return require_two_steps(factories.SectionFactory(**fields))


def submit(client: Client, article: Page, **changes: Any) -> HttpResponse:
    return article_form.save_form(client, article, "action-submit", **changes)


def decide(client: Client, page: Page, action: str, comment: str | None = None) -> HttpResponse:
    """Approve or reject the page at its current step; nothing happens if the user may not."""
    state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(url, {} if comment is None else {"comment": comment})


def give_role(user: Any, role: str, section: Page) -> None:
    """Give a role in one section through the form of the admin."""
    from tests.support.editors import login_client

    administrator = login_client(factories.UserFactory(is_superuser=True, is_staff=True))
    data = {"user": user.pk, "section": section.pk, "role": Group.objects.get(name=role).pk}
    response = administrator.post(reverse("section_roles:add"), data)
    assert response.status_code == 302, response.content.decode()
