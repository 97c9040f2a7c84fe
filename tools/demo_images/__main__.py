"""Write the demo's images to ``home/demo/images``: ``python -m tools.demo_images``, to be run after changing a scene.

The files are committed, so that neither ``make run`` nor the production image needs this package.
"""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from home.demo import content

from . import draw, draw_emblem

FOLDER = Path(content.__file__).resolve().parent / "images"


def write(entry: content.Entry) -> None:
    (FOLDER / f"{entry['key']}.webp").write_bytes(draw(entry["scene"], entry["number"]))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    with ProcessPoolExecutor() as pool:
        list(pool.map(write, content.read_images()))
    (FOLDER / "emblem.png").write_bytes(draw_emblem())


if __name__ == "__main__":
    main()
