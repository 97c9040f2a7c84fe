"""Three hundred pages in six encodings: nearly all are read right, the others are not published. No database."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from newsroom.importing.records import SavedArticle
from tests.support.old_encodings import encode_as_western
from tests.support.samples import rounds
from tests.support.saved_articles import read_articles, read_one, write_source

ENCODINGS = ("vni", "tcvn3", "viscii", "vps", "windows-1258", "utf-8")
PAGES = rounds(300, 36)
#: Marks on bytes that are letters in some encodings, beside words in capitals, names and English.
HARD_SENTENCES = (
    "Em H’ Hen kể chuyện “Dế mèn”, cả lớp lắng nghe.",
    "Bà nói: “Ở đây lúa chín sớm”, rồi cười.",
    "Nhóm R&B… của trường hát ba bài – rất hay.",
    "Lớp “IT cơ bản” học ở TP.HCM” theo lời thầy.",
    "Sân rộng 120 m², bể bơi sâu 2 m.",
    "HỘI KHỎE PHÙ ĐỔNG: “Khỏe để học”, ông Hỗ nói.",
    "Cô giáo M’ Lý dạy ‘tiếng Anh’ cho lớp 4.",
    "ông Bảy bảo: “Ối, đông quá!” – ai cũng vui.",
    "Ống nước vỡ, thầy N… phải sửa “ngay và luôn”.",
    "Bài hát “the end” và “on my way” được chọn…",
)
SENTENCE = re.compile(r"[^<>&*\[\]\n\t]{60,400}\.")


@dataclass(frozen=True)
class Page:
    title: str
    paragraphs: tuple[str, ...]

    def write(self, folder: Path, name: str) -> Path:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        head = f'<meta charset="utf-8"><title>{self.title}</title>'
        return write_source(
            folder, name, f"<html><head>{head}</head><body><h1>{self.title}</h1><p>05/06/2009</p>{text}</body></html>"
        )


def iter_sentences(value: Any) -> Iterator[str]:
    """Yield the plain Vietnamese sentences of the demo's content."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from iter_sentences(part)
    elif isinstance(value, str) and SENTENCE.fullmatch(value) and not value.isascii():
        yield value


def make_pages(number: int) -> Iterator[Page]:
    files = sorted((settings.BASE_DIR / "home" / "demo" / "content").rglob("*.toml"))
    sentences = list(dict.fromkeys(itertools.chain(*(iter_sentences(tomllib.loads(f.read_text())) for f in files))))
    assert len(sentences) > 50
    endless = itertools.cycle(sentences)
    for page in range(number):
        title = " ".join(next(endless).split()[:9]).strip(" .,:;“”")
        paragraphs = [next(endless) for _ in range(4)]
        # Every third page has one of the hard sentences.
        if page % 3 == 0:
            paragraphs[2] = HARD_SENTENCES[page // 3 % len(HARD_SENTENCES)]
        yield Page(title, tuple(paragraphs))


def get_content(article: SavedArticle) -> tuple[Any, ...]:
    return article.title, article.lead, article.blocks, article.author, article.published_at


def test_pages_in_old_encodings_are_read_right_or_not_published(tmp_path: Path) -> None:
    right, wrong = 0, []
    for number, page in enumerate(make_pages(PAGES)):
        encoding = ENCODINGS[number % len(ENCODINGS)]
        title, *paragraphs = [encode_as_western(text, encoding) for text in (page.title, *page.paragraphs)]
        western = Page(title[0], tuple(before for before, _ in paragraphs)).write(tmp_path, f"{number}-{encoding}.html")
        original = Page(title[1], tuple(after for _, after in paragraphs)).write(tmp_path, f"{number}.html")
        (article,) = read_articles(western)
        if not isinstance(article, SavedArticle) or article.doubts:
            continue
        if get_content(article) == get_content(read_one(original)):
            right += 1
        else:
            wrong.append((western.name, article.title, article.blocks))
    assert wrong == []
    assert right >= PAGES * 0.95
