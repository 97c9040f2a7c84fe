"""The admin's screens of the bin: the list, restoring, deleting for good, emptying."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminPageChooser
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Collection, Page

from mysite.models import BinItem
from mysite.staff.forms import ADMINISTRATORS, AdministratorFormView, OneButtonFormView

from . import is_in_bin
from .access import find_collections, find_items, may_restore_below
from .actions import delete_for_good, restore_file, restore_page


def get_type(item: BinItem) -> str:
    content = item.page.content_type.model_class() if item.page else type(item.content)
    return capfirst(content._meta.verbose_name)


def get_origin(item: BinItem) -> str:
    """Return the name of the place where it was, empty if that is gone."""
    if item.parent and not is_in_bin(item.parent):
        return str(item.parent.get_admin_display_title())
    return str(item.collection or "")


def get_days_left(item: BinItem) -> str:
    days = max(0, (item.leaves_at - timezone.now()).days + 1)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


class ActionsColumn(ButtonsColumnMixin, Column):
    cell_template_name = "mysite/bin/actions_cell.html"

    def get_buttons(self, instance: BinItem, parent_context: Any) -> list[Button]:
        label = gettext("Restore “%(title)s”") % {"title": instance.title}
        buttons = [self.build_button(gettext("Restore"), "bin_restore", instance, label, priority=10)]
        if ADMINISTRATORS.user_has_permission(parent_context["request"].user, "delete"):
            label = gettext("Delete “%(title)s” for good") % {"title": instance.title}
            buttons.append(self.build_button(gettext("Delete for good"), "bin_delete", instance, label, priority=20))
        return buttons

    def build_button(self, text: str, url_name: str, item: BinItem, label: str, *, priority: int) -> Button:
        style = "button button-small button-secondary"
        url = reverse(url_name, args=[item.pk])
        return Button(text, url, attrs={"aria-label": label}, classname=style, priority=priority)


class BinView(ReportView):
    page_title = _("Bin")
    header_icon = "bin"
    index_url_name = "bin"
    index_results_url_name = "bin_results"
    any_permission_required = None
    is_searchable = False
    is_export_enabled = False
    model = BinItem
    columns = [
        TitleColumn("title", label=_("Title"), url_name="bin_restore"),
        Column("type", label=_("Type"), accessor=get_type),
        Column("origin", label=_("Original place"), accessor=get_origin),
        UserColumn("deleted_by", label=_("Deleted by")),
        DateColumn("deleted_at", label=_("Deleted on")),
        Column("days_left", label=_("Deleted for good in"), accessor=get_days_left),
        ActionsColumn("actions", label=pgettext_lazy("bin", "Actions")),
    ]

    def get_base_queryset(self) -> QuerySet[BinItem]:
        return find_items(self.request.user)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not ADMINISTRATORS.user_has_permission(self.request.user, "delete"):
            return []
        return [HeaderButton(_("Empty the bin"), reverse("bin_empty"), icon_name="bin")]


class RestorePageForm(forms.Form):
    parent = forms.ModelChoiceField(Page.objects.all(), label=_("Restore below"), widget=AdminPageChooser)

    def __init__(self, *args: Any, item: BinItem, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.user = item, user
        if item.parent and not is_in_bin(item.parent):
            self.fields["parent"].initial = item.parent.pk

    def clean_parent(self) -> Page:
        parent: Page = self.cleaned_data["parent"]
        if not may_restore_below(self.item, parent, self.user):
            raise forms.ValidationError(
                gettext("Such a page cannot be there, or you lack permission to add or publish it there.")
            )
        return parent


class RestoreFileForm(forms.Form):
    collection = forms.ModelChoiceField(Collection.objects.none(), label=_("Restore in collection"), empty_label=None)

    def __init__(self, *args: Any, item: BinItem, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"].queryset = find_collections(item, user)
        self.fields["collection"].initial = item.collection_id


class RestoreView(OneButtonFormView):
    """Asks where to, and restores."""

    page_title = _("Restore")
    header_icon = "bin"
    submit_button_label = _("Restore")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item = get_object_or_404(find_items(request.user), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.item.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *items, this = super().get_breadcrumbs_items()
        return [*items, {"url": reverse("bin"), "label": gettext("Bin")}, this]

    def get_form_class(self) -> type[forms.Form]:
        return RestorePageForm if self.item.page else RestoreFileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"item": self.item, "user": self.request.user}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if self.item.page:
            page = restore_page(self.item, form.cleaned_data["parent"], self.request.user)
            url = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        else:
            restore_file(self.item, form.cleaned_data["collection"], self.request.user)
            url = reverse("bin")
        messages.success(self.request, gettext("“%(title)s” has been restored.") % {"title": self.item.title})
        return redirect(url)


class DeleteForGoodView(AdministratorFormView):
    """Deletes one item after a confirmation."""

    form_class = forms.Form
    permission_required = "delete"
    page_title = _("Delete for good")
    header_icon = "bin"
    submit_button_label = _("Delete for good")

    def find_items(self) -> QuerySet[BinItem]:
        items = find_items(self.request.user)
        return items.filter(pk=get_object_or_404(items, pk=self.kwargs["pk"]).pk)

    @property
    def introduction(self) -> list[str]:
        titles = [item.title for item in self.find_items()]
        question = ngettext(
            "%(count)s item in the bin will be deleted and cannot be restored:",
            "%(count)s items in the bin will be deleted and cannot be restored:",
            len(titles),
        )
        return [question % {"count": len(titles)}, *titles[:20], *["…"][: len(titles) > 20]]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        kept = [item.title for item in self.find_items() if not delete_for_good(item, self.request.user)]
        if kept:
            message = gettext("Not deleted, because something else needs it: %(titles)s.")
            messages.error(self.request, message % {"titles": ", ".join(kept)})
        else:
            messages.success(self.request, gettext("Deleted for good."))
        return redirect("bin")


class EmptyBinView(DeleteForGoodView):
    """Deletes everything that is in the bin."""

    page_title = _("Empty the bin")
    submit_button_label = _("Empty the bin")

    def find_items(self) -> QuerySet[BinItem]:
        return find_items(self.request.user)
