"""The hand-over of an account's work to another one, when somebody leaves or changes jobs."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState
from wagtail.query import PageQuerySet

from mysite.models import User

from .forms import ADMINISTRATORS, AdministratorFormView
from .section_roles import UserChoiceField, get_label


@dataclass(frozen=True)
class OpenWork:
    """What an account has begun and somebody else must finish."""

    user: User

    @property
    def pages(self) -> PageQuerySet:
        """Its pages that are drafts, have unpublished changes, or will be published or unpublished at a set time."""
        unfinished = Q(live=False) | Q(has_unpublished_changes=True) | Q(expire_at__gt=timezone.now())
        pages: PageQuerySet = Page.objects.filter(unfinished, owner=self.user)
        return pages

    @property
    def submissions(self) -> QuerySet[WorkflowState]:
        """Pages and snippets that it submitted and that are not approved yet."""
        states: QuerySet[WorkflowState] = WorkflowState.objects.active().filter(requested_by=self.user)
        return states

    @property
    def locked_pages(self) -> PageQuerySet:
        pages: PageQuerySet = Page.objects.filter(locked=True, locked_by=self.user)
        return pages

    @property
    def groups_of_no_one_else(self) -> list[Group]:
        """Its groups without another active member: nobody would do their tasks."""
        others = User.objects.filter(is_active=True).exclude(pk=self.user.pk)
        return list(self.user.groups.exclude(user__in=others).order_by("name"))


@transaction.atomic
def hand_over(*, leaver: User, successor: User, gives_groups: bool, deactivates: bool) -> None:
    """Give the open work of ``leaver`` to ``successor``; schedules stay as they are, and are the successor's then."""
    work = OpenWork(leaver)
    work.locked_pages.update(locked=False, locked_by=None, locked_at=None)
    work.submissions.update(requested_by=successor)
    work.pages.update(owner=successor)
    if gives_groups:
        successor.groups.add(*leaver.groups.all())
    if deactivates:
        leaver.is_active = False
        leaver.save(update_fields=["is_active"])


class HandOverForm(forms.Form):
    successor = UserChoiceField(queryset=User.objects.none(), label=_("Hand over to"))
    gives_groups = forms.BooleanField(
        required=False,
        label=_("Give this person the same groups"),
        help_text=_("The new person may then do what the old one might, such as approve."),
    )
    deactivates = forms.BooleanField(
        required=False, initial=True, label=_("Deactivate the old account"), help_text=_("It cannot sign in any more.")
    )

    def __init__(self, *args: Any, leaver: User, administrator: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaver, self.administrator = leaver, administrator
        others = User.objects.filter(is_active=True).exclude(pk=leaver.pk)
        self.fields["successor"].queryset = others.order_by("last_name", "first_name")

    def clean_deactivates(self) -> bool:
        deactivates: bool = self.cleaned_data["deactivates"]
        if deactivates and self.leaver == self.administrator:
            raise forms.ValidationError(_("You cannot deactivate your own account."))
        return deactivates


class HandOverView(AdministratorFormView):
    form_class = HandOverForm
    page_title = _("Hand over work")
    header_icon = "user"
    submit_button_label = _("Hand over")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.leaver = get_object_or_404(User, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return get_label(self.leaver)

    @property
    def introduction(self) -> list[str]:
        work = OpenWork(self.leaver)
        pages, submissions = work.pages.count(), work.submissions.count()
        paragraphs = [
            ngettext("%(count)s draft or scheduled page", "%(count)s drafts and scheduled pages", pages)
            % {"count": pages},
            ngettext("%(count)s item sent for approval", "%(count)s items sent for approval", submissions)
            % {"count": submissions},
        ]
        if groups := work.groups_of_no_one_else:
            names = ", ".join(group.name for group in groups)
            paragraphs.append(gettext("Groups with no other active member: %(names)s.") % {"names": names})
        return paragraphs

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"leaver": self.leaver, "administrator": self.request.user}

    def form_valid(self, form: HandOverForm) -> HttpResponse:
        data = form.cleaned_data
        hand_over(leaver=self.leaver, **data)
        for user in (self.leaver, data["successor"]):
            log(instance=user, action="wagtail.edit")
        words = {"old": get_label(self.leaver), "new": get_label(data["successor"])}
        messages.success(self.request, gettext("The work of %(old)s was handed over to %(new)s.") % words)
        return redirect("wagtailusers_users:index")


def get_listing_buttons(user: User, request_user: Any) -> list[Button]:
    """Return the button in the list of users."""
    if not ADMINISTRATORS.user_has_permission(request_user, "change"):
        return []
    url = reverse("hand_over", args=[user.pk])
    return [Button(gettext("Hand over work"), url=url, icon_name="arrow-right-full", priority=25)]


URLS: list[URLPattern] = [path("users/<int:pk>/hand-over/", HandOverView.as_view(), name="hand_over")]
