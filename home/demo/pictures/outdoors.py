"""Scenes in the open: yards, fields, rivers, streets."""

import math
from random import Random

from .canvas import Canvas, mix
from .figures import TROUSERS, adult, bust, pupil
from .nature import cloud, heavens, roof_house, school, tree


def yard(c: Canvas, rng: Random) -> None:
    """A schoolyard with pupils before the building."""
    heavens(c, rng, 640)
    c.wave(560, 50, c.mood.far)
    c.wave(610, 30, c.mood.mid, 500)
    c.gradient(mix(c.mood.ground, "#8a7a5c", 0.25), c.mood.ground, 650)
    width = rng.uniform(820, 1060)
    left = rng.uniform(160, 1440 - width)
    school(c, left, 700, width, rng.choice((2, 2, 3)), rng)
    c.rect(0, 700, 1600, 716, mix(c.mood.ground, "#6a5a48", 0.3))
    tree(c, rng.uniform(60, 170), 770, rng.uniform(440, 520), rng, rng.choice(("flame", "round")))
    tree(c, rng.uniform(1430, 1540), 780, rng.uniform(420, 540), rng, rng.choice(("flame", "round", "palm")))
    behind = rng.random() < 0.4
    for row in range(2):
        foot, count = 820 + row * 150, rng.randint(5, 8)
        for number in range(count):
            x = 130 + (number + rng.uniform(0.3, 0.7)) * 1340 / count
            pupil(c, x, foot + rng.uniform(-14, 14), 170 + row * 55, rng,
                  pose=rng.choice(("stand", "wave", "hold", "stand")), from_behind=behind)  # fmt: skip


def assembly(c: Canvas, rng: Random) -> None:
    """The morning assembly: rows of pupils from behind, a speaker on the steps."""
    heavens(c, rng, 620)
    c.wave(570, 40, c.mood.far)
    school(c, 130, 640, 1340, rng.choice((2, 3)), rng)
    c.gradient(mix(c.mood.ground, "#8a7a5c", 0.3), c.mood.ground, 640)
    c.rect(480, 640, 1120, 666, mix(c.mood.ground, "#ffffff", 0.5))
    c.rect(440, 666, 1160, 694, mix(c.mood.ground, "#ffffff", 0.3))
    adult(c, rng.uniform(640, 760), 664, 200, rng, dress=rng.random() < 0.6, pose="point")
    adult(c, rng.uniform(860, 960), 664, 200, rng, dress=rng.random() < 0.5)
    for pot in (500, 1100):
        c.rect(pot - 26, 634, pot + 26, 668, "#b8604a", 6)
        c.circle(pot, 612, 40, c.mood.near)
    for row in range(4):
        foot, height = 800 + row * 95, 130 + row * 26
        gap = 86 + row * 18
        for number in range(-10, 11):
            x = 800 + (number + (0.5 if row % 2 else 0)) * gap + rng.uniform(-5, 5)
            if -40 < x < 1640:
                pupil(c, x, foot, height, rng, from_behind=True)


def river(c: Canvas, rng: Random) -> None:
    """Mountains, a river, a boat; nobody in a hurry."""
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
        c.polygon([*[(x, at + 9 + step * 1.4) for x, at in edge], (1640, 1067), (-20, 1067)], mix(fill, c.mood.mid, 0.25))
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
    c.polygon([(x - 62, y - 50), (x, y - 36), (x + 62, y - 50), (x + 62, y - 38), (x, y - 24), (x - 62, y - 38)], "#fffaf0")


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
        for x, y in cord[1 + row :: 4]:
            _lantern(c, x, y + 46, rng.uniform(34, 46), rng)
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


def sports(c: Canvas, rng: Random) -> None:
    """A race on the school's running track."""
    heavens(c, rng, 560)
    c.wave(480, 40, c.mood.far)
    c.wave(540, 25, c.mood.mid, 460)
    for number in range(9):
        tree(c, number * 200 + rng.uniform(-40, 40), 590, rng.uniform(140, 210), rng, "round")
    c.gradient(mix(c.mood.near, "#c9d68a", 0.45), mix(c.mood.near, "#c9d68a", 0.25), 580, 700)
    c.gradient("#c9765a", "#b0573f", 690)
    for lane in range(5):
        y = 706 + lane * lane * 11 + lane * 38
        c.line([(0, y), (1600, y)], "#f3e6d8", 4 + lane)
    for lane in range(4):
        y = 790 + lane * lane * 11 + lane * 42
        pupil(c, 220 + rng.uniform(0, 900), y - 6, 200 + lane * 18, rng, pose="run")
        if lane < 3:
            pupil(c, 1240 + rng.uniform(-40, 160), y - 6, 190 + lane * 18, rng, pose="run")
    for number in range(9):
        c.polygon([(number * 190 + 10, 60), (number * 190 + 130, 60), (number * 190 + 70, 130)],
                  ["#e9b44c", "#5f8f88", "#c98a4b", "#7d8fa8"][number % 4])  # fmt: skip
    c.line([(0, 60), (1600, 60)], "#6a5a48", 4)


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


def playground(c: Canvas, rng: Random) -> None:
    """A kindergarten's playground with slide and swing."""
    heavens(c, rng, 600)
    c.wave(540, 40, c.mood.far)
    roof_house(c, 470, 690, 560, c.mood.wall, rng.choice(["#c98a4b", "#b8604a", "#5f8f88"]))
    c.gradient(mix(c.mood.near, "#dfe6a0", 0.55), mix(c.mood.near, "#dfe6a0", 0.3), 660)
    for number in range(33):
        c.rect(number * 50, 610, number * 50 + 26, 690, ["#e9b44c", "#5f8f88", "#e08a6a", "#7d8fa8"][number % 4], 10)
    c.ellipse(800, 900, 560, 120, mix(c.mood.ground, "#e2a07a", 0.3))
    side = rng.choice((0, 1))
    x = 260 if side else 1180
    c.rect(x, 560, x + 130, 588, "#7d5a48")
    for post in (x + 8, x + 122):
        c.line([(post, 590), (post, 850)], "#e9b44c", 16)
    for rung in range(5):
        c.line([(x + 8, 640 + rung * 44), (x + 122, 640 + rung * 44)], "#5f8f88", 9)
    c.polygon([(x + 120, 570), (x + 150, 570), (x + 330, 850), (x + 270, 850)], "#d5694c")
    s = 1120 if side else 180
    for leg in (s, s + 330):
        c.line([(leg + 60, 560), (leg, 860)], "#5f8f88", 14)
        c.line([(leg + 60, 560), (leg + 100, 860)], "#5f8f88", 14)
    c.line([(s + 50, 560), (s + 400, 560)], "#5f8f88", 16)
    for cord in (s + 150, s + 250):
        c.line([(cord, 560), (cord, 760)], "#6a5a48", 5)
    c.rect(s + 135, 756, s + 265, 774, "#c98a4b", 6)
    for number in range(rng.randint(5, 7)):
        pupil(c, 330 + number * 155 + rng.uniform(-20, 20), 900 + rng.uniform(-25, 70), 180, rng,
              pose=rng.choice(("wave", "stand", "give")))  # fmt: skip
    adult(c, rng.uniform(740, 900), 880, 330, rng, dress=True, pose="hold")


def road(c: Canvas, rng: Random) -> None:
    """Pupils cross the road at a zebra crossing by the school gate."""
    heavens(c, rng, 600)
    c.wave(550, 40, c.mood.far)
    school(c, 420, 690, 1060, 2, rng)
    for number in range(5):
        tree(c, 60 + number * 370 + rng.uniform(-30, 30), 715, rng.uniform(260, 330), rng, rng.choice(("round", "flame")))
    c.rect(0, 700, 1600, 780, mix(c.mood.ground, "#ffffff", 0.25))
    c.gradient("#6d737a", "#5a6068", 780)
    for number in range(9):
        x = 260 + number * 130
        c.polygon([(x + 40, 790), (x + 100, 790), (x + 66, 1067), (x - 20, 1067)], "#eeeae0")
    for number in range(rng.randint(5, 6)):
        pupil(c, 300 + number * 190 + rng.uniform(-20, 20), 950 + rng.uniform(-40, 50), 245, rng, pose="stand",
              from_behind=number % 2 == 0)  # fmt: skip
    adult(c, rng.choice((150, 1450)), 940, 400, rng, dress=False, pose="point", colour="#9fb8c9")


def rain(c: Canvas, rng: Random) -> None:
    """Pupils under umbrellas on a rainy day."""
    c.gradient("#7f939e", "#c6d0d0", 0, 700)
    c.wave(560, 60, "#93a7a8")
    c.wave(620, 40, "#7f9892", 520)
    for _ in range(6):
        cloud(c, rng.uniform(0, 1600), rng.uniform(60, 240), rng.uniform(140, 240))
    school(c, 280, 720, 1040, 2, rng)
    c.gradient("#a3aaa2", "#8a968f", 720)
    for _ in range(12):
        c.ellipse(rng.uniform(0, 1600), rng.uniform(780, 1050), rng.uniform(60, 150), rng.uniform(8, 16), (225, 235, 238, 110))
    for number in range(rng.randint(5, 6)):
        x, foot = 190 + number * 250 + rng.uniform(-30, 30), 960 + rng.uniform(-50, 40)
        pupil(c, x, foot, 250, rng, pose="hold", from_behind=number % 2 == 1)
        fill = rng.choice(["#d5694c", "#e9b44c", "#5f8f88", "#4f7f95", "#a35b76"])
        c.line([(x + 16, foot - 110), (x + 16, foot - 370)], "#4a4038", 6)
        c.pie(x + 16, foot - 270, 140, 120, 180, 360, fill)
        c.pie(x + 16, foot - 270, 52, 120, 180, 360, mix(fill, "#ffffff", 0.2))
    for _ in range(260):
        x, y = rng.uniform(0, 1600), rng.uniform(0, 1040)
        c.line([(x, y), (x - 6, y + 30)], (240, 246, 248, 90), 2)


SCENES = {
    "yard": yard, "assembly": assembly, "river": river, "terraces": terraces, "reading": reading, "lanterns": lanterns,
    "sports": sports, "planting": planting, "playground": playground, "road": road, "rain": rain,
}  # fmt: skip
