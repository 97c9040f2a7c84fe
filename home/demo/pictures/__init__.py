"""Drawn stand-ins for photos: flat scenes of school life, each picture different, all made from a name and a number.

``draw("yard", 3)`` gives the same JPEG on every machine. The modules are sorted by where a scene plays.
"""

from random import Random

from . import gatherings, indoors, outdoors
from .canvas import MOODS, NIGHT, Canvas

SCENES = {**outdoors.SCENES, **indoors.SCENES, **gatherings.SCENES}
_NIGHT_SCENES = {"lanterns"}


def draw(scene: str, number: int) -> bytes:
    """Draw picture ``number`` of a scene, 1600 × 1067, as JPEG; raise ``KeyError`` for a scene that does not exist."""
    rng = Random(f"{scene}-{number}")  # noqa: S311 - a drawing, not a secret
    mood = NIGHT if scene in _NIGHT_SCENES else MOODS[(number + len(scene)) % len(MOODS)]
    canvas = Canvas(mood, rng)
    SCENES[scene](canvas, rng)
    return canvas.jpeg()
