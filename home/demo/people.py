"""Units, authors and mottos of the demo, in both languages."""

import datetime
import uuid

from wagtail.models import Locale

from home.models import Motto
from newsroom.models import Author, Unit

from .content import Entry, read, texts


class People:
    """The office's units and authors by language and key."""

    def __init__(self, locales: dict[str, Locale], today: datetime.date) -> None:
        self.units: dict[tuple[str, str], Unit] = {}
        self.authors: dict[tuple[str, str], Author] = {}
        self._locales = locales
        self._today = today

    def create(self) -> None:
        content = read("people")
        for entry in content["unit"]:
            key = uuid.uuid4()
            for language, locale in self._locales.items():
                unit = Unit(
                    locale=locale,
                    translation_key=key,
                    founded_on=self._day(entry, "founded"),
                    dissolved_on=self._day(entry, "dissolved"),
                    **texts(entry, language, "name", "short_name", "description", "head", "phone", "email"),
                )
                unit.save()
                self.units[language, entry["key"]] = unit
        for entry in content["unit"]:
            for language in self._locales:
                if "successor" in entry:
                    unit = self.units[language, entry["key"]]
                    unit.successor = self.units[language, entry["successor"]]
                    unit.save()
        for entry in content["author"]:
            key = uuid.uuid4()
            for language, locale in self._locales.items():
                author = Author(
                    locale=locale,
                    translation_key=key,
                    unit=self.units.get((language, entry.get("unit", ""))),
                    **texts(entry, language, "name", "job_title", "biography"),
                )
                author.save()
                self.authors[language, entry["key"]] = author

    def unit_at(self, language: str, key: str, day: datetime.date) -> Unit:
        """The unit as a byline of ``day`` names it: the one that did its work if it did not exist yet."""
        unit = self.units[language, key]
        if unit.founded_on and unit.founded_on > day:
            same_language = (other for (code, _), other in self.units.items() if code == language)
            return next((other for other in same_language if other.successor_id == unit.pk), unit)
        return unit

    def _day(self, entry: Entry, what: str) -> datetime.date | None:
        if ago := entry.get(f"{what}_days_ago"):
            return self._today - datetime.timedelta(days=ago)
        return entry.get(what)


def create_mottos(locales: dict[str, Locale]) -> None:
    """Add the mottos that are not there yet."""
    for entry in read("mottos")["motto"]:
        key = uuid.uuid4()
        for language, locale in locales.items():
            if not Motto.objects.filter(locale=locale, text=texts(entry, language, "text")["text"]).exists():
                words = texts(entry, language, "text", "source")
                Motto.objects.create(locale=locale, translation_key=key, **words)
