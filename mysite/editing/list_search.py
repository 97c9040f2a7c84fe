"""Search without marks in lists of the admin whose objects are not in the search index: tags, mottos, search terms."""

from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from taggit.models import TagBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.snippets.views.snippets import IndexView

from mysite.text.vietnamese import strip_marks, tokenize

#: Letters with Vietnamese and other Latin marks.
_MARKED_LETTERS = [*map(chr, range(0x00C0, 0x0250)), *map(chr, range(0x1E00, 0x1F00))]


def filter_by_words(queryset: QuerySet, field_names: list[str], text: str) -> QuerySet:
    """Return the objects with a word in one of the fields that begins with each word of ``text``, ignoring marks."""
    for word in tokenize(text):
        condition = Q()
        for name in field_names:
            condition |= Q(**{f"{name}__iregex": build_pattern(word.folded)})
        queryset = queryset.filter(condition)
    return queryset


def build_pattern(folded: str) -> str:
    """Return a regular expression, for both databases, of texts with a word that begins with ``folded``."""
    return rf"(^|\W){''.join(map(_build_class, folded))}"


@cache
def _build_class(letter: str) -> str:
    """Return the letters that are folded to ``letter``, with marks or without; i and y count as the same letter."""
    letters = {"i", "y"} if letter in {"i", "y"} else {letter}
    marked = (char for char in _MARKED_LETTERS if strip_marks(char).lower() in letters)
    return f"[{''.join([*letters, *map(str.upper, letters), *marked])}]"


class FoldedSearchMixin:
    """Mixin for a list with ``search_fields`` that are searched without marks."""

    search_fields: list[str]
    search_query: str
    is_searching: bool

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return filter_by_words(queryset, self.search_fields, self.search_query) if self.is_searching else queryset


class FoldedSearchIndexView(FoldedSearchMixin, IndexView):
    """The list of snippets that are not in the search index."""


@require_admin_access
def autocomplete_tags(request: HttpRequest, app_name: str, model_name: str) -> JsonResponse:
    """Return the names of tags for a tag field, as Wagtail's view of this name, which compares letters with marks."""
    try:
        model: Any = ContentType.objects.get_by_natural_key(app_name, model_name).model_class()
    except ContentType.DoesNotExist as error:
        raise Http404 from error
    if model is None or not issubclass(model, TagBase):
        raise Http404
    term = request.GET.get("term", "")
    tags = filter_by_words(model.objects.all(), ["name"], term) if any(tokenize(term)) else model.objects.none()
    # Names that begin with the term come first.
    names = sorted(tags.order_by("name").values_list("name", flat=True), key=lambda name: not _begins(name, term))
    return JsonResponse(names[:TAGS_AUTOCOMPLETE_LIMIT], safe=False)


def _begins(name: str, term: str) -> bool:
    words, typed = ([word.folded for word in tokenize(text)] for text in (name, term))
    return " ".join(words).startswith(" ".join(typed))
