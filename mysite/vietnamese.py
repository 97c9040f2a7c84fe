"""The one place that knows Vietnamese spelling: pure functions, no Django.

Vietnamese text reaches the portal composed (NFC), decomposed (NFD: phones, macOS) or mixed, and people
type it without marks. What is stored is NFC; what identifies (slugs, file names) is plain ASCII; what search
compares are words without marks and with them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import PurePath
from typing import NamedTuple

from anyascii import anyascii

SLUG_LENGTH = 200
#: Letters of a word that search compares; more is no word.
LONGEST_WORD = 48

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: What slugs spell out: marks (U+0300–036F), letters of the Latin, Greek and Cyrillic scripts. Few enough for the
#: admin's JavaScript to know the same ones.
_SPELLED = (*range(0x00AA, 0x0250), *range(0x0300, 0x0530), *range(0x1E00, 0x2000))
#: What nobody sees, in characters for a regular expression: soft hyphen, zero widths, directions, byte order mark.
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_FILENAME = re.compile(r"[^A-Za-z0-9._]+")
#: A run of letters and digits; marks that no letter takes up stay with the letter before them.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_NOT_TOKEN = re.compile(r"[^a-z0-9]+")
#: Marks as VNI types them: the tone sắc, huyền, hỏi, ngã, nặng; then â ê ô, ơ ư, ă.
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_LETTER_MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
#: Where i and y at the end of a word are one sound and both are written: kỹ, kĩ.
_FINAL_Y = re.compile(r"(h|k|l|m|s|t|v|qu)y")
_FINAL_I = re.compile(r"(h|k|l|m|s|t|v|qu)i")


def nfc(text: str) -> str:
    """Compose ``text``: the same letters always become the same code points."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def printable(text: str) -> str:
    """Put a space for what XML, and so a feed, cannot hold: most control characters, half characters."""
    return _CONTROL.sub(" ", text)


def strip_marks(text: str) -> str:
    """Take the tone and vowel marks away and keep the letters: ``Đắk Lắk`` → ``Dak Lak``."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))


@cache
def spellings() -> dict[str, str]:
    """How slugs write letters and marks beyond ASCII: ``ề`` → ``e``, a mark → nothing. What is not here is a dash."""
    found = {char: _NOT_TOKEN.sub("", anyascii(strip_marks(char)).lower()) for char in map(chr, _SPELLED)}
    return {char: spelling for char, spelling in found.items() if char.isalnum() or unicodedata.combining(char)}


def slugify(text: str, max_length: int = SLUG_LENGTH) -> str:
    """Turn a title into an ASCII slug of at most ``max_length`` characters, cut between words.

    ``Đề thi tuyển sinh lớp 10 ở Đắk Lắk`` → ``de-thi-tuyen-sinh-lop-10-o-dak-lak``. Signs, pictures and letters of far
    scripts are left out, so a title without other letters gives an empty string.
    """
    known = spellings()
    letters = (char if char.isascii() else known.get(char, " ") for char in _INVISIBLE.sub("", text))
    slug = _NOT_SLUG.sub("-", "".join(letters).lower()).strip("-")
    if len(slug) > max_length:
        head, _, tail = slug[: max_length + 1].rpartition("-")
        slug = head or tail[:max_length]
    return slug


def ascii_filename(name: str, max_length: int = 80) -> str:
    """Turn the name of an uploaded file into a short ASCII one with the same extension, never an empty one."""
    path = PurePath(_INVISIBLE.sub("", name).replace("\\", "/"))
    stem, suffix = strip_marks(path.stem), strip_marks(path.suffix)
    stem = _NOT_FILENAME.sub("-", anyascii(stem)).strip("-.") or "file"
    suffix = _NOT_FILENAME.sub("", anyascii(suffix)).lower()[:10]
    return stem[: max_length - len(suffix)] + suffix


class Form(NamedTuple):
    """A word as search compares it."""

    #: ASCII letters and digits, no marks: ``hội`` → ``hoi``.
    folded: str
    #: The letters, each with its mark as a VNI digit, the tone last so that its place does not matter: ``__ho6i5``.
    #: A word without marks begins with one ``_``, or ``A2`` would be ``à``.
    exact: str
    #: In lower case.
    written: str


class Word(NamedTuple):
    """A word of a text as search compares it, see ``Form``, and where it stands."""

    folded: str
    exact: str
    start: int
    end: int

    @property
    def is_marked(self) -> bool:
        """Whether it was written with marks; without them it may stand for any word of these letters."""
        return self.exact.startswith("__")


def words(text: str) -> Iterator[Word]:
    """The words of ``text``, which is to be NFC: runs of letters and digits; ``40/2010/TT-BGDĐT`` has four."""
    for found in _WORD.finditer(text):
        form = _form(found.group()[:LONGEST_WORD])
        if form.folded:
            yield Word(form.folded, form.exact, found.start(), found.end())


def forms(text: str) -> list[Form]:
    """The same words without their places, for texts of many words: a third of the time."""
    return [form for word in _WORD.findall(text) if (form := _form(word[:LONGEST_WORD])).folded]


def beginnings(text: str) -> Iterator[str]:
    """``Word.exact`` of what has been typed of each word of ``text`` when a mark is there: ``hộ``, ``hội``."""
    for found in _WORD.finditer(text):
        word = found.group()[:LONGEST_WORD].lower()
        if not word.isascii():
            for length in range(1, len(word) + 1):
                form = _form(word[:length])
                if form.exact.startswith("__"):
                    yield form.exact


def forms_typed(folded: str) -> list[str]:
    """How a word that is still being typed may begin: ``quy`` is ``qui``, until it becomes ``quyết``."""
    return [folded, f"{folded[:-1]}y"] if _FINAL_I.fullmatch(folded) else [folded]


@lru_cache(maxsize=1 << 16)
def _form(word: str) -> Form:
    word = word.lower()
    folded = exact = tone = ""
    for char in word if word.isascii() else unicodedata.normalize("NFD", word):
        if char.isascii():
            folded += char
            exact += char
        elif char == "đ":
            folded += "d"
            exact += "d9"
        elif char in _TONES:
            tone = _TONES[char]
        elif char in _LETTER_MARKS:
            exact += _LETTER_MARKS[char]
        elif not unicodedata.combining(char):
            letters = _NOT_TOKEN.sub("", anyascii(char).lower())
            folded += letters
            exact += letters
    if _FINAL_Y.fullmatch(folded):
        folded, exact = f"{folded[:-1]}i", f"{exact[:-1]}i"
    exact += tone
    return Form(folded, f"_{exact}" if exact == folded else f"__{exact}", word)


# --- What was typed by mistake --------------------------------------------------------------------

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TELEX_LETTERS = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_TELEX_PAIR = re.compile("|".join(_TELEX_LETTERS))
_TELEX_W_ALONE = re.compile("^([bcdghklmnprstvx]*)w")
#: The letter that a ``w`` further behind belongs to, and what stands between them.
_TELEX_LATE_W = re.compile("(o(?!a)|(?<!q)u|a)([a-z]+)w")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def without_telex(word: str) -> str:
    """The word whose Telex keys stand in ``word``, which is in lower case: ``giaos`` → ``giáo``; itself without any.

    Keys may stand anywhere behind their letter: ``dujc``, ``truwowngf``, ``truongwf``; ``w`` alone is ``ư``: ``nhw``.
    """
    word = _TELEX_W_ALONE.sub(r"\1uw", word)
    vowel = re.search("[aeiouy]", word)
    if vowel is None or not word.isascii():
        return word
    head, rest = word[: vowel.end()], word[vowel.end() :]
    keys = [key for key in rest if key in _TELEX_TONES]
    rest = "".join(char for char in rest if char not in _TELEX_TONES)
    bare = re.sub("(?<!q)u([au])w", r"ư\1", head + rest)
    bare = _TELEX_PAIR.sub(lambda found: _TELEX_LETTERS[found.group()], bare)
    # The second key of a letter may come after what follows it: "dangd", "ketes", "hoiwj".
    bare = re.sub("uo(?=[a-z]*w)|uơ(?=[a-z])", "ươ", bare)
    bare = _TELEX_LATE_W.sub(lambda found: _TELEX_LETTERS[f"{found[1]}w"] + found[2], bare).replace("w", "")
    bare = re.sub(r"([aeod])(.+?)\1$", lambda found: _TELEX_LETTERS[found[1] * 2] + found[2], bare)
    if not keys:
        return bare
    place = max((bare.find(char) for char in "âêôăơư"), default=-1)
    if place < 0:
        found = re.search("[aeiouy]", bare)
        place = found.start() if found else 0
    return nfc(bare[: place + 1] + _TELEX_TONES[keys[-1]] + bare[place + 1 :])


def near(word: str) -> set[str]:
    """All strings one slip away from ``word``, folded: a letter missing, too many, another, or two changed round."""
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in parts if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    found |= {head + letter + tail[1:] for head, tail in parts if tail for letter in _LETTERS}
    found |= {head + letter + tail for head, tail in parts for letter in _LETTERS}
    return found - {word, ""}
