"""What people saw in a drill, and whether that is what is promised."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from drills.people import People, Sample
from drills.stack import Stack


@dataclass(frozen=True)
class Requests:
    """The requests of one kind in a drill."""

    count: int
    #: How many failed, by status or error.
    errors: dict[str, int]
    #: Seconds of the clock in which at least one failed.
    error_seconds: int
    slowest: float
    #: Answered by nginx with a page stored before the failure.
    stale: int
    last_error: float

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> "Requests":
        failed = [sample for sample in samples if sample.failed]
        return cls(
            count=len(samples),
            errors=dict(Counter(sample.error or str(sample.status) for sample in failed)),
            error_seconds=len({int(sample.sent) for sample in failed}),
            slowest=max((sample.seconds for sample in samples), default=0),
            stale=sum(sample.cache == "STALE" for sample in samples),
            last_error=max((sample.sent + sample.seconds for sample in failed), default=-math.inf),
        )

    def describe(self) -> str:
        kinds = ", ".join(f"{number} × {kind}" for kind, number in sorted(self.errors.items()))
        stale = f", {self.stale} stored before" if self.stale else ""
        errors = f"errors in {self.error_seconds} s ({kinds})" if kinds else "0 errors"
        return f"{self.count} requests, {errors}{stale}, slowest {self.slowest:.1f} s"


@dataclass
class Outcome:
    """The outcome of a drill. ``problems`` says what is not as promised; empty if it passed."""

    reads: Requests
    searches: Requests
    edits: Requests
    messages: Requests
    #: Acknowledged to the editor or the sender.
    published: int
    sent: int
    #: Of these, missing in the database afterwards.
    lost: list[str]
    #: Seconds from the end of the fault to the end of the last request that failed.
    recovery: float
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def describe(self) -> list[str]:
        return [
            f"  ten pages   {self.reads.describe()}",
            f"  searches    {self.searches.describe()}",
            f"  editor      {self.edits.describe()}; {self.published} published",
            f"  messages    {self.messages.describe()}; {self.sent} sent",
            f"  recovered   {self.recovery:.1f} s after the fault; lost: {', '.join(self.lost) or 'nothing'}",
            *(f"  {note}" for note in self.notes),
            *(f"  NOT AS PROMISED: {problem}" for problem in self.problems),
        ]


def judge(stack: Stack, people: People, fault_ended: float, notes: Sequence[str] = ()) -> Outcome:
    """Compare what was acknowledged with the database, and what visitors saw with what is promised."""
    kinds = [Requests.of(samples) for samples in (people.reads, people.searches, people.edits, people.messages)]
    lost = find_lost(stack, people)
    recovery = max(0.0, max(kind.last_error for kind in kinds) - fault_ended)
    outcome = Outcome(*kinds, len(people.published), len(people.sent), lost, recovery, list(notes))
    if lost:
        outcome.problems.append(f"lost: {lost}")
    if outcome.reads.errors:
        outcome.problems.append(f"errors on the ten most read pages: {outcome.reads.errors}")
    if not people.published or not people.sent:
        outcome.problems.append("nothing was published or sent")
    outcome.problems += find_half_done(stack)
    return outcome


def find_lost(stack: Stack, people: People) -> list[str]:
    """Return the titles and messages that were acknowledged and are not in the database."""
    titles = {title for (title,) in stack.query("SELECT object_str FROM wagtailcore_revision")}
    messages = "\n".join(str(data) for (data,) in stack.query("SELECT form_data FROM home_contactmessage"))
    if "\\u" in messages:  # SQLite keeps JSON as text
        messages = messages.encode("ascii", "backslashreplace").decode("unicode-escape")
    lost = [title for title in people.published if title not in titles]
    return lost + [text for text in people.sent if text not in messages]


def find_half_done(stack: Stack) -> list[str]:
    """Return the live pages that differ from the revision that is said to be published."""
    rows = stack.query(
        "SELECT page.title, revision.object_str FROM wagtailcore_page page "
        "JOIN wagtailcore_revision revision ON revision.id = page.live_revision_id WHERE page.live"
    )
    return [f"half published: {title}, revision {revision}" for title, revision in rows if title != revision]
