"""Concurrent editing: each editor gets their own text in every form with a rich text editor."""

import contextlib
import html
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from wagtail.admin.rich_text import get_rich_text_editor_widget

from mysite.blocks.text import RICH_TEXT_FEATURES
from newsroom.models import NewsPage
from tests.support import factories, translations
from tests.support.article_form import article_data
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.samples import rounds, sample
from tests.support.servers import PATIENCE, run_gunicorn_for_test

pytestmark = pytest.mark.usefixtures("frequent_thread_switches")

CLIENTS = 4
MARK = re.compile(r"\b([A-Z])-(\d{3})\b")


@pytest.fixture
def frequent_thread_switches() -> Iterator[None]:
    """Let Python switch threads 500 times as often as usual, so that few rounds are enough."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.00001)
    yield
    sys.setswitchinterval(usual)


def paragraphs(letter: str, numbers: range) -> str:
    return "".join(f"<p>Đoạn <b>{letter}-{n:03}</b> của bài, <i>viết</i> về kỳ thi.</p>" for n in numbers)


def article(letter: str, count: int = 120, **fields: Any) -> NewsPage:
    """Create an article of ``count`` paragraphs marked with ``letter``, ten per block."""
    body = [{"type": "paragraph", "value": paragraphs(letter, range(n, n + 10))} for n in range(0, count, 10)]
    return factories.ArticleFactory(title=f"Bài {letter.lower()}", lead="Tóm tắt.", body=body, **fields)


def marks(letter: str, count: int) -> set[tuple[str, str]]:
    return {(letter, f"{n:03}") for n in range(count)}


def session_of_a_moderator() -> str:
    return login_client(create_editor(EDITORS)).cookies[settings.SESSION_COOKIE_NAME].value


def get(url: str, session: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
            return response.status, html.unescape(response.read().decode())
    except urllib.error.HTTPError as error:
        return error.code, ""


def run_concurrently(tasks: list[Callable[[], Any]], times: int) -> list[Any]:
    """Run the ``tasks`` in turn, ``times`` in all, in ``CLIENTS`` threads; return their results."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        return [future.result() for future in [pool.submit(task) for task in islice(cycle(tasks), times)]]


def find_wrong_forms(base: str, expected: dict[str, set[tuple[str, str]]], times: int) -> list[str]:
    """Open the forms at the paths of ``expected`` concurrently; describe those unlike the form opened alone."""
    session = session_of_a_moderator()
    alone = {path: MARK.findall(get(base + path, session)[1]) for path in expected}
    assert {path: set(marks) for path, marks in alone.items()} == expected

    def problem(path: str) -> str:
        status, text = get(base + path, session)
        marks = MARK.findall(text)
        if status == 200 and marks == alone[path]:
            return ""
        foreign, missing = set(marks) - expected[path], expected[path] - set(marks)
        return f"{path}: {status}, {len(marks)} marks, {len(foreign)} foreign, {len(missing)} missing"

    return [wrong for wrong in run_concurrently([lambda path=path: problem(path) for path in expected], times) if wrong]


@contextlib.contextmanager
def run_server(kind: str, live_server: Any) -> Iterator[str]:
    if kind == "live server":
        yield live_server.url
    else:
        with run_gunicorn_for_test() as port:
            yield f"http://127.0.0.1:{port}"


def edit_path(instance: Any) -> str:
    return translations.get_edit_url(instance)


def test_threads_may_share_a_rich_text_widget() -> None:
    widget = get_rich_text_editor_widget(features=RICH_TEXT_FEATURES)
    texts = [paragraphs(letter, range(10)) for letter in "ABCDEFGH"]
    right = [MARK.findall(widget.format_value(text)) for text in texts]

    def convert(number: int) -> bool:
        try:
            return MARK.findall(widget.format_value(texts[number % 8])) == right[number % 8]
        except (AssertionError, AttributeError, IndexError):  # errors of a shared parser
            return False

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(convert, range(400))) == [True] * 400


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("server", sample(["live server", "gunicorn"], 1))
def test_two_articles_opened_at_once_keep_their_own_paragraphs(server, live_server) -> None:
    expected = {edit_path(article(letter)): marks(letter, 120) for letter in "AB"}
    with run_server(server, live_server) as base:
        assert find_wrong_forms(base, expected, times=rounds(400, 12)) == []


def notice(letter: str) -> Any:
    return factories.NoticeFactory(text=paragraphs(letter, range(120)))


def contact_page(letter: str) -> Any:
    return factories.ContactPageFactory(introduction=paragraphs(letter, range(120)), slug=f"lien-he-{letter}")


def article_being_translated(letter: str) -> Any:
    return translations.submit_for_translation(article(letter, 20)).get_target_instance()


def article_once_translated(letter: str) -> Any:
    """A page in English whose translation was stopped: edited in the usual form."""
    translation = translations.submit_for_translation(article(letter))
    translation.enabled = False
    translation.save()
    return translation.get_target_instance()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("make", "count"),
    sample([(notice, 120), (article_being_translated, 20), (contact_page, 120), (article_once_translated, 120)], 2),
)
def test_other_forms_opened_at_once_keep_their_own_text(make, count, live_server) -> None:
    expected = {edit_path(make(letter)): marks(letter, count) for letter in "AB"}
    assert find_wrong_forms(live_server.url, expected, times=rounds(200, 12)) == []


@pytest.mark.django_db(transaction=True)
def test_articles_saved_at_once_keep_their_own_paragraphs() -> None:
    articles = [article(letter, 40) for letter in "AB"]
    user = create_editor(EDITORS)

    def save(page: NewsPage) -> int:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        try:
            return login_client(user).post(url, forms[page.pk]).status_code
        finally:
            connection.close()  # each thread has its own

    forms = {page.pk: article_data(page) for page in articles}
    statuses = run_concurrently([lambda page=page: save(page) for page in articles], rounds(200, 8))
    assert set(statuses) == {302}
    for page, letter in zip(articles, "AB", strict=True):
        for revision in page.revisions.all():
            assert MARK.findall(str(revision.content["body"])) == sorted(marks(letter, 40))
