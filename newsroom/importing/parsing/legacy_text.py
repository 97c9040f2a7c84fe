"""Convert the parts of a page that are not in Unicode: whole pages, or articles in a font such as VNI-Times."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

from newsroom.importing.records import UnreadableArticle

from .dom import BLOCK_TAGS
from .syllables import count_syllables
from .vietnamese_encodings import ENCODINGS, convert_text, identify_name, is_ambiguous

#: Shares of the words with letters outside of ASCII that are syllables. Names in other languages are the rest. A
#: conversion has to be better than a text in Unicode: a wrong one gives some syllables, too.
MIN_SHARE = 0.7
MIN_CONVERTED_SHARE = 0.85
_FONT = re.compile(r"font-family\s*:\s*[\"']?\s*([^;,\"'}]+)", re.I)


def is_doubtful(text: str) -> bool:
    """Return whether ``text`` may be in a wrong encoding: too few words are Vietnamese, or characters are lost."""
    words, syllables = count_syllables(text)
    lost = text.count("\ufffd") + len(re.findall(r"[^\W\d_]\?{1,2}[^\W\d_]", text))
    return (words >= 3 and syllables < words * MIN_SHARE) or lost > 2


@dataclass(frozen=True, slots=True)
class Conversion:
    """The encoding of texts that are not in Unicode. ``dominant`` if these are most of the page."""

    encoding: str
    dominant: bool

    def apply(self, text: str) -> str:
        """Return ``text`` converted if that gives more Vietnamese syllables, else unchanged."""
        words, syllables = count_syllables(text)
        if syllables == words and not self.dominant:
            return text
        converted = convert_text(text, self.encoding)
        words_after, syllables_after = count_syllables(converted)
        if not words:  # in an old encoding “ông” begins with a mark
            return converted if 0 < words_after == syllables_after else text
        gain = syllables_after * words - syllables * max(words_after, 1)
        return converted if gain > 0 or (gain == 0 and self.dominant) else text

    def find_doubts(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return why converted ``texts`` have to be checked by an editor."""
        if any(is_ambiguous(text, self.encoding) for text in texts):
            return ("quotation marks and capital letters cannot be told apart in the old character set",)
        return ()


def find_conversion(texts: Iterable[str], hint: str = "") -> Conversion | None:
    """Return the conversion that turns ``texts`` into Vietnamese, or None if they are or cannot be read.

    Raises ``UnreadableArticle`` if two encodings are equally good but give different texts.
    """
    counts = [(text, *count_syllables(text)) for text in texts]
    broken_texts = [text for text, words, syllables in counts if syllables < words * 0.6]
    if not broken_texts:
        return None
    broken = " ".join(broken_texts)
    encoding = _find_encoding(broken, hint)
    dominant = count_syllables(broken)[0] * 2 > sum(words for _, words, _ in counts)
    return Conversion(encoding, dominant) if encoding else None


def _find_encoding(broken: str, hint: str) -> str:
    scores: list[tuple[float, bool, str]] = []
    for encoding in ENCODINGS:
        converted = convert_text(broken, encoding)
        words, syllables = count_syllables(converted)
        if converted != broken and "\ufffd" not in converted:
            scores.append((syllables / max(words, 1), encoding == hint, encoding))
    scores.sort(key=lambda score: score[:2], reverse=True)
    if not scores or scores[0][0] < MIN_CONVERTED_SHARE:
        if hint:
            raise UnreadableArticle(f"the text is damaged: it is not Vietnamese in {hint}, nor in any other encoding")
        return ""
    rivals = [encoding for share, hinted, encoding in scores[1:] if share > scores[0][0] - 0.05]
    if rivals and not scores[0][1]:
        best = convert_text(broken, scores[0][2])
        if any(convert_text(broken, rival) != best for rival in rivals):
            raise UnreadableArticle(
                f"the character set is not certain: {scores[0][2]} or {', '.join(rivals)}; save the page as UTF-8"
            )
    return scores[0][2]


def convert_lines(text: str, hint: str = "") -> tuple[str, tuple[str, ...]]:
    """Return plain text with the lines converted that are not in Unicode, and the doubts about it."""
    lines = text.splitlines(keepends=True)
    conversion = find_conversion(lines, hint)
    if conversion is None:
        return text, ()
    converted = [conversion.apply(line) for line in lines]
    return "".join(converted), conversion.find_doubts(
        before for before, after in zip(lines, converted, strict=True) if before != after
    )


def convert_page(page: BeautifulSoup, charset: str = "") -> tuple[str, ...]:
    """Convert the text nodes, alternative texts and metadata of ``page`` in place; return the doubts about them."""
    groups: dict[int, list[NavigableString]] = {}
    for node in page.find_all(string=True):
        if type(node) is NavigableString and node.strip():
            holder = next((parent for parent in node.parents if parent.name in BLOCK_TAGS), page)
            groups.setdefault(id(holder), []).append(node)
    texts = {key: "".join(nodes) for key, nodes in groups.items()}
    conversion = find_conversion(texts.values(), identify_name(charset) or _find_font_encoding(page))
    if conversion is None:
        return ()
    changed: list[str] = []
    for key, nodes in groups.items():
        if conversion.apply(texts[key]) != texts[key]:
            changed.append(texts[key])
            for node in nodes:
                converted = convert_text(str(node), conversion.encoding)
                in_capitals = conversion.encoding == "tcvn3" and _is_in_capitals(node)
                node.replace_with(converted.upper() if in_capitals else converted)
    for tag in page.find_all(("meta", "img", "a")):
        for name in ("content", "alt", "title"):
            if tag.get(name):
                tag[name] = conversion.apply(str(tag[name]))
    return conversion.find_doubts(changed)


def _get_fonts(tag: Tag) -> list[str]:
    face = str(tag.get("face") or "").partition(",")[0]
    return [*([face] if face else []), *_FONT.findall(str(tag.get("style") or ""))]


def _find_font_encoding(page: BeautifulSoup) -> str:
    """Return the encoding of the first font on the page that has one of its own."""
    fonts = [font for style in page.find_all("style") for font in _FONT.findall(style.get_text())]
    for tag in page.find_all(True):
        fonts.extend(_get_fonts(tag))
    return next(filter(None, map(identify_name, fonts)), "")


def _is_in_capitals(node: NavigableString) -> bool:
    """Return whether the font is one of the TCVN3 fonts whose small letters look like capitals: ``.VnTimeH``."""
    for parent in node.parents:
        for font in _get_fonts(parent):
            return re.fullmatch(r"\.Vn\w*H", font.strip(), re.I) is not None
    return False
