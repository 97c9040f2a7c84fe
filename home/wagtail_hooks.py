"""What the portal's editors look after besides pages, images and documents: one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import Motto, Notice
from newsroom.viewsets import AuthorViewSet, CommentViewSet, TagViewSet, UnitViewSet


class MottoViewSet(SnippetViewSet):
    model = Motto
    icon = "openquote"
    menu_label = _("Mottos")
    list_display = ["text", "source"]
    search_fields = ["text", "source"]
    search_backend_name = None


class NoticeViewSet(SnippetViewSet):
    model = Notice
    icon = "warning"
    menu_label = _("Notices")
    list_display = ["__str__", "starts_at", "ends_at", "urgent"]
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
