"""Runs all clients over a portal and prints what they found. The exit status is 1 if something is wrong."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from . import extraction, validation
from .crawl import MAX_PAGES

FOLDER = Path(__file__).resolve().parents[2] / "var" / "clients"


def main(url: str) -> int:
    command = [sys.executable, "-m", "tools.clients.crawl", f"{url}/"]
    statuses = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    missing = sorted(address for address, status in statuses.items() if status != 200)
    print(f"Crawler: {len(statuses)} pages (at most {MAX_PAGES}); not found: {missing or 'none'}")
    articles = list(extraction.read_articles(url))
    print_extraction(articles)
    messages = print_validation(url, list(statuses))
    return int(len(statuses) > MAX_PAGES or bool(missing or messages))


def print_extraction(articles: list[dict]) -> None:
    """Print a table of the parts of articles that each extractor keeps."""
    extracted = {
        "trafilatura": [extraction.extract_with_trafilatura(article) for article in articles],
        "newspaper4k": [extraction.extract_with_newspaper(article) for article in articles],
    }
    if shutil.which("npm"):
        extracted["readability"] = extraction.extract_with_readability(articles, FOLDER / "readability")
    else:
        print("Left out: readability, which needs npm")
    for name, results in extracted.items():
        score = extraction.Score()
        for article, found in zip(articles, results, strict=True):
            extraction.compare(score, article, found)
        print(f"{name}: " + ", ".join(f"{part} {score.kept[part]}/{count}" for part, count in score.total.items()))


def print_validation(url: str, addresses: list[str]) -> list[str]:
    """Print and return the errors that the HTML checker finds."""
    if not (shutil.which("npm") and shutil.which("java")):
        print("Left out: the HTML checker, which needs npm and Java")
        return []
    paths = validation.choose_paths(addresses)
    validation.save_pages(url, paths, FOLDER / "pages")
    messages = validation.validate(FOLDER / "pages", FOLDER / "checker")
    print(f"HTML checker: {len(paths)} pages, source and DOM, {len(messages)} errors", *messages, sep="\n")
    return messages


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
