"""The contact page for visitors, and its editing and messages in the admin."""

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
from tests.support import factories
from tests.support.contact_form import FORM_DATA, send_form
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.ContactPageFactory(title="Liên hệ", slug="lien-he")


# --- For visitors


def test_page_shows_contact_details(client: Client, page) -> None:
    office = factories.get_home_page()
    office.address, office.phone, office.email = "18 Bến Ngự", "0200 000 0000", "vp@so.example"
    office.save()
    page.introduction = "<p>Xin viết cho <b>chúng tôi</b>.</p>"
    page.opening_hours = "Thứ Hai – Thứ Sáu\n7:30 – 17:00"
    page.save()
    shown = get_page(client, page.url)
    assert get_text(shown.select_one(".contact-introduction")) == "Xin viết cho chúng tôi."
    assert get_texts(shown.select(".contact-office dd")) == [
        "18 Bến Ngự",
        "0200 000 0000",
        "vp@so.example",
        "Thứ Hai – Thứ Sáu7:30 – 17:00",
    ]
    assert [link["href"] for link in shown.select(".contact-office a")] == ["tel:02000000000", "mailto:vp@so.example"]


def test_every_field_has_its_label(client: Client, page) -> None:
    form = get_page(client, page.url).select_one("main form")
    for field in form.select("input:not([type=hidden]), textarea"):
        assert get_text(form.find("label", attrs={"for": field["id"]}))
    assert form.select_one("[type=email]")["autocomplete"] == "email"
    assert form.select_one("textarea")["maxlength"] == "5000"


def test_field_names_are_derived_from_labels(client: Client, page) -> None:
    page.form_fields.add(ContactFormField(sort_order=9, label="Địa chỉ đường phố", field_type="singleline"))
    page.form_fields.add(ContactFormField(sort_order=10, label="???", field_type="singleline"))
    page.save()
    assert [field.clean_name for field in page.form_fields.all()][-2:] == ["dia_chi_duong_pho", "field"]


def test_query_count(client: Client, page, django_assert_max_num_queries) -> None:
    client.get(page.url)
    with django_assert_max_num_queries(14):
        client.get(page.url)


# --- For editors


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor())


def get_messages_url(page: ContactPage) -> str:
    return reverse("wagtailforms:list_submissions", args=[page.pk])


def test_contact_page_is_created_in_admin() -> None:
    admin_client = login_client(create_editor(EDITORS))
    home = factories.get_home_page()
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
    response = admin_client.post(reverse("wagtailadmin_pages:add", args=["home", "contactpage", home.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    page = ContactPage.objects.get(slug="gop-y")
    assert [field.clean_name for field in page.form_fields.all()] == ["ho_va_ten", "dieu_muon_hoi"]
    assert {field.locale for field in page.form_fields.all()} == {page.locale}
    typed = {"message-ho_va_ten": "An", "message-dieu_muon_hoi": "Hỏi"}
    assert send_form(Client(), page, typed).status_code == 302
    reserved = admin_client.post(
        reverse("wagtailadmin_pages:add", args=["home", "contactpage", home.pk]), data | {"slug": "gui-loi-nhan"}
    )
    assert "slug" in reserved.context["form"].errors


@pytest.mark.parametrize("mode", ["form", "landing"])
def test_unsaved_page_can_be_previewed(page, mode: str) -> None:
    new = ContactPage(title="Mới", slug="moi", locale=page.locale)
    for previewed in (page, new):
        response = previewed.make_preview_request(preview_mode=mode)
        response.render()
        assert response.status_code == 200
        assert ("Lời nhắn đã được gửi" in response.content.decode()) == (mode == "landing")


def test_messages_are_listed_in_admin(client: Client, page, admin_client: Client) -> None:
    send_form(client, page, {"message-noi_dung": "<script>alert(1)</script>"})
    listed = admin_client.get(get_messages_url(page)).content.decode()
    assert "Lê Thị Bình" in listed
    assert "Họ và tên" in listed
    assert "<script>alert(1)" not in listed
    assert page.title in admin_client.get(reverse("wagtailforms:index")).content.decode()
    message = ContactMessage.objects.get()
    admin_client.post(f"{reverse('wagtailforms:delete_submissions', args=[page.pk])}?selected-submissions={message.pk}")
    assert not ContactMessage.objects.exists()


def test_messages_require_permission(client: Client, page) -> None:
    send_form(client, page)
    for url in (get_messages_url(page), f"{get_messages_url(page)}?export=csv"):
        assert "Lê Thị Bình" not in client.get(url, follow=True).content.decode()
        stranger = login_client(factories.UserFactory())
        assert "Lê Thị Bình" not in stranger.get(url, follow=True).content.decode()
        moderator = login_client(create_editor(EDITORS)).get(url)
        assert "Lê Thị Bình" in moderator.getvalue().decode()


def test_exports_have_local_times_and_escaped_formulas(client: Client, page, admin_client: Client) -> None:
    formula = "=HYPERLINK(“http://x.example”)"
    send_form(client, page, {"message-ho_va_ten": "Nguyễn Thị Ước", "message-noi_dung": formula})
    content = admin_client.get(f"{get_messages_url(page)}?export=csv").getvalue()
    assert content.startswith(b"\xef\xbb\xbf")  # the byte order mark by which Excel recognises UTF-8
    heading, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert heading[-1] == "Gửi qua thư"
    submitted = ContactMessage.objects.get().submit_time
    local = timezone.localtime(submitted)
    assert row == [
        f"{local:%d/%m/%Y %H:%M}",
        "Nguyễn Thị Ước",
        FORM_DATA["message-thu_dien_tu"],
        f"'{formula}",
        "chưa gửi",
    ]
    sheet = openpyxl.load_workbook(
        io.BytesIO(admin_client.get(f"{get_messages_url(page)}?export=xlsx").getvalue())
    ).active
    cells = list(sheet.rows)[1]
    assert cells[3].value == formula
    assert cells[3].data_type == "s"
    assert cells[0].value.hour == local.hour


@pytest.mark.parametrize("start", "=+-@\t")
def test_every_formula_prefix_is_escaped(page, admin_client: Client, start: str) -> None:
    ContactMessage.objects.create(page=page, form_data={"noi_dung": f"{start}1+1", "ho_va_ten": ["=a", "b"]})
    content = admin_client.get(f"{get_messages_url(page)}?export=csv").getvalue().decode()
    assert f"'{start}1+1" in content
    assert "'=a" in content


# --- In two languages


def test_labels_are_translated_and_field_names_kept(client: Client, page) -> None:
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
    assert send_form(client, copied).status_code == 302
