"""Vietnamese text: normalization, slugs, file names, tokens for search. Pure functions, no Django.

Vietnamese text arrives composed (NFC), decomposed (NFD: phones, macOS) or mixed, and people also type it without
marks. Text is stored in NFC; slugs and file names are ASCII; search compares tokens with and without marks.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import PurePath
from typing import NamedTuple

from anyascii import anyascii

SLUG_LENGTH = 200
#: Maximum number of characters of a token.
MAX_TOKEN_LENGTH = 48

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: Characters that slugs transliterate: marks (U+0300–036F), Latin, Greek and Cyrillic letters. Few enough to be sent
#: to the admin's JavaScript.
_TRANSLITERATED = (*range(0x00AA, 0x0250), *range(0x0300, 0x0530), *range(0x1E00, 0x2000))
#: Invisible characters, for a regular expression: soft hyphen, zero-width, direction marks, byte order mark.
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_FILENAME = re.compile(r"[^A-Za-z0-9._]+")
#: A run of letters and digits; marks that cannot be composed stay with the letter before them.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_NOT_TOKEN = re.compile(r"[^a-z0-9]+")
#: Marks as VNI digits: the tones sắc, huyền, hỏi, ngã, nặng; then â ê ô, ơ ư, ă.
_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_LETTER_MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
#: Words whose final i and y sound the same and are both used: kỹ, kĩ.
_FINAL_Y = re.compile(r"(h|k|l|m|s|t|v|qu)y")
_FINAL_I = re.compile(r"(h|k|l|m|s|t|v|qu)i")


def nfc(text: str) -> str:
    """Return ``text`` in NFC, so that equal letters have equal code points."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def strip_control_characters(text: str) -> str:
    """Replace characters that XML, and so a feed, cannot contain by spaces: control characters and surrogates."""
    return _CONTROL.sub(" ", text)


def strip_marks(text: str) -> str:
    """Remove tone and vowel marks from letters: ``Đắk Lắk`` → ``Dak Lak``."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))


@cache
def get_transliterations() -> dict[str, str]:
    """Return the transliterations for slugs: ``ề`` → ``e``, a mark → empty. Other characters become a hyphen."""
    spellings = {char: _NOT_TOKEN.sub("", anyascii(strip_marks(char)).lower()) for char in map(chr, _TRANSLITERATED)}
    return {char: spelling for char, spelling in spellings.items() if char.isalnum() or unicodedata.combining(char)}


def slugify(text: str, max_length: int = SLUG_LENGTH) -> str:
    """Turn a title into an ASCII slug of at most ``max_length`` characters, cut between words.

    ``Đề thi tuyển sinh lớp 10 ở Đắk Lắk`` → ``de-thi-tuyen-sinh-lop-10-o-dak-lak``. Symbols, emoji and letters of other
    scripts are dropped, so that a title without Latin, Greek or Cyrillic letters or digits gives an empty string.
    """
    known = get_transliterations()
    letters = (char if char.isascii() else known.get(char, " ") for char in _INVISIBLE.sub("", text))
    slug = _NOT_SLUG.sub("-", "".join(letters).lower()).strip("-")
    if len(slug) > max_length:
        head, _, tail = slug[: max_length + 1].rpartition("-")
        slug = head or tail[:max_length]
    return slug


def ascii_filename(name: str, max_length: int = 80) -> str:
    """Turn the name of an uploaded file into a short, non-empty ASCII name with the same extension."""
    path = PurePath(_INVISIBLE.sub("", name).replace("\\", "/"))
    stem, suffix = strip_marks(path.stem), strip_marks(path.suffix)
    stem = _NOT_FILENAME.sub("-", anyascii(stem)).strip("-.") or "file"
    suffix = _NOT_FILENAME.sub("", anyascii(suffix)).lower()[:10]
    return stem[: max_length - len(suffix)] + suffix


class TokenForms(NamedTuple):
    """The forms of a token that search compares."""

    #: ASCII letters and digits, no marks: ``hội`` → ``hoi``.
    folded: str
    #: The letters with their marks as VNI digits, the tone last so that its position does not matter: ``__ho6i5``.
    #: A word without marks begins with a single ``_``, to distinguish ``A2`` from ``à``.
    exact: str
    #: The word in lower case.
    lowercase: str


class TextToken(NamedTuple):
    """A token of a text with its position; for the forms see ``TokenForms``."""

    folded: str
    exact: str
    start: int
    end: int

    @property
    def is_marked(self) -> bool:
        """Whether it is written with marks; a word without marks matches any word with these letters."""
        return self.exact.startswith("__")


def tokenize(text: str) -> Iterator[TextToken]:
    """Yield the tokens of ``text`` in NFC: runs of letters and digits; ``40/2010/TT-BGDĐT`` has four."""
    for match in _WORD.finditer(text):
        form = _token_forms(match.group()[:MAX_TOKEN_LENGTH])
        if form.folded:
            yield TextToken(form.folded, form.exact, match.start(), match.end())


def tokenize_forms(text: str) -> list[TokenForms]:
    """Return the forms of the same tokens without positions, in a third of the time, for long texts."""
    return [form for word in _WORD.findall(text) if (form := _token_forms(word[:MAX_TOKEN_LENGTH])).folded]


def marked_prefixes(text: str) -> Iterator[str]:
    """Yield the exact form of every prefix with a mark of each word of ``text``: ``hộ`` and ``hội`` of ``hội``."""
    for match in _WORD.finditer(text):
        word = match.group()[:MAX_TOKEN_LENGTH].lower()
        if not word.isascii():
            for length in range(1, len(word) + 1):
                form = _token_forms(word[:length])
                if form.exact.startswith("__"):
                    yield form.exact


def prefix_forms(folded: str) -> list[str]:
    """Return the prefixes for a half-typed word: ``quy`` is folded to ``qui``, but may become ``quyết``."""
    return [folded, f"{folded[:-1]}y"] if _FINAL_I.fullmatch(folded) else [folded]


@lru_cache(maxsize=1 << 16)
def _token_forms(word: str) -> TokenForms:
    """Return the forms of one token. Cached, because texts repeat words."""
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
    return TokenForms(folded, f"_{exact}" if exact == folded else f"__{exact}", word)


# --- Typing errors --------------------------------------------------------------------------------

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TELEX_LETTERS = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_TELEX_PAIR = re.compile("|".join(_TELEX_LETTERS))
_TELEX_W_ALONE = re.compile("^([bcdghklmnprstvx]*)w")
#: A letter, the letters after it, and the ``w`` that belongs to it.
_TELEX_TRAILING_W = re.compile("(o(?!a)|(?<!q)u|a)([a-z]+)w")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def decode_telex(word: str) -> str:
    """Decode Telex keystrokes left in ``word``, which is in lower case: ``giaos`` → ``giáo``.

    Keys may come anywhere after their letter: ``dujc``, ``truwowngf``, ``truongwf``; ``w`` alone is ``ư``: ``nhw``.
    """
    word = _TELEX_W_ALONE.sub(r"\1uw", word)
    vowel = re.search("[aeiouy]", word)
    if vowel is None or not word.isascii():
        return word
    head, rest = word[: vowel.end()], word[vowel.end() :]
    keys = [key for key in rest if key in _TELEX_TONES]
    rest = "".join(char for char in rest if char not in _TELEX_TONES)
    bare = re.sub("(?<!q)u([au])w", r"ư\1", head + rest)
    bare = _TELEX_PAIR.sub(lambda match: _TELEX_LETTERS[match.group()], bare)
    # The second key of a letter may come after the following letters: "dangd", "ketes", "hoiwj".
    bare = re.sub("uo(?=[a-z]*w)|uơ(?=[a-z])", "ươ", bare)
    bare = _TELEX_TRAILING_W.sub(lambda match: _TELEX_LETTERS[f"{match[1]}w"] + match[2], bare).replace("w", "")
    bare = re.sub(r"([aeod])(.+?)\1$", lambda match: _TELEX_LETTERS[match[1] * 2] + match[2], bare)
    if not keys:
        return bare
    position = max((bare.find(char) for char in "âêôăơư"), default=-1)
    if position < 0:
        match = re.search("[aeiouy]", bare)
        position = match.start() if match else 0
    return nfc(bare[: position + 1] + _TELEX_TONES[keys[-1]] + bare[position + 1 :])


def one_edit(word: str) -> set[str]:
    """Return all strings one edit away from the folded ``word``: deletion, transposition, replacement, insertion."""
    parts = [(word[:position], word[position:]) for position in range(len(word) + 1)]
    edits = {head + tail[1:] for head, tail in parts if tail}
    edits |= {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    edits |= {head + letter + tail[1:] for head, tail in parts if tail for letter in _LETTERS}
    edits |= {head + letter + tail for head, tail in parts for letter in _LETTERS}
    return edits - {word, ""}
