"""The check of message catalogues finds errors; our catalogues have none (also part of ``make lint``)."""

import polib
import pytest

from mysite.i18n.catalogues import compile_catalogue, find_catalogues, find_problems


def test_own_catalogues_are_valid():
    assert [problem for path in find_catalogues() for problem in find_problems(path)] == []


@pytest.fixture
def catalogue(tmp_path):
    """Return a function that writes a catalogue with one entry, compiles it and returns its problems."""

    def write(**entry):
        path = tmp_path / "django.po"
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=1; plural=0;"}
        file.append(polib.POEntry(**entry))
        file.save(str(path))
        compile_catalogue(path)
        return list(find_problems(path)), path

    return write


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"msgid": "News", "msgstr": ""}, "not translated"),
        ({"msgid": "News", "msgstr": "Tin", "flags": ["fuzzy"]}, "fuzzy"),
        ({"msgid": "%(number)s news", "msgstr": "%(nubmer)s tin"}, "placeholders"),
        ({"msgid": "tag/<slug:slug>/", "msgstr": "the/<slug:ten>/"}, "placeholders"),
        ({"msgid": "%(n)s page", "msgid_plural": "%(n)s pages", "msgstr_plural": {0: ""}}, "not translated"),
    ],
)
def test_invalid_entry_is_reported(catalogue, entry, complaint):
    (problem,), _ = catalogue(**entry)
    assert complaint in problem


def test_valid_entry_is_accepted_until_changed_without_compiling(catalogue):
    problems, path = catalogue(msgid="%(n)s page", msgid_plural="%(n)s pages", msgstr_plural={0: "%(n)s trang"})
    assert problems == []
    path.write_text(path.read_text(encoding="utf-8").replace("trang", "tờ"), encoding="utf-8")
    (problem,) = find_problems(path)
    assert "outdated" in problem
    path.with_suffix(".mo").unlink()
    (problem,) = find_problems(path)
    assert "not compiled" in problem
