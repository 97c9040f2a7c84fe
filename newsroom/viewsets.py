"""Snippet viewsets for authors, units and tags."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from mysite.editing.list_search import FoldedSearchIndexView
from newsroom.models import Author, NewsTag, Unit


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")
    list_display = ["name", "job_title", "unit"]
    list_filter = ["unit"]
    ordering = ["name"]


class UnitViewSet(SnippetViewSet):
    model = Unit
    icon = "group"
    menu_label = _("Units")
    list_display = ["name", "short_name", "dissolved_on", "successor"]
    list_filter = {"dissolved_on": ["isnull"]}
    ordering = ["name"]


class TagViewSet(SnippetViewSet):
    """Tags of articles. Renaming a tag keeps its slug, which is not in the form."""

    model = NewsTag
    icon = "tag"
    menu_label = _("Tags")
    list_display = ["name", "slug"]
    index_view_class = FoldedSearchIndexView
    search_fields = ["name"]
    search_backend_name = None
    panels = [FieldPanel("name")]
