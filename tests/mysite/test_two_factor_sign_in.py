"""Signing in with a second factor: setting it up, and what a password alone must not open."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from mysite.content_generation import read_generation
from mysite.models import RecoveryCode, SubmittedForm
from mysite.rights.section_roles import give_role
from mysite.two_factor.groups import require_two_factor
from tests.support import factories
from tests.support.admin_screens import admin_url_names
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, create_editor, login_client
from tests.support.html import get_text
from tests.support.two_factor import (
    CODE_URL,
    SET_UP_URL,
    create_member,
    give_phone,
    give_recovery_codes,
    is_signed_in,
    make_code,
    read_secret,
    send_code,
    sign_in_with_password,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return create_member()


def test_nothing_changes_unless_a_group_requires_it() -> None:
    user = create_editor()
    client = sign_in_with_password(user)
    assert is_signed_in(client)
    assert not TOTPDevice.objects.exists()
    assert client.get(CODE_URL).url == reverse("wagtailadmin_home")
    assert Client().get(CODE_URL).url == Client().get(SET_UP_URL).url == reverse("wagtailadmin_login")


def test_members_set_up_an_app_at_the_next_sign_in(member) -> None:
    client = sign_in_with_password(member)
    response = client.get("/admin/pages/?q=hoi", follow=True)
    assert response.redirect_chain[-1][0] == f"{SET_UP_URL}?next=%2Fadmin%2Fpages%2F%3Fq%3Dhoi"
    secret = read_secret(client)
    assert len(secret) == 20
    assert read_secret(client) == secret  # reloading the page does not change it
    wrong = client.post(SET_UP_URL, {"code": "000000"})
    assert wrong.status_code == 200
    assert "không khớp" in wrong.content.decode()
    assert not is_signed_in(client)
    done = client.post(SET_UP_URL, {"code": make_code(secret), "next": "/admin/pages/"})
    codes = [code.text for code in parse_response(done).select(".two-factor__codes code")]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"(\d{4} ){4}\d{4}", code) for code in codes)
    assert is_signed_in(client)
    assert codes[0] not in client.get("/admin/account/two-factor/").content.decode()


def test_picture_is_drawn_here_and_needs_no_inline_style(member) -> None:
    page = parse_response(sign_in_with_password(member).get(SET_UP_URL))
    picture = page.select_one(".two-factor__qr svg")
    assert picture.select_one("path")
    assert not page.select(".two-factor [style], .two-factor script, .two-factor ol img")
    assert re.findall(r"https?://[\w.]+", str(page.select_one(".two-factor"))) == []


# --- What the password alone opens ----------------------------------------------------------------

#: Without a sign-in too.
OPEN = {"wagtailadmin_login", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}


def test_password_alone_opens_no_url_of_the_admin(member) -> None:
    give_phone(member)
    client, visited = sign_in_with_password(member), 0
    for name in set(admin_url_names()) - OPEN:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if "password_reset" in name:
            continue
        visited += 1
        response = client.get(url)
        assert response.status_code in {302, 403, 404}, url
        assert response.status_code != 302 or response.url.startswith(reverse("wagtailadmin_login")), url
    assert visited > 60


def test_password_alone_is_a_visitor(member, client) -> None:
    """For pages with restrictions, previews, drafts, the API and scripts too."""
    give_phone(member)
    article = factories.ArticleFactory(title="Chỉ nội bộ")
    draft = factories.ArticleFactory(title="Bản nháp", live=False)
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    half = sign_in_with_password(member)
    urls = [article.url, f"/admin/pages/{draft.pk}/view_draft/", f"/admin/pages/{draft.pk}/edit/preview/"]
    for url in [*urls, f"/admin/api/main/pages/{article.pk}/", f"/api/v2/pages/{draft.pk}/"]:
        assert half.get(url).status_code == client.get(url).status_code != 200, url
    response = half.get("/admin/session/", headers={"accept": "application/json"})
    assert response.status_code == 401
    assert "mã" in response.json()["code_needed"]
    assert half.post(f"/admin/pages/{draft.pk}/edit/", {"title": "Sửa"}).status_code == 302


def test_password_alone_cannot_replace_the_app(member) -> None:
    device = give_phone(member)
    client = sign_in_with_password(member)
    assert client.get(SET_UP_URL).url == CODE_URL
    assert client.post(SET_UP_URL, {"code": make_code(device.bin_key)}).url == CODE_URL
    for name in ("two_factor_remove", "two_factor_recovery_codes"):
        assert client.post(reverse(name), {"password": "mat-khau"}).url.startswith(reverse("wagtailadmin_login"))
    assert TOTPDevice.objects.get() == device
    assert not is_signed_in(client)


def test_secret_is_another_one_in_each_session(member) -> None:
    """Whoever knows the password must not learn the secret that the owner will set up."""
    assert read_secret(sign_in_with_password(member)) != read_secret(sign_in_with_password(member))


def test_password_reset_by_email_does_not_replace_the_code(member, client) -> None:
    give_phone(member)
    client.post(reverse("wagtailadmin_password_reset"), {"email": member.email})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password_reset/" in line)
    form = client.get(link[link.index("/admin/") :], follow=True)
    chosen = {"new_password1": "Cam-tu-2026", "new_password2": "Cam-tu-2026"}
    assert client.post(form.request["PATH_INFO"], chosen).status_code == 302
    assert not is_signed_in(client)
    assert not is_signed_in(sign_in_with_password(member, "Cam-tu-2026"))
    assert TOTPDevice.objects.exists()


def test_sessions_are_held_back_once_the_group_requires_it() -> None:
    user = create_editor()
    client = login_client(user)
    assert is_signed_in(client)
    require_two_factor(group=user.groups.get(), is_required=True)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(SET_UP_URL)
    assert client.post(SET_UP_URL, {"code": make_code(read_secret(client))}).status_code == 200
    assert is_signed_in(client)


def test_role_in_a_section_requires_what_the_role_requires() -> None:
    role = create_editor(CONTRIBUTORS).groups.get()
    user = factories.UserFactory()
    give_role(user=user, role=role, section=factories.SectionFactory())
    assert is_signed_in(sign_in_with_password(user))
    require_two_factor(group=role, is_required=True)
    assert not is_signed_in(sign_in_with_password(user))


def test_visitors_page_for_signing_in_leads_to_the_code_too(member) -> None:
    give_phone(member)
    client = Client()
    url = reverse("wagtailcore_login")
    response = client.post(url, {"username": member.username, "password": "mat-khau", "next": "/"}, follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert client.get(url, {"next": "/tin-tuc/"}).url == f"{CODE_URL}?next=%2Ftin-tuc%2F"


def test_screens_are_in_the_language_of_the_account(member) -> None:
    client = sign_in_with_password(member)
    assert "Đăng nhập hai bước" in get_text(parse_response(client.get(SET_UP_URL)).title)
    UserProfile.objects.update_or_create(user=member, defaults={"preferred_language": "en"})
    assert "Two-factor sign-in" in get_text(parse_response(client.get(SET_UP_URL)).title)


def test_another_person_can_sign_in_instead(member) -> None:
    client = sign_in_with_password(member)
    assert client.get(reverse("two_factor_cancel")).status_code == 405
    assert client.post(reverse("two_factor_cancel")).url == reverse("wagtailadmin_login")
    assert client.get(reverse("wagtailadmin_login")).status_code == 200


def test_codes_need_a_csrf_token(member) -> None:
    device = give_phone(member)
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert send_code(client, make_code(device.bin_key)).status_code == 403


def test_signing_in_leaves_stored_pages_valid(member) -> None:
    device = give_phone(member)
    generation = read_generation().number
    client = sign_in_with_password(member)
    send_code(client, make_code(device.bin_key))
    give_recovery_codes(member)
    assert read_generation().number == generation


def test_recovery_codes_are_not_kept_with_the_response() -> None:
    """Responses to forms of the admin are stored for an hour, in case they are sent twice."""
    client = login_client(create_editor())
    token = "3f6c1a52-7c1e-4b43-9d7b-0f2f1f3a9d11"
    data = {"code": make_code(read_secret(client)), "password": "mat-khau", "submission_token": token}
    assert client.post(SET_UP_URL, data).status_code == 200
    assert RecoveryCode.objects.count() == 10
    assert not SubmittedForm.objects.exists()
