"""The canvas that scenes are drawn on: flat shapes in the colours of a time of day."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageOps

WIDTH, HEIGHT = 1600, 1067
_OVERSIZE = 2  # anti-aliasing: drawn at twice the size and reduced, because Pillow draws hard edges

Colour = str | tuple[int, int, int] | tuple[int, int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Mood:
    """The colours of a time of day, from the sky down to the ground."""

    top: str
    bottom: str
    sun: str
    far: str
    mid: str
    near: str
    ground: str
    wall: str
    is_night: bool = False


MOODS = [
    Mood("#9fc7d8", "#f6ead2", "#fff3d0", "#a9c3c0", "#84a998", "#5f8f74", "#e3d3b0", "#f4e3bd"),  # morning
    Mood("#6fb0cf", "#dff0ee", "#fff8df", "#94bcc4", "#6fa58c", "#47845f", "#e8dcc0", "#f7d98c"),  # noon
    Mood("#8fb7bd", "#fbe3b4", "#ffdf8c", "#b7b79a", "#94a06c", "#6c8450", "#e5c795", "#f3cf7f"),  # afternoon
    Mood("#93a9d1", "#fbdcc2", "#fff0cf", "#b9b3cc", "#98a5b8", "#6f9480", "#e6ccb6", "#f4dcb8"),  # dusk
    Mood("#b9cfd6", "#eef1ea", "#ffffff", "#b6c6c6", "#8fa8a0", "#698a7b", "#d6d3c3", "#f1e6cf"),  # a mild day
    Mood("#7fa9c9", "#fce9e0", "#fff0dc", "#b3aec4", "#8a9db0", "#5d8478", "#ead2bd", "#fbe0c3"),  # early morning
]
NIGHT = Mood("#172a4a", "#3f5d7f", "#fff1c4", "#28446a", "#22405a", "#1b3547", "#2c4a5a", "#c9a86c", is_night=True)


class Canvas:
    """An image ``width`` pixels wide, drawn in units of 1600 × 1067 with the origin at the top left."""

    def __init__(self, mood: Mood, rng: Random, width: int = WIDTH) -> None:
        self.mood = mood
        self.rng = rng
        self._scale = _OVERSIZE * width / WIDTH
        self._image = Image.new("RGB", (round(WIDTH * self._scale), round(HEIGHT * self._scale)))
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def gradient(self, top: str, bottom: str, y0: float = 0, y1: float = HEIGHT) -> None:
        """Fill the whole width between two heights, fading from one colour to the other."""
        strip = Image.new("RGB", (1, 2))
        strip.putpixel((0, 0), _rgb(top))
        strip.putpixel((0, 1), _rgb(bottom))
        height = int((y1 - y0) * self._scale)
        column = strip.resize((1, height), Image.Resampling.BILINEAR, box=(0, 0.5, 1, 1.5))
        self._image.paste(
            column.resize((self._image.width, height), Image.Resampling.NEAREST), (0, int(y0 * self._scale))
        )

    def gradient_box(self, x0: float, y0: float, x1: float, y1: float, top: str, bottom: str) -> None:
        steps = 24
        for step in range(steps):
            y = y0 + (y1 - y0) * step / steps
            self.rect(x0, y, x1, y1, mix(top, bottom, step / (steps - 1)))

    def sky(self, horizon: float = HEIGHT) -> None:
        self.gradient(self.mood.top, self.mood.bottom, 0, horizon)

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        self._draw.polygon([(x * self._scale, y * self._scale) for x, y in points], fill=fill)

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill: Colour, radius: float = 0) -> None:
        box = [value * self._scale for value in (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))]
        if radius:
            self._draw.rounded_rectangle(box, radius=radius * self._scale, fill=fill)
        else:
            self._draw.rectangle(box, fill=fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        self._draw.ellipse(self._box(x, y, rx, ry), fill=fill)

    def _box(self, x: float, y: float, rx: float, ry: float) -> list[float]:
        return [(x - rx) * self._scale, (y - ry) * self._scale, (x + rx) * self._scale, (y + ry) * self._scale]

    def circle(self, x: float, y: float, radius: float, fill: Colour) -> None:
        self.ellipse(x, y, radius, radius, fill)

    def pie(self, x: float, y: float, rx: float, ry: float, start: float, end: float, fill: Colour) -> None:
        """Draw a slice of an ellipse; angles are in degrees, clockwise from three o'clock."""
        self._draw.pieslice(self._box(x, y, rx, ry), start, end, fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        """Draw a line with round ends and corners."""
        scaled = [(x * self._scale, y * self._scale) for x, y in points]
        self._draw.line(scaled, fill=fill, width=max(1, round(width * self._scale)), joint="curve")
        if width > 4:
            for x, y in (points[0], points[-1]):
                self.circle(x, y, width / 2 - 0.5, fill)

    def arc(
        self, x: float, y: float, rx: float, ry: float, start: float, end: float, fill: Colour, width: float
    ) -> None:
        self._draw.arc(self._box(x, y, rx, ry), start, end, fill=fill, width=max(1, round(width * self._scale)))

    def wave(self, y: float, height: float, fill: Colour, length: float = 700, bottom: float = HEIGHT) -> None:
        """Draw a line of hills from edge to edge, filled down to ``bottom``."""
        phase, second = self.rng.uniform(0, math.tau), self.rng.uniform(0, math.tau)
        points: list[Point] = []
        for x in range(-20, WIDTH + 41, 20):
            up = math.sin(x / length * math.tau + phase) + 0.45 * math.sin(x / length * 2.3 * math.tau + second)
            points.append((x, y - up * height))
        self.polygon([*points, (WIDTH + 40, bottom), (-20, bottom)], fill)

    def webp(self, *, mirrored: bool = False) -> bytes:
        """Encode the finished image as WebP."""
        image = self._image.reduce(_OVERSIZE)
        if mirrored:
            image = ImageOps.mirror(image)
        buffer = BytesIO()
        image.save(buffer, "WEBP", quality=80, method=6)
        return buffer.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Interpolate between two colours; ``share`` 0 gives the first, 1 the second."""
    pairs = zip(_rgb(first), _rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
