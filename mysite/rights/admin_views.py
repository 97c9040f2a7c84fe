"""Permission checks for views of the admin that show pages, files and snippets without checking access.

Wagtail checks access in most views. ``VIEW_CHECKS`` lists the others; ``AdminViewPermissionMiddleware`` applies it.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from mysite.models.documents import PortalDocument
from mysite.models.images import PortalImage
from mysite.pages.querysets import visible

from . import has_model_permission, may_edit
from .policies import get_document_policy, get_image_policy

Check = Callable[[HttpRequest, dict[str, Any]], bool]

FILE_PERMISSION_POLICIES = {PortalImage: get_image_policy(), PortalDocument: get_document_policy()}
#: Snippets with choosers in the edit forms of pages.
SNIPPETS_CHOSEN_IN_PAGES = {"author", "unit"}


# --- Accessible objects ---------------------------------------------------------------------------


#: Models whose objects are accessible by a rule of their application.
_LIMITED: dict[type[Model], Callable[[Any], QuerySet[Any]]] = {}


def limit_objects(model: type[Model]) -> Callable[[Callable[[Any], QuerySet[Any]]], Callable[[Any], QuerySet[Any]]]:
    """Decorate a function that returns the objects of ``model`` that a user may see; views of others are refused."""

    def register(find: Callable[[Any], QuerySet[Any]]) -> Callable[[Any], QuerySet[Any]]:
        _LIMITED[model] = find
        return find

    return register


def may_list(user: Any, model: type[Model]) -> bool:
    return any(has_model_permission(user, action, model) for action in ("add", "change", "delete", "view"))


def accessible(user: Any, model: type[Model]) -> QuerySet[Any]:
    """Return the objects of ``model`` that ``user`` may see in the admin's lists."""
    if model in FILE_PERMISSION_POLICIES:
        return FILE_PERMISSION_POLICIES[model].instances_user_has_any_permission_for(
            user, ["add", "change", "delete", "choose"]
        )
    if model in _LIMITED:
        return _LIMITED[model](user)
    if issubclass(model, Page):
        return page_permission_policy.explorable_instances(user)
    return model._default_manager.all() if may_list(user, model) else model._default_manager.none()


def choosable_pages(user: Any, pages: PageQuerySet) -> PageQuerySet:
    """Return those of ``pages`` that ``user`` may explore, and the public ones."""
    explorable, public = accessible(user, Page).order_by(), visible(Page.objects.order_by())
    return pages.filter(Q(depth=1) | Q(pk__in=explorable.values("pk")) | Q(pk__in=public.values("pk")))


def _get_ids(request: HttpRequest) -> set[int]:
    return {int(number) for number in request.GET.getlist("id") if number.isdecimal() and len(number) < 19}


# --- Checks per view ------------------------------------------------------------------------------


def _may_move(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    pages = Page.objects.in_bulk([kwargs["page_to_move_id"], kwargs["destination_id"]])
    page, destination = pages.get(kwargs["page_to_move_id"]), pages.get(kwargs["destination_id"])
    if page is None or destination is None:
        return True  # 404
    is_openable = accessible(request.user, Page).filter(pk=destination.pk).exists()
    return is_openable and bool(page.permissions_for_user(request.user).can_move())


def _may_browse(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    parent = Page.objects.filter(pk=kwargs["parent_page_id"])
    return not parent.exists() or choosable_pages(request.user, parent).exists()


def _may_choose_pages(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    chosen = Page.objects.filter(pk__in=_get_ids(request))
    return choosable_pages(request.user, chosen).count() == chosen.count()


def _may_run_bulk_action(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return True  # 404
    chosen = model._default_manager.filter(pk__in=_get_ids(request))
    if model in _LIMITED and "all" in request.GET.getlist("id") and kwargs["action"] == "delete":
        chosen = model._default_manager.all()  # Wagtail's own action takes all rows; ours only those of the user
    accessible_ids = accessible(request.user, model).order_by().values("pk")
    return not chosen.exclude(pk__in=accessible_ids).exists()


def _may_promote(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    return may_list(request.user, apps.get_model("wagtailsearchpromotions", "SearchPromotion"))


def _may_translate_page(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    page = Page.objects.filter(pk=kwargs["page_id"]).first()
    return page is None or may_edit(request.user, page)


def _may_translate_snippet(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    try:
        return has_model_permission(
            request.user, "change", apps.get_model(kwargs["app_label"], unquote(kwargs["model_name"]))
        )
    except LookupError:
        return True  # 404


def _may_choose_snippets(request: HttpRequest, app_label: str, model_name: str) -> bool:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return True  # 404
    if model in _LIMITED:  # whoever may not see all objects chooses none
        sees_all = accessible(request.user, model).count() == model._default_manager.count()
        return sees_all and may_list(request.user, model)
    edits_pages = model_name in SNIPPETS_CHOSEN_IN_PAGES and page_permission_policy.user_has_any_permission(
        request.user, {"add", "change"}
    )
    return edits_pages or may_list(request.user, model)


def _may_list_snippets(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    return _may_choose_snippets(request, kwargs["app_label"], kwargs["model_name"])


def _may_open_object(request: HttpRequest, namespace: str, kwargs: dict[str, Any]) -> bool:
    """Return whether the user may open the object of a snippet view, if its model limits them."""
    pk = str(kwargs.get("pk", ""))
    for model in _LIMITED:
        if namespace == SNIPPET_PREFIX + model._meta.label_lower.replace(".", "_") and pk.isdecimal():
            exists = model._default_manager.filter(pk=pk).exists()  # else 404
            return not exists or accessible(request.user, model).filter(pk=pk).exists()
    return True


def _may_open_every_page(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Require access to the whole tree, because the report shows the last edited page of each type."""
    root = page_permission_policy.explorable_root_instance(request.user)
    return root is not None and bool(root.is_root())


VIEW_CHECKS: dict[str, Check] = {
    "wagtailadmin_pages:move_confirm": _may_move,
    "wagtailadmin_choose_page_child": _may_browse,
    "wagtailadmin_choose_page_chosen_multiple": _may_choose_pages,
    "wagtailadmin_reports:page_types_usage": _may_open_every_page,
    "wagtailadmin_reports:page_types_usage_results": _may_open_every_page,
    "wagtail_bulk_action": _may_run_bulk_action,
    "wagtailsearchpromotions:chooser": _may_promote,
    "wagtailsearchpromotions:chooserresults": _may_promote,
    "wagtail_localize:submit_page_translation": _may_translate_page,
    "wagtail_localize:submit_snippet_translation": _may_translate_snippet,
    "wagtail_localize:snippets_api_listing": _may_list_snippets,
    "wagtail_localize:snippets_api_detail": _may_list_snippets,
}
SNIPPET_PREFIX = "wagtailsnippets_"
SNIPPET_CHOOSER_PREFIX = "wagtailsnippetchoosers_"


class AdminViewPermissionMiddleware:
    """Responds with Wagtail's permission error if the check for a view fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        check = VIEW_CHECKS.get(name)
        is_snippet = name.startswith((SNIPPET_PREFIX, SNIPPET_CHOOSER_PREFIX))
        if check is None and not is_snippet:
            return None
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None  # the admin redirects to the login
        if check is not None:
            is_allowed = check(request, kwargs)
        elif name.startswith(SNIPPET_PREFIX):
            is_allowed = _may_open_object(request, name.partition(":")[0], kwargs)
        else:
            app_label, _, model_name = name.partition(":")[0].removeprefix(SNIPPET_CHOOSER_PREFIX).partition("_")
            is_allowed = _may_choose_snippets(request, app_label, model_name)
        return None if is_allowed else permission_denied(request)


# --- Choosers -------------------------------------------------------------------------------------


@hooks.register("construct_page_chooser_queryset")
def limit_page_chooser(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Limit the page chooser to ``choosable_pages``, and load the states of all pages at once, as page listings do."""
    return choosable_pages(request.user, pages).annotate_approved_schedule().prefetch_workflow_states()
