"""What is asked, and how good and how fast the answers are."""

import importlib.util
import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from bs4 import BeautifulSoup
from django.core.signals import request_finished
from django.test import Client
from django.urls import reverse

from search import terms
from tests.bench.articles import DATA, numbers_by_address


@dataclass(frozen=True)
class Question:
    kind: str
    text: str
    relevant: frozenset[int]
    is_being_typed: bool


@dataclass(frozen=True)
class Reply:
    """What a question found, by the numbers of the articles in the data, 0 for what is none; and how long it took."""

    question: Question
    found: list[int]
    milliseconds: float


def questions() -> list[Question]:
    return [
        Question(item["class"], item["query"], frozenset(map(int, item["relevant"])), item["mode"] == "autocomplete")
        for item in json.loads((DATA / "search-queries.json").read_text(encoding="utf-8"))
    ]


def some(asked: Iterable[Question], number: int) -> list[Question]:
    """So many of each kind, from all over it."""
    by_kind: dict[str, list[Question]] = defaultdict(list)
    for question in asked:
        by_kind[question.kind].append(question)
    return [question for kind in by_kind.values() for question in kind[:: max(1, len(kind) // number)][:number]]


class Visitor:
    """Asks through the public pages: suggestions for what is still being typed, the search page for all else."""

    def __init__(self) -> None:
        self.client, self.numbers = Client(), numbers_by_address()
        request_finished.disconnect(terms.write_if_due)  # nobody waits for it, but a client of tests

    def ask(self, question: Question) -> Reply:
        address = reverse("suggestions" if question.is_being_typed else "search")
        start = time.perf_counter()
        response = self.client.get(address, {"q": question.text})
        milliseconds = (time.perf_counter() - start) * 1000
        assert response.status_code == 200, (question.text, response.status_code)
        if question.is_being_typed:
            found = [suggestion["url"] for suggestion in response.json()["suggestions"]]
        else:
            page = BeautifulSoup(response.content.decode(), "lxml")
            found = [link["href"] for link in page.select(".results .card-title a")]
        return Reply(question, [self.numbers.get(address, 0) for address in found], milliseconds)


class Times:
    """The times of replies: in milliseconds, sorted."""

    def __init__(self, replies: Iterable[Reply], *, of_typing: bool = False) -> None:
        self.all = sorted(reply.milliseconds for reply in replies if reply.question.is_being_typed is of_typing)

    @property
    def median(self) -> float:
        return self._at(0.5)

    @property
    def of_95(self) -> float:
        return self._at(0.95)

    @property
    def worst(self) -> float:
        return self.all[-1]

    def _at(self, share: float) -> float:
        return self.all[min(len(self.all) - 1, int(len(self.all) * share))]

    def __str__(self) -> str:
        return f"median {self.median:.1f}, 95 in 100 {self.of_95:.1f}, the slowest {self.worst:.1f} ms"


def quality(replies: Iterable[Reply]) -> dict[str, dict[str, float]]:
    """The means of what score.py measures, by kind of question."""
    grade = _score().grade
    grades: dict[str, list[dict[str, float]]] = defaultdict(list)
    for reply in replies:
        grades[reply.question.kind].append(grade(reply.found, reply.question.relevant))
    return {
        kind: {measure: sum(grade[measure] for grade in of_kind) / len(of_kind) for measure in of_kind[0]}
        for kind, of_kind in sorted(grades.items())
    }


def _score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", DATA / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
