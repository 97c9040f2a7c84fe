"""Scenes on the school's grounds and in front of its gate."""

from random import Random

from .canvas import Canvas, mix
from .figures import adult, pupil
from .nature import cloud, heavens, roof_house, school, tree


def yard(c: Canvas, rng: Random) -> None:
    """A schoolyard with pupils in front of the building."""
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
        tree(
            c, 60 + number * 370 + rng.uniform(-30, 30), 715, rng.uniform(260, 330), rng, rng.choice(("round", "flame"))
        )
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
        c.ellipse(
            rng.uniform(0, 1600), rng.uniform(780, 1050), rng.uniform(60, 150), rng.uniform(8, 16), (225, 235, 238, 110)
        )
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


SCENES = {"yard": yard, "assembly": assembly, "sports": sports, "playground": playground, "road": road, "rain": rain}
