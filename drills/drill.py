"""Runs a drill: people at work, a fault, and the time until all is well again."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drills.content import Content
from drills.outcome import Outcome, judge
from drills.people import PUBLISHING_PAUSE, People, visit
from drills.stack import Stack


@dataclass
class Scene:
    """What a fault can use. It may add ``notes`` for the report and ``problems`` that it found itself."""

    stack: Stack
    content: Content
    people: People
    #: How long the fault lasts.
    seconds: float
    notes: list[str]
    problems: list[str]


@dataclass(frozen=True)
class Drill:
    """A fault that is made for ``seconds`` in the full form."""

    name: str
    description: str
    fault: Callable[[Scene], None]
    seconds: float
    sqlite: bool = False


#: Seconds before the fault, and without an error after it.
CALM = 2.0
#: Seconds after the fault within which there are no more errors.
MAX_RECOVERY = 60.0


def run_drill(
    drill: Drill, stack: Stack, content: Content, seconds: float | None = None, calm: float = CALM
) -> Outcome:
    """Run a drill on running servers; ``seconds`` is the length of the fault if it is not the full one."""
    for path in content.pages:
        visit(stack.port, path)
    people = People(stack.port, content)
    scene = Scene(stack, content, people, drill.seconds if seconds is None else seconds, [], [])
    with people.at_work():
        time.sleep(calm)
        drill.fault(scene)
        ended = time.monotonic()
        wait_until_well(people, ended, calm)
    outcome = judge(stack, people, ended, scene.notes)
    outcome.problems += scene.problems
    if outcome.recovery > MAX_RECOVERY:
        outcome.problems.append("errors long after the fault")
    return outcome


def wait_until_well(people: People, ended: float, calm: float) -> None:
    """Wait until everybody has had answers, and no errors, for ``calm`` seconds."""
    kinds = [people.reads, people.searches, people.edits, people.messages]
    while time.monotonic() < ended + 1.2 * MAX_RECOVERY:
        time.sleep(0.1)
        begin = max(ended, time.monotonic() - max(calm, PUBLISHING_PAUSE))
        if time.monotonic() - ended >= calm and all(is_well(samples, begin) for samples in kinds):
            return


def is_well(samples: Sequence, begin: float) -> bool:
    latest = [sample for sample in list(samples) if sample.sent + sample.seconds >= begin]
    return bool(latest) and not any(sample.failed for sample in latest)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> float:
    """Return the seconds until ``condition`` holds; infinity if it does not within ``seconds``."""
    started = time.monotonic()
    while time.monotonic() < started + seconds:
        if condition():
            return time.monotonic() - started
        time.sleep(0.1)
    return math.inf
