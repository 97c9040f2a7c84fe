"""The form of a contact page: what is stored, and which errors are shown."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from home.models.contact_page import ContactFormField
from tests.support import factories
from tests.support.contact_form import (
    FORM_DATA,
    add_all_field_types,
    get_field_values,
    get_send_url,
    get_stored_messages,
    parse_response,
    run_scheduler_round,
    send_form,
    sign_open_time,
)
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.ContactPageFactory(title="Liên hệ", slug="lien-he")


# --- Accepted messages


def test_message_is_stored_and_emailed_and_thanks_shown(client: Client, page) -> None:
    form = get_page(client, page.url).select_one("main form")
    assert form["method"] == "post"
    assert form["action"] == f"/gui-loi-nhan/{page.pk}/#contact_state"
    response = client.post(form["action"], get_field_values(form) | FORM_DATA | {"opened": sign_open_time(page)})
    assert (response.status_code, response["Location"]) == (302, "/lien-he/?sent=1#contact_state")
    assert get_stored_messages() == [{name.removeprefix("message-"): value for name, value in FORM_DATA.items()}]
    assert mail.outbox == []  # sent by the scheduler, not during the request
    run_scheduler_round()
    assert len(mail.outbox) == 1
    thanks = get_page(client, response["Location"])
    assert "Lời nhắn đã được gửi" in get_text(thanks.select_one("#contact_state"))
    assert thanks.select("main form") == []
    assert thanks.select_one("meta[name=robots]")["content"] == "noindex"


def test_custom_thank_you_text_is_shown(client: Client, page) -> None:
    page.thanks = "<p>Chúng tôi trả lời <b>trong 5 ngày</b>.</p>"
    page.save()
    thanks = get_page(client, send_form(client, page)["Location"])
    assert "Chúng tôi trả lời trong 5 ngày." in get_text(thanks.select_one("#contact_state"))


def test_form_sets_no_cookie_and_response_is_not_cached(page) -> None:
    client = Client(enforce_csrf_checks=True)
    for response in (client.get(page.url), send_form(client, page), send_form(client, page, {"message-noi_dung": ""})):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert not response.wsgi_request.session.accessed
    assert "no-store" in response["Cache-Control"]
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_text_is_normalized_and_line_breaks_kept(client: Client, page) -> None:
    send_form(
        client,
        page,
        {"message-ho_va_ten": "  Le\u0302\r\nBi\u0300nh ", "message-noi_dung": "Mo\u0323\u0302t\r\nhai\rba"},
    )
    assert get_stored_messages()[0]["ho_va_ten"] == "Lê Bình"
    assert get_stored_messages()[0]["noi_dung"] == "Một\nhai\nba"


def test_duplicate_submission_is_stored_once(client: Client, page) -> None:
    locations = [send_form(client, page)["Location"] for _ in range(2)]
    assert locations[0] == locations[1]
    run_scheduler_round()
    assert len(get_stored_messages()) == len(mail.outbox) == 1
    send_form(client, page, {"message-noi_dung": "Một câu hỏi khác"})
    assert len(get_stored_messages()) == 2


def test_every_field_type_is_stored(client: Client, page) -> None:
    add_all_field_types(
        page,
        *("singleline", "multiline", "email", "number", "url", "checkbox", "checkboxes", "dropdown", "multiselect"),
        *("radio", "date", "datetime", "hidden"),
        choices="Một\nHai",
    )
    form = get_page(client, page.url).select_one("main form")
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
    response = send_form(client, page, typed)
    assert response.status_code == 302, get_text(parse_response(response).select_one("#contact_state"))
    run_scheduler_round()
    form_data = get_stored_messages()[0]
    assert form_data["them_number"] == "12.5"
    assert form_data["them_checkboxes"] == ["Một", "Hai"]
    assert form_data["them_date"] == "2026-01-05"
    assert form_data["them_datetime"].startswith("2026-01-05T07:30:00")
    assert "Thêm date:\n    05/01/2026" in mail.outbox[0].body
    assert "Thêm checkbox:\n    Có" in mail.outbox[0].body


# --- Form errors


def test_missing_fields_show_errors_and_keep_input(client: Client, page) -> None:
    response = send_form(client, page, {"message-thu_dien_tu": "binh", "message-noi_dung": " "})
    assert response.status_code == 400
    assert get_stored_messages() == mail.outbox == []
    form = parse_response(response)
    assert form.title.text.startswith("Lời nhắn chưa") or form.title.text.startswith("Chưa gửi")
    summary = form.select_one("#contact_state")
    assert summary["tabindex"] == "-1"
    assert [link["href"] for link in summary.select("a")] == [
        "#contact_message-thu_dien_tu",
        "#contact_message-noi_dung",
    ]
    assert get_texts(summary.select("a")) == [
        "Ô “Thư điện tử” cần một địa chỉ như ten@example.com.",
        "Hãy điền ô “Nội dung”.",
    ]
    assert form.select_one("[name=message-ho_va_ten]")["value"] == FORM_DATA["message-ho_va_ten"]
    wrong = form.select_one("[name=message-thu_dien_tu]")
    assert wrong["value"] == "binh"
    assert wrong["aria-invalid"] == "true"
    assert form.find(id=wrong["aria-describedby"]).get_text(strip=True)
    assert form.find("label", attrs={"for": wrong["id"]})
    assert form.select_one("meta[name=robots]")["content"] == "noindex"


def test_fields_tell_browsers_what_they_are_for(client: Client, page) -> None:
    labels = {"Điện thoại 100%": "tel", "Đơn vị công tác": "organization", "Tên trường": "off"}
    for number, label in enumerate(labels):
        page.form_fields.add(ContactFormField(sort_order=9 + number, label=label, field_type="singleline"))
    page.save()
    form = get_page(client, page.url).select_one("main form")
    fields = [form.find(id=label["for"]) for label in form.select(".form-field label")]
    tokens = [field.get("autocomplete", "off") for field in fields]
    assert tokens == ["name", "email", "off", *labels.values()]
    assert [field.get("type") for field in fields] == ["text", "email", None, "tel", "text", "text"]


def test_corrected_form_can_be_resubmitted(client: Client, page) -> None:
    form = parse_response(send_form(client, page, {"message-noi_dung": ""})).select_one("main form")
    again = client.post(form["action"], get_field_values(form) | {"message-noi_dung": "Bây giờ thì có"})
    assert again.status_code == 302
    assert get_stored_messages()[0]["noi_dung"] == "Bây giờ thì có"


def test_english_form_has_english_messages(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    page = factories.ContactPageFactory(title="Contact", parent=factories.get_home_page("en"), locale=english)
    assert get_send_url(page).startswith("/en/send-message/")
    form = parse_response(send_form(client, page, {"message-noi_dung": ""}))
    assert form.html["lang"] == "en"
    assert "not been sent" in get_text(form.select_one("#contact_state"))
    assert send_form(client, page)["Location"].startswith("/en/contact/?sent=1")
    with translation.override("vi"):
        assert client.get(f"/gui-loi-nhan/{page.pk}/").status_code == 404


# --- Spam protection


def test_form_sent_too_fast_is_rejected(client: Client, page) -> None:
    form = get_page(client, page.url).select_one("main form")
    response = client.post(form["action"], get_field_values(form) | FORM_DATA)
    assert response.status_code == 400
    assert get_stored_messages() == []
    again = get_field_values(parse_response(response).select_one("main form"))
    assert again["opened"] == get_field_values(form)["opened"]  # accepted a few seconds later
    assert again["message-noi_dung"] == FORM_DATA["message-noi_dung"]


@pytest.mark.parametrize("stamp", ["", "x", ":1:2", "đ" * 10, "a" * 5000, "\x00", ":99999999999999999999:x", None])
def test_invalid_timestamp_is_rejected(client: Client, page, stamp: str | None) -> None:
    stamp = sign_open_time(page, 48 * 3600 + 60) if stamp is None else stamp
    response = send_form(client, page, {"opened": stamp})
    assert response.status_code == 400
    assert get_stored_messages() == []
    form = get_field_values(parse_response(response).select_one("main form"))
    assert form["message-noi_dung"] == FORM_DATA["message-noi_dung"]
    assert form["opened"] not in {"", stamp}  # a new timestamp, valid after a few seconds


def test_form_opened_a_day_ago_is_accepted(client: Client, page) -> None:
    assert send_form(client, page, {"opened": sign_open_time(page, 24 * 3600)}).status_code == 302


def test_timestamp_of_another_form_is_rejected(client: Client, page) -> None:
    other = factories.ContactPageFactory()
    assert send_form(client, page, {"opened": sign_open_time(other)}).status_code == 400


def test_filled_honeypot_is_rejected(client: Client, page) -> None:
    trap = get_page(client, page.url).select_one("[name=leave_empty]")
    assert trap["tabindex"] == "-1"
    assert trap["autocomplete"] == "off"
    assert trap.find_parent(attrs={"aria-hidden": "true"})
    response = send_form(client, page, {"leave_empty": "https://spam.example"})
    assert response.status_code == 400
    assert get_stored_messages() == mail.outbox == []
    # If the browser filled the honeypot in for a person, the field is shown, empty, with the message kept.
    form = parse_response(response).select_one("main form")
    trap = form.select_one("[name=leave_empty]")
    assert trap.find_parent(attrs={"aria-hidden": "true"}) is None
    assert "tabindex" not in trap.attrs
    assert get_field_values(form)["message-noi_dung"] == FORM_DATA["message-noi_dung"]
    again = client.post(form["action"], get_field_values(form) | {"leave_empty": ""})
    assert again.status_code == 302


# --- Rate limits


def test_rate_limit_per_client_does_not_affect_others(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_ADDRESS = "3/h"
    responses = [send_form(client, page, {"message-noi_dung": f"Thư {n}"}) for n in range(6)]
    assert [response.status_code for response in responses] == [302] * 3 + [429] * 3
    refused = parse_response(responses[-1])
    assert 0 < int(responses[-1]["Retry-After"]) <= 3600
    assert refused.select_one("[name=message-noi_dung]").text.strip() == "Thư 5"
    assert "phút" in get_text(refused.select_one("#contact_state"))
    assert send_form(client, page, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert len(get_stored_messages()) == 4


def test_rate_limit_over_all_clients(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_SITE = "4/h"
    typed = [{"message-noi_dung": f"Thư {n}"} for n in range(6)]
    statuses = [send_form(client, page, typed[n], REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(6)]
    assert statuses == [302] * 4 + [429] * 2


def test_ipv6_network_is_rate_limited_as_one_client(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_ADDRESS = "2/h"
    typed = [{"message-noi_dung": f"Thư {n}"} for n in range(3)]
    statuses = [send_form(client, page, typed[n], REMOTE_ADDR=f"2001:db8::{n}:1").status_code for n in range(3)]
    assert statuses == [302, 302, 429]


def test_api_rate_limit_entries_do_not_evict_form_counters(client: Client, page, settings) -> None:
    """Both limits use the same cache, which holds a limited number of entries when it is in local memory."""
    settings.CONTACT_LIMIT_PER_ADDRESS = "1/h"
    assert send_form(client, page).status_code == 302
    for number in range(20):
        assert client.get("/api/v2/pages/?limit=0", REMOTE_ADDR=f"198.51.100.{number}").status_code == 200
    cache.set_many({f"visitor-{number}": 1 for number in range(5000)})  # entries of many visitors
    assert send_form(client, page, {"message-noi_dung": "Thư hai"}).status_code == 429


def test_invalid_submissions_do_not_count_towards_rate_limit(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_ADDRESS = "1/h"
    assert {send_form(client, page, {"message-thu_dien_tu": "x"}).status_code for _ in range(5)} == {400}
    assert send_form(client, page).status_code == 302


def test_forged_forwarded_header_does_not_evade_rate_limit(client: Client, page, settings) -> None:
    settings.TRUSTED_PROXIES, settings.CONTACT_LIMIT_PER_ADDRESS = 1, "2/h"
    statuses = [
        send_form(
            client,
            page,
            {"message-noi_dung": f"Thư {n}"},
            headers={"x-forwarded-for": f"198.51.100.{n}, 192.0.2.1"},
        ).status_code
        for n in range(3)
    ]
    assert statuses == [302, 302, 429]


def test_messages_are_stored_when_cache_is_unavailable(client: Client, page, settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.25, "SOCKET_TIMEOUT": 0.25},
        }
    }
    assert send_form(client, page).status_code == 302
    assert len(get_stored_messages()) == 1


# --- Access


def test_hidden_page_accepts_no_messages(client: Client, page) -> None:
    lock = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="mở ra"
    )
    assert send_form(client, page).status_code == 404
    form = get_page(client, page.url).select_one(".password-form")
    client.post(form["action"], get_field_values(form) | {"password": "mở ra"})
    assert send_form(client, page).status_code == 302
    lock.delete()
    page.expire_at = page.first_published_at
    type(page).objects.filter(pk=page.pk).update(expire_at="2020-01-01T00:00Z")
    assert send_form(client, page).status_code == 404
    type(page).objects.filter(pk=page.pk).update(expire_at=None, live=False)
    assert send_form(client, page).status_code == 404


def test_get_request_to_form_url_redirects_to_page(client: Client, page) -> None:
    assert client.get(get_send_url(page))["Location"] == page.url
    assert client.head(get_send_url(page)).status_code == 302
    for method in ("put", "patch", "delete", "options", "trace"):
        assert getattr(client, method)(get_send_url(page)).status_code == 405, method
    for number in (0, 999_999, 2**31, 2**63, 10**30, factories.StandardPageFactory().pk):
        assert client.post(f"/gui-loi-nhan/{number}/", {}).status_code == 404


def test_page_without_form_accepts_no_messages(client: Client, page) -> None:
    page.form_fields.all().delete()
    page.form_fields = []
    page.save()
    assert get_page(client, page.url).select("main form") == []
    assert send_form(client, page).status_code == 404
