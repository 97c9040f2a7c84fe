"""Units, authors and mottos of the demo in both languages."""

import datetime
import uuid

from wagtail.models import Locale

from home.models import Motto
from newsroom.models import Author, Unit

from .content import Entry, read_content, select_texts


class People:
    """The units and authors, by language and key."""

    def __init__(self, locales: dict[str, Locale], today: datetime.date) -> None:
        self.units: dict[tuple[str, str], Unit] = {}
        self.authors: dict[tuple[str, str], Author] = {}
        self._locales = locales
        self._today = today

    def create(self) -> None:
        content = read_content("people")
        for entry in content["unit"]:
            key = uuid.uuid4()
            for language, locale in self._locales.items():
                unit = Unit(
                    locale=locale,
                    translation_key=key,
                    founded_on=self._get_day(entry, "founded"),
                    dissolved_on=self._get_day(entry, "dissolved"),
                    **select_texts(entry, language, "name", "short_name", "description", "head", "phone", "email"),
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
                    **select_texts(entry, language, "name", "job_title", "biography"),
                )
                author.save()
                self.authors[language, entry["key"]] = author

    def get_unit_at(self, language: str, key: str, day: datetime.date) -> Unit:
        """Return the unit for a byline of ``day``: its predecessor if it did not exist yet."""
        unit = self.units[language, key]
        if unit.founded_on and unit.founded_on > day:
            same_language = (other for (code, _), other in self.units.items() if code == language)
            return next((other for other in same_language if other.successor_id == unit.pk), unit)
        return unit

    def _get_day(self, entry: Entry, name: str) -> datetime.date | None:
        if days_ago := entry.get(f"{name}_days_ago"):
            return self._today - datetime.timedelta(days=days_ago)
        return entry.get(name)


def create_mottos(locales: dict[str, Locale]) -> None:
    """Create the mottos that do not exist yet."""
    for entry in read_content("mottos")["motto"]:
        key = uuid.uuid4()
        for language, locale in locales.items():
            if not Motto.objects.filter(locale=locale, text=select_texts(entry, language, "text")["text"]).exists():
                texts = select_texts(entry, language, "text", "source")
                Motto.objects.create(locale=locale, translation_key=key, **texts)
