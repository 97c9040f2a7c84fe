"""Notices: announcements above all pages, shown for a set period."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text

from home.models import Notice
from tests.support import factories
from tests.support.editors import create_editor, login_client
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def shown(client: Client, url: str = "/", status: int = 200) -> list[str]:
    return get_texts(get_page(client, url, status).select(".notice-text"))


def test_notice_is_shown_on_every_page_including_not_found(client: Client) -> None:
    factories.NoticeFactory(text="<p>Toàn tỉnh nghỉ học.</p>")
    article = factories.ArticleFactory()
    locked = factories.ArticleFactory()
    PageViewRestriction.objects.create(page=locked, restriction_type=PageViewRestriction.PASSWORD, password="x")
    for url in ("/", article.url, locked.url, article.get_parent().url, "/so-do-cong/", "/tim-kiem/"):
        assert shown(client, url) == ["Toàn tỉnh nghỉ học."], url
    assert shown(client, "/khong-co/", status=404) == ["Toàn tỉnh nghỉ học."]


def test_notice_is_shown_from_start_until_end(client: Client, monkeypatch) -> None:
    start = datetime.datetime(2026, 9, 5, 7, 0, tzinfo=timezone.get_default_timezone())
    factories.NoticeFactory(text="<p>Khai giảng</p>", starts_at=start, ends_at=start + HOUR)
    second = datetime.timedelta(seconds=1)
    seen = {}
    for moment in (start - second, start, start + HOUR - second, start + HOUR):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment.astimezone(datetime.UTC))
        seen[moment] = shown(client)
    assert list(seen.values()) == [[], ["Khai giảng"], ["Khai giảng"], []]


def test_urgent_notices_are_marked_and_come_first(client: Client) -> None:
    now = timezone.now()
    factories.NoticeFactory(text="<p>Lịch nghỉ lễ</p>", starts_at=now - HOUR)
    factories.NoticeFactory(text="<p>Bão gần bờ</p>", urgent=True, starts_at=now - 2 * HOUR)
    notices = get_page(client, "/so-do-cong/").select(".notice")
    assert get_texts(notices) == ["Khẩn Bão gần bờ", "Lịch nghỉ lễ"]
    assert ["notice-urgent" in notice["class"] for notice in notices] == [True, False]


def test_ordinary_notices_are_in_one_line_that_opens(client: Client) -> None:
    now = timezone.now()
    for number in range(3):
        factories.NoticeFactory(text=f"<p>Lịch <b>nghỉ</b> {number}</p>", starts_at=now - number * HOUR)
    board = get_page(client, "/").select_one(".notice-board")  # the home page shows them in full
    assert get_text(board.h2) == "3 thông báo"
    assert get_texts(board.select(".notice")) == ["Lịch nghỉ 0", "Lịch nghỉ 1", "Lịch nghỉ 2"]
    group = get_page(client, "/so-do-cong/").select_one("details.notice-group")
    assert not group.has_attr("open")
    assert get_text(group.summary) == "3 thông báo Lịch nghỉ 0"
    assert get_texts(group.select(".notice")) == ["Lịch nghỉ 0", "Lịch nghỉ 1", "Lịch nghỉ 2"]


def test_each_language_has_its_own_notices(client: Client) -> None:
    factories.NoticeFactory(text="<p>Nghỉ học</p>")
    assert (shown(client), shown(client, "/en/")) == (["Nghỉ học"], [])
    factories.NoticeFactory(text="<p>No school</p>", locale=Locale.objects.get(language_code="en"))
    assert (shown(client), shown(client, "/en/")) == (["Nghỉ học"], ["No school"])


def test_no_markup_without_notices(client: Client) -> None:
    assert get_page(client, "/").select(".notices") == []


def test_link_to_hidden_page_is_not_rendered(client: Client) -> None:
    article = factories.ArticleFactory(title="Phương án ứng phó bão")
    factories.NoticeFactory(text=f'<p>Xem <a linktype="page" id="{article.pk}">phương án</a>.</p>')
    assert get_page(client, "/").select_one(".notice a")["href"] == article.url
    article.unpublish()
    notice = get_page(client, "/").select_one(".notice-text")
    assert get_text(notice) == "Xem phương án."
    assert article.slug not in str(notice)


# --- In the admin


@pytest.mark.parametrize("blank", ["<p></p>", "<p>\u00a0</p>", "<p>&nbsp;</p>", "<p><b> </b></p>"])
def test_notice_without_text_is_rejected(blank: str) -> None:
    response = post(text=rich_text(blank, features=["bold", "italic", "link"]))
    assert response.context["form"].errors["text"] == ["Hãy nhập nội dung thông báo."]
    assert str(Notice(text=blank)) == "thông báo"


def test_admin_list_shows_state() -> None:
    now = timezone.now()
    factories.NoticeFactory(starts_at=now + HOUR, urgent=True)
    factories.NoticeFactory()
    factories.NoticeFactory(starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    page = get_page(login_client(create_editor()), reverse("wagtailsnippets_home_notice:list"))
    listed = " ".join(get_texts(page.select("table.listing tbody td")))
    for state in ("sắp hiện", "đang hiện", "đã hết", "Có", "Không", "Tiếng Việt"):
        assert state in listed, state
    assert "False" not in listed
    assert "True" not in listed


def notice_form_data(**changes: str) -> dict[str, str]:
    fields = {"text": rich_text("<p>Mất điện chiều nay.</p>", features=["bold", "italic", "link"])}
    return nested_form_data({**fields, "starts_at": "05/09/2026 07:00", "ends_at": "", **changes})


def post(**changes: str):
    return login_client(create_editor()).post(reverse("wagtailsnippets_home_notice:add"), notice_form_data(**changes))


def test_editor_can_add_notice() -> None:
    assert post(ends_at="05/09/2026 17:30", urgent="on").status_code == 302
    notice = Notice.objects.get()
    assert (timezone.localtime(notice.starts_at).hour, timezone.localtime(notice.ends_at).hour) == (7, 17)
    assert notice.urgent
    listed = login_client(create_editor()).get(reverse("wagtailsnippets_home_notice:list"))
    assert "Mất điện chiều nay." in listed.content.decode()


@pytest.mark.parametrize(
    "times",
    [
        {"ends_at": "05/09/2026 07:00"},
        {"ends_at": "04/09/2026 07:00"},
        {"starts_at": ""},
        {"starts_at": "01/01/0001 00:00"},
        {"starts_at": "31/12/9999 23:59"},
        {"ends_at": "01/01/0001 00:00"},
        {"ends_at": "31/12/9999 23:59"},
        {"ends_at": "31/12/2200 00:00"},
        {"starts_at": "hôm nay"},
        {"starts_at": "0" * 5000},
        {"starts_at": "05/09/2026 25:61"},
        {"ends_at": "\0"},
    ],
)
def test_invalid_times_show_messages(times: dict[str, str]) -> None:
    response = post(**times)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(times)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("until", ["05/09/2026 20:30", "05/09/2026 20h30", "20h30 05/09/2026", "20.30 5/9/2026"])
def test_vietnamese_time_formats_are_accepted(until: str) -> None:
    assert post(ends_at=until).status_code == 302
    ends_at = timezone.localtime(Notice.objects.get().ends_at)
    assert (ends_at.day, ends_at.hour, ends_at.minute) == (5, 20, 30)


def test_time_without_date_is_rejected() -> None:
    assert "ends_at" in post(ends_at="20h").context["form"].errors
