"""Portraits, head and shoulders; pages crop them to the middle of the canvas, at 3:4."""

from random import Random

from .canvas import HEIGHT, WIDTH, Canvas, mix
from .figures import SKIN, head

_JACKETS = ["#33415c", "#3c4a45", "#47394a"]
_DRESSES = ["#8c3f4d", "#3f6f7a", "#6a5a8c"]
_TIES = ["#8c2f39", "#2a6f8f", "#6b6f2a"]
_MIDDLE, _CHIN, _RADIUS = WIDTH / 2, 640, 190


def portrait(c: Canvas, rng: Random) -> None:
    """A person in front of a plain wall, about half of them women."""
    woman = rng.random() < 0.5
    c.gradient(mix(c.mood.top, "#ffffff", 0.35), mix(c.mood.bottom, "#ffffff", 0.2))
    _shoulders(c, rng, woman=woman)
    c.rect(_MIDDLE - 62, _CHIN - 90, _MIDDLE + 62, _CHIN + 85, SKIN[1], 40)
    head(c, _MIDDLE, _CHIN - _RADIUS, _RADIUS, rng, girl=woman)


def _shoulders(c: Canvas, rng: Random, *, woman: bool) -> None:
    cloth = rng.choice(_DRESSES if woman else _JACKETS)
    top = _CHIN + 50
    c.rect(_MIDDLE - 400, top, _MIDDLE + 400, HEIGHT + 300, cloth, 220)
    if woman:
        c.rect(_MIDDLE - 92, _CHIN, _MIDDLE + 92, top + 60, cloth, 30)
        return
    c.polygon([(_MIDDLE - 130, top), (_MIDDLE + 130, top), (_MIDDLE, HEIGHT)], "#f7f5ee")
    tie = rng.choice(_TIES)
    c.polygon([(_MIDDLE - 34, top + 12), (_MIDDLE + 34, top + 12), (_MIDDLE + 22, top + 66), (_MIDDLE - 22, top + 66)],
              tie)  # fmt: skip
    c.polygon([(_MIDDLE - 22, top + 66), (_MIDDLE + 22, top + 66), (_MIDDLE + 46, HEIGHT), (_MIDDLE - 46, HEIGHT)], tie)
    for side in (-1, 1):
        c.polygon([(_MIDDLE + side * 130, top), (_MIDDLE + side * 214, top + 20), (_MIDDLE + side * 30, HEIGHT)],
                  mix(cloth, "#000000", 0.18))  # fmt: skip


SCENES = {"portrait": portrait}
