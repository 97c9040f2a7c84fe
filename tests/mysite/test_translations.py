"""The check of the catalogues finds what it is there for; ours are in order (also part of ``make lint``)."""

import polib
import pytest

from mysite.translations import catalogues, compile_catalogue, problems


def test_our_catalogues_are_in_order():
    assert [problem for path in catalogues() for problem in problems(path)] == []


@pytest.fixture
def catalogue(tmp_path):
    """A function that writes a catalogue of one entry, compiles it, and returns what is wrong with it."""

    def write(**entry):
        path = tmp_path / "django.po"
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=1; plural=0;"}
        file.append(polib.POEntry(**entry))
        file.save(str(path))
        compile_catalogue(path)
        return list(problems(path)), path

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
def test_a_broken_entry_is_found(catalogue, entry, complaint):
    (found,), _ = catalogue(**entry)
    assert complaint in found


def test_a_good_entry_is_not_complained_of_until_it_changes_without_compiling(catalogue):
    found, path = catalogue(msgid="%(n)s page", msgid_plural="%(n)s pages", msgstr_plural={0: "%(n)s trang"})
    assert found == []
    path.write_text(path.read_text(encoding="utf-8").replace("trang", "tờ"), encoding="utf-8")
    (found,) = problems(path)
    assert "another version" in found
    path.with_suffix(".mo").unlink()
    (found,) = problems(path)
    assert "not compiled" in found
