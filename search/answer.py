"""The answer to a question: what was found, how it can be narrowed, and what was meant if it stands nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.paginator import Page as PageOfResults
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from mysite.pagination import paginate
from newsroom.models import NewsPage
from search.counts import Choice, Counts, Wanted
from search.engine.asked import Asked
from search.engine.expressions import Token, one_of
from search.engine.hits import BestOf, among, best_first
from search.engine.store import WHOLE, the_store
from search.engine.typos import Guess, Meant
from search.models import SearchEntry
from search.passages import LOOKED_THROUGH
from search.promotions import Pick, promoted
from search.question import Order, SearchForm
from search.results import Found, results
from search.scope import Scope, home_and_sections

RESULTS_A_PAGE = 10
#: From how many words on, and up to how many results, words that stand apart may be a typing error.
FEWEST_WORDS, MOST_SCATTERED = 3, 250
#: From how many results on the best of them are looked for in several steps.
MANY = 500
#: What an empty result offers.
MOST_SIMILAR, NEWEST = 8, 5


@dataclass
class Answer:
    """What the search page shows. Without words in the question there is nothing in it."""

    asked: Asked
    sections: list[Page]
    results: PageOfResults | None = None
    kinds: list[Choice] = field(default_factory=list)
    by_section: list[Choice] = field(default_factory=list)
    by_year: list[Choice] = field(default_factory=list)
    #: What was looked for in place of what was typed, and the address that asks for it.
    meant: str = ""
    meant_address: str = ""
    #: The address that asks for exactly what was typed, if that stands somewhere.
    verbatim_address: str = ""
    #: What the editors put first for these words.
    promoted: list[Pick] = field(default_factory=list)
    orders: list[Choice] = field(default_factory=list)
    is_narrowed: bool = False
    #: The address that asks the same of everything.
    whole_address: str = ""
    #: What is offered where nothing was found: words that there are, and the newest articles.
    similar: list[Choice] = field(default_factory=list)
    newest: list[NewsPage] = field(default_factory=list)


def answer(request: HttpRequest, form: SearchForm) -> Answer:
    """Look for what ``form`` asks in the language of the address; for what was meant, if that answers better."""
    home, sections = home_and_sections(get_language() or settings.LANGUAGE_CODE)
    request.home_page = home  # the frame shows it too
    asked = Asked.read(form.text)
    found = Answer(asked, sections, is_narrowed=form.is_narrowed)
    if not asked:
        return found
    found.promoted = promoted(asked, home)
    found.whole_address = form.address(loai="", muc="", tu="", den="")
    found.orders = [
        Choice(str(label), 0, form.address(xep=value), Order(value) == form.order) for value, label in Order.choices
    ]
    search = _Search(Scope.below(home), form, asked, sections)
    counts = search.whole()
    if counts.total:
        found.kinds, found.by_section, found.by_year = counts.kinds(), counts.sections(), counts.years()
    entries = search.entries(counts)
    found.results = paginate(request, entries, RESULTS_A_PAGE, count=counts.chosen)
    rows = [Found(*row) for row in found.results.object_list] if counts.chosen else []
    shown = found.results.object_list = results(rows, asked, sections)
    if search.meant and shown:
        found.meant = search.meant.as_written(f"{shown[0].title}\n{shown[0].text}")
        found.meant_address = form.address(q=found.meant)
        if search.stands_somewhere:
            found.verbatim_address = form.address(nguyen_van=True)
        meant = Asked.read(found.meant)
        for result in shown:
            result.asked = meant
    elif search.meant:
        found.similar = [Choice(word, 0, form.address(q=word)) for word in search.similar()]
        articles = NewsPage.objects.descendant_of(home).visible().originals().newest_first()
        found.newest = list(articles.defer_streamfields().select_related("locale")[:NEWEST])
    return found


class _Search:
    def __init__(self, scope: Scope, form: SearchForm, asked: Asked, sections: list[Page]) -> None:
        self.scope, self.form, self.asked, self.sections = scope, form, asked, sections
        self.store = the_store()
        self.meant: Meant | None = None
        self.stands_somewhere = False

    def whole(self) -> Counts:
        """How often what is looked for is there; what was meant takes its place if that answers better."""
        [counts] = self._count([self.asked])
        self.stands_somewhere = counts.total > 0
        few = counts.total <= MOST_SCATTERED and len(self.asked.words) >= FEWEST_WORDS
        if self.form.is_verbatim or (counts.total and (counts.answered or not few)):
            return counts
        meant = Meant(self.asked)
        near = meant.near_guesses()
        far = [] if counts.total else meant.far_guesses()
        guessed = list(zip([*near, *far], self._count([*near, *far]), strict=True))
        best = next((pair for pair in guessed[: len(near)] if pair[1].answered), None)
        if best is None and not counts.total:
            best = next((pair for pair in guessed if pair[1].total), None)
        if best is None:
            self.meant = None if counts.total else meant
            return counts
        self.meant = meant
        self.asked, counts = best
        return counts

    def _count(self, guesses: Sequence[Asked]) -> list[Counts]:
        """What each of ``guesses`` finds, in one query."""
        if not guesses:
            return []
        entries = self.store.matching(one_of(guess.all_words() for guess in guesses), WHOLE)
        entries = among(entries, self.scope.narrowed(kind=None, section=None))
        answering = [Q(self.store.has(guess.all_words(), WHOLE)) if len(guesses) > 1 else Q() for guess in guesses]
        questions = [Wanted(*pair) for pair in zip(answering, map(self._well, guesses), strict=True)]
        return Counts.of_each(questions, entries, self.form, self.sections)

    def _well(self, asked: Asked) -> Q:
        """``asked`` is answered well where all is in the title, or, unless it is a guess, one phrase."""
        if isinstance(asked, Guess):
            return Q(self.store.has(asked.all_words(), WHOLE, in_title=True))
        if len(asked.words) < FEWEST_WORDS:  # of fewer words nobody asks
            return Q()
        in_title = Q(self.store.has(asked.all_words(), WHOLE, in_title=True))
        return in_title | Q(self.store.has(asked.phrase(), WHOLE))

    def similar(self) -> list[str]:
        """Words near those that stand nowhere, if visitors may see a text that has them. One query."""
        choices = self.meant.similar()[:MOST_SIMILAR] if self.meant else []
        if not choices:
            return []
        tokens = {word: Token(folded) for folded, word in choices}
        entries = self.store.matching(one_of(tokens.values()), WHOLE)
        counted = among(entries, self.scope.narrowed(kind=None, section=None)).aggregate(
            **{
                f"word{place}": Count("pk", filter=Q(self.store.has(token, WHOLE)))
                for place, token in enumerate(tokens.values())
            }
        )
        return [word for place, word in enumerate(tokens) if counted[f"word{place}"]]

    def entries(self, counts: Counts) -> QuerySet | BestOf:
        """The rows of ``Found`` that the question is narrowed to, in its order, to be cut from."""
        if self.form.order == Order.DATE:
            entries = self.store.matching(self.asked.all_words(), WHOLE).order_by(
                F("date").desc(nulls_last=True), "-pk"
            )
        else:
            entries = best_first(self.store, self.asked, self.asked.all_words())
        querysets = self.scope.narrowed(kind=self.form.kind, section=counts.section)
        entries = among(entries, querysets) if querysets else SearchEntry.objects.none()
        start, end = self.form.moments
        if start:
            entries = entries.filter(date__gte=start)
        if end:
            entries = entries.filter(date__lt=end)
        # In a subquery, or PostgreSQL reads the texts of all that match before it has the ten that are shown.
        text = SearchEntry.objects.filter(pk=OuterRef("pk")).values(beginning=Substr("text", 1, LOOKED_THROUGH))
        rows = entries.annotate(beginning=Subquery(text)).values_list("content_type", "object_id", "date", "beginning")
        if self.form.order == Order.RELEVANCE and counts.chosen > MANY:
            return BestOf(rows, self.store, self.asked)
        return rows
