"""A mirror of four old portals, in the layouts of NukeViet, Joomla, VNPT (ASPX) and WordPress, with our own texts."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from PIL import Image

from tests.support import mirror_layouts
from tests.support.mirror_layouts import Entry, Layout

SCHOOLS = "Hoa Ban,Sơn Ca,Bình Minh,Lê Lợi,Trần Phú,Nguyễn Du,Hòa Bình,An Phú,Quang Trung,Đinh Bộ Lĩnh".split(",")
DEEDS = (
    "tổ chức ngày hội đọc sách,khai giảng lớp bơi an toàn,trao quà cho học sinh vượt khó,thi kể chuyện theo tranh,"
    "trồng cây quanh sân trường,tập huấn phòng cháy cho giáo viên,họp phụ huynh cuối học kỳ"
).split(",")
ENDINGS = (
    "Các em đến từ sớm và chuẩn bị rất chu đáo.,Nhiều phụ huynh cũng có mặt từ đầu buổi.,"
    "Nhà trường cảm ơn sự giúp đỡ của địa phương.,Hoạt động này được duy trì đều đặn hằng năm.,"
    "Thầy cô đã dành nhiều buổi chiều để hướng dẫn từng nhóm.,Kết quả được dán ở bảng tin trước cổng."
).split(",")


@dataclass(slots=True)
class Mirror:
    """What was written: the titles of the articles, numbers of other pages by kind, and URLs of duplicates by title."""

    titles: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    #: Title and URL of each article and duplicate whose URL is known.
    urls: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0


def make_entry(portal: int, number: int) -> Entry:
    school, deed = SCHOOLS[number % len(SCHOOLS)], DEEDS[(number * 3 + portal) % len(DEEDS)]
    title = f"Trường {school} {deed} đợt {portal * 50 + number}"
    day = f"{number % 27 + 1:02}/{number % 12 + 1:02}/{2010 + portal}"
    lead = f"Ngày {number % 27 + 1}, trường {school} {deed} với sự tham gia của {number + 40} học sinh."
    paragraphs = [
        f"{lead[:-1]} và {n + 3} thầy cô giáo. {ENDINGS[(number + n) % 6]} {ENDINGS[(number * 2 + n) % 6]}"
        for n in range(number % 4 + 1)
    ]
    return Entry(f"{portal}{number:02}", title, day, lead, BODIES[number % len(BODIES)](paragraphs, number))


def _text(paragraphs: list[str], number: int) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def _short(paragraphs: list[str], number: int) -> str:
    return f"<p>{ENDINGS[number % 6]}</p>"


def _picture_above(paragraphs: list[str], number: int) -> str:
    return f'<p style="text-align:center"><img src="/anh/h{number % 3}.png"></p>{_text(paragraphs, number)}'


def _picture_beside(paragraphs: list[str], number: int) -> str:
    return (
        f'<p><img src="/anh/h{number % 3}.png" align="left" hspace="5">{paragraphs[0]}'
        f"</p>{_text(paragraphs[1:], number)}"
    )


def _table(paragraphs: list[str], number: int) -> str:
    rows = "".join(f"<tr><td>{n}</td><td>Lớp {n}A</td><td>{number + n}</td></tr>" for n in range(1, 6))
    return f'<table border="1"><tr><th>TT</th><th>Lớp</th><th>Số em</th></tr>{rows}</table>'


def _files(paragraphs: list[str], number: int) -> str:
    names = ("Kế hoạch tổ chức hoạt động của nhà trường", "Danh sách học sinh tham gia", "Thể lệ và biểu mẫu kèm theo")
    return "".join(f'<p><a href="/tep/{number}-{n}.pdf">{name}</a></p>' for n, name in enumerate(names))


def _gallery(paragraphs: list[str], number: int) -> str:
    return "".join(
        f'<p align="center"><a href="/anh/h{n}.png"><img src="/anh/h{n}.png"></a><br>'
        f"<i>Ảnh {n + 1}: học sinh lớp {n}B</i></p>"
        for n in range(3)
    )


BODIES: list[Callable[[list[str], int], str]] = [
    *(_text, _short, _picture_above, _table, _picture_beside, _files, _text, _gallery)
]


def write_mirror(folder: Path, articles: int = 32) -> Mirror:
    """Write the pages of the four portals below ``folder`` and return what was written."""
    mirror = Mirror()
    for portal, layout in enumerate(mirror_layouts.LAYOUTS):
        host = folder / layout.host
        (host / "anh").mkdir(parents=True)
        for n in range(3):
            file = io.BytesIO()
            Image.new("RGB", (60, 40), (90, 80 * n, 40 * portal)).save(file, "PNG")
            (host / "anh" / f"h{n}.png").write_bytes(file.getvalue())
        entries = [make_entry(portal, number) for number in range(articles)]
        for number, (name, url, page, kind) in enumerate(_iter_pages(layout, entries)):
            # A third of the articles, and of the other pages, was saved by a program that leaves no note.
            note = (
                ""
                if (crc32(kind.partition(":")[2].encode()) or number) % 3 == 2
                else f"<!-- Mirrored from {layout.host}{url} by HTTrack Website Copier/3.x -->\n"
            )
            (host / name).parent.mkdir(parents=True, exist_ok=True)
            (host / name).write_text(note + page)
            mirror.pages += 1
            _count(mirror, kind, f"http://{layout.host}{url}" if note else "")
    return mirror


def _count(mirror: Mirror, kind: str, url: str) -> None:
    what, _, title = kind.partition(":")
    if what == "article":
        mirror.titles.append(title)
    elif what == "duplicate":
        mirror.duplicates += 1
    else:
        mirror.kinds[what] = mirror.kinds.get(what, 0) + 1
    if title and url:
        mirror.urls.append((title, url))


def _iter_pages(layout: Layout, entries: list[Entry]) -> Iterator[tuple[str, str, str, str]]:
    """Yield file name, URL, HTML and kind of every page; that of articles and duplicates ends with a"
    " colon and the title."""
    for number, entry in enumerate(entries):
        others = [entries[(number + step) % len(entries)] for step in range(1, 13)]
        page = layout.article(entry, others)
        for which, url in enumerate(layout.article_urls(entry)[: 3 if number % 9 == 4 else 1]):
            yield (_get_name(url), url, page, f"{'duplicate' if which else 'article'}:{entry.title}")
        if number % 7 == 3:
            yield (_get_name(url := layout.print_url(entry)), url, layout.print_view(entry), f"duplicate:{entry.title}")
    for url, kind, page in layout.other_pages(entries):
        yield _get_name(url), url, page, kind


def _get_name(url: str) -> str:
    """Return the file name that a mirror gives to the page of ``url``."""
    path, _, query = url.strip("/").partition("?")
    name = f"{path}@{query.replace('&', '_')}" if query else path
    return (
        name
        if path.endswith((".aspx", ".html", ".php")) or "." in path.rsplit("/", 1)[-1]
        else f"{name}/index.html".strip("/")
    )
