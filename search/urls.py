"""URLs of search, which are translated."""

from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from search.suggestions import suggestions
from search.views import search

urlpatterns = [
    path(_("search/"), search, name="search"),
    path(format_lazy("{}{}", _("search/"), _("suggestions/")), suggestions, name="suggestions"),
]
