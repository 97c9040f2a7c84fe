"""Scenes of individual work: library, desk, computer room, laboratory, workshop."""

import math
from random import Random

from .canvas import Canvas, mix
from .figures import adult, bust
from .rooms import WOODS, board, room, window

COVERS = ["#c98a4b", "#4f7f95", "#a35b56", "#7a9a6b", "#6a6f9c", "#d9b65c", "#5f8f88", "#8a5a6c"]


def _shelf(c: Canvas, x: float, y: float, width: float, height: float, rng: Random, wood: str) -> None:
    c.rect(x - 12, y - 12, x + width + 12, y + height + 12, wood, 4)
    rows = max(2, round(height / 130))
    for row in range(rows):
        top = y + row * height / rows
        base = top + height / rows - 14
        c.rect(x, top, x + width, base, mix(wood, "#2a1f18", 0.5))
        at = x + 8
        while at < x + width - 34:
            thick, tall = rng.uniform(15, 32), rng.uniform(0.6, 0.92) * (base - top)
            if rng.random() < 0.07:
                at += 36
                continue
            fill = mix(rng.choice(COVERS), "#ffffff", rng.uniform(0, 0.25))
            c.rect(at, base - tall, at + thick, base, fill)
            c.rect(at + 4, base - tall * 0.82, at + thick - 4, base - tall * 0.74, (255, 250, 235, 170))
            at += thick + 2


def library(c: Canvas, rng: Random) -> None:
    """Shelves and a reading table."""
    room(c, rng, 720)
    wood = rng.choice(WOODS)
    for number in range(3):
        _shelf(c, 50 + number * 530, 90, 430, 560, rng, wood)
    for number in range(4):
        x = 260 + number * 360 + rng.uniform(-30, 30)
        bust(c, x, 640, 54, rng, cloth="#f5f2ea", from_behind=False)
    c.rect(90, 810, 1510, 850, wood, 10)
    c.rect(90, 850, 1510, 872, mix(wood, "#3a2a20", 0.3))
    for leg in (170, 1400):
        c.rect(leg, 872, leg + 36, 1067, mix(wood, "#3a2a20", 0.3))
    for number in range(4):
        x = 260 + number * 360
        c.polygon([(x - 80, 800), (x, 814), (x + 80, 800), (x + 90, 826), (x, 838), (x - 90, 826)], rng.choice(COVERS))
        c.polygon([(x - 74, 794), (x, 808), (x + 74, 794), (x + 82, 816), (x, 830), (x - 82, 816)], "#fffaf0")
    for number in range(3):
        for level in range(rng.randint(2, 5)):
            x = 430 + number * 360
            c.rect(x - 52 + rng.uniform(-6, 6), 790 - level * 20, x + 52, 810 - level * 20, rng.choice(COVERS), 3)


def bookstack(c: Canvas, rng: Random) -> None:
    """A still life: books, a lamp, a cup of pencils by the window."""
    room(c, rng, 760)
    window(c, rng.choice((150, 880)), 110, 560, 460)
    wood = rng.choice(WOODS)
    c.gradient(mix(wood, "#fff1d8", 0.18), wood, 780)
    base = rng.uniform(420, 620)
    y = 900.0
    for _level in range(rng.randint(5, 7)):
        thick, half = rng.uniform(38, 58), rng.uniform(210, 280)
        fill, shift = rng.choice(COVERS), rng.uniform(-24, 24)
        c.rect(base + shift - half, y - thick, base + shift + half, y, fill, 8)
        c.rect(base + shift - half + 26, y - thick + 8, base + shift + half, y - 8, "#fbf3df")
        c.rect(base + shift - half, y - thick, base + shift - half + 34, y, mix(fill, "#2a1f18", 0.15), 8)
        y -= thick
    c.circle(base - 40, y - 62, 62, rng.choice(["#c8553f", "#9fb04f", "#d99a3f"]))
    c.line([(base - 40, y - 116), (base - 26, y - 146)], "#5a4034", 8)
    c.ellipse(base + 2, y - 140, 30, 13, "#6f9a5a")
    x = 1130
    c.rect(x, 760, x + 130, 910, rng.choice(["#5f8f88", "#c98a4b", "#7d8fa8"]), 12)
    for number in range(5):
        lean = rng.uniform(-40, 40)
        c.line([(x + 22 + number * 21, 764), (x + 22 + number * 21 + lean, 640)], rng.choice(COVERS), 14)
    c.rect(x, 760, x + 130, 790, (255, 255, 255, 50), 12)
    c.polygon([(880, 930), (1220, 930), (1280, 1010), (850, 1010)], "#fffaf0")
    for row in range(4):
        c.line([(910, 948 + row * 15), (1200, 948 + row * 15)], "#c9c2b2", 3)
    c.line([(1180, 1000), (1330, 930)], "#35577f", 12)


def computers(c: Canvas, rng: Random) -> None:
    """A computer room in use."""
    room(c, rng, 640)
    c.rect(520, 110, 1080, 420, "#5a6068", 8)
    c.gradient_box(534, 124, 1066, 406, "#e7f0f2", "#c9dde2")
    for bar in range(5):
        tall = rng.uniform(60, 200)
        c.rect(
            600 + bar * 84,
            370 - tall,
            650 + bar * 84,
            370,
            ["#4f7f95", "#c98a4b", "#7a9a6b", "#a35b56", "#6a6f9c"][bar],
        )
    for x in (90.0, 1250.0):
        window(c, x, 140, 260, 300)
    adult(c, rng.choice((430, 1170)), 680, 430, rng, dress=rng.random() < 0.5, pose="hold")
    for row in range(2):
        y, size = 690 + row * 200, 44 + row * 14
        count, wide = 5 - row, 140 + row * 34
        c.rect(0, y + 60, 1600, y + 84, "#d9d2c4")
        for number in range(count):
            x = 800 + (number - (count - 1) / 2) * (300 + row * 80)
            c.rect(x - wide * 0.8, y - 70 - row * 20, x + wide * 0.8, y + 52, "#3f474f", 8)
            c.rect(
                x - wide * 0.74,
                y - 62 - row * 20,
                x + wide * 0.74,
                y + 42,
                rng.choice(["#a9cdd6", "#c3d9c8", "#d9d0e0"]),
            )
            bust(c, x, y + 10, size, rng, cloth="#f5f2ea")


def laboratory(c: Canvas, rng: Random) -> None:
    """Pupils at an experiment."""
    room(c, rng, 700)
    window(c, 100, 120, 330, 330)
    _shelf(c, 1130, 110, 360, 330, rng, "#9aa8a8")
    board(c, 560, 120, 420, 250, rng)
    for number in range(4):
        x = 250 + number * 360 + rng.uniform(-20, 20)
        bust(c, x, 560, 62, rng, cloth=rng.choice(["#f5f2ea", "#eaf1f3"]), from_behind=False)
    c.rect(60, 790, 1540, 830, "#e6e3da", 8)
    c.rect(90, 830, 1510, 1067, "#9aa39f")
    for number in range(6):
        x, liquid = 190 + number * 240, rng.choice(["#6fb0a8", "#d98a5c", "#8a7fb8", "#d9b65c", "#7fa8c9"])
        kind = rng.randint(0, 2)
        if kind == 0:
            c.polygon([(x - 16, 650), (x + 16, 650), (x + 16, 700), (x + 66, 790), (x - 66, 790), (x - 16, 700)],
                      (235, 245, 248, 200))  # fmt: skip
            c.polygon([(x - 38, 740), (x + 38, 740), (x + 62, 786), (x - 62, 786)], liquid)
        elif kind == 1:
            for tube in range(3):
                c.rect(x - 58 + tube * 44, 670, x - 30 + tube * 44, 786, (235, 245, 248, 210), 12)
                c.rect(x - 56 + tube * 44, rng.uniform(700, 740), x - 32 + tube * 44, 784, liquid, 10)
            c.rect(x - 76, 728, x + 76, 744, "#a87a50")
        else:
            c.rect(x - 56, 772, x + 56, 790, "#4a5560", 6)
            c.line([(x + 36, 772), (x + 44, 690), (x, 650)], "#4a5560", 16)
            c.line([(x - 14, 636), (x + 10, 720)], "#5f6f7c", 24)
            c.rect(x - 40, 728, x + 44, 740, "#4a5560")


def workshop(c: Canvas, rng: Random) -> None:
    """A vocational workshop: tools on the wall, learners at the bench."""
    room(c, rng, 720)
    c.rect(120, 110, 1120, 430, "#b9a184", 8)
    for number in range(9):
        x, kind = 190 + number * 108, rng.randint(0, 2)
        steel, grip = "#6d7880", rng.choice(["#c8553f", "#d99a3f", "#4f7f95"])
        if kind == 0:
            c.line([(x, 180), (x, 320)], steel, 14)
            c.arc(x, 160, 32, 32, 120, 420, steel, 16)
        elif kind == 1:
            c.rect(x - 10, 240, x + 10, 380, grip, 8)
            c.rect(x - 44, 180, x + 44, 236, steel, 6)
        else:
            c.rect(x - 12, 280, x + 12, 390, grip, 8)
            c.line([(x, 160), (x, 280)], steel, 10)
    window(c, 1230, 120, 270, 330)
    for number in range(3):
        adult(c, 330 + number * 440 + rng.uniform(-40, 40), 960, 560, rng, dress=False, pose="hold",
              colour=rng.choice(["#6f8fa8", "#7a8f7c", "#8a8fa0"]))  # fmt: skip
    wood = rng.choice(WOODS)
    c.rect(70, 790, 1530, 838, wood, 6)
    c.rect(100, 838, 1500, 1067, mix(wood, "#3a2a20", 0.35))
    for number in range(4):
        x, radius = 250 + number * 370, rng.uniform(40, 62)
        y = 790 - radius
        for tooth in range(10):
            angle = math.radians(tooth * 36)
            c.circle(x + math.cos(angle) * radius, y + math.sin(angle) * radius, radius * 0.2, "#7c868c")
        c.circle(x, y, radius * 0.95, "#8f999e")
        c.circle(x, y, radius * 0.4, wood)


SCENES = {
    "library": library,
    "bookstack": bookstack,
    "computers": computers,
    "laboratory": laboratory,
    "workshop": workshop,
}
