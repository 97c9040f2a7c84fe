"""The admin menu “Newsroom” with the viewsets of all snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LocaleColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import Motto, Notice
from mysite.editing.list_search import FoldedSearchIndexView
from newsroom.comments.viewset import CommentViewSet
from newsroom.viewsets import AuthorViewSet, TagViewSet, UnitViewSet

from . import scheduled_pages  # noqa: F401  registers its hooks
from .approval import hooks as approval_hooks  # noqa: F401  registers its hooks
from .dashboard import hooks as dashboard_hooks  # noqa: F401  registers its hooks
from .guide import hooks as guide_hooks  # noqa: F401  registers its hooks
from .personal_data import views as personal_data_views  # noqa: F401  registers its hooks
from .translations import (  # noqa: F401  register their hooks
    completeness,
    hooks,
    listing_buttons,
    markup,
    overrides,
    po_views,
    source_lifecycle,
    submission,
)


class MottoViewSet(SnippetViewSet):
    model = Motto
    icon = "openquote"
    menu_label = _("Mottos")
    list_display = ["text", "source"]
    index_view_class = FoldedSearchIndexView
    search_fields = ["text", "source"]
    search_backend_name = None


class NoticeViewSet(SnippetViewSet):
    model = Notice
    icon = "warning"
    menu_label = _("Notices")
    list_display = [
        "__str__",
        Column("state_label", label=_("State")),
        "starts_at",
        "ends_at",
        Column("urgent_label", label=_("Urgent"), sort_key="urgent"),
        LocaleColumn(label=_("Language")),
    ]
    index_view_class = FoldedSearchIndexView
    search_fields = ["text"]
    search_backend_name = None


@register_snippet
class NewsroomGroup(SnippetViewSetGroup):
    items = [AuthorViewSet, UnitViewSet, TagViewSet, CommentViewSet, NoticeViewSet, MottoViewSet]
    # Translators: “Toà soạn”
    menu_label = _("Newsroom")
    menu_name = "newsroom"
    menu_icon = "group"
    menu_order = 450  # below documents
