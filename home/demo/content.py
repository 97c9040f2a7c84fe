"""Read the demo's content from the TOML files in ``content/``.

An article has ``key``, ``title``, ``lead``, ``body`` (the markup of ``body.py``), ``tags``, ``picture`` (a scene and a
number: "yard-1"), ``authors`` (pairs of author and unit), its date (see ``dates.py``) and optionally ``headline``,
``comments`` (false closes them), ``source`` (name and URL), ``attachments``, ``related``, ``corrections``,
``updated_after_hours``, ``picture_caption`` and ``blocks`` (named tables, galleries and the like that the body inserts
with ``@name``). An English article names the Vietnamese one by its key and brings only texts.

An event has ``key``, ``starts`` (see ``event_dates.py``), ``days`` (how many it takes), ``time`` (from and to) or
``all_day``, ``repeat`` with ``count``, ``weekdays`` and ``without`` (the third and the fifth time: ``[3, 5]``),
``status`` with ``status_note``, ``title``, ``lead``, ``place``, ``address``, ``organiser`` (a unit), ``contact`` (name,
telephone, e-mail), ``sign_up``, ``agenda`` (see ``body.agenda``), ``body`` and ``blocks``, ``picture``,
``attachments`` and ``articles`` (those about it). Its English version brings the texts.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from mysite.text.vietnamese import nfc

_FOLDER = Path(__file__).resolve().parent / "content"

Entry = dict[str, Any]


@cache
def read_content(name: str) -> Entry:
    """Return the parsed ``content/<name>.toml``, normalised to NFC."""
    return tomllib.loads(nfc((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def read_articles() -> list[Entry]:
    """Return the Vietnamese articles, each with the key of its ``section``."""
    files = sorted(path.stem for path in (_FOLDER / "news").glob("*.toml"))
    contents = [read_content(f"news/{name}") for name in files]
    return [{**article, "section": content["section"]} for content in contents for article in content["article"]]


def read_english_articles() -> list[Entry]:
    """Return the English articles with the values they share with the Vietnamese ones."""
    originals = {article["key"]: article for article in read_articles()}
    texts = {"title", "lead", "body", "blocks", "tags", "corrections", "picture_caption"}
    return [
        {**{name: value for name, value in originals[entry["key"]].items() if name not in texts}, **entry}
        for entry in read_content("news-en/articles")["article"]
    ]


def read_events() -> list[Entry]:
    """Return the Vietnamese events, each with the key of its ``section``."""
    files = sorted(path.stem for path in (_FOLDER / "events").glob("*.toml"))
    contents = [read_content(f"events/{name}") for name in files]
    return [{**event, "section": content["section"]} for content in contents for event in content["event"]]


def read_english_events() -> list[Entry]:
    """Return the English events with the values they share with the Vietnamese ones."""
    originals = {event["key"]: event for event in read_events()}
    texts = {"title", "lead", "place", "address", "contact", "status_note", "agenda", "body", "blocks"}
    return [
        {**{name: value for name, value in originals[entry["key"]].items() if name not in texts}, **entry}
        for entry in read_content("events-en/events")["event"]
    ]


def select_texts(entry: Entry, language: str, *names: str) -> dict[str, str]:
    """Return the texts of a language by name: for English, ``name_en`` if it exists."""
    suffix = "" if language == "vi" else f"_{language}"
    return {name: str(entry.get(f"{name}{suffix}") or entry.get(name) or "") for name in names}


def read_images() -> list[Entry]:
    """Return ``key``, ``scene``, ``number``, ``title``, ``alt`` and ``alt_en`` of each image of the library."""
    library = read_content("pictures")
    return [
        {"key": f"{scene}-{number}", "scene": scene, "number": number, "title": f"{entry['title']} {number}",
         "alt": alt, "alt_en": alt_en}
        for scene, entry in library.items()
        if isinstance(entry, dict)
        for number, (alt, alt_en) in enumerate(entry["alts"], start=1)
    ]  # fmt: skip
