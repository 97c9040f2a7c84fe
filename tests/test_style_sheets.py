"""The style sheets of the public pages take their colours from the tokens."""

import gzip
import re
from pathlib import Path

FOLDER = Path("mysite/static/mysite/css")
#: Sheets of the admin, with Wagtail's colours.
ADMIN = {"desk.css", "editing.css", "photo-list.css", "transform-image.css", "uploads.css"}
#: Sheets with colours of their own: paper has one scheme only.
WITH_COLOURS = {"tokens.css", "print.css"}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(", re.I)
SHEETS = {path.name: path.read_text() for path in FOLDER.glob("*.css") if path.name not in ADMIN}


def test_colours_are_tokens():
    found = {name: COLOUR.findall(text) for name, text in SHEETS.items() if name not in WITH_COLOURS}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_all_tokens_that_are_used_exist():
    text = "".join(SHEETS.values())
    defined = set(re.findall(r"(--[\w-]+):", text))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used - defined == set()
    assert set(re.findall(r"(--[\w-]+):", SHEETS["tokens.css"])) - used == set()


def test_dark_scheme_changes_only_tokens_of_the_light_one():
    light, dark, chosen_dark = map(re.compile(r"(--[\w-]+): (.*);").findall, SHEETS["tokens.css"].split("@media"))
    assert dict(dark).keys() <= dict(light).keys()
    assert chosen_dark == dark


def test_size():
    assert len(gzip.compress("".join(SHEETS.values()).encode())) <= 20_000
