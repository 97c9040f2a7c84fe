"""Scenes of the country around the schools: river, hills, trees to read under and to plant, a lantern night."""

import math
from random import Random

from .canvas import Canvas, mix
from .figures import TROUSERS, adult, bust, pupil
from .nature import heavens, roof_house, school, tree


def river(c: Canvas, rng: Random) -> None:
    """Mountains, a river and a rowing boat."""
    heavens(c, rng, 520)
    c.wave(420, 110, c.mood.far, 900)
    c.wave(480, 70, c.mood.mid, 620)
    c.gradient(mix(c.mood.bottom, c.mood.top, 0.35), mix(c.mood.top, "#ffffff", 0.1), 520, 860)
    for _ in range(40):
        x, y = rng.uniform(0, 1600), rng.uniform(540, 840)
        c.line([(x, y), (x + rng.uniform(40, 150), y)], (255, 255, 255, 60), 3)
    c.wave(545, 10, c.mood.near, 400, 566)
    for number in range(rng.randint(2, 4)):
        roof_house(c, 140 + number * rng.uniform(140, 260), 552, 84, c.mood.wall, "#a9573f")
    for _ in range(9):
        tree(c, rng.uniform(20, 1580), 556, rng.uniform(80, 130), rng, "round")
    for _ in range(rng.randint(1, 2)):
        _boat(c, rng.uniform(420, 1150), rng.uniform(660, 760), rng.uniform(150, 210), rng)
    c.wave(900, 22, c.mood.near, 800)
    c.wave(960, 20, mix(c.mood.near, "#1f3a33", 0.3), 500)
    tree(c, rng.choice((130, 1480)), 980, 560, rng, rng.choice(("palm", "bamboo")))


def _boat(c: Canvas, x: float, y: float, length: float, rng: Random) -> None:
    c.ellipse(x, y + 16, length * 1.1, 12, (20, 50, 60, 50))
    c.polygon([(x - length, y - 24), (x + length, y - 30), (x + length * 0.72, y + 16), (x - length * 0.7, y + 16)],
              "#6f4b3a")  # fmt: skip
    c.pie(x, y - 18, length * 0.46, length * 0.42, 180, 360, "#b58a57")
    rower = x + length * 0.7
    c.line([(rower - 20, y - 60), (rower + 60, y + 40)], "#5a4034", 6)
    c.rect(rower - 18, y - 84, rower + 18, y - 24, rng.choice(["#7a5a6c", "#4f6f86", "#8a6a48"]), 12)
    c.circle(rower, y - 98, 17, "#dca77c")
    c.polygon([(rower - 44, y - 98), (rower + 44, y - 98), (rower, y - 138)], "#e9d7a6")


def terraces(c: Canvas, rng: Random) -> None:
    """Terraced fields and a small school in the hills."""
    heavens(c, rng, 520)
    c.wave(400, 120, c.mood.far, 1000)
    c.wave(480, 80, c.mood.mid, 700)
    roof_house(c, rng.uniform(260, 500), 560, 230, c.mood.wall, "#a9573f")
    rice = ["#a9b65a", "#8fa854", "#c2b963", "#7f9c58"]
    for step in range(9):
        y = 540 + step * step * 4.2 + step * 26
        phase, fill = rng.uniform(0, 6), rice[step % 4]
        edge = [(x, y + math.sin(x / 230 + phase) * (12 + step * 3) + (x - 800) * 0.03 * (step % 3 - 1))
                for x in range(-20, 1653, 32)]  # fmt: skip
        c.polygon([*edge, (1640, 1067), (-20, 1067)], mix(c.mood.near, "#4a4a30", 0.35))
        c.polygon(
            [*[(x, at + 9 + step * 1.4) for x, at in edge], (1640, 1067), (-20, 1067)], mix(fill, c.mood.mid, 0.25)
        )
    for number in range(rng.randint(3, 5)):
        pupil(c, 880 + number * rng.uniform(85, 110), 905 + number * 16, 200, rng, from_behind=number % 2 == 0)
    tree(c, rng.uniform(90, 190), 900, 430, rng, "round")


def reading(c: Canvas, rng: Random) -> None:
    """Pupils reading under a large tree."""
    heavens(c, rng, 680)
    c.wave(560, 60, c.mood.far)
    c.wave(640, 40, c.mood.mid, 560)
    c.gradient(mix(c.mood.near, "#e8e0a0", 0.25), c.mood.near, 680)
    tree(c, rng.uniform(560, 1000), 840, 800, rng, rng.choice(("round", "flame")))
    for number in range(rng.randint(4, 6)):
        _reader(c, 210 + number * 235 + rng.uniform(-30, 30), 900 + rng.uniform(-30, 60), 1, rng)


def _reader(c: Canvas, x: float, y: float, size: float, rng: Random) -> None:
    c.ellipse(x, y + 42, 110 * size, 20, (20, 40, 30, 60))
    bust(c, x, y - 110, 38 * size, rng, cloth="#f7f5ee", from_behind=False)
    c.rect(x - 100, y - 6, x + 100, y + 44, rng.choice(TROUSERS), 26)
    cover = rng.choice(["#c98a4b", "#4f7f95", "#a35b56", "#7a9a6b", "#6a6f9c"])
    c.polygon([(x - 70, y - 44), (x, y - 30), (x + 70, y - 44), (x + 70, y + 18), (x, y + 30), (x - 70, y + 18)], cover)
    c.polygon(
        [(x - 62, y - 50), (x, y - 36), (x + 62, y - 50), (x + 62, y - 38), (x, y - 24), (x - 62, y - 38)], "#fffaf0"
    )


def planting(c: Canvas, rng: Random) -> None:
    """Pupils and a teacher plant young trees."""
    heavens(c, rng, 600)
    c.wave(520, 70, c.mood.far, 900)
    c.wave(590, 40, c.mood.mid, 520)
    roof_house(c, rng.uniform(950, 1200), 660, 270, c.mood.wall, "#b8604a")
    c.gradient(mix(c.mood.near, "#c9d68a", 0.3), c.mood.near, 650)
    for number in range(5):
        x, y = 200 + number * 300 + rng.uniform(-40, 40), 850 + (number % 2) * 120
        c.ellipse(x, y, 90, 22, "#7a5a42")
        c.line([(x, y), (x, y - 130)], "#6d5646", 8)
        for dx, dy in ((-34, -110), (34, -122), (0, -158), (-24, -142), (26, -90)):
            c.ellipse(x + dx, y + dy, 32, 20, mix(c.mood.near, "#a8c85a", 0.6))
        if number == 2:
            adult(c, x + 130, y + 6, 330, rng, dress=False, pose="hold")
        else:
            pupil(c, x - 110, y + 12, 235, rng, pose=rng.choice(("hold", "give")))
        if number % 2:
            pupil(c, x + 110, y + 10, 225, rng, pose="hold")
            c.rect(x + 84, y - 80, x + 136, y - 40, "#5f8fa8", 8)


def lanterns(c: Canvas, rng: Random) -> None:
    """A lantern night in the schoolyard."""
    heavens(c, rng, 700)
    c.wave(640, 40, c.mood.far)
    school(c, 300, 740, 1000, 2, rng)
    c.gradient("#35506a", "#22384a", 740)
    for row in range(2):
        y0 = 130 + row * 130
        cord = [(x, y0 + math.sin(x / 1600 * math.pi * (2 + row)) * 60) for x in range(-20, 1641, 40)]
        c.line(cord, "#0f1d33", 4)
        for hook, y in cord[1 + row :: 4]:
            _lantern(c, hook, y + 46, rng.uniform(34, 46), rng)
    for number in range(7):
        x, foot = 150 + number * 215 + rng.uniform(-30, 30), 960 + rng.uniform(-40, 50)
        pupil(c, x, foot, 230, rng, pose="give")
        _star_lantern(c, x + 112, foot - 190, 44, rng)


def _lantern(c: Canvas, x: float, y: float, size: float, rng: Random) -> None:
    fill = rng.choice(["#e2714a", "#e9b44c", "#c8453b", "#d98a9a", "#7fb08a"])
    c.circle(x, y, size * 2, (255, 214, 130, 34))
    c.ellipse(x, y, size, size * 0.82, fill)
    c.ellipse(x, y, size * 0.5, size * 0.82, mix(fill, "#fff1c4", 0.45))
    c.rect(x - size * 0.35, y - size * 0.95, x + size * 0.35, y - size * 0.75, "#6d4a2c")
    c.rect(x - size * 0.35, y + size * 0.75, x + size * 0.35, y + size * 0.95, "#6d4a2c")
    c.line([(x, y + size * 0.95), (x, y + size * 1.6)], "#e9b44c", 4)


def _star_lantern(c: Canvas, x: float, y: float, size: float, rng: Random) -> None:
    c.line([(x, y), (x - 16, y + size * 2)], "#8a6a48", 5)
    c.circle(x, y, size * 1.7, (255, 214, 130, 50))
    points = []
    for corner in range(10):
        radius, angle = size if corner % 2 == 0 else size * 0.45, math.radians(corner * 36 - 90)
        points.append((x + math.cos(angle) * radius, y + math.sin(angle) * radius))
    c.polygon(points, rng.choice(["#e9b44c", "#e2714a", "#7fb08a", "#d98a9a"]))
    c.circle(x, y, size * 0.3, "#fff1c4")


SCENES = {"river": river, "terraces": terraces, "reading": reading, "planting": planting, "lanterns": lanterns}
