"""The answer to a question: what was found, how it can be narrowed, and what was meant if it stands nowhere."""

from dataclasses import dataclass, field

from django.core.paginator import Page as PageOfResults
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from wagtail.models import Page

from mysite.pagination import paginate
from mysite.querysets import originals, visible
from newsroom.models import EventSection, NewsPage, NewsSection
from newsroom.querysets import attach_sections
from search.counts import Choice, Counts
from search.engine.asked import Asked
from search.engine.expressions import Expression, one_of
from search.engine.hits import among, best_first
from search.engine.store import WHOLE, the_store
from search.engine.typos import Meant
from search.models import SearchEntry
from search.passages import LOOKED_THROUGH
from search.promotions import Pick, promoted
from search.question import Order, SearchForm
from search.results import Found, results
from search.scope import Scope

RESULTS_A_PAGE = 10
#: From how many words on, and up to how many results, words that stand apart may be a typing error.
FEWEST_WORDS, MOST_SCATTERED = 3, 250
#: What an empty result offers.
MOST_SIMILAR, NEWEST = 12, 3


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


def answer(request: HttpRequest, home: Page, form: SearchForm) -> Answer:
    """Look for what ``form`` asks below ``home``; for what may have been meant, if that stands nowhere."""
    asked, sections = Asked.read(form.text), sections_of(home)
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
        found.similar = [Choice(word, 0, form.address(q=word)) for word in search.meant.similar()[:MOST_SIMILAR]]
        articles = NewsPage.objects.descendant_of(home).visible().originals().newest_first().for_cards()
        found.newest = attach_sections(articles[:NEWEST], sections)
    return found


def sections_of(home: Page) -> list[Page]:
    """The sections below ``home`` that visitors may see, in the order of the tree."""
    sections = Page.objects.descendant_of(home).type(NewsSection, EventSection)
    return list(originals(visible(sections)).select_related("locale").order_by("path"))


class _Search:
    def __init__(self, scope: Scope, form: SearchForm, asked: Asked, sections: list[Page]) -> None:
        self.scope, self.form, self.asked, self.sections = scope, form, asked, sections
        self.store = the_store()
        self.meant: Meant | None = None
        self.stands_somewhere = False

    def whole(self) -> Counts:
        """How often what is looked for is there; what was meant takes its place if that answers better."""
        counts = self._count()
        self.stands_somewhere = counts.total > 0
        if self.form.is_verbatim or (counts.total and self._is_answered(counts)):
            return counts
        meant = Meant(self.asked)
        guesses = meant.near_guesses() if counts.total else meant.guesses()
        best = next(filter(self._is_in_a_title, guesses), None)
        if best is not None:
            self.meant, self.asked = meant, best
            return self._count()
        if counts.total:
            return counts
        self.meant = meant
        for guess in guesses:
            self.asked = guess
            counts = self._count()
            if counts.total:
                break
        return counts

    def _is_answered(self, counts: Counts) -> bool:
        """Whether the words are somewhere as a phrase, or all in a title, and not only scattered over some text.

        Few words, or many texts that have them, are no sign of a typing error.
        """
        if len(self.asked.words) < FEWEST_WORDS or counts.total > MOST_SCATTERED:
            return True
        wanted = one_of([self.asked.phrase(), self.asked.all_words()])
        phrase = Q(self.store.has(self.asked.phrase(), WHOLE))
        title = Q(self.store.has(self.asked.all_words(), WHOLE, in_title=True))
        return self._everything(wanted).filter(phrase | title).exists()

    def _is_in_a_title(self, guess: Asked) -> bool:
        wanted = guess.all_words()
        return self._everything(wanted).filter(self.store.has(wanted, WHOLE, in_title=True)).exists()

    def _everything(self, wanted: Expression) -> QuerySet[SearchEntry]:
        """All that matches, narrowed to nothing."""
        return among(self.store.matching(wanted, WHOLE), self.scope.narrowed(kind=None, section=None))

    def _count(self) -> Counts:
        return Counts(self._everything(self.asked.all_words()), self.form, self.sections)

    def entries(self, counts: Counts) -> QuerySet:
        """The rows of ``Found`` that the question is narrowed to, in its order."""
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
        passages = Substr("text", 1, LOOKED_THROUGH)
        return entries.annotate(beginning=passages).values_list("content_type", "object_id", "date", "beginning")
