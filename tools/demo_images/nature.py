"""Trees, clouds, sun and buildings that several scenes share."""

import math
from random import Random

from .canvas import Canvas, mix


def cloud(c: Canvas, x: float, y: float, size: float) -> None:
    fill = (255, 255, 255, 60 if c.mood.is_night else 150)
    c.ellipse(x, y, size, size * 0.26, fill)
    c.circle(x - size * 0.3, y - size * 0.16, size * 0.3, fill)
    c.circle(x + size * 0.2, y - size * 0.2, size * 0.36, fill)


def heavens(c: Canvas, rng: Random, horizon: float) -> None:
    """Sky with sun and clouds, or moon and stars."""
    c.sky(horizon + 20)
    x, y = rng.uniform(180, 1420), rng.uniform(110, 250)
    if c.mood.is_night:
        for _ in range(70):
            c.circle(rng.uniform(0, 1600), rng.uniform(0, horizon * 0.8), rng.uniform(1, 2.6), (255, 250, 225, 190))
        c.circle(x, y, 120, (255, 241, 196, 30))
        c.circle(x, y, 84, c.mood.sun)
        return
    for radius, alpha in ((170, 40), (125, 60)):
        c.circle(x, y, radius, (255, 250, 225, alpha))
    c.circle(x, y, 82, c.mood.sun)
    for _ in range(rng.randint(2, 4)):
        cloud(c, rng.uniform(60, 1540), rng.uniform(80, 300), rng.uniform(70, 150))


def tree(c: Canvas, x: float, y: float, height: float, rng: Random, kind: str = "round") -> None:
    """A tree with its trunk at a point. Kinds: round, flame (phượng in flower), palm, bamboo."""
    bark = "#6d5646" if not c.mood.is_night else "#33343c"
    if kind == "palm":
        _palm(c, x, y, height, rng, bark)
        return
    if kind == "bamboo":
        _bamboo(c, x, y, height, rng)
        return
    leaf = {"round": c.mood.near, "flame": "#5d8a55"}[kind]
    width = height * 0.045
    c.polygon([(x - width * 1.2, y), (x + width * 1.2, y), (x + width * 0.6, y - height * 0.6),
               (x - width * 0.6, y - height * 0.6)], bark)  # fmt: skip
    for side in (-1, 1):
        c.line([(x, y - height * 0.4), (x + side * height * 0.17, y - height * 0.66)], bark, width)
    flat = 0.7 if kind == "flame" else 1
    blobs = [(-0.24, -0.62, 0.2), (0.25, -0.63, 0.2), (0, -0.78, 0.27), (-0.12, -0.6, 0.2), (0.13, -0.58, 0.19)]
    for shade, lift in ((mix(leaf, "#1f3a33", 0.25), 0), (leaf, 0.03), (mix(leaf, "#fff6c8", 0.16), 0.075)):
        shrink = 1 - lift * 4
        for dx, dy, r in blobs:
            c.ellipse(x + (dx - lift * 0.5) * height, y + (dy - lift) * height, r * height * shrink,
                      r * height * shrink * flat, shade)  # fmt: skip
    if kind == "flame":
        for _ in range(90):
            dx, dy, r = rng.choice(blobs)
            angle, far = rng.uniform(0, math.tau), rng.uniform(0, r * 0.95)
            c.circle(x + (dx + math.cos(angle) * far) * height, y + (dy + math.sin(angle) * far * flat) * height,
                     height * rng.uniform(0.012, 0.026), rng.choice(["#d5543c", "#e2714a", "#c8453b"]))  # fmt: skip


def _palm(c: Canvas, x: float, y: float, height: float, rng: Random, bark: str) -> None:
    lean = rng.uniform(-0.16, 0.16) * height
    top = (x + lean, y - height)
    c.line([(x, y), (x + lean * 0.35, y - height * 0.5), top], bark, height * 0.035)
    for angle in range(-200, 21, 31):
        turn = math.radians(angle)
        end = (top[0] + math.cos(turn) * height * 0.36, top[1] + math.sin(turn) * height * 0.2 + height * 0.12)
        middle = (top[0] + math.cos(turn) * height * 0.22, top[1] + math.sin(turn) * height * 0.26 - height * 0.02)
        c.polygon([top, middle, end, (middle[0], middle[1] + height * 0.06)], mix(c.mood.near, "#2f6b45", 0.4))
    for dx in (-0.025, 0.025):
        c.circle(top[0] + dx * height, top[1] + 0.035 * height, 0.03 * height, "#8a6a43")


def _bamboo(c: Canvas, x: float, y: float, height: float, rng: Random) -> None:
    for _ in range(7):
        foot, bend = x + rng.uniform(-0.12, 0.12) * height, rng.uniform(-0.2, 0.2) * height
        stem = mix(c.mood.near, "#9fae4f", rng.uniform(0.2, 0.6))
        top = (foot + bend, y - height * rng.uniform(0.75, 1))
        c.line([(foot, y), (foot + bend * 0.3, y - height * 0.5), top], stem, height * 0.018)
        for step in range(6):
            share = 0.45 + step * 0.1
            lx, ly = foot + bend * share, y + (top[1] - y) * share
            side = rng.choice((-1, 1))
            c.polygon([(lx, ly), (lx + side * height * 0.1, ly - height * 0.02), (lx + side * height * 0.14,
                      ly + height * 0.05)], mix(stem, "#3f6f45", 0.4))  # fmt: skip


def school(c: Canvas, x: float, y: float, width: float, storeys: int, rng: Random) -> None:
    """A school building from the front: galleries, shutters, tiled roof; ``y`` is the ground."""
    wall, roof = c.mood.wall, rng.choice(["#b8604a", "#a9573f", "#8f5a4c", "#5f7d8c"])
    shade, storey = mix(wall, "#5a4a3f", 0.22), width * 0.1
    bays, top = 8, y - storey * storeys
    c.rect(x, top, x + width, y, wall)
    ridge = top - storey * 0.62
    c.polygon([(x - 26, top), (x + width + 26, top), (x + width - 30, ridge), (x + 30, ridge)], roof)
    glass = "#ffe2a0" if c.mood.is_night else rng.choice(["#6f98a8", "#5f8f88", "#7d8fa8"])
    bay = width / bays
    for floor in range(storeys):
        base = y - storey * floor
        c.rect(x, base - storey, x + width, base - storey + 7, shade)
        for number in range(bays):
            left = x + number * bay
            if floor == 0 and number in (3, 4):
                continue
            c.rect(left + bay * 0.2, base - storey * 0.8, left + bay * 0.8, base - storey * 0.26, glass)
            c.line([(left + bay * 0.5, base - storey * 0.8), (left + bay * 0.5, base - storey * 0.26)], wall, 3)
        for number in range(bays + 1):
            c.rect(x + number * bay - 5, base - storey, x + number * bay + 5, base, mix(wall, "#ffffff", 0.35))
        if floor:
            c.rect(x, base - storey * 0.2, x + width, base, mix(wall, "#ffffff", 0.2))
            c.rect(x, base - storey * 0.2, x + width, base - storey * 0.16, shade)
    middle, half = x + width / 2, bay * 1.15
    gable = [(middle - half * 1.2, top), (middle + half * 1.2, top), (middle, top - storey * 1.15)]
    c.polygon(gable, mix(roof, "#ffffff", 0.12))
    c.circle(middle, top - storey * 0.42, storey * 0.22, "#fbf6e6")
    c.line([(middle, top - storey * 0.56), (middle, top - storey * 0.42), (middle + storey * 0.1, top - storey * 0.38)],
           "#4a4a4a", 3)  # fmt: skip
    c.rect(middle - half, y - storey * 0.86, middle + half, y, shade)
    c.rect(middle - half * 0.8, y - storey * 0.76, middle - 3, y, "#7d5a48")
    c.rect(middle + 3, y - storey * 0.76, middle + half * 0.8, y, "#7d5a48")


def roof_house(c: Canvas, x: float, y: float, width: float, wall: str, roof: str) -> None:
    """A small house with a pitched roof; ``y`` is the ground."""
    height = width * 0.42
    c.rect(x, y - height, x + width, y, wall)
    c.polygon([(x - width * 0.1, y - height), (x + width * 1.1, y - height), (x + width * 0.82, y - height * 1.75),
               (x + width * 0.18, y - height * 1.75)], roof)  # fmt: skip
    c.rect(x + width * 0.42, y - height * 0.72, x + width * 0.58, y, mix(wall, "#4a3a30", 0.55))
    for left in (0.12, 0.7):
        light = "#ffdf94" if c.mood.is_night else "#7c9ca6"
        c.rect(x + width * left, y - height * 0.7, x + width * (left + 0.18), y - height * 0.32, light)
