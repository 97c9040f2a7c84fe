"""Validates pages of a portal with the Nu HTML Checker: the source, and the DOM after scripts have run."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.support.services import find_chromium
from tools import npm

CHECKER = {"vnu-jar": "26.9.27"}
PAGES_OF_A_KIND = 2
#: Pages that no link leads to.
UNLINKED = ("/tim-kiem/?q=hoc", "/en/search/?q=school", "/tim-kiem/?q=zzzzqqq", "/khong-co/", "/en/nothing/")


def choose_paths(urls: Iterable[str]) -> list[str]:
    """Return two paths of each kind of page, judged by the form of its URL, and those that no link leads to."""
    counts: Counter[str] = Counter()
    chosen = []
    for url in sorted(urls):
        path = re.sub(r"^https?://[^/]+", "", url)
        kind = re.sub(r"\d+", "0", re.sub(r"[^/?=]{14,}(?=/)", "x", path))
        counts[kind] += 1
        if counts[kind] <= PAGES_OF_A_KIND and not path.endswith((".ics", ".xml", "rss/")):
            chosen.append(path)
    return [*chosen, *UNLINKED]


def save_pages(url: str, paths: list[str], folder: Path) -> None:
    """Save source and DOM of each page; with what was typed into its search box, a page has suggestions too."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.html"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        tab = browser.new_page()
        for number, path in enumerate(paths):
            try:
                with urlopen(url + path) as response:  # noqa: S310 - a portal's address
                    source = response.read().decode()
            except HTTPError as error:
                source = error.read().decode()
            name = f"{number:03}{re.sub(r'[^a-z0-9]+', '-', path)[:80]}"
            (folder / f"{name}.source.html").write_text(source, encoding="utf-8")
            tab.goto(url + path)
            if search_box := tab.query_selector("main input[name=q]"):
                search_box.type("hoc")
                tab.wait_for_timeout(400)
            document = tab.evaluate("document.documentElement.outerHTML")
            (folder / f"{name}.dom.html").write_text(f"<!doctype html>\n{document}", encoding="utf-8")
        browser.close()


def validate(pages: Path, folder: Path) -> list[str]:
    """Return the errors that the checker finds in the pages; the checker is installed below ``folder``."""
    jar = npm.install(folder, CHECKER) / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = sorted(map(str, pages.glob("*.html")))
    command = ["java", "-jar", str(jar), "--format", "json", "--errors-only", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{message['url'].rpartition('/')[2]}: {message['message']}" for message in json.loads(done.stderr)["messages"]
    ]
