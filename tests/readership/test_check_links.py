"""``manage.py check_links`` finds what visitors cannot open, within the portal and by redirects."""

import datetime
import io
import time

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from mysite import background_command
from mysite.background_command import BackgroundCommand
from mysite.local_time import get_night
from mysite.models import HousekeepingRecord, MissingURL
from mysite.signals import nightly
from newsroom.models import NewsPage, NewsPageRelatedPage
from readership.links import running
from readership.links.checking import InsideRun, check_outside
from readership.links.outside import OutsideChecker
from readership.models import CheckedLink, LinkStatus
from tests.support import factories
from tests.support.translations import create_published_translation

pytestmark = pytest.mark.django_db


def write(*blocks: tuple[str, object] | str, **fields) -> NewsPage:
    """Create an article with blocks, or paragraphs of markup."""
    body = [("paragraph", block) if isinstance(block, str) else block for block in blocks]
    return factories.ArticleFactory(body=[{"type": name, "value": value} for name, value in body], **fields)


def check(*articles: NewsPage) -> list[tuple[str, str, str]]:
    """Return the text, target and status of each broken link of the articles, sorted."""
    InsideRun().run()
    rows = CheckedLink.objects.broken().order_by("pk")
    rows = rows.filter(page__in=articles) if articles else rows
    return sorted(rows.values_list("text", "target", "status"))


def link_to(page: object, text: str = "xem", kind: str = "page") -> str:
    return f'<p>Mời <a linktype="{kind}" id="{page.pk}">{text}</a>.</p>'


def test_pages_in_rich_text() -> None:
    found, hidden = factories.ArticleFactory(title="Còn"), factories.ArticleFactory(title="Gỡ", live=False)
    expired = factories.ArticleFactory(title="Hết hạn")
    NewsPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - datetime.timedelta(hours=1))
    private, deleted = factories.ArticleFactory(title="Kín"), factories.ArticleFactory(title="Xoá")
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    pages = (found, hidden, expired, private, deleted)
    article = write(*(link_to(page, page.title.lower()) for page in pages), title="Có liên kết")
    assert check(article) == [("gỡ", "Gỡ", "hidden"), ("hết hạn", "Hết hạn", "hidden"), ("kín", "Kín", "hidden")]
    deleted.delete()
    assert check(article)[-1] == ("xoá", "", "deleted")
    row = CheckedLink.objects.get(text="xoá")
    assert row.content_path == f"body.{article.body[4].id}"


def test_blocks_relations_and_pictures(media) -> None:
    hidden, image = factories.ArticleFactory(title="Gỡ", live=False), factories.SmallImageFactory(title="Ảnh")
    document = factories.DocumentFactory(title="Công văn")
    links = [{"page": hidden.pk, "url": "", "label": "Mời đọc", "description": ""}]
    links += [{"page": None, "url": "http://[", "label": "Hỏng", "description": ""}]
    photo = {"image": image.pk, "caption": "", "alt_text": "", "credit": ""}
    article = write(("links", {"title": "", "links": links}), ("picture", photo))
    article.save()
    other = write(("document", {"document": document.pk, "title": ""}), link_to(document, "tải", "document"))
    NewsPageRelatedPage.objects.create(article=other, page=hidden, locale=other.locale)
    other.save()
    assert check(article) == [("Hỏng", "http://[", "malformed"), ("Mời đọc", "Gỡ", "hidden")]
    assert check(other) == [("", "Gỡ", "hidden")]
    default_storage.delete(image.file.name)
    document.file.storage.delete(document.file.name)
    assert check(article)[0] == ("", "Ảnh", "no_file")
    assert check(other) == [("", "Công văn", "no_file"), ("", "Gỡ", "hidden"), ("tải", "Công văn", "no_file")]


def test_restricted_documents_and_restricted_pages() -> None:
    private = Collection.get_first_root_node().add_child(name="Kín")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document = factories.DocumentFactory(title="Mật", collection=private)
    article = write(link_to(document, "tải", "document"))
    assert check(article) == [("tải", "Mật", "hidden")]
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    assert check(article) == []  # whoever may read the page may have the document


def test_link_to_a_page_whose_translation_is_shown() -> None:
    original = factories.ArticleFactory(title="Gốc")
    create_published_translation(original)
    article = write(link_to(original))
    english = create_published_translation(article)
    original.unpublish()
    assert check(article, english) == [("xem", "Gốc", "hidden")]
    assert CheckedLink.objects.get().page_id == article.pk


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", None), ("/tin-tuc/", None), ("/tin-tuc", None), ("http://testserver/tin-tuc/bai/?page=2", None),
        ("//testserver/tin-tuc/", None), ("../bai/", None), ("bai/", "missing"), ("#muc", None),
        ("mailto:a@b.example", None), ("tel:0234 382 1234", None), ("/tim-kiem/?q=thi", None),
        ("/rss/", None), ("/tin-tuc/rss/", None),
        ("/tin-tuc/luu-tru/2014/04/", None), ("/tin-tuc/luu-tru/2031/04/", "missing"), ("/the/thi/", None),
        ("/the/khong-co/", "missing"), ("/tac-gia/khong-co/", "missing"), ("/khong-co/", "missing"),
        ("/khong-co.html", "missing"), ("/cu.html", None), ("/en/tin-tuc/", "missing"), ("/tin-tuc/nhap/", "hidden"),
        ("/admin/pages/3/", "hidden"), ("/documents/999999999/a.pdf", "deleted"),
        ("/documents/9999999999/a", "deleted"), ("/media/khong-co.jpg", "missing"),
        ("/media/../../etc/passwd", "missing"), ("/static/khong-co.css", "missing"),
        ("/luot-xem/5/", "missing"), ("/%00", "missing"), ("/%ff%fe", "missing"), ("/" + "a" * 500, "missing"),
        ("javascript:alert(1)", "malformed"), ("file:///C:/a.doc", "malformed"), ("http://", "malformed"),
        ("http://a:99999/", "malformed"), ("https://x.example/" + "a" * 2000, "malformed"),
    ],
)  # fmt: skip
def test_urls_of_the_portal(path: str, status: str | None) -> None:
    section = factories.SectionFactory(title="Tin tức", slug="tin-tuc")
    april = datetime.datetime(2014, 4, 24, 12, tzinfo=timezone.get_default_timezone())
    article = write(f'<a href="{path}">x</a>', parent=section, slug="bai", published_at=april, tags=("Thi",))
    factories.ArticleFactory(parent=section, slug="nhap", live=False)
    Redirect.objects.create(old_path="/cu.html", redirect_page=article)
    assert [row[2] for row in check(article)] == ([status] if status else [])
    assert not MissingURL.objects.exists()


def test_redirects() -> None:
    hidden, article = factories.ArticleFactory(title="Gỡ", live=False), factories.ArticleFactory()
    Redirect.objects.create(old_path="/1", redirect_page=hidden)
    Redirect.objects.create(old_path="/2", redirect_page=article)
    Redirect.objects.create(old_path="/3", redirect_link="/khong-co/")
    Redirect.objects.create(old_path="/4", redirect_link="/3")
    assert check() == [("/1", "Gỡ", "hidden"), ("/3", "/khong-co/", "missing")]
    hidden.save_revision().publish()
    Redirect.objects.get(old_path="/3").delete()
    assert check() == [("/4", "/3", "missing")]


def test_results_are_replaced() -> None:
    target = factories.ArticleFactory(live=False)
    article = write(link_to(target))
    check()
    assert len(check()) == 1
    article.unpublish()
    assert check() == []
    article.save_revision().publish()
    assert len(check()) == 1
    target.save_revision().publish()
    assert check() == []


class Checker(OutsideChecker):
    """Answers without a request, and notes what it was requested."""

    def __init__(self) -> None:
        super().__init__()
        self.requested: list[str] = []
        self.seconds = 0.0

    def check(self, url: str) -> LinkStatus:
        time.sleep(self.seconds)
        self.requested.append(url)
        return LinkStatus.MISSING if "mat" in url else LinkStatus.FOUND


def test_urls_of_other_sites_keep_their_result_until_they_are_checked_again() -> None:
    markup = '<a href="https://mat.example/">mất</a> <a href="https://con.example/#a">còn</a>'
    first = write(markup)
    assert check() == []  # not requested
    checker = Checker()
    assert check_outside(checker) == 2
    assert check() == [("mất", "https://mat.example/", "missing")]
    write('<a href="https://mat.example/">mất</a> <a href="https://a-moi.example/">mới</a>')
    assert len(check()) == 2
    checker.requested.clear()
    checker.seconds = 0.2
    assert check_outside(checker, max_seconds=0.1) == 1
    assert checker.requested == ["https://a-moi.example/"]  # those that were never checked come first
    first.delete()
    assert len(check()) == 1


def test_number_of_queries_does_not_grow_with_links() -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            InsideRun().run()
        return len(captured)

    pages = factories.ArticleFactory.create_batch(6)
    article = write(link_to(pages[0]))
    count()  # content types
    few = count()
    article.body = [("paragraph", "".join(link_to(page) for page in pages))] * 5
    article.save_revision().publish()
    assert count() == few


def run_command(*arguments: str) -> str:
    output = io.StringIO()
    call_command("check_links", *arguments, stdout=output)
    return output.getvalue()


def test_command_requests_other_sites_only_if_it_may(monkeypatch, settings) -> None:
    write(link_to(factories.ArticleFactory(live=False)) + '<a href="https://mat.example/">mất</a>')
    checker = Checker()
    monkeypatch.setattr("readership.management.commands.check_links.OutsideChecker", lambda: checker)
    assert run_command() == "Broken links: 1 within the portal, 0 to other sites\n"
    assert checker.requested == []
    assert run_command("--outside").endswith("Broken links: 1 within the portal, 1 to other sites\n")
    settings.CHECK_OUTSIDE_LINKS = True
    run_command()
    assert checker.requested == ["https://mat.example/"] * 2


def test_one_check_at_a_time_and_one_each_night(monkeypatch) -> None:
    started: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], cwd: object) -> None:
            started.append(command[-1:])

        def poll(self) -> int:
            return 0

    monkeypatch.setattr(background_command.subprocess, "Popen", Process)
    monkeypatch.setattr(running, "_command", BackgroundCommand("check_links"))
    with running.claim_run() as is_free:
        assert is_free
        with pytest.raises(CommandError, match="another process"):
            run_command()
    HousekeepingRecord.objects.update(night=get_night() - datetime.timedelta(days=1))
    nightly.send(sender=None)
    assert started.count(["check_links"]) == 1
    run_command()
    nightly.send(sender=None)
    assert started.count(["check_links"]) == 1
