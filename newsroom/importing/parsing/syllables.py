"""Recognise Vietnamese syllables by their spelling, to tell text in a wrong encoding from Vietnamese."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: With the onsets and endings of place names in the highlands, such as Krông and Đắk.
_ONSET = "(?:[bđk]r|pl|ngh?|nh|ph|th|tr|ch|kh|gh|gi|qu|[bcdđghklmnprstvx])?"
_OPEN_RIME = (
    "[aeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iêu|oi|oa|oai|oao|oay|oe|oeo|ôi|ơi|ua|uê|ui|uy|uya|uyu|uơ|uây|uôi|ưa|ưi|"
    "ưu|ươi|ươu|yêu|[aăâeêioôơuưy][mn]|[aăâeiouưô]ng|[aêiy]nh|iê(?:m|n|ng)|yê(?:m|n|ng)|oa(?:m|n|ng|nh)|oă(?:m|n|ng)|"
    "oe[mn]|oong|uâ(?:n|ng)|uê(?:n|nh)|uô(?:m|n|ng)|uy(?:n|nh|ên)|ươ(?:m|n|ng)"
)
_STOPPED_RIME = (
    "[aăâeiouưô]c|[aêiy]ch|[aăâeêioôơuy]p|[aăâeêioôơuưy][tk]|iê[cpt]|yêt|oa(?:c|ch|p|t)|oă[ct]|oet|ooc|uât|uê(?:ch|t)|uô[ct]|"
    "uy(?:ch|t|êt|p)|ươ[cpt]"
)
_OPEN = re.compile(f"{_ONSET}(?:{_OPEN_RIME})")
_STOPPED = re.compile(f"{_ONSET}(?:{_STOPPED_RIME})")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
#: Quotation marks and dashes around words, which count as letters in no encoding.
_PUNCTUATION = "“”‘’„–—…•«»·°\u00a0\ufeff"
_ABBREVIATION = re.compile("[A-ZĐƯ]{2,}")
_WORD = re.compile(r"[^\s\x00-\x40\x5b-\x60\x7b-\x7e]+")


def iter_marked_words(text: str) -> Iterator[str]:
    """Yield the words of ``text`` that have letters outside of ASCII, without abbreviations."""
    for match in _WORD.finditer(text):
        word = match.group().strip(_PUNCTUATION)
        if not word.isascii() and any(char.isalpha() for char in word) and not _ABBREVIATION.fullmatch(word):
            yield word


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Return whether ``word`` is spelled as a Vietnamese syllable, in any case but a mixed one."""
    if word not in (word.lower(), word.upper(), word.capitalize()):
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in decomposed if char in _TONES]
    bare = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
    if len(tones) > 1:
        return False
    if _STOPPED.fullmatch(bare):
        return tones in (["\u0301"], ["\u0323"])
    return _OPEN.fullmatch(bare) is not None


def count_syllables(text: str) -> tuple[int, int]:
    """Return how many words of ``text`` have letters outside of ASCII, and how many of these are syllables."""
    words = list(iter_marked_words(text))
    return len(words), sum(map(is_syllable, words))
