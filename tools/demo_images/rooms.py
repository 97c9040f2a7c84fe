"""Rooms and their furniture, and the scenes of lessons: classroom, exam, evening class."""

import math
from random import Random

from .canvas import Canvas, mix
from .figures import adult, bust

WALLS = ["#efe4cb", "#dfe7e0", "#f1e3d3", "#dde5ea", "#efe8d6", "#e6dfe6"]
FLOORS = ["#c9a884", "#b99a7c", "#cbb79a", "#a9957f"]
WOODS = ["#b98a5c", "#a87a50", "#c79a68"]


def room(c: Canvas, rng: Random, floor: float = 720) -> str:
    """Walls, skirting board and floor; returns the colour of the wall."""
    wall = rng.choice(WALLS)
    c.gradient(wall, mix(wall, "#8a7a68", 0.14), 0, floor)
    ground = rng.choice(FLOORS)
    c.gradient(mix(ground, "#3a2f28", 0.14), ground, floor)
    c.rect(0, floor - 16, 1600, floor, mix(wall, "#6a5a4a", 0.35))
    return wall


def window(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A window with the hills outside."""
    c.rect(x - 14, y - 14, x + width + 14, y + height + 14, "#8a6a50", 6)
    c.rect(x, y, x + width, y + height, mix(c.mood.top, c.mood.bottom, 0.5))
    c.pie(x + width * 0.3, y + height, width * 0.3, height * 0.45, 180, 360, c.mood.mid)
    c.pie(x + width * 0.68, y + height, width * 0.32, height * 0.32, 180, 360, c.mood.near)
    c.line([(x + width / 2, y), (x + width / 2, y + height)], "#8a6a50", 10)
    c.line([(x, y + height * 0.4), (x + width, y + height * 0.4)], "#8a6a50", 8)


def board(c: Canvas, x: float, y: float, width: float, height: float, rng: Random, *, words_only: bool = False) -> None:
    """A green board with chalk marks instead of words."""
    c.rect(x - 16, y - 16, x + width + 16, y + height + 16, "#9a7350", 6)
    c.gradient_box(x, y, x + width, y + height, "#34584e", "#2b4a44")
    kind = 3 if words_only else rng.randint(0, 2)
    if kind == 0:
        c.line([(x + 60, y + height - 50), (x + 60, y + 40)], "#dfe8df", 4)
        c.line([(x + 60, y + height - 50), (x + width * 0.45, y + height - 50)], "#dfe8df", 4)
        curve = [
            (x + 60 + t * width * 0.0045, y + height - 60 - (t * t) / 10000 * height * 0.6) for t in range(0, 81, 4)
        ]
        c.line(curve, "#f0d58a", 5)
    elif kind == 1:
        cx, cy = x + width * 0.24, y + height * 0.52
        points = [
            (cx, cy - height * 0.32),
            (cx + height * 0.34, cy + height * 0.26),
            (cx - height * 0.34, cy + height * 0.26),
        ]
        c.line([*points, points[0]], "#dfe8df", 4)
        c.arc(cx, cy + 10, height * 0.16, height * 0.16, 0, 360, "#f0d58a", 4)
    elif kind == 2:
        for leaf in range(5):
            angle = math.radians(leaf * 72 - 90)
            c.ellipse(
                x + width * 0.22 + math.cos(angle) * 46, y + height * 0.5 + math.sin(angle) * 46, 30, 30, "#9fc0a8"
            )
        c.circle(x + width * 0.22, y + height * 0.5, 26, "#f0d58a")
    for row in range(4):
        start = x + width * (0.18 if words_only else 0.55)
        c.line([(start, y + 60 + row * 52), (start + width * rng.uniform(0.2, 0.38), y + 60 + row * 52)],
               (223, 232, 223, 200), 5)  # fmt: skip
    c.rect(x + width * 0.3, y + height + 12, x + width * 0.7, y + height + 24, "#7d5a40")


def classroom(c: Canvas, rng: Random) -> None:
    """A lesson, seen from the last row."""
    room(c, rng, 640)
    board(c, 470, 130, 660, 320, rng)
    for x in (70.0, 1270.0):
        window(c, x, 150, 260, 330)
    at = rng.choice((400, 1190))
    adult(c, at, 690, 440, rng, dress=rng.random() < 0.65, pose="point" if at < 800 else "hold")
    wood = rng.choice(WOODS)
    for row in range(3):
        y, size = 640 + row * 150, 34 + row * 11
        count = 5 - row
        for number in range(count):
            x = 800 + (number - (count - 1) / 2) * (270 + row * 80)
            width = 108 + row * 32
            c.rect(x - width, y + 30, x + width, y + 58, wood, 6)
            for side in (-0.5, 0.5):
                if rng.random() < 0.93:
                    bust(c, x + side * width, y, size, rng, cloth="#f5f2ea")
            c.rect(x - width, y + 118 + row * 16, x + width, y + 140 + row * 18, mix(wood, "#3a2a20", 0.25), 5)


def exam(c: Canvas, rng: Random) -> None:
    """An exam room: single desks far apart, papers, a clock, an invigilator."""
    room(c, rng, 560)
    board(c, 560, 120, 480, 240, rng, words_only=True)
    c.circle(300, 190, 66, "#6a5a4a")
    c.circle(300, 190, 56, "#fbf6e6")
    c.line([(300, 150), (300, 190), (330, 206)], "#3a3532", 6)
    window(c, 1210, 130, 280, 300)
    adult(c, rng.choice((420, 1130)), 640, 400, rng, dress=rng.random() < 0.5, pose="hold")
    wood = rng.choice(WOODS)
    for row in range(3):
        y, size, gap = 640 + row * 155, 32 + row * 9, 330 + row * 90
        for number in range(-2, 3):
            x = 800 + number * gap
            if not -100 < x < 1700:
                continue
            width = 96 + row * 26
            bust(c, x, y - 70, size, rng, cloth="#f5f2ea", from_behind=False)
            c.polygon(
                [(x - width, y + 8), (x + width, y + 8), (x + width * 1.12, y + 52), (x - width * 1.12, y + 52)], wood
            )
            c.polygon([(x - 44, y + 14), (x + 40, y + 14), (x + 48, y + 42), (x - 52, y + 42)], "#fffdf6")
            for text in range(3):
                c.line([(x - 34, y + 20 + text * 8), (x + 28, y + 20 + text * 8)], "#b9b6ad", 2)
            c.line([(x + 30, y + 36), (x + 62, y + 14)], "#35577f", 5)
            c.rect(x - width * 1.12, y + 52, x + width * 1.12, y + 64, mix(wood, "#3a2a20", 0.3))
            for side in (-1, 1):
                c.line([(x + side * width, y + 64), (x + side * width, y + 130)], "#6a6a68", 8)


def evening(c: Canvas, rng: Random) -> None:
    """An evening class for adults at a community learning centre."""
    wall = rng.choice(["#d9c7a0", "#cdbb98", "#d6bfa4"])
    c.gradient(mix(wall, "#5a4a3a", 0.35), wall, 0, 680)
    c.gradient("#8a6f54", "#a5876a", 680)
    for x in (90.0, 1240.0):
        c.rect(x - 14, 150, x + 284, 464, "#6d4f3a", 6)
        c.rect(x, 164, x + 270, 450, "#1f3355")
        c.circle(x + 190, 230, 30, "#fff1c4")
        c.line([(x + 135, 164), (x + 135, 450)], "#6d4f3a", 10)
    board(c, 500, 170, 600, 300, rng)
    for lamp in (430, 800, 1170):
        c.line([(lamp, 0), (lamp, 70)], "#3a2f28", 5)
        c.polygon([(lamp - 54, 104), (lamp + 54, 104), (lamp + 24, 66), (lamp - 24, 66)], "#5a4a3a")
        c.polygon([(lamp - 50, 104), (lamp + 50, 104), (lamp + 240, 680), (lamp - 240, 680)], (255, 236, 180, 26))
        c.circle(lamp, 108, 17, "#fff1c4")
    adult(c, rng.choice((420, 1190)), 720, 430, rng, dress=True, pose="point")
    clothes = ["#7a8f9c", "#a5826a", "#8a9a78", "#9c7f8a", "#b89a68", "#6f7f8f"]
    for row in range(2):
        y, size, count = 700 + row * 170, 48 + row * 12, 5 - row
        for number in range(count):
            x = 800 + (number - (count - 1) / 2) * (290 + row * 60)
            bust(c, x, y, size, rng, cloth=rng.choice(clothes))
        c.rect(60, y + 150, 1540, y + 176, "#8a6442", 6)


SCENES = {"classroom": classroom, "exam": exam, "evening": evening}
