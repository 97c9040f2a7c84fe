"""The office's own colours: a palette of design tokens for the light and the dark scheme, from two colours.

Each colour of text is moved towards black or white until its contrast with the surfaces behind it is that of WCAG 2.2
AA, so an office chooses its two colours and cannot make a text unreadable.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

RGB = tuple[int, int, int]

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
#: The surfaces of both schemes that keep their colours: paper and ground of ``tokens.css``.
SURFACES = (WHITE, (245, 248, 249))
DARK_PAPER = (17, 24, 29)
DARK_SURFACES = (DARK_PAPER, (25, 35, 42))
#: The least contrast of text, and of lines and marks (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
STEP = 0.04
#: The opacity of tokens that are not opaque, as the last part of a hexadecimal colour.
ALPHA = {"veil": "e6"}


def parse_colour(value: str) -> RGB:
    """Return the parts of a colour such as ``#0b5270``."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def format_colour(colour: RGB) -> str:
    return f"#{bytes(colour).hex()}"


def mix(colour: RGB, other: RGB, share: float) -> RGB:
    """Return ``colour`` with a ``share`` of ``other`` from 0 to 1."""
    red, green, blue = (round(own + (its - own) * share) for own, its in zip(colour, other, strict=True))
    return red, green, blue


def get_contrast(colour: RGB, other: RGB) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_get_luminance(colour), _get_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _get_luminance(colour: RGB) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def make_readable(colour: RGB, surfaces: Iterable[RGB], towards: RGB, contrast: float = TEXT_CONTRAST) -> RGB:
    """Return ``colour``, moved ``towards`` black or white until its contrast with all ``surfaces`` is enough."""
    surfaces = list(surfaces)
    share = 0.0
    while share < 1 and min(get_contrast(mix(colour, towards, share), surface) for surface in surfaces) < contrast:
        share += STEP
    return mix(colour, towards, min(share, 1.0))


@dataclass(frozen=True)
class Palette:
    """The tokens that depend on the office's colours, by name, of both schemes."""

    light: dict[str, RGB]
    dark: dict[str, RGB]

    @classmethod
    @lru_cache
    def create(cls, main: str, accent: str) -> "Palette":
        """Return the palette of two colours such as ``#0b5270``."""
        colours = parse_colour(main), parse_colour(accent)
        return cls(_build_light(*colours), _build_dark(*colours))

    @cached_property
    def style_sheet(self) -> str:
        """The rules that change the tokens of ``tokens.css``."""
        light, dark = (
            "".join(f"--{name}:{format_colour(colour)}{ALPHA.get(name, '')};" for name, colour in tokens.items())
            for tokens in (self.light, self.dark)
        )
        return (
            f":root{{{light}}}"
            f'@media screen and (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}'
            f'@media screen{{:root[data-theme="dark"]{{{dark}}}}}'
        )

    @cached_property
    def digest(self) -> str:
        """Part of the URL of the style sheet, which changes with the colours."""
        return hashlib.blake2b(self.style_sheet.encode(), digest_size=8).hexdigest()


def _build_light(main: RGB, accent: RGB) -> dict[str, RGB]:
    tint, accent_tint = mix(main, WHITE, 0.92), mix(accent, WHITE, 0.92)
    surfaces = (*SURFACES, tint, accent_tint)
    band = make_readable(main, [WHITE], BLACK)
    link = make_readable(main, surfaces, BLACK)
    return {
        "heading": make_readable(mix(main, BLACK, 0.35), surfaces, BLACK, 7),
        "link": link,
        "accent": make_readable(accent, surfaces, BLACK),
        "accent-text": make_readable(mix(accent, BLACK, 0.5), surfaces, BLACK, 7),
        "tint": tint,
        "accent-tint": accent_tint,
        "rule": link,
        "band": band,
        "band-strong": mix(band, BLACK, 0.3),
        "veil": mix(band, BLACK, 0.3),
        "band-line": mix(band, WHITE, 0.25),
        "band-mark": make_readable(accent, [band, mix(band, BLACK, 0.3)], WHITE, MARK_CONTRAST),
        "on-band-muted": make_readable(mix(band, WHITE, 0.85), [band], WHITE),
    }


def _build_dark(main: RGB, accent: RGB) -> dict[str, RGB]:
    tint, accent_tint = mix(main, DARK_PAPER, 0.75), mix(accent, DARK_PAPER, 0.88)
    surfaces = (*DARK_SURFACES, tint, accent_tint)
    band = make_readable(main, [WHITE], BLACK)
    return {
        "heading": make_readable(mix(main, WHITE, 0.85), surfaces, WHITE, 7),
        "link": make_readable(main, surfaces, WHITE),
        "accent": make_readable(accent, surfaces, WHITE),
        "accent-text": make_readable(mix(accent, WHITE, 0.7), surfaces, WHITE, 7),
        "tint": tint,
        "accent-tint": accent_tint,
        "rule": make_readable(main, surfaces, WHITE, MARK_CONTRAST),
        "band": band,
        "band-strong": mix(band, BLACK, 0.3),
    }
