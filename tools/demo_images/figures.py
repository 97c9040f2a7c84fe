"""Draw people: heads, pupils, adults and seated figures."""

from random import Random

from .canvas import Canvas

SKIN = ["#f1c9a5", "#e8b98f", "#dca77c", "#f3d2b3"]
HAIR = ["#2b2523", "#3a2f2a", "#1f1c1d"]
SCARF = "#c8453b"
TROUSERS = ["#2f4668", "#33415c", "#3b4a54"]
DRESSES = ["#e9eef2", "#b9d3d9", "#e6c3c0", "#d9c4e0", "#f0dca8", "#a9c7b0"]
SHIRTS = ["#f5f3ec", "#cfdde6", "#dfe6d8", "#f0e2cd"]


def head(c: Canvas, x: float, y: float, radius: float, rng: Random, *, girl: bool, from_behind: bool = False) -> None:
    """A head centred at a point, with short or long hair."""
    hair = rng.choice(HAIR)
    if girl:
        c.rect(x - radius * 1.05, y - radius * 0.3, x + radius * 1.05, y + radius * 1.25, hair, radius * 0.5)
    skin = rng.choice(SKIN)
    c.circle(x, y, radius, skin)
    if from_behind:
        c.circle(x, y - radius * 0.06, radius * 1.04, hair)
        if girl:
            c.rect(x - radius * 0.9, y, x + radius * 0.9, y + radius * 1.35, hair, radius * 0.4)
        return
    c.pie(x, y - radius * 0.06, radius * 1.07, radius * 1.07, 184, 356, hair)
    c.pie(x, y - radius * 0.1, radius * 0.8, radius * 0.6, 0, 180, skin)
    fringe = 0.36 if girl else -0.3
    c.ellipse(x - radius * fringe, y - radius * 0.42, radius * 0.66, radius * 0.34, hair)
    c.ellipse(x + radius * fringe * 1.5, y - radius * 0.5, radius * 0.44, radius * 0.32, hair)
    for side in (-1, 1):
        c.ellipse(x + side * radius * 0.36, y + radius * 0.16, radius * 0.085, radius * 0.11, "#3a2f2a")
        c.ellipse(x + side * radius * 0.56, y + radius * 0.42, radius * 0.16, radius * 0.1, (214, 106, 86, 60))
    c.arc(x, y + radius * 0.36, radius * 0.24, radius * 0.2, 25, 155, "#9a5a48", max(1.0, radius * 0.07))


def pupil(
    c: Canvas, x: float, y: float, height: float, rng: Random, *, pose: str = "stand", from_behind: bool = False
) -> None:
    """A pupil in a white shirt with the feet at a point. Poses: stand, wave, hold, run, give."""
    girl = rng.random() < 0.5
    skin, legs = rng.choice(SKIN), rng.choice(TROUSERS)
    h = height
    hip, shoulder, chin = y - 0.37 * h, y - 0.72 * h, y - 0.74 * h
    c.ellipse(x, y, 0.2 * h, 0.035 * h, (30, 40, 40, 50))
    if pose == "run":
        c.line([(x, hip), (x + 0.17 * h, y - 0.2 * h), (x + 0.1 * h, y - 0.02 * h)], legs, 0.09 * h)
        c.line([(x, hip), (x - 0.12 * h, y - 0.16 * h), (x - 0.3 * h, y - 0.17 * h)], legs, 0.09 * h)
    else:
        for side in (-1, 1):
            c.line([(x + side * 0.06 * h, hip), (x + side * 0.065 * h, y - 0.03 * h)], legs, 0.09 * h)
            c.ellipse(x + side * 0.075 * h, y - 0.012 * h, 0.055 * h, 0.024 * h, "#3a3532")
    if girl and pose != "run":
        c.polygon([(x - 0.1 * h, hip - 0.08 * h), (x + 0.1 * h, hip - 0.08 * h),
                   (x + 0.16 * h, hip + 0.12 * h), (x - 0.16 * h, hip + 0.12 * h)], legs)  # fmt: skip
    _arms(c, x, shoulder, h, skin, pose)
    c.rect(x - 0.13 * h, shoulder, x + 0.13 * h, hip + 0.02 * h, "#f7f5ee", 0.06 * h)
    c.rect(x + 0.05 * h, shoulder + 0.05 * h, x + 0.13 * h, hip + 0.02 * h, (120, 130, 140, 38), 0.04 * h)
    c.rect(x - 0.035 * h, chin - 0.03 * h, x + 0.035 * h, shoulder + 0.03 * h, skin)
    if from_behind:
        c.rect(x - 0.11 * h, shoulder + 0.04 * h, x + 0.11 * h, hip - 0.04 * h, rng.choice(
            ["#4f7f95", "#c98a4b", "#7a9a6b", "#a35b56", "#6a6f9c"]), 0.05 * h)  # fmt: skip
    else:
        c.polygon([(x - 0.09 * h, shoulder), (x + 0.09 * h, shoulder), (x, shoulder + 0.08 * h)], SCARF)
        c.polygon([(x, shoulder + 0.05 * h), (x - 0.045 * h, shoulder + 0.18 * h), (x + 0.01 * h, shoulder + 0.15 * h)],
                  SCARF)  # fmt: skip
    head(c, x, chin - 0.11 * h, 0.125 * h, rng, girl=girl, from_behind=from_behind)


def _arms(c: Canvas, x: float, shoulder: float, h: float, skin: str, pose: str) -> None:
    sleeve, thick = "#f7f5ee", 0.075 * h
    elbows = {
        "stand": [(-0.17, 0.16, -0.17, 0.33), (0.17, 0.16, 0.17, 0.33)],
        "wave": [(-0.17, 0.16, -0.17, 0.33), (0.2, -0.02, 0.25, -0.22)],
        "hold": [(-0.19, 0.17, -0.06, 0.25), (0.19, 0.17, 0.06, 0.25)],
        "run": [(-0.2, 0.12, -0.28, 0.02), (0.19, 0.14, 0.29, 0.08)],
        "give": [(-0.17, 0.16, -0.17, 0.33), (0.2, 0.12, 0.36, 0.1)],
    }[pose]
    for ex, ey, hx, hy in elbows:
        start = (x + (0.1 if ex > 0 else -0.1) * h, shoulder + 0.04 * h)
        elbow, hand = (x + ex * h, shoulder + ey * h), (x + hx * h, shoulder + hy * h)
        c.line([start, elbow], sleeve, thick)
        c.line([elbow, hand], skin, thick * 0.8)


def adult(
    c: Canvas, x: float, y: float, height: float, rng: Random, *, dress: bool, pose: str = "stand",
    colour: str | None = None,
) -> None:  # fmt: skip
    """An adult in an áo dài, or in shirt and trousers. Poses: stand, point, hold."""
    h, skin = height, rng.choice(SKIN)
    cloth = colour or rng.choice(DRESSES if dress else SHIRTS)
    hip, shoulder, chin = y - 0.48 * h, y - 0.8 * h, y - 0.82 * h
    c.ellipse(x, y, 0.15 * h, 0.025 * h, (30, 40, 40, 50))
    legs = "#f3efe6" if dress else rng.choice(TROUSERS)
    for side in (-1, 1):
        c.line([(x + side * 0.045 * h, hip), (x + side * 0.05 * h, y - 0.03 * h)], legs, 0.075 * h)
        c.ellipse(x + side * 0.06 * h, y - 0.01 * h, 0.045 * h, 0.018 * h, "#3a3532")
    arms = {
        "stand": [(-0.13, 0.15, -0.13, 0.3), (0.13, 0.15, 0.13, 0.3)],
        "point": [(-0.13, 0.15, -0.13, 0.3), (0.16, 0.02, 0.29, -0.1)],
        "hold": [(-0.15, 0.15, -0.04, 0.2), (0.15, 0.15, 0.04, 0.2)],
    }[pose]
    for ex, ey, hx, hy in arms:
        start = (x + (0.08 if ex > 0 else -0.08) * h, shoulder + 0.03 * h)
        hand = (x + hx * h, shoulder + hy * h)
        c.line([start, (x + ex * h, shoulder + ey * h), hand], cloth, 0.055 * h)
        c.circle(*hand, 0.026 * h, skin)
    c.rect(x - 0.1 * h, shoulder, x + 0.1 * h, hip + 0.03 * h, cloth, 0.05 * h)
    if dress:
        c.polygon([(x - 0.085 * h, hip - 0.06 * h), (x + 0.085 * h, hip - 0.06 * h),
                   (x + 0.125 * h, y - 0.07 * h), (x - 0.1 * h, y - 0.07 * h)], cloth)  # fmt: skip
        c.rect(x - 0.035 * h, shoulder - 0.025 * h, x + 0.035 * h, shoulder + 0.03 * h, cloth, 0.01 * h)
    else:
        c.rect(x - 0.1 * h, hip - 0.005 * h, x + 0.1 * h, hip + 0.03 * h, legs)
        c.polygon([(x - 0.018 * h, shoulder + 0.01 * h), (x + 0.018 * h, shoulder + 0.01 * h),
                   (x + 0.02 * h, shoulder + 0.15 * h), (x, shoulder + 0.18 * h), (x - 0.02 * h, shoulder + 0.15 * h)],
                  "#47627f")  # fmt: skip
    c.rect(x - 0.026 * h, chin - 0.03 * h, x + 0.026 * h, shoulder + 0.012 * h, skin)
    head(c, x, chin - 0.075 * h, 0.085 * h, rng, girl=dress)


def bust(c: Canvas, x: float, y: float, radius: float, rng: Random, *, cloth: str, from_behind: bool = True) -> None:
    """Head and shoulders of a seated person; ``y`` is the middle of the head."""
    c.rect(x - radius * 1.7, y + radius * 1.25, x + radius * 1.7, y + radius * 4.2, cloth, radius * 0.9)
    c.rect(x - radius * 0.35, y + radius * 0.7, x + radius * 0.35, y + radius * 1.5, rng.choice(SKIN))
    head(c, x, y, radius, rng, girl=rng.random() < 0.5, from_behind=from_behind)
