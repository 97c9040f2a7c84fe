"""Draw placeholder images for the demo: flat scenes of school life, each generated from a name and a number.

``draw("yard", 3)`` returns the same image on every machine. The modules group the scenes by place.
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
    """Return image ``number`` of a scene as 3:2 WebP. Raises ``KeyError`` for an unknown scene."""
    rng = Random(f"{scene}-{number}")
    mood = NIGHT if scene in _NIGHT_SCENES else MOODS[(number + len(scene)) % len(MOODS)]
    canvas = Canvas(mood, rng, width)
    SCENES[scene](canvas, rng)
    return canvas.webp(mirrored=number % 2 == 0)
