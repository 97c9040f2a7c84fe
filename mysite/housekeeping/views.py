"""The admin's screen of housekeeping: periods, what everything takes, and the last run."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from mysite.staff.forms import AdministratorFormView

from .rows import Amount
from .running import Task, get_tasks, request_run

#: A hundred years.
MAX_DAYS = 36_500
EDIT_ACTION, RUN_ACTION = "housekeeping.edit", "housekeeping.run"


def format_amount(amount: Amount | None) -> str:
    """Return “1,234 · 5 MB”, or a dash if nothing was measured yet."""
    if amount is None:
        return "—"
    count = number_format(amount.count, force_grouping=True)
    return count if amount.size is None else f"{count} · {filesizeformat(amount.size)}"


def build_field(task: Task) -> forms.IntegerField:
    job = task.job
    help_text = gettext("0: for ever.") if not job.min_days else ""
    return forms.IntegerField(
        label=gettext("Kept for (days)"),
        min_value=job.min_days,
        max_value=MAX_DAYS,
        initial=task.days,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"aria-label": f"{job.label}: {gettext('Kept for (days)')}"}),
    )


class HousekeepingView(AdministratorFormView):
    """Shows all jobs; saves their periods; lets the scheduler run them."""

    form_class = forms.Form
    template_name = "mysite/housekeeping/housekeeping.html"
    page_title = _("Housekeeping")
    header_icon = "history"

    @cached_property
    def tasks(self) -> list[Task]:
        return get_tasks()

    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        form: forms.Form = super().get_form(form_class)
        for task in self.tasks:
            if task.job.default_days is not None:
                form.fields[task.job.name] = build_field(task)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": [self.build_row(task, context["form"]) for task in self.tasks]}

    def build_row(self, task: Task, form: forms.Form) -> dict[str, Any]:
        job, record = task.job, task.record
        deleted = Amount(record.deleted_count, record.deleted_size)
        deleted_text = format_amount(deleted) if deleted.count else gettext("nothing")
        return {
            "job": job,
            "record": record,
            "field": form[job.name] if job.name in form.fields else None,
            "period": job.get_period(),
            "amount": format_amount(task.measure()),
            "deleted": deleted_text if job.clean else "",
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        changed = [task for task in self.tasks if task.job.name in form.changed_data]
        for task in changed:
            task.record.days = form.cleaned_data[task.job.name]
            task.record.save(update_fields=["days"])
            log(instance=task.record, action=EDIT_ACTION, title=str(task.job.label), data={"days": task.record.days})
        if "clean" in self.request.POST:
            request_run()
            log(instance=self.tasks[0].record, action=RUN_ACTION, title=gettext("Housekeeping"))
            messages.success(self.request, gettext("The scheduler begins within half a minute."))
        elif changed:
            text = ngettext("%(count)s period has been saved.", "%(count)s periods have been saved.", len(changed))
            messages.success(self.request, text % {"count": len(changed)})
        return redirect("housekeeping")
