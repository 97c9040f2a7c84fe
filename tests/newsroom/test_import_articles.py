"""The import_articles command: the pages it creates, and what it leaves unchanged."""

import datetime
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from home.models import Motto
from mysite.models import PortalImage
from mysite.text.summary import shorten
from newsroom.models import Author, CommentMode, ImportedArticle, NewsPage, NewsSection, Unit
from tests.support.factories import ArticleFactory, SectionFactory, UnitFactory, UserFactory
from tests.support.shared_data import get_shared_file

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "import"
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))

pytestmark = pytest.mark.django_db


def run_import(*paths: Path | str, **options: Any) -> str:
    """Run the command and return its output, including errors; raise if it fails."""
    out = io.StringIO()
    call_command("import_articles", *map(str, paths), stdout=out, stderr=out, **options)
    return out.getvalue()


def run_failing(*paths: Path | str, **options: Any) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_articles", *map(str, paths), stdout=out, stderr=out, **options)
    assert error.value.returncode == 1
    return out.getvalue() + str(error.value)


def record(number: int = 1, **changes: object) -> dict[str, object]:
    article: dict[str, object] = {
        "source_url": f"http://cu.example/tin/{number}.html",
        "title": f"Bản tin số {number}",
        "lead": "Tóm tắt của bản tin.",
        "body": ["Đoạn thứ nhất.", "Đoạn thứ hai."],
        "section": "Tin tức",
        "author": "Lê Thị Mây",
        "unit": "P.GDPT",
        "published_at": "2017-09-05T07:00:00+07:00",
        "updated_at": "2017-09-06T08:30:00+07:00",
    }
    return {**article, **changes}


def jsonl(folder: Path, *records: dict[str, object], name: str = "tin.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(entry) + "\n" for entry in records))
    return path


def dump_database() -> dict[str, list[Any]]:
    """Return all rows of the database, to compare before and after a run without changes."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}


def soup(client: Any, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.content, "html.parser")


# --- Imported pages -----------------------------------------------------------------------------------------


def rows(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def assert_in_order(text: str, *parts: str) -> None:
    position = 0
    for part in parts:
        start = text.find(part, position)
        assert start >= 0, f"“{part}” is missing or too early"
        position = start + len(part)


def test_text_file_becomes_page_with_blocks_in_order(client):
    run_import(FIXTURES / "hoi-thi.txt")
    url = "/tin-tuc/giao-duc-mam-non/hoi-thi-lam-do-dung-day-hoc-cap-mam-non-nam-hoc-2015-2016/"
    page = soup(client, url)
    article = page.find("main")
    assert_in_order(
        rows(article),
        "Giáo dục mầm non",
        "Hội thi làm đồ dùng dạy học cấp mầm non",
        "Sáng ngày 11/11/2015",
        "12/11/2015",
        "Hội thi có 24 đội",
        "Phù hợp với chương trình",
        "Có tính thẩm mỹ",
        "Bộ tranh kể chuyện",
        "Một vài hình ảnh tại hội thi",
        "Bà Lê Thị Mây, Trưởng phòng",
        "Trao giải nhất",
        "Trần Thị Thu",
        "P.GDMN",
    )
    assert len(article.find("ol").find_all("li")) == 3
    assert "Đọc một cuốn sách" in rows(page)  # the only motto is shown every day
    for path in ("/tin-tuc/", "/tin-tuc/giao-duc-mam-non/", "/tin-tuc/luu-tru/2015/11/"):
        assert soup(client, path).find("a", href=url), path
    assert url in client.get("/tin-tuc/rss/").content.decode()


def test_reference_page_is_imported(client):
    run_import(get_shared_file("reference/article-2014.txt"))
    article = NewsPage.objects.get()
    moment = datetime.datetime(2014, 4, 24, 12, 0, tzinfo=VIETNAM)
    assert article.first_published_at == article.content_updated_at == moment
    older = ArticleFactory(parent=article.get_parent(), published_at=moment - datetime.timedelta(days=1))
    NewsPage.objects.update(comment_mode=CommentMode.MODERATED)  # imported articles are closed
    url = f"/tin-tuc/{article.slug}/"
    page = soup(client, url)
    assert_in_order(
        rows(page.find("main")),
        "Tin tức",
        article.title,
        article.lead,
        "24/04/2014",
        "Về tham dự",
        "Nâng cao nhận thức",
        "hình ảnh",
        "Đ/c",
        "P.GDTX&CN",
        "Chưa có bình luận nào",
        "Các tin khác",
        older.title,
    )
    assert len(page.find("main").find("ol").find_all("li")) == 10
    assert article.missing_photos == 4
    assert article.search_description == shorten(article.lead)
    assert Motto.objects.get().text in rows(page)
    assert soup(client, "/tin-tuc/luu-tru/2014/04/").find("a", href=url)


def test_imported_page_is_live_without_owner_and_logged(client):
    run_import(FIXTURES / "tin.jsonl")
    article = NewsPage.objects.get(title="Bản tin số 1 của ngành giáo dục An Sơn")
    assert article.live
    assert article.owner is None
    assert not article.has_unpublished_changes
    assert article.live_revision == article.latest_revision
    assert article.first_published_at == datetime.datetime(2017, 9, 5, 7, 0, tzinfo=VIETNAM)
    assert article.content_updated_at == datetime.datetime(2017, 9, 6, 8, 30, tzinfo=VIETNAM)
    assert [str(byline) for byline in article.bylines.all()] == ["Lê Thị Mây - P.GDPT"]
    assert article.missing_photos == 1
    gallery = article.body[1].value
    assert gallery["photos"][0]["image"] is None
    assert "Học sinh lớp 9 trong giờ thực hành" in rows(soup(client, article.url))
    response = client.get("/tim-kiem/", {"q": "Hòa nhạc gây quỹ"})
    assert "hoa-nhac-gay-quy" in response.content.decode()


def test_images_are_imported_once_without_file_name_as_alt_text(client, tmp_path, media):
    for name in ("mot", "hai"):
        shutil.copytree(FIXTURES / "nukeviet", tmp_path / name)
    second = tmp_path / "hai" / "hoi-khoe.html"
    second.write_text(second.read_text().replace("phu-dong.html", "khac.html").replace("lãnh đạo huyện", "lãnh đạo xã"))
    run_import(tmp_path)
    assert NewsPage.objects.count() == 2
    assert PortalImage.objects.count() == 2
    image = PortalImage.objects.get(caption="Các đoàn diễu hành trong lễ khai mạc")
    assert image.description == ""
    assert image.filename.startswith("cac-doan-dieu-hanh")
    assert PortalImage.objects.get(description="Các em nam ở vạch xuất phát")
    assert len([path for path in media.rglob("*") if path.is_file()]) == 2
    page = soup(client, NewsPage.objects.first().url)
    assert "Điền kinh" in rows(page.find("table"))
    assert "Đội cổ vũ của Trường THCS Lê Lợi" in rows(page)


@pytest.mark.parametrize("damage", [b"", b"not an image", None])
def test_unusable_image_is_left_out(tmp_path, damage):
    shutil.copytree(FIXTURES / "nukeviet", tmp_path / "trang")
    image_file = tmp_path / "trang" / "hoi-khoe_files" / "chay-100m.png"
    image_file.write_bytes(image_file.read_bytes()[:300] if damage is None else damage)
    printed = run_import(tmp_path)
    assert "chay-100m.png was left out" in printed
    assert PortalImage.objects.count() == 1
    assert NewsPage.objects.get().missing_photos == 2


# --- Repeated imports ---------------------------------------------------------------------------------------


def test_repeated_import_changes_nothing():
    paths = [FIXTURES / name for name in ("hoi-thi.txt", "tin.jsonl", "tin.jsonl.gz", "nukeviet", "vnpt", "bang")]
    run_import(*paths)
    before = dump_database()
    for options in ({}, {"update": True}, {"dry_run": True}):
        printed = run_import(*paths, **options)
        assert "9 " in printed
        assert "unchanged" in printed
        assert dump_database() == before


def test_article_is_identified_by_url_or_title_and_date(tmp_path):
    run_import(
        jsonl(tmp_path, record(source_url="", title="Không có địa chỉ"), record(2), record(3, title="Bản tin số 2"))
    )
    assert NewsPage.objects.count() == 3  # same title and date, but two URLs
    printed = run_import(jsonl(tmp_path, record(9, title="Không có địa chỉ"), record(2, title="Đổi tiêu đề")))
    assert NewsPage.objects.count() == 3
    assert printed.count("kept though the source has changed") == 3  # two lines and the summary
    run_import(jsonl(tmp_path, record(9, title="Không có địa chỉ")), update=True)
    assert ImportedArticle.objects.get(title="Không có địa chỉ").source_url == "http://cu.example/tin/9.html"
    run_import(
        jsonl(tmp_path, record(4, source_url="", title="Không có địa chỉ", published_at="2018-01-01T00:00:00+07:00"))
    )
    assert NewsPage.objects.count() == 4


@pytest.mark.parametrize("date", ["2017-09-05T07:00:00+07:00", None])
def test_duplicate_article_without_url_is_reported(tmp_path, date):
    dates = {"published_at": date, "updated_at": date}
    one, other = (record(source_url=None, body=[text], **dates) for text in ("Đoạn này.", "Đoạn khác."))
    path = jsonl(tmp_path, one, other, one)
    for options in ({"dry_run": True}, {}, {}, {"update": True}):
        assert "give both a source_url" in run_failing(path, **options)
    assert "Đoạn này." in str(NewsPage.objects.get().body)


def test_update_applies_changed_source_and_keeps_url(tmp_path):
    run_import(jsonl(tmp_path, record()))
    article = NewsPage.objects.get()
    changed = record(title="Bản tin đã sửa", body=["Nội dung mới."], updated_at="2018-02-02T10:00:00+07:00")
    assert "--update" in run_import(jsonl(tmp_path, changed))
    assert NewsPage.objects.get().title == "Bản tin số 1"
    assert "updated" in run_import(jsonl(tmp_path, changed), update=True)
    updated = NewsPage.objects.get()
    assert (updated.pk, updated.url, updated.title) == (article.pk, article.url, "Bản tin đã sửa")
    assert "Nội dung mới." in str(updated.body)
    assert updated.content_updated_at == datetime.datetime(2018, 2, 2, 10, 0, tzinfo=VIETNAM)
    assert updated.first_published_at == article.first_published_at
    assert updated.bylines.count() == 1
    assert updated.revisions.count() == 2
    assert "unchanged" in run_import(jsonl(tmp_path, changed), update=True)


def edit(article: NewsPage, publish: bool = True, **changes: object) -> Revision:
    for name, value in changes.items():
        setattr(article, name, value)
    revision = article.save_revision(user=UserFactory(first_name="Lan"))
    if publish:
        revision.publish()
    return revision


@pytest.mark.parametrize("publish", [True, False])
def test_edited_article_is_kept_or_saved_as_revision_on_update(tmp_path, publish):
    path = jsonl(tmp_path, record())
    run_import(path)
    draft = edit(NewsPage.objects.get(), publish, title="Tiêu đề của biên tập viên")
    before = dump_database()
    printed = run_import(path)
    assert "kept as edited since the import" in printed
    assert "by Lan at" in printed
    assert dump_database() == before
    printed = run_import(path, update=True)
    assert "overwrites edits by Lan at" in printed
    article = NewsPage.objects.get()
    assert article.title == "Bản tin số 1"
    assert not article.has_unpublished_changes
    assert draft in article.revisions.all()
    assert "unchanged" in run_import(path, update=True)


def test_unpublished_or_deleted_page_is_not_restored(tmp_path, client):
    path = jsonl(tmp_path, record(1), record(2))
    run_import(path)
    withdrawn, deleted = NewsPage.objects.order_by("pk")
    withdrawn.unpublish()
    deleted.delete()
    printed = run_import(path)
    assert "deleted by an editor" in printed
    assert NewsPage.objects.count() == 1
    run_import(path, update=True)
    withdrawn.refresh_from_db()
    assert not withdrawn.live
    assert client.get(withdrawn.url).status_code == 404
    assert NewsPage.objects.count() == 2  # as --update requests, and reported


# --- Sections, people, mottos -------------------------------------------------------------------------------


def test_sections_are_matched_by_title_or_slug_or_created(tmp_path):
    news = SectionFactory(title="Tin Tức", slug="tin-tuc")
    run_import(
        jsonl(tmp_path, record(1, section="tin tức/Giáo dục mầm non"), record(2, section="Tin tức/Giáo dục mầm non"))
    )
    assert NewsSection.objects.count() == 2
    section = NewsSection.objects.get(title="Giáo dục mầm non")
    assert section.get_parent().specific == news
    assert section.slug == "giao-duc-mam-non"
    assert section.live
    assert section.get_children().count() == 2


def test_section_option_applies_to_articles_without_section(tmp_path):
    path = jsonl(tmp_path, record(1, section=""), record(2))
    assert "--section" in run_failing(path)
    run_import(path, section="Tin tức/Thông báo")
    assert NewsPage.objects.get(title="Bản tin số 1").get_parent().title == "Thông báo"
    assert NewsPage.objects.get(title="Bản tin số 2").get_parent().title == "Tin tức"
    run_import(jsonl(tmp_path, record(3, section="")), section="tin-tuc/thong-bao")
    assert NewsPage.objects.get(title="Bản tin số 3").get_parent().title == "Thông báo"
    with pytest.raises(CommandError, match="no section “khong-co”"):
        run_import(path, section="tin-tuc/khong-co")


def test_slugs_are_ascii_unique_and_never_reserved(tmp_path):
    titles = ["Lưu trữ", "Đề thi lớp 10 ở Đắk Lắk", "Đề thi lớp 10 ở Đắk Lắk", "RSS", "★★★ ★★★"]
    run_import(jsonl(tmp_path, *(record(n, title=title) for n, title in enumerate(titles))))
    slugs = set(NewsPage.objects.values_list("slug", flat=True))
    assert len(slugs) == 5
    assert "de-thi-lop-10-o-dak-lak" in slugs
    assert all(slug.isascii() for slug in slugs)
    assert not slugs & NewsSection.reserved_slugs


def test_bylines_match_authors_and_units_of_that_time(tmp_path):
    day = datetime.date(2016, 1, 1)
    old = UnitFactory(name="Phòng Giáo dục cũ", short_name="P.GDPT", dissolved_on=day)
    new = UnitFactory(name="Phòng Giáo dục mới", short_name="P.GDPT", founded_on=day)
    early = record(1, published_at="2014-05-05T07:00:00+07:00", updated_at="2014-05-05T07:00:00+07:00")
    run_import(
        jsonl(tmp_path, early, record(2), record(3, author="", unit="Ban biên tập"), record(4, author="", unit=""))
    )
    units = [[byline.unit for byline in page.bylines.all()] for page in NewsPage.objects.order_by("title")]
    assert units == [[old], [new], [Unit.objects.get(name="Ban biên tập")], []]
    assert Author.objects.filter(name="Lê Thị Mây").count() == 1


def test_mottos_are_added_once(tmp_path):
    run_import(FIXTURES / "hoi-thi.txt")
    other = tmp_path / "khac.txt"
    other.write_text((FIXTURES / "hoi-thi.txt").read_text().replace("Hội thi làm đồ dùng", "Hội thi kể chuyện"))
    run_import(other)
    assert NewsPage.objects.count() == 2
    assert [motto.locale.language_code for motto in Motto.objects.filter(text__startswith="Đọc một cuốn sách")] == [
        "vi"
    ]


# --- Errors -------------------------------------------------------------------------------------------------


def test_failed_article_is_reported_and_import_continues():
    printed = run_failing(FIXTURES / "loi.jsonl")
    assert NewsPage.objects.count() == 2
    assert "loi.jsonl:6: failed: there is no such date" in printed
    assert "loi.jsonl:8: failed: the date 01/01/2999 is in the future" in printed
    assert "2 created" in printed
    assert "11 could not be imported" in printed


def test_dry_run_reports_without_writing(media):
    before = dump_database()
    printed = run_import(FIXTURES / "hoi-thi.txt", FIXTURES / "nukeviet", dry_run=True)
    assert dump_database() == before
    assert not list(media.iterdir())
    assert "would be created" in printed
    assert "new section “Giáo dục mầm non”" in printed
    assert printed.endswith("2 would be created\n")
