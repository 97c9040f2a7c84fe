"""The contact page as visitors read it, and what editors do with it and its messages."""

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text
from wagtail_localize.models import TranslationSource

from home.models import ContactFormField, ContactMessage, ContactPage
from tests import factories
from tests.contact import TYPED, send
from tests.editors import MODERATORS, client_of, editor
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.ContactPageFactory(title="Liên hệ", slug="lien-he")


# --- For visitors


def test_how_to_reach_the_office(client: Client, page) -> None:
    office = factories.home_page()
    office.address, office.phone, office.email = "18 Bến Ngự", "0200 000 0000", "vp@so.example"
    office.save()
    page.introduction = "<p>Xin viết cho <b>chúng tôi</b>.</p>"
    page.opening_hours = "Thứ Hai – Thứ Sáu\n7:30 – 17:00"
    page.save()
    shown = read(client, page.url)
    assert words(shown.select_one(".contact-introduction")) == "Xin viết cho chúng tôi."
    assert all_words(shown.select(".contact-office dd")) == [
        "18 Bến Ngự",
        "0200 000 0000",
        "vp@so.example",
        "Thứ Hai – Thứ Sáu7:30 – 17:00",
    ]
    assert [link["href"] for link in shown.select(".contact-office a")] == ["tel:02000000000", "mailto:vp@so.example"]


def test_every_field_has_its_label(client: Client, page) -> None:
    form = read(client, page.url).select_one("main form")
    for field in form.select("input:not([type=hidden]), textarea"):
        assert words(form.find("label", attrs={"for": field["id"]}))
    assert form.select_one("[type=email]")["autocomplete"] == "email"
    assert form.select_one("textarea")["maxlength"] == "5000"


def test_names_of_fields_are_made_of_their_labels(client: Client, page) -> None:
    page.form_fields.add(ContactFormField(sort_order=9, label="Địa chỉ đường phố", field_type="singleline"))
    page.form_fields.add(ContactFormField(sort_order=10, label="???", field_type="singleline"))
    page.save()
    assert [field.clean_name for field in page.form_fields.all()][-2:] == ["dia_chi_duong_pho", "field"]


def test_queries(client: Client, page, django_assert_max_num_queries) -> None:
    client.get(page.url)
    with django_assert_max_num_queries(14):
        client.get(page.url)


# --- For editors


@pytest.fixture
def desk() -> Client:
    return client_of(editor())


def messages_address(page: ContactPage) -> str:
    return reverse("wagtailforms:list_submissions", args=[page.pk])


def test_a_page_with_a_form_is_made_in_the_admin() -> None:
    desk = client_of(editor(MODERATORS))
    home = factories.home_page()
    fields = [
        {"label": label, "field_type": kind, "required": "on", "help_text": "", "choices": "", "default_value": ""}
        for label, kind in [("Họ và tên", "singleline"), ("Điều muốn hỏi", "multiline")]
    ]
    data = nested_form_data(
        {
            "title": "Góp ý",
            "slug": "",
            "seo_title": "",
            "search_description": "",
            "introduction": rich_text("<p>Xin chào</p>", features=["bold", "italic", "link", "ul"]),
            "thanks": rich_text("", features=["bold", "italic", "link"]),
            "opening_hours": "",
            "form_fields": inline_formset(fields),
            "to_address": "van-phong@so.example",
            "from_address": "",
            "subject": "",
            "comments": inline_formset([]),
            "go_live_at": "",
            "expire_at": "",
            "action-publish": "1",
        }
    )
    response = desk.post(reverse("wagtailadmin_pages:add", args=["home", "contactpage", home.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    page = ContactPage.objects.get(slug="gop-y")
    assert [field.clean_name for field in page.form_fields.all()] == ["ho_va_ten", "dieu_muon_hoi"]
    assert {field.locale for field in page.form_fields.all()} == {page.locale}
    typed = {"message-ho_va_ten": "An", "message-dieu_muon_hoi": "Hỏi"}
    assert send(Client(), page, typed).status_code == 302
    reserved = desk.post(
        reverse("wagtailadmin_pages:add", args=["home", "contactpage", home.pk]), data | {"slug": "gui-loi-nhan"}
    )
    assert "slug" in reserved.context["form"].errors


@pytest.mark.parametrize("mode", ["form", "landing"])
def test_preview_of_a_page_that_is_being_written(page, mode: str) -> None:
    new = ContactPage(title="Mới", slug="moi", locale=page.locale)
    for previewed in (page, new):
        response = previewed.make_preview_request(preview_mode=mode)
        response.render()
        assert response.status_code == 200
        assert ("Lời nhắn đã được gửi" in response.content.decode()) == (mode == "landing")


def test_messages_in_the_admin(client: Client, page, desk: Client) -> None:
    send(client, page, {"message-noi_dung": "<script>alert(1)</script>"})
    listed = desk.get(messages_address(page)).content.decode()
    assert "Lê Thị Bình" in listed
    assert "Họ và tên" in listed
    assert "<script>alert(1)" not in listed
    assert page.title in desk.get(reverse("wagtailforms:index")).content.decode()
    message = ContactMessage.objects.get()
    desk.post(f"{reverse('wagtailforms:delete_submissions', args=[page.pk])}?selected-submissions={message.pk}")
    assert not ContactMessage.objects.exists()


def test_who_may_read_messages(client: Client, page) -> None:
    send(client, page)
    for address in (messages_address(page), f"{messages_address(page)}?export=csv"):
        assert "Lê Thị Bình" not in client.get(address, follow=True).content.decode()
        stranger = client_of(factories.UserFactory())
        assert "Lê Thị Bình" not in stranger.get(address, follow=True).content.decode()
        moderator = client_of(editor(MODERATORS)).get(address)
        assert "Lê Thị Bình" in moderator.getvalue().decode()


def test_spreadsheets_hold_vietnamese_local_times_and_no_formulas(client: Client, page, desk: Client) -> None:
    formula = "=HYPERLINK(“http://x.example”)"
    send(client, page, {"message-ho_va_ten": "Nguyễn Thị Ước", "message-noi_dung": formula})
    content = desk.get(f"{messages_address(page)}?export=csv").getvalue()
    assert content.startswith(b"\xef\xbb\xbf")  # how Excel knows UTF-8
    heading, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert heading[-1] == "Gửi qua thư"
    submitted = ContactMessage.objects.get().submit_time
    local = timezone.localtime(submitted)
    assert row == [f"{local:%d/%m/%Y %H:%M}", "Nguyễn Thị Ước", TYPED["message-thu_dien_tu"], f"'{formula}", "chưa gửi"]
    sheet = openpyxl.load_workbook(io.BytesIO(desk.get(f"{messages_address(page)}?export=xlsx").getvalue())).active
    cells = list(sheet.rows)[1]
    assert cells[3].value == formula
    assert cells[3].data_type == "s"
    assert cells[0].value.hour == local.hour


@pytest.mark.parametrize("start", "=+-@\t")
def test_every_beginning_of_a_formula(page, desk: Client, start: str) -> None:
    ContactMessage.objects.create(page=page, form_data={"noi_dung": f"{start}1+1", "ho_va_ten": ["=a", "b"]})
    content = desk.get(f"{messages_address(page)}?export=csv").getvalue().decode()
    assert f"'{start}1+1" in content
    assert "'=a" in content


# --- In two languages


def test_labels_translate_names_and_addresses_stay(client: Client, page) -> None:
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    texts = set(source.stringsegment_set.values_list("string__data", flat=True))
    assert {"Họ và tên", "Thư điện tử", "Nội dung"} <= texts
    assert texts.isdisjoint({"ho_va_ten", "noi_dung", "van-phong@portal.example"})
    copied = page.copy_for_translation(english, copy_parents=True)
    copied.save_revision().publish()
    copied = ContactPage.objects.get(pk=copied.pk)
    assert {field.locale for field in copied.form_fields.all()} == {english}
    assert [field.clean_name for field in copied.form_fields.all()] == ["ho_va_ten", "thu_dien_tu", "noi_dung"]
    assert copied.to_address == page.to_address
    assert send(client, copied).status_code == 302
