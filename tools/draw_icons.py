"""Draw the icons for programs that do not read SVG: ``python -m tools.draw_icons``.

They show what ``favicon.svg`` does: a sun above an open book.
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[1] / "mysite/static/mysite"
#: Pixels drawn for one unit of the SVG, which has 32; the icons are reduced from that.
SCALE = 36
GROUND, SUN, PAPER = "#0b5270", "#f3a35c", "#ffffff"
Point = tuple[float, float]


def curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return points of a cubic Bézier curve, as of ``C`` in an SVG path."""
    points = []
    for step in range(41):
        after = step / 40
        weights = ((1 - after) ** 3, 3 * after * (1 - after) ** 2, 3 * after**2 * (1 - after), after**3)
        x, y = (
            sum(weight * point[axis] for weight, point in zip(weights, (start, first, second, end), strict=True))
            for axis in (0, 1)
        )
        points.append((x * SCALE, y * SCALE))
    return points


def draw() -> Image.Image:
    image = Image.new("RGB", (32 * SCALE, 32 * SCALE), GROUND)
    canvas = ImageDraw.Draw(image)
    canvas.ellipse([11 * SCALE, 6 * SCALE, 21 * SCALE, 16 * SCALE], fill=SUN)
    upper = curve((4, 15), (9, 14), (13, 15), (16, 18)) + curve((16, 18), (19, 15), (23, 14), (28, 15))
    lower = curve((28, 25), (23, 24), (19, 25), (16, 27)) + curve((16, 27), (13, 25), (9, 24), (4, 25))
    canvas.polygon(upper + lower, fill=PAPER)
    canvas.line([16 * SCALE, 18 * SCALE, 16 * SCALE, 27 * SCALE], fill=GROUND, width=round(1.5 * SCALE))
    return image


def main() -> None:
    image = draw()
    image.resize((180, 180), Image.Resampling.LANCZOS).quantize(64).save(FOLDER / "apple-touch-icon.png", optimize=True)
    image.resize((48, 48), Image.Resampling.LANCZOS).save(FOLDER / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
