"""Drawn stand-ins for photos: flat scenes of school life, each picture different, all made from a name and a number.

``draw("yard", 3)`` gives the same JPEG on every machine. The modules are sorted by where a scene plays.
"""

from random import Random

from . import gatherings, grounds, landscapes, portraits, rooms, workrooms
from .canvas import MOODS, NIGHT, WIDTH, Canvas
from .emblem import draw_emblem

__all__ = ["SCENES", "WIDTH", "draw", "draw_emblem"]

SCENES = {
    name: scene
    for module in (grounds, landscapes, rooms, workrooms, gatherings, portraits)
    for name, scene in module.SCENES.items()
}
_NIGHT_SCENES = {"lanterns"}


def draw(scene: str, number: int, width: int = WIDTH) -> bytes:
    """Draw picture ``number`` of a scene as a JPEG of 3:2; raise ``KeyError`` for a scene that does not exist."""
    rng = Random(f"{scene}-{number}")
    mood = NIGHT if scene in _NIGHT_SCENES else MOODS[(number + len(scene)) % len(MOODS)]
    canvas = Canvas(mood, rng, width)
    SCENES[scene](canvas, rng)
    return canvas.jpeg(mirrored=number % 2 == 0)
