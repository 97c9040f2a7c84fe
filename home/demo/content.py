"""Reading the demo's texts: TOML files in ``content/``, checked for what would otherwise fail late.

An article has ``key``, ``title``, ``lead``, ``body`` (the markup of ``body.py``), ``tags``, ``picture`` (a scene and a
number: "yard-1"), ``authors`` (pairs of author and unit), its date (see ``dates.py``) and optionally ``headline``,
``comments`` (false closes them), ``source`` (name and address), ``attachments``, ``related``, ``corrections``,
``updated_after_hours``, ``picture_caption`` and ``blocks`` (named tables, galleries and the like that the body inserts
with ``@name``). An English article names the Vietnamese one by its key and brings only texts.

An event has ``key``, ``starts`` (see ``event_days.py``), ``days`` (how many it takes), ``time`` (from and to) or
``all_day``, ``repeat`` with ``count``, ``weekdays`` and ``without`` (the third and the fifth time: ``[3, 5]``),
``status`` with ``status_note``, ``title``, ``lead``, ``place``, ``address``, ``organiser`` (a unit), ``contact`` (name,
telephone, e-mail), ``sign_up``, ``agenda`` (see ``body.agenda``), ``body`` and ``blocks``, ``picture``,
``attachments`` and ``articles`` (those about it). Its English version brings the texts.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from mysite.vietnamese import nfc

_FOLDER = Path(__file__).resolve().parent / "content"

Entry = dict[str, Any]


@cache
def read(name: str) -> Entry:
    """Give the content of ``content/<name>.toml``, as composed Unicode."""
    return tomllib.loads(nfc((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def articles() -> list[Entry]:
    """The Vietnamese articles, each with the key of its ``section``."""
    files = sorted(path.stem for path in (_FOLDER / "news").glob("*.toml"))
    contents = [read(f"news/{name}") for name in files]
    return [{**article, "section": content["section"]} for content in contents for article in content["article"]]


def english_articles() -> list[Entry]:
    """The English articles, completed with what they share with the Vietnamese ones."""
    originals = {article["key"]: article for article in articles()}
    texts = {"title", "lead", "body", "blocks", "tags", "corrections", "picture_caption"}
    return [
        {**{name: value for name, value in originals[entry["key"]].items() if name not in texts}, **entry}
        for entry in read("news-en/articles")["article"]
    ]


def events() -> list[Entry]:
    """The Vietnamese events, each with the key of its ``section``."""
    files = sorted(path.stem for path in (_FOLDER / "events").glob("*.toml"))
    contents = [read(f"events/{name}") for name in files]
    return [{**event, "section": content["section"]} for content in contents for event in content["event"]]


def english_events() -> list[Entry]:
    """The English events, completed with what they share with the Vietnamese ones."""
    originals = {event["key"]: event for event in events()}
    texts = {"title", "lead", "place", "address", "contact", "status_note", "agenda", "body", "blocks"}
    return [
        {**{name: value for name, value in originals[entry["key"]].items() if name not in texts}, **entry}
        for entry in read("events-en/events")["event"]
    ]


def texts(entry: Entry, language: str, *names: str) -> dict[str, str]:
    """Choose the texts of a language: for English ``name_en`` where there is one."""
    suffix = "" if language == "vi" else f"_{language}"
    return {name: str(entry.get(f"{name}{suffix}") or entry.get(name) or "") for name in names}


def pictures() -> list[Entry]:
    """The picture library: ``key``, ``scene``, ``number``, ``title``, ``alt`` and ``alt_en`` of each picture."""
    library = read("pictures")
    return [
        {"key": f"{scene}-{number}", "scene": scene, "number": number, "title": f"{entry['title']} {number}",
         "alt": alt, "alt_en": alt_en}
        for scene, entry in library.items()
        if isinstance(entry, dict)
        for number, (alt, alt_en) in enumerate(entry["alts"], start=1)
    ]  # fmt: skip
