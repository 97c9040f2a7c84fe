"""The form of a contact page: what is stored, and what is sent back with a word on what is wrong."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from tests import factories
from tests.contact import TYPED, address_of, fields, opened, scheduler_round, send, shown, stored, with_fields
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.ContactPageFactory(title="Liên hệ", slug="lien-he")


# --- A message that arrives


def test_a_message_is_stored_mailed_and_thanked_for(client: Client, page) -> None:
    form = read(client, page.url).select_one("main form")
    assert form["method"] == "post"
    assert form["action"] == f"/gui-loi-nhan/{page.pk}/#contact_state"
    response = client.post(form["action"], fields(form) | TYPED | {"opened": opened(page)})
    assert (response.status_code, response["Location"]) == (302, "/lien-he/?sent=1#contact_state")
    assert stored() == [{name.removeprefix("message-"): value for name, value in TYPED.items()}]
    assert mail.outbox == []  # no visitor waits for a mail server
    scheduler_round()
    assert len(mail.outbox) == 1
    thanks = read(client, response["Location"])
    assert "Lời nhắn đã được gửi" in words(thanks.select_one("#contact_state"))
    assert thanks.select("main form") == []
    assert thanks.select_one("meta[name=robots]")["content"] == "noindex"


def test_the_editors_own_thanks(client: Client, page) -> None:
    page.thanks = "<p>Chúng tôi trả lời <b>trong 5 ngày</b>.</p>"
    page.save()
    thanks = read(client, send(client, page)["Location"])
    assert "Chúng tôi trả lời trong 5 ngày." in words(thanks.select_one("#contact_state"))


def test_no_cookie_no_session_no_token_and_nothing_that_a_cache_keeps_of_the_answer(page) -> None:
    client = Client(enforce_csrf_checks=True)
    for response in (client.get(page.url), send(client, page), send(client, page, {"message-noi_dung": ""})):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert not response.wsgi_request.session.accessed
    assert "no-store" in response["Cache-Control"]
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_decomposed_text_is_stored_composed_on_lines_of_its_own(client: Client, page) -> None:
    send(
        client,
        page,
        {"message-ho_va_ten": "  Le\u0302\r\nBi\u0300nh ", "message-noi_dung": "Mo\u0323\u0302t\r\nhai\rba"},
    )
    assert stored()[0]["ho_va_ten"] == "Lê Bình"
    assert stored()[0]["noi_dung"] == "Một\nhai\nba"


def test_a_double_click_leaves_one_message(client: Client, page) -> None:
    answers = [send(client, page)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    scheduler_round()
    assert len(stored()) == len(mail.outbox) == 1
    send(client, page, {"message-noi_dung": "Một câu hỏi khác"})
    assert len(stored()) == 2


def test_every_kind_of_field(client: Client, page) -> None:
    with_fields(
        page,
        *("singleline", "multiline", "email", "number", "url", "checkbox", "checkboxes", "dropdown", "multiselect"),
        *("radio", "date", "datetime", "hidden"),
        choices="Một\nHai",
    )
    form = read(client, page.url).select_one("main form")
    named = {element["name"] for element in form.select("[name]")}
    typed = {
        "message-them_number": "12.5",
        "message-them_url": "truong.example/đề-thi",
        "message-them_checkbox": "on",
        "message-them_checkboxes": ["Một", "Hai"],
        "message-them_dropdown": "Hai",
        "message-them_multiselect": ["Một"],
        "message-them_radio": "Một",
        "message-them_date": "05/01/2026",
        "message-them_datetime": "2026-01-05T07:30",
    }
    assert set(typed) <= named
    response = send(client, page, typed)
    assert response.status_code == 302, words(shown(response).select_one("#contact_state"))
    scheduler_round()
    answers = stored()[0]
    assert answers["them_number"] == "12.5"
    assert answers["them_checkboxes"] == ["Một", "Hai"]
    assert answers["them_date"] == "2026-01-05"
    assert answers["them_datetime"].startswith("2026-01-05T07:30:00")
    assert "Thêm date:\n    05/01/2026" in mail.outbox[0].body
    assert "Thêm checkbox:\n    Có" in mail.outbox[0].body


# --- A message that comes back


def test_what_is_missing_is_said_beside_it_and_above_and_what_was_typed_stays(client: Client, page) -> None:
    response = send(client, page, {"message-thu_dien_tu": "binh", "message-noi_dung": " "})
    assert response.status_code == 400
    assert stored() == mail.outbox == []
    form = shown(response)
    assert form.title.text.startswith("Lời nhắn chưa") or form.title.text.startswith("Chưa gửi")
    summary = form.select_one("#contact_state")
    assert summary["tabindex"] == "-1"
    assert [link["href"] for link in summary.select("a")] == [
        "#contact_message-thu_dien_tu",
        "#contact_message-noi_dung",
    ]
    assert form.select_one("[name=message-ho_va_ten]")["value"] == TYPED["message-ho_va_ten"]
    wrong = form.select_one("[name=message-thu_dien_tu]")
    assert wrong["value"] == "binh"
    assert wrong["aria-invalid"] == "true"
    assert form.find(id=wrong["aria-describedby"]).get_text(strip=True)
    assert form.find("label", attrs={"for": wrong["id"]})
    assert form.select_one("meta[name=robots]")["content"] == "noindex"


def test_the_same_form_sent_again_arrives(client: Client, page) -> None:
    form = shown(send(client, page, {"message-noi_dung": ""})).select_one("main form")
    again = client.post(form["action"], fields(form) | {"message-noi_dung": "Bây giờ thì có"})
    assert again.status_code == 302
    assert stored()[0]["noi_dung"] == "Bây giờ thì có"


def test_in_english(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    page = factories.ContactPageFactory(title="Contact", parent=factories.home_page("en"), locale=english)
    assert address_of(page).startswith("/en/send-message/")
    form = shown(send(client, page, {"message-noi_dung": ""}))
    assert form.html["lang"] == "en"
    assert "not been sent" in words(form.select_one("#contact_state"))
    assert send(client, page)["Location"].startswith("/en/contact/?sent=1")
    with translation.override("vi"):
        assert client.get(f"/gui-loi-nhan/{page.pk}/").status_code == 404


# --- People and programs


def test_faster_than_anybody_types(client: Client, page) -> None:
    form = read(client, page.url).select_one("main form")
    response = client.post(form["action"], fields(form) | TYPED)
    assert response.status_code == 400
    assert stored() == []
    again = fields(shown(response).select_one("main form"))
    assert again["opened"] == fields(form)["opened"]  # a few seconds later it will do
    assert again["message-noi_dung"] == TYPED["message-noi_dung"]


@pytest.mark.parametrize("stamp", ["", "x", ":1:2", "đ" * 10, "a" * 5000, "\x00", ":99999999999999999999:x", None])
def test_a_time_that_is_none(client: Client, page, stamp: str | None) -> None:
    stamp = opened(page, 48 * 3600 + 60) if stamp is None else stamp
    response = send(client, page, {"opened": stamp})
    assert response.status_code == 400
    assert stored() == []
    form = fields(shown(response).select_one("main form"))
    assert form["message-noi_dung"] == TYPED["message-noi_dung"]
    assert form["opened"] not in {"", stamp}  # a new one, that counts in a few seconds


def test_a_page_that_lay_in_a_cache_for_a_day(client: Client, page) -> None:
    assert send(client, page, {"opened": opened(page, 24 * 3600)}).status_code == 302


def test_the_time_of_another_form_is_none(client: Client, page) -> None:
    other = factories.ContactPageFactory()
    assert send(client, page, {"opened": opened(other)}).status_code == 400


def test_the_field_that_only_programs_fill_in(client: Client, page) -> None:
    trap = read(client, page.url).select_one("[name=leave_empty]")
    assert trap["tabindex"] == "-1"
    assert trap["autocomplete"] == "off"
    assert trap.find_parent(attrs={"aria-hidden": "true"})
    response = send(client, page, {"leave_empty": "https://spam.example"})
    assert response.status_code == 400
    assert stored() == mail.outbox == []
    # A person whose browser filled it in sees the field, empty now, and finds the message kept.
    form = shown(response).select_one("main form")
    trap = form.select_one("[name=leave_empty]")
    assert trap.find_parent(attrs={"aria-hidden": "true"}) is None
    assert "tabindex" not in trap.attrs
    assert fields(form)["message-noi_dung"] == TYPED["message-noi_dung"]
    again = client.post(form["action"], fields(form) | {"leave_empty": ""})
    assert again.status_code == 302


# --- Too many


def test_a_flood_from_one_address_ends_and_the_others_still_arrive(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_ADDRESS = "3/h"
    answers = [send(client, page, {"message-noi_dung": f"Thư {n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [429] * 3
    refused = shown(answers[-1])
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    assert refused.select_one("[name=message-noi_dung]").text.strip() == "Thư 5"
    assert "phút" in words(refused.select_one("#contact_state"))
    assert send(client, page, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert len(stored()) == 4


def test_a_flood_from_everywhere_ends(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_SITE = "4/h"
    typed = [{"message-noi_dung": f"Thư {n}"} for n in range(6)]
    answers = [send(client, page, typed[n], REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(6)]
    assert answers == [302] * 4 + [429] * 2


def test_the_many_addresses_of_a_household_are_one_visitor(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_ADDRESS = "2/h"
    typed = [{"message-noi_dung": f"Thư {n}"} for n in range(3)]
    answers = [send(client, page, typed[n], REMOTE_ADDR=f"2001:db8::{n}:1").status_code for n in range(3)]
    assert answers == [302, 302, 429]


def test_a_crowd_at_the_api_makes_no_room_for_a_flood(client: Client, page, settings) -> None:
    """Both are counted in the same cache, which in a process of its own holds only so much."""
    settings.CONTACT_LIMIT_PER_ADDRESS = "1/h"
    assert send(client, page).status_code == 302
    for number in range(600):
        assert (
            client.get("/api/v2/pages/?limit=0", REMOTE_ADDR=f"198.51.{number >> 8}.{number & 255}").status_code == 200
        )
    assert send(client, page, {"message-noi_dung": "Thư hai"}).status_code == 429


def test_only_messages_count_not_attempts(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_ADDRESS = "1/h"
    assert {send(client, page, {"message-thu_dien_tu": "x"}).status_code for _ in range(5)} == {400}
    assert send(client, page).status_code == 302


def test_behind_a_proxy_a_visitor_cannot_pretend_to_be_many(client: Client, page, settings) -> None:
    settings.BEHIND_PROXY, settings.CONTACT_LIMIT_PER_ADDRESS = True, "2/h"
    answers = [
        send(
            client,
            page,
            {"message-noi_dung": f"Thư {n}"},
            headers={"x-forwarded-for": f"198.51.100.{n}, 192.0.2.1"},
        ).status_code
        for n in range(3)
    ]
    assert answers == [302, 302, 429]


def test_with_the_cache_down_messages_still_arrive(client: Client, page, settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.25, "SOCKET_TIMEOUT": 0.25},
        }
    }
    assert send(client, page).status_code == 302
    assert len(stored()) == 1


# --- Who may


def test_a_page_that_visitors_may_not_see_takes_nothing(client: Client, page) -> None:
    lock = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="mở ra"
    )
    assert send(client, page).status_code == 404
    asked = read(client, page.url).select_one(".password-form")
    client.post(asked["action"], fields(asked) | {"password": "mở ra"})
    assert send(client, page).status_code == 302
    lock.delete()
    page.expire_at = page.first_published_at
    type(page).objects.filter(pk=page.pk).update(expire_at="2020-01-01T00:00Z")
    assert send(client, page).status_code == 404
    type(page).objects.filter(pk=page.pk).update(expire_at=None, live=False)
    assert send(client, page).status_code == 404


def test_whoever_asks_for_the_forms_own_address_gets_the_page(client: Client, page) -> None:
    assert client.get(address_of(page))["Location"] == page.url
    assert client.head(address_of(page)).status_code == 302
    for method in ("put", "patch", "delete", "options", "trace"):
        assert getattr(client, method)(address_of(page)).status_code == 405, method
    for number in (0, 999_999, 2**31, 2**63, 10**30, factories.StandardPageFactory().pk):
        assert client.post(f"/gui-loi-nhan/{number}/", {}).status_code == 404


def test_a_page_whose_form_was_taken_off_takes_nothing(client: Client, page) -> None:
    page.form_fields.all().delete()
    page.form_fields = []
    page.save()
    assert read(client, page.url).select("main form") == []
    assert send(client, page).status_code == 404
