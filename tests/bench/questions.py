"""The benchmark's queries, and measures for the quality and speed of their results."""

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

from search import query_log
from tests.bench.articles import DATA, map_urls_to_ids


@dataclass(frozen=True)
class BenchQuery:
    kind: str
    text: str
    relevant: frozenset[int]
    is_being_typed: bool


@dataclass(frozen=True)
class BenchResult:
    """The result of a query: the numbers of the found articles (0 for other pages), and the time."""

    question: BenchQuery
    found: list[int]
    milliseconds: float


def read_queries() -> list[BenchQuery]:
    return [
        BenchQuery(item["class"], item["query"], frozenset(map(int, item["relevant"])), item["mode"] == "autocomplete")
        for item in json.loads((DATA / "search-queries.json").read_text(encoding="utf-8"))
    ]


def sample_queries(queries: Iterable[BenchQuery], number: int) -> list[BenchQuery]:
    """Return about ``number`` queries of each kind, evenly spaced."""
    by_kind: dict[str, list[BenchQuery]] = defaultdict(list)
    for question in queries:
        by_kind[question.kind].append(question)
    return [question for kind in by_kind.values() for question in kind[:: max(1, len(kind) // number)][:number]]


class Visitor:
    """Searches through the public pages: suggestions for prefix queries, the search page for others."""

    def __init__(self) -> None:
        self.client, self.numbers = Client(), map_urls_to_ids()
        # It runs after the response for visitors, but the test client waits for it.
        request_finished.disconnect(query_log.buffer.flush_if_due)

    def search(self, question: BenchQuery) -> BenchResult:
        url = reverse("suggestions" if question.is_being_typed else "search")
        start = time.perf_counter()
        response = self.client.get(url, {"q": question.text})
        milliseconds = (time.perf_counter() - start) * 1000
        assert response.status_code == 200, (question.text, response.status_code)
        if question.is_being_typed:
            found = [suggestion["url"] for suggestion in response.json()["suggestions"]]
        else:
            page = BeautifulSoup(response.content.decode(), "lxml")
            found = [link["href"] for link in page.select(".results .card-title a")]
        return BenchResult(question, [self.numbers.get(url, 0) for url in found], milliseconds)


class Times:
    """The response times of results, in milliseconds, sorted."""

    def __init__(self, replies: Iterable[BenchResult], *, of_typing: bool = False) -> None:
        self.all = sorted(reply.milliseconds for reply in replies if reply.question.is_being_typed is of_typing)

    @property
    def median(self) -> float:
        return self._at(0.5)

    @property
    def percentile_95(self) -> float:
        return self._at(0.95)

    @property
    def maximum(self) -> float:
        return self.all[-1]

    def _at(self, share: float) -> float:
        return self.all[min(len(self.all) - 1, int(len(self.all) * share))]

    def __str__(self) -> str:
        return f"median {self.median:.1f}, 95 in 100 {self.percentile_95:.1f}, the slowest {self.maximum:.1f} ms"


def compute_quality(replies: Iterable[BenchResult]) -> dict[str, dict[str, float]]:
    """Return the means of the measures of score.py, by kind of query."""
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
