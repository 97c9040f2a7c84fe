"""Mirrors of whole portals: lists and other pages are no articles, and an article under several URLs is one."""

import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from newsroom.importing.parsing.page_kinds import DOUBT
from newsroom.importing.records import ReadFailure, SavedArticle
from newsroom.importing.writing.import_records import compute_text_digest
from newsroom.models import ImportedArticle, NewsPage
from tests.support.mirror import write_mirror
from tests.support.saved_articles import read_articles, read_one, write_source

TITLE = "Ngày hội dọn vườn của trường Hoa Ban"
DATE = "<p>Cập nhật lúc: 09/03/2016 08:00</p>"
LEAD = "<p>Các lớp cùng dọn vườn trường trong buổi sáng thứ bảy, mỗi lớp một luống rau.</p>"
TEXT = "".join(f"<p>Lớp {n}A nhổ cỏ, tưới cây rồi bón phân cho luống rau của mình dưới nắng ấm.</p>" for n in range(6))


def run_import(*paths: Path, **options: object) -> str:
    out = io.StringIO()
    call_command("import_articles", *map(str, paths), stdout=out, stderr=out, **options)
    return out.getvalue()


def count(report: str) -> dict[str, int]:
    """Return the numbers of the summary by what they count."""
    lines = re.findall(r"^ +([\d,]+) (?:would be )?(.+?)(?: passed over: .*)?$", report, re.M)
    return {what: int(number) for number, what in lines}


def make_links(numbers: range, lead: str = "") -> str:
    links = (f'<a href="/tin/{n}.html">Trường Sơn Ca mở lớp vẽ tranh đợt {n}</a>' for n in numbers)
    return "".join(f"<div>{link}</div>{lead and f'<div>{lead}</div>'}" for link in links)


@pytest.mark.django_db
def test_mirror_of_four_portals(tmp_path: Path, client: Client, media: Path) -> None:
    mirror = write_mirror(tmp_path)
    assert mirror.pages >= 200
    counts = []
    for dry_run in (True, False):
        found = count(run_import(tmp_path, section="Tin tức", dry_run=dry_run))
        assert found["created"] == len(mirror.titles)
        assert found["a duplicate of another article"] == mirror.duplicates
        assert found["“frameset”"] == mirror.kinds["frameset"]
        passed_over = {what: number for what, number in found.items() if what.startswith("“")}
        assert set(passed_over) == {f"“{kind}”" for kind in mirror.kinds}
        assert sum(passed_over.values()) == sum(mirror.kinds.values())
        counts.append(passed_over)
    assert counts[0] == counts[1]
    assert sorted(NewsPage.objects.live().values_list("title", flat=True)) == sorted(mirror.titles)
    assert not NewsPage.objects.not_live().exists()
    pages = {page.title: page.url for page in NewsPage.objects.all()}
    for title, url in mirror.urls[::7]:
        parts = urlsplit(url)
        response = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        assert response.headers.get("Location") == pages[title], url
    again = count(run_import(tmp_path, section="Tin tức"))
    assert again["unchanged"] == len(mirror.titles)
    assert again["a duplicate of another article"] == mirror.duplicates


# --- Lists and articles that look alike ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{TITLE}</h1>{DATE}{LEAD}<h3>Tin liên quan</h3>{make_links(range(40))}",
        f"<h1>{TITLE}</h1>{DATE}{LEAD}<h3>Mời bạn xem</h3>{make_links(range(40))}",
        f"<h1>{TITLE}</h1>{DATE}{LEAD}{TEXT}<h3>Mời bạn xem"
        f"</h3>{make_links(range(4), 'Lớp vẽ học vào chiều thứ năm.' * 3)}",
        f"<h1>{TITLE}</h1>{DATE}<p><a href='/tep/ke-hoach.pdf'>Kế hoạch tổ chức ngày hội dọn vườn</a></p>"
        "<p><a href='/tep/danh-sach.doc'>Danh sách các lớp tham gia ngày hội</a></p><p><a href='/download.aspx?id=5'>"
        "Biểu mẫu đăng ký của các lớp trong trường</a></p>",
        f"<h1>{TITLE}</h1>{DATE}<table border=1><tr><th>Lớp</th><th>Số luống</th></tr><tr><td>1A</td><td>4"
        f"</td></tr></table>",
        f"<h1>{TITLE}</h1>{DATE}"
        + "".join(f"<p><img src='a{n}.jpg'><br><i>Lớp {n}A tưới cây</i></p>" for n in range(5)),
        f"<h1><a href='bai.html'>{TITLE}</a></h1>{DATE}{LEAD}{TEXT}<h3>Mời bạn xem</h3>{make_links(range(9))}",
        f"<h1>{TITLE}</h1>{DATE}{LEAD}<p>Xem <a href='/tin/1.html'>ngày hội dọn vườn năm trước của trường"
        f"</a>.</p>{TEXT}",
    ],
    ids=["related", "related-unnamed", "related-teasers", "files", "table", "gallery", "own-link", "link-in-text"],
)
def test_article_is_no_list(tmp_path: Path, body: str) -> None:
    article = read_one(write_source(tmp_path, "bai.html", f"<title>{TITLE}</title><body>{body}</body>"))
    assert (article.title, article.doubts) == (TITLE, ())


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Tin tức của nhà trường</h1>{make_links(range(6), 'Lớp vẽ học vào chiều thứ năm hằng tuần. ' * 12)}",
        f"<h1>Tin tức của nhà trường</h1>{DATE}{make_links(range(12))}",
        "<h1>Tin tức của nhà trường</h1><p>Nơi đăng tin về hoạt động của học sinh và thầy cô trong năm học.</p>"
        + make_links(range(6), "Lớp vẽ học vào chiều thứ năm hằng tuần ở phòng số 2."),
        "".join(
            f"<h2 class=title><a href='/tin/{n}.html'>Trường Sơn Ca mở lớp vẽ đợt {n}</a></h2>{TEXT}" for n in range(4)
        ),
        f"<h1>Phòng Giáo dục huyện An Sơn</h1><h2><a href='/tin/1.html'>{TITLE}</a></h2>{LEAD}{make_links(range(9))}",
        "<h1>Công văn mới của phòng</h1><table>"
        + "".join(
            f"<tr><td>{n}/CV</td><td><a href='v.aspx?id={n}'>Công văn số {n} về lịch nghỉ hè</a></td></tr>"
            for n in range(9)
        )
        + "</table>",
    ],
    ids=["teasers", "titles", "introduction", "whole-texts", "home", "documents"],
)
def test_list_is_passed_over(tmp_path: Path, body: str) -> None:
    (item,) = read_articles(write_source(tmp_path, "tin.html", f"<title>Trang tin</title><body>{body}</body>"))
    assert isinstance(item, ReadFailure), item
    assert item.kind == "list of articles"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://cu.example/", "home page"),
        ("http://cu.example/default.aspx", "home page"),
        ("http://cu.example/tin/page-2/", "list of articles"),
        ("http://cu.example/tag/vuon/", "tag page"),
        ("http://cu.example/?s=vuon", "search results"),
        ("http://cu.example/author/tam/", "author page"),
    ],
)
def test_kind_is_named_by_the_url(tmp_path: Path, url: str, kind: str) -> None:
    page = f"<!-- saved from url=(0020){url} --><h1>Vườn rau của trường</h1>{LEAD}{make_links(range(2))}"
    (item,) = read_articles(write_source(tmp_path, "tin.html", page))
    assert isinstance(item, ReadFailure), item
    assert item.kind == kind


def test_page_that_may_be_a_list_becomes_a_draft(tmp_path: Path) -> None:
    page = f"<h1>Vườn rau của trường</h1>{LEAD}{make_links(range(4))}"
    assert DOUBT in read_one(write_source(tmp_path, "tin.html", page)).doubts


# --- The same article several times -------------------------------------------------------------------------


def save(folder: Path, name: str, url: str, body: str, title: str = TITLE) -> None:
    note = f"<!-- saved from url=(0020){url} -->" if url else ""
    write_source(folder, name, f"{note}<title>{title}</title><h1>{title}</h1>{body}")


@pytest.mark.django_db
def test_article_under_three_urls_is_one(tmp_path: Path, client: Client) -> None:
    save(tmp_path, "a.html", "http://cu.example/tin/5.html", DATE + LEAD + TEXT)
    save(tmp_path, "b.html", "http://cu.example/noi-bat/5.html", f"{DATE}<div>{LEAD}</div>{TEXT}")
    save(tmp_path, "c.html", "http://cu.example/index.php?id=5", DATE + LEAD + TEXT.replace("<p>", "<div>"))
    save(tmp_path, "aa-print.html", "", LEAD + TEXT)
    for options in ({}, {}, {"update": True}):
        report = run_import(tmp_path, section="Vườn", **options)
        assert count(report)["a duplicate of another article"] == 3
        assert "b.html: “" in report
    page = NewsPage.objects.get()
    assert ImportedArticle.objects.get().source_url == "http://cu.example/tin/5.html"
    assert Redirect.objects.filter(redirect_page=page).count() == 3
    for path in ("/tin/5.html", "/noi-bat/5.html", "/index.php?id=5"):
        assert client.get(path).headers["Location"] == page.url


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("date", "body"),
    [
        (DATE, LEAD + TEXT.replace("Lớp 3A", "Lớp 3B")),
        (DATE.replace("09/03", "10/03"), LEAD + TEXT),
    ],
    ids=["text", "date"],
)
def test_similar_articles_are_two(tmp_path: Path, date: str, body: str) -> None:
    save(tmp_path, "a.html", "http://cu.example/tin/5.html", DATE + LEAD + TEXT)
    save(tmp_path, "b.html", "http://cu.example/tin/6.html", date + body)
    run_import(tmp_path, section="Vườn")
    assert NewsPage.objects.count() == 2


def test_short_texts_with_other_files_are_two(tmp_path: Path) -> None:
    digests = set()
    for number in (1, 2):
        url = f"http://cu.example/tep/{number}.pdf"
        save(tmp_path, f"{number}.html", "", f"{DATE}<p>Tóm tắt.</p><p>Xem <a href='{url}'>tệp kèm theo</a>.</p>")
        article = read_one(tmp_path / f"{number}.html")
        assert isinstance(article, SavedArticle)
        digests.add(compute_text_digest(article))
    assert len(digests) == 2
