"""Scenes of public life: conferences, meetings, stages, prizes; and a quiet pattern."""

import math
from random import Random

from .canvas import Canvas, mix
from .figures import SKIN, adult, bust, head, pupil
from .rooms import WOODS, board, room, window

CLOTHES = ["#f3f0e8", "#cfdde6", "#5a6b80", "#dfe6d8", "#3f4a5c", "#e0c9c4", "#8a9aa8", "#c9b7d0"]
CURTAINS = ["#8f3f3c", "#3f5f7c", "#3f6b60", "#7a4a5c", "#a5643f"]


def _stage(c: Canvas, rng: Random, floor: float) -> str:
    cloth = rng.choice(CURTAINS)
    c.gradient(mix(cloth, "#000000", 0.25), cloth, 0, floor)
    for fold in range(33):
        c.rect(fold * 50, 0, fold * 50 + 18, floor, (0, 0, 0, 26))
        c.rect(fold * 50 + 26, 0, fold * 50 + 36, floor, (255, 255, 255, 16))
    return cloth


def _flowers(c: Canvas, x: float, y: float, size: float, rng: Random) -> None:
    for _ in range(26):
        angle, far = rng.uniform(math.pi, math.tau), rng.uniform(0.2, 1)
        fx, fy = x + math.cos(angle) * size * far * 1.3, y + math.sin(angle) * size * far
        c.ellipse(fx, fy + size * 0.1, size * 0.2, size * 0.1, "#6f9a6a")
    for _ in range(22):
        angle, far = rng.uniform(math.pi, math.tau), rng.uniform(0, 0.95)
        fx, fy = x + math.cos(angle) * size * far * 1.2, y + math.sin(angle) * size * far
        c.circle(fx, fy, size * 0.13, rng.choice(["#f3d9d0", "#e8a58f", "#f0dca8", "#fbf3e6", "#d98a9a"]))


def _lectern(c: Canvas, x: float, floor: float, rng: Random, colour: str | None = None) -> None:
    adult(
        c,
        x,
        floor + 10,
        400,
        rng,
        dress=rng.random() < 0.4,
        colour=colour or rng.choice(["#3f4a5c", "#5a6b80", "#e0c9c4"]),
    )
    wood = rng.choice(WOODS)
    c.polygon([(x - 88, floor - 200), (x + 88, floor - 200), (x + 70, floor + 20), (x - 70, floor + 20)], wood)
    c.rect(x - 100, floor - 216, x + 100, floor - 196, mix(wood, "#3a2a20", 0.3), 5)
    c.line([(x + 24, floor - 214), (x + 10, floor - 262)], "#3a3a3a", 6)
    c.circle(x + 8, floor - 266, 10, "#3a3a3a")
    _flowers(c, x, floor - 70, 56, rng)


def conference(c: Canvas, rng: Random) -> None:
    """A hall: a speaker at the lectern, the audience from behind."""
    cloth = _stage(c, rng, 600)
    c.rect(430, 90, 1170, 360, mix(cloth, "#ffffff", 0.82), 10)
    for row, width in enumerate((0.55, 0.8, 0.4)):
        c.rect(800 - 330 * width, 150 + row * 64, 800 + 330 * width, 176 + row * 64, mix(cloth, "#ffffff", 0.25), 12)
    c.gradient("#b98f68", "#a07854", 600, 690)
    c.rect(0, 690, 1600, 712, "#7d5a40")
    left = rng.random() < 0.5
    _lectern(c, 300 if left else 1300, 640, rng)
    table = 950.0 if left else 650.0
    for number in range(3):
        x = table + (number - 1) * 180
        bust(c, x, 430, 42, rng, cloth=rng.choice(["#3f4a5c", "#cfdde6", "#e0c9c4", "#5a6b80"]), from_behind=False)
    c.rect(table - 310, 520, table + 310, 660, "#efe8d8", 4)
    c.rect(table - 310, 520, table + 310, 536, "#ffffff")
    _flowers(c, table, 560, 40, rng)
    c.gradient("#6d5a4c", "#5a4a40", 712)
    for row in range(3):
        y, size, gap = 770 + row * 105, 38 + row * 10, 150 + row * 34
        for number in range(-6, 7):
            x = 800 + (number + (0.5 if row % 2 else 0)) * gap + rng.uniform(-8, 8)
            if -60 < x < 1660 and rng.random() < 0.94:
                bust(c, x, y, size, rng, cloth=rng.choice(CLOTHES))
        c.rect(0, y + 96, 1600, y + 105, "#4a3c34")


def speaker(c: Canvas, rng: Random) -> None:
    """One speaker at the lectern, close by."""
    cloth = _stage(c, rng, 780)
    c.circle(1150 if rng.random() < 0.5 else 450, 330, 220, mix(cloth, "#ffffff", 0.14))
    c.gradient("#b98f68", "#a07854", 780)
    x = rng.uniform(660, 940)
    suit = rng.choice(["#3f4a5c", "#5a6b80", "#e0c9c4", "#cfdde6", "#8a5a6c"])
    girl = rng.random() < 0.5
    c.rect(x - 175, 420, x + 175, 900, suit, 100)
    c.rect(x - 44, 350, x + 44, 450, rng.choice(SKIN))
    if not girl:
        c.polygon([(x - 60, 420), (x + 60, 420), (x, 560)], "#f7f5ee")
        c.polygon([(x - 16, 440), (x + 16, 440), (x + 22, 560), (x, 600), (x - 22, 560)], "#8f3f3c")
    head(c, x, 290, 108, rng, girl=girl)
    wood = rng.choice(WOODS)
    c.polygon([(x - 300, 690), (x + 300, 690), (x + 250, 1067), (x - 250, 1067)], wood)
    c.rect(x - 330, 660, x + 330, 700, mix(wood, "#3a2a20", 0.3), 10)
    c.line([(x + 120, 662), (x + 60, 520)], "#3a3a3a", 10)
    c.ellipse(x + 56, 508, 18, 26, "#3a3a3a")
    c.polygon([(x - 200, 664), (x - 20, 664), (x - 10, 640), (x - 190, 640)], "#fffdf6")
    _flowers(c, x, 900, 130, rng)


def meeting(c: Canvas, rng: Random) -> None:
    """A working meeting around a table."""
    room(c, rng, 700)
    window(c, 130, 110, 380, 340)
    window(c, 1090, 110, 380, 340)
    board(c, 640, 120, 320, 250, rng, words_only=True)
    for number in range(6):
        x = 260 + number * 216 + rng.uniform(-14, 14)
        bust(c, x, 530, 50, rng, cloth=rng.choice(CLOTHES), from_behind=False)
    wood = rng.choice(WOODS)
    c.ellipse(800, 800, 760, 150, mix(wood, "#2a1f18", 0.35))
    c.ellipse(800, 780, 760, 150, wood)
    c.ellipse(800, 772, 700, 126, mix(wood, "#fff1d8", 0.14))
    for number in range(7):
        x = 300 + number * 166
        y = 770 + (20 if number % 2 else -24)
        if number % 3 == 0:
            c.polygon([(x - 56, y + 24), (x + 56, y + 24), (x + 44, y - 46), (x - 44, y - 46)], "#4a5560")
        else:
            c.polygon([(x - 46, y - 14), (x + 40, y - 14), (x + 52, y + 22), (x - 56, y + 22)], "#fffdf6")
        c.rect(x + 66, y - 8, x + 88, y + 16, "#e9eef0", 5)
    _flowers(c, 800, 740, 54, rng)
    for number in range(5):
        x = 200 + number * 300 + rng.uniform(-20, 20)
        bust(c, x, 900, 66, rng, cloth=rng.choice(CLOTHES))


def performance(c: Canvas, rng: Random) -> None:
    """Pupils and teachers sing and dance on the stage."""
    _stage(c, rng, 760)
    for x in (260.0, 800.0, 1340.0):
        c.polygon([(x - 30, 0), (x + 30, 0), (x + 230, 800), (x - 230, 800)], (255, 240, 200, 30))
    c.gradient("#c29a72", "#a5805c", 760, 940)
    colours = ["#e6c3c0", "#f0dca8", "#a9c7b0", "#d9c4e0", "#e8a58f", "#b9d3d9"]
    count = rng.randint(5, 7)
    for number in range(count):
        x = 210 + (number + 0.5) * 1180 / count
        foot = 850 + (40 if number % 2 else 0)
        adult(c, x, foot, 470, rng, dress=True, pose="point", colour=colours[(number + rng.randint(0, 1)) % 6])
        c.polygon([(x + 76, foot - 420), (x + 196, foot - 420), (x + 136, foot - 474)], "#e9d7a6")
        c.line([(x + 76, foot - 420), (x + 196, foot - 420)], "#c9b27a", 4)
    c.rect(0, 940, 1600, 1067, "#4a3a34")
    for number in range(12):
        bust(c, 70 + number * 134 + rng.uniform(-14, 14), 985, 40, rng, cloth="#2f2826")


def award(c: Canvas, rng: Random) -> None:
    """Winners on the stage with flowers and certificates."""
    cloth = _stage(c, rng, 720)
    for _ in range(70):
        c.circle(rng.uniform(0, 1600), rng.uniform(0, 600), rng.uniform(4, 10), rng.choice(
            [(240, 220, 150, 190), (250, 245, 230, 170), (230, 165, 140, 170)]))  # fmt: skip
    c.gradient("#c29a72", "#a5805c", 720)
    for number, (x, top) in enumerate(((480, 730), (800, 660), (1120, 780))):
        c.rect(x - 150, top, x + 150, 900, mix("#e8dcc0", cloth, 0.12 * number), 6)
        c.rect(x - 150, top, x + 150, top + 20, "#fbf3df", 6)
        pupil(c, x, top, 370, rng, pose="hold")
        if number == 1:
            c.rect(x - 60, top - 190, x + 60, top - 104, "#fffaf0", 4)
            c.rect(x - 50, top - 180, x + 50, top - 114, "#d9b65c", 4)
            c.rect(x - 44, top - 174, x + 44, top - 120, "#fffaf0", 2)
        else:
            _flowers(c, x, top - 120, 60, rng)
    adult(c, 210, 920, 480, rng, dress=False, pose="hold")
    adult(c, 1400, 920, 480, rng, dress=True, pose="hold")


def desk(c: Canvas, rng: Random) -> None:
    """An office desk from above: papers, pen, glasses, tea."""
    wood = rng.choice(WOODS)
    c.gradient(mix(wood, "#fff1d8", 0.12), wood)
    for _ in range(24):
        y = rng.uniform(0, 1067)
        c.line([(0, y), (1600, y + rng.uniform(-14, 14))], (90, 60, 35, 26), rng.uniform(2, 6))
    for x, y, lean in ((rng.uniform(330, 480), 160, -0.06), (rng.uniform(640, 780), 130, 0.05)):
        _sheet(c, x, y, lean, rng)
    cup, pen = rng.choice(((300, 640), (780, 120), (260, 560)))
    c.circle(1360, cup, 150, "#e9eef0")
    c.circle(1360, cup, 116, "#f7f9f9")
    c.circle(1360, cup, 98, rng.choice(["#a5783f", "#8f9a3f", "#b98a4b"]))
    c.line([(1240, pen), (1450, pen + 290)], "#35577f", 22)
    c.line([(1444, pen + 280), (1462, pen + 306)], "#d9b65c", 12)
    low = rng.choice((520, 700, 870))
    for x in (120, 270):
        c.arc(x, low, 66, 56, 0, 360, "#3a3532", 12)
    c.arc(195, low - 8, 18, 16, 180, 360, "#3a3532", 10)
    c.rect(60, 90, 230, 330, rng.choice(["#5f8f88", "#a35b56", "#6a6f9c", "#c98a4b"]), 10)
    c.rect(88, 150, 202, 190, "#fbf3df", 6)


def _sheet(c: Canvas, x: float, y: float, lean: float, rng: Random) -> None:
    def turn(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * math.cos(lean) - dy * math.sin(lean), y + dx * math.sin(lean) + dy * math.cos(lean)

    corners = [(0, 0), (520, 0), (520, 740), (0, 740)]
    c.polygon([turn(dx + 12, dy + 14) for dx, dy in corners], (40, 25, 15, 60))
    c.polygon([turn(dx, dy) for dx, dy in corners], "#fffdf6")
    c.line([turn(60, 70), turn(220, 70)], "#8a8a86", 9)
    c.line([turn(290, 70), turn(460, 70)], "#8a8a86", 9)
    c.line([turn(150, 150), turn(370, 150)], "#5a5a58", 13)
    for row in range(9):
        c.line([turn(60, 220 + row * 44), turn(rng.uniform(330, 460), 220 + row * 44)], "#c6c3b9", 8)
    c.line([turn(330, 660), turn(440, 650)], "#35577f", 7)


def pattern(c: Canvas, rng: Random) -> None:
    """A quiet pattern of fans, as on old tiles."""
    ground = rng.choice(["#e9dfc8", "#dbe5e2", "#ead9cf", "#e3dfe8"])
    ink = rng.choice(["#4f7f95", "#5f8f88", "#a35b56", "#6a6f9c", "#c98a4b"])
    c.gradient(ground, ground)
    step = rng.choice((200, 267))
    for row in range(1067 * 2 // step + 3):
        for column in range(-1, 1600 // step + 2):
            x, y = column * step + (step / 2 if row % 2 else 0), row * step / 2
            for ring in range(5):
                radius = step * (0.5 - ring * 0.1)
                c.pie(x, y, radius, radius, 180, 360, mix(ground, ink, (0.18, 0.5, 0.3, 0.75, 0)[ring]))


SCENES = {
    "conference": conference, "speaker": speaker, "meeting": meeting, "performance": performance, "award": award,
    "desk": desk, "pattern": pattern,
}  # fmt: skip
