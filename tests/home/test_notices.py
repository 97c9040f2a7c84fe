"""What the office announces above every page, from a set moment to another."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text

from home.models import Notice
from tests import factories
from tests.editors import client_of, editor
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def shown(client: Client, address: str = "/", status: int = 200) -> list[str]:
    return all_words(read(client, address, status).select(".notice-text"))


def test_on_every_page_even_where_there_is_none(client: Client) -> None:
    factories.NoticeFactory(text="<p>Toàn tỉnh nghỉ học.</p>")
    article = factories.ArticleFactory()
    locked = factories.ArticleFactory()
    PageViewRestriction.objects.create(page=locked, restriction_type=PageViewRestriction.PASSWORD, password="x")
    for address in ("/", article.url, locked.url, article.get_parent().url, "/so-do-cong/", "/tim-kiem/"):
        assert shown(client, address) == ["Toàn tỉnh nghỉ học."], address
    assert shown(client, "/khong-co/", status=404) == ["Toàn tỉnh nghỉ học."]


def test_from_its_first_moment_to_before_its_last(client: Client, monkeypatch) -> None:
    start = datetime.datetime(2026, 9, 5, 7, 0, tzinfo=timezone.get_default_timezone())
    factories.NoticeFactory(text="<p>Khai giảng</p>", starts_at=start, ends_at=start + HOUR)
    second = datetime.timedelta(seconds=1)
    seen = {}
    for moment in (start - second, start, start + HOUR - second, start + HOUR):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment.astimezone(datetime.UTC))
        seen[moment] = shown(client)
    assert list(seen.values()) == [[], ["Khai giảng"], ["Khai giảng"], []]


def test_urgent_ones_stand_out_and_come_first(client: Client) -> None:
    now = timezone.now()
    factories.NoticeFactory(text="<p>Lịch nghỉ lễ</p>", starts_at=now - HOUR)
    factories.NoticeFactory(text="<p>Bão gần bờ</p>", urgent=True, starts_at=now - 2 * HOUR)
    notices = read(client, "/").select(".notice")
    assert all_words(notices) == ["Khẩn Bão gần bờ", "Thông báo Lịch nghỉ lễ"]
    assert ["notice-urgent" in notice["class"] for notice in notices] == [True, False]


def test_each_language_has_its_own(client: Client) -> None:
    factories.NoticeFactory(text="<p>Nghỉ học</p>")
    assert (shown(client), shown(client, "/en/")) == (["Nghỉ học"], [])
    factories.NoticeFactory(text="<p>No school</p>", locale=Locale.objects.get(language_code="en"))
    assert (shown(client), shown(client, "/en/")) == (["Nghỉ học"], ["No school"])


def test_nothing_stands_there_without_one(client: Client) -> None:
    assert read(client, "/").select(".notices") == []


def test_its_link_leads_nowhere_hidden(client: Client) -> None:
    article = factories.ArticleFactory(title="Phương án ứng phó bão")
    factories.NoticeFactory(text=f'<p>Xem <a linktype="page" id="{article.pk}">phương án</a>.</p>')
    assert read(client, "/").select_one(".notice a")["href"] == article.url
    article.unpublish()
    notice = read(client, "/").select_one(".notice-text")
    assert words(notice) == "Xem phương án."
    assert article.slug not in str(notice)


# --- In the admin


@pytest.mark.parametrize("blank", ["<p></p>", "<p>\u00a0</p>", "<p>&nbsp;</p>", "<p><b> </b></p>"])
def test_one_without_words_is_refused(blank: str) -> None:
    response = post(text=rich_text(blank, features=["bold", "italic", "link"]))
    assert response.context["form"].errors["text"] == ["Hãy ghi nội dung thông báo."]
    assert str(Notice(text=blank)) == "thông báo"


def test_the_list_says_what_is_shown_now() -> None:
    now = timezone.now()
    factories.NoticeFactory(starts_at=now + HOUR, urgent=True)
    factories.NoticeFactory()
    factories.NoticeFactory(starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    page = read(client_of(editor()), reverse("wagtailsnippets_home_notice:list"))
    listed = " ".join(all_words(page.select("table.listing tbody td")))
    for state in ("sắp hiện", "đang hiện", "đã hết", "Có", "Không", "Tiếng Việt"):
        assert state in listed, state
    assert "False" not in listed
    assert "True" not in listed


def typed(**changes: str) -> dict[str, str]:
    fields = {"text": rich_text("<p>Mất điện chiều nay.</p>", features=["bold", "italic", "link"])}
    return nested_form_data({**fields, "starts_at": "05/09/2026 07:00", "ends_at": "", **changes})


def post(**changes: str):
    return client_of(editor()).post(reverse("wagtailsnippets_home_notice:add"), typed(**changes))


def test_an_editor_puts_one_up() -> None:
    assert post(ends_at="05/09/2026 17:30", urgent="on").status_code == 302
    notice = Notice.objects.get()
    assert (timezone.localtime(notice.starts_at).hour, timezone.localtime(notice.ends_at).hour) == (7, 17)
    assert notice.urgent
    listed = client_of(editor()).get(reverse("wagtailsnippets_home_notice:list"))
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
def test_impossible_times_are_refused_in_words(times: dict[str, str]) -> None:
    response = post(**times)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(times)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("until", ["05/09/2026 20:30", "05/09/2026 20h30", "20h30 05/09/2026", "20.30 5/9/2026"])
def test_times_as_they_are_written_here(until: str) -> None:
    assert post(ends_at=until).status_code == 302
    ends_at = timezone.localtime(Notice.objects.get().ends_at)
    assert (ends_at.day, ends_at.hour, ends_at.minute) == (5, 20, 30)


def test_a_time_without_its_day_is_refused() -> None:
    assert "ends_at" in post(ends_at="20h").context["form"].errors
