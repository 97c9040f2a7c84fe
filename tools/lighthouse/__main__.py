"""Measures pages of a portal with Lighthouse, beside a page of one paragraph, and prints a table.

``python -m tools.lighthouse http://127.0.0.1:8000``. The exit status is 1 if a page is beyond a limit below.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.support.services import find_chromium
from tools import npm

FOLDER = Path(__file__).resolve().parents[2] / "var" / "lighthouse"
PACKAGES = {"lighthouse": "12.8.2"}
RUNS = 3
#: What a layout shift is that nobody can see.
LAYOUT_SHIFT = 0.005
#: The article with about so many photos is measured.
PHOTOS = 8
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: Search results are not to be indexed, which Lighthouse takes for a fault.
WITHOUT_SEO = ("search",)
#: Points of the performance score, and milliseconds of the largest contentful paint, more than the control page.
PERFORMANCE, LARGEST_PAINT = 1, 800
#: Audits below this score are named.
LOW_SCORE = 0.9
CONTROL = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Một đoạn văn</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="Một đoạn văn.">
</head><body><main><h1>Một đoạn văn</h1><p>Trang này chỉ có một đoạn văn.</p></main></body></html>"""


def main(url: str) -> int:
    npm.install(FOLDER, PACKAGES)
    with serve_control_page() as control:
        pages = {"control": control} | dict(find_pages(url.rstrip("/")))
        rows = {name: measure(page) for name, page in pages.items()}
    print(f"{'':18}{''.join(f'{name:>16}' for name in (*CATEGORIES, 'LCP ms', 'CLS', 'bytes'))}")
    for name, row in rows.items():
        print(f"{name:18}{''.join(f'{value:16.2f}' for value in row.values())}")
    problems = [problem for name, row in rows.items() for problem in find_problems(name, row, rows["control"])]
    print("\n".join(problems) or "All within the limits.")
    return int(bool(problems))


def find_pages(url: str) -> Iterator[tuple[str, str]]:
    """Yield the pages to measure, by name: those of the API with the most content."""
    articles = fetch(url, type="newsroom.NewsPage", locale="vi", limit=50)["items"]
    event = fetch(url, type="newsroom.EventPage", locale="vi", coming="true", limit=1, fields="start_date")["items"][0]
    section = fetch(url, type="newsroom.NewsSection", locale="vi", limit=1, child_of="root")["items"][0]
    events = fetch(url, type="newsroom.EventSection", locale="vi", limit=1)["items"][0]
    english = fetch(url, type="newsroom.NewsPage", locale="en", limit=1)["items"][0]
    photos = {article["meta"]["html_url"]: count_photos(url, article["id"]) for article in articles}
    with_photos = min(photos, key=lambda article: abs(photos[article] - PHOTOS))
    print(f"The article has {photos[with_photos]} figures.")
    yield "home", f"{url}/"
    yield "article", with_photos
    for name, page in (("section", section), ("event", event), ("english article", english)):
        yield name, page["meta"]["html_url"]
    yield "month", f"{events['meta']['html_url']}?{urlencode({'thang': event['start_date'][:7]})}"
    yield "search", f"{url}/tim-kiem/?{urlencode({'q': 'tuyển sinh'})}"


def fetch(url: str, **parameters: Any) -> dict[str, Any]:
    with urlopen(f"{url}/api/v2/pages/?{urlencode(parameters)}") as response:  # noqa: S310  a portal's address
        result: dict[str, Any] = json.load(response)
    return result


def count_photos(url: str, pk: int) -> int:
    """Return the number of figures in the text of an article."""
    with urlopen(f"{url}/api/v2/pages/{pk}/") as response:  # noqa: S310  a portal's address
        body: str = json.load(response)["body"]
    return body.count("<figure")


@contextmanager
def serve_control_page() -> Iterator[str]:
    """Serve the page of one paragraph, uncompressed, and yield its address."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text(CONTROL, encoding="utf-8")
        handler = type("Handler", (SimpleHTTPRequestHandler,), {"log_message": lambda *args: None})
        server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: handler(*args, directory=folder))
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(url: str) -> dict[str, float]:
    """Return the medians of the scores (0 to 100) and measurements of a page on a phone."""
    reports = [run_lighthouse(url) for _ in range(RUNS)]
    return {name: statistics.median(report[name] for report in reports) for name in reports[0]}


def run_lighthouse(url: str) -> dict[str, float]:
    program = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    flags = ["--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox"]
    environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
    command = ["node", str(program), url, *flags, f"--only-categories={','.join(CATEGORIES)}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    audits = report["audits"]
    low = [audit["title"] for audit in audits.values() if audit["score"] is not None and audit["score"] < LOW_SCORE]
    print(f"{url}: {'; '.join(low) or 'nothing to note'}")
    return {name: 100 * (report["categories"][name]["score"] or 0) for name in CATEGORIES} | {
        "lcp": audits["largest-contentful-paint"]["numericValue"],
        "cls": audits["cumulative-layout-shift"]["numericValue"],
        "bytes": audits["total-byte-weight"]["numericValue"],
    }


def find_problems(name: str, row: dict[str, float], control: dict[str, float]) -> Iterator[str]:
    for category in CATEGORIES[1:]:
        if row[category] < 100 and not (category == "seo" and name in (*WITHOUT_SEO, "control")):
            yield f"{name}: {category} {row[category]:.0f}"
    if row["performance"] < min(99, control["performance"] - PERFORMANCE):
        yield f"{name}: performance {row['performance']:.0f}, control page {control['performance']:.0f}"
    if row["lcp"] > control["lcp"] + LARGEST_PAINT:
        yield f"{name}: LCP {row['lcp']:.0f} ms, control page {control['lcp']:.0f}"
    if row["cls"] >= LAYOUT_SHIFT:
        yield f"{name}: CLS {row['cls']:.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
