"""The emblem of the fictitious office: an open book below the sun."""

import io
import math

from PIL import Image, ImageDraw

_SIZE = 400


def draw_emblem() -> bytes:
    """Return the emblem as PNG, 400 × 400 pixels on a transparent background."""
    scale = 4
    image = Image.new("RGBA", (_SIZE * scale, _SIZE * scale))
    pen = ImageDraw.Draw(image)

    def points(*pairs: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * scale, y * scale) for x, y in pairs]

    def disc(x: float, y: float, radius: float, fill: str) -> None:
        pen.ellipse([(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale], fill=fill)

    disc(200, 200, 196, "#1f5673")
    disc(200, 200, 180, "#f6efdc")
    disc(200, 200, 170, "#2a6f8f")
    for ray in range(11):
        angle = math.radians(-165 + ray * 15)
        ends = [(200 + math.cos(angle) * far, 196 + math.sin(angle) * far) for far in (84, 116)]
        pen.line(points(*ends), fill="#f2c14e", width=9 * scale)
    pen.pieslice(
        [(200 - 66) * scale, (196 - 66) * scale, (200 + 66) * scale, (196 + 66) * scale], 180, 360, fill="#f2c14e"
    )
    pen.polygon(points((70, 214), (134, 200), (200, 226), (200, 306), (134, 280), (70, 292)), fill="#ffffff")
    pen.polygon(points((330, 214), (266, 200), (200, 226), (200, 306), (266, 280), (330, 292)), fill="#e9eef0")
    for row in range(3):
        y = 226 + row * 18
        pen.line(points((92, y), (134, y - 6), (178, y + 10)), fill="#9fb8c4", width=5 * scale)
        pen.line(points((308, y), (266, y - 6), (222, y + 10)), fill="#9fb8c4", width=5 * scale)
    buffer = io.BytesIO()
    image.resize((_SIZE, _SIZE), Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
