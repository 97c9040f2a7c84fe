"""New passwords: common Vietnamese ones and the names of the person and the office are refused, with the reason."""

import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from mysite.models import User
from mysite.passwords.guessable import is_guessable, read_words
from mysite.text.vietnamese import strip_marks
from tests.support import factories
from tests.support.accounts import read_form
from tests.support.contact_form import parse_response
from tests.support.editors import create_editor, login_client
from tests.support.html import get_text
from tests.support.two_factor import PASSWORD

GUESSABLE = [
    *["matkhau123", "Matkhau@2024", "Mậtkhẩu2024", "mậtkhẩu2024", "MẬT_KHẨU@123", "M@tkh4u123", "matkhaumoi1"],
    *["anhyeuem123", "emyeuanh1314", "AnhYêuEm2020", "iloveyou1234", "yeuem@mai.mai"],
    *["123456789a", "a123456789", "1234567890", "111111111a", "aaaaaaaaaa1", "987654321a", "!@#$%^&*()"],
    *["qwerty12345", "1qaz2wsx3edc", "asdfghjkl1", "zxcvbnm123", "qweasdzxc123", "poiuytrewq", "abcdefghij1"],
    *["0912345678", "+84912345678", "84912345678", "0912345678a", "lan0987654321"],
    *["15081990abc", "vietnam2020", "Hanoi@12345", "saigon-1975", "nguyenvanan1990", "danang2k5"],
    *["giaoduc@2024", "sogddt2026", "truongthptchuvanan", "THPTLequydon", "tieuhockimdong", "hocsinh.2k9"],
    *["Admin@123456", "P@ssw0rd2024", "quantrivien1", "hoangvanthu1", "Thu ky toa soan"],
]
GOOD = [
    *["Cam-tu-2026", "con trâu trên cánh đồng", "bonchiecdinhmuonmau-cafe", "troimuaramretnhaemxa"],
    *["Khoai9lang-nuong-than", "cửa-sổ-màu-xanh-lá-cây", "h7#Kd92mQx!", "vT8$hfk2LmQ", "deMen-phieuluu-ky-7"],
    *["Thuyền ai đậu bến sông trăng đó", "correct horse battery staple", "🐃🌾🌧️🎋🏮🪷🐉🧧🍜🥢"],
]


@pytest.mark.parametrize("password", GUESSABLE)
def test_common_passwords_are_recognised(password) -> None:
    assert is_guessable(password)


@pytest.mark.parametrize("password", GOOD)
def test_sentences_and_random_passwords_are_accepted(password) -> None:
    assert not is_guessable(password)


def test_list_of_words_is_folded_and_long_enough() -> None:
    words = read_words()
    assert len(words) > 600
    assert not [word for word in words if word != strip_marks(word).lower() or not word.isascii() or not word.isalpha()]


@pytest.mark.parametrize(
    "password", ["a" * 1_000_000, "nguyenvanan" * 100_000, "đ" * 500_000, "\0" * 1000, "1q" * 500_000]
)
def test_long_passwords_take_no_time(password) -> None:
    started = time.perf_counter()
    is_guessable(password)
    assert time.perf_counter() - started < 2


def reasons(password: str, user: User | None = None) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "is_refused"),
    [
        ("hathingocdiep", True),
        ("Ngọc Diệp Hà Thị", True),
        ("NgọcDiệp!77", True),
        ("diepht.office9", True),
        ("ThiênThanhXX9", True),
        ("Phòng GD&ĐT Thiên Thanh", True),
        ("thienthanh.edu", True),
        ("bốn mùa hoa nở quanh hồ", False),
    ],
)
def test_names_of_person_and_office_are_refused(password, is_refused) -> None:
    site = Site.objects.get(is_default_site=True)
    site.site_name, site.hostname = "Phòng GD&ĐT Thiên Thanh", "thienthanh.edu.vn"
    site.save()
    user = User(username="diepht.office", first_name="Ngọc Diệp", last_name="Hà Thị", email="ngocdiep@example.org")
    assert bool(reasons(password, user)) == is_refused


@pytest.mark.django_db
def test_reasons_and_rules_are_given_in_vietnamese() -> None:
    assert "dễ bị đoán" in reasons("matkhau2026")
    assert "10 ký tự" in reasons("k9#Vq2")
    office = login_client(factories.UserFactory(is_superuser=True))
    url = reverse("wagtailusers_users:add")
    rules = parse_response(office.get(url)).select("main ul li")
    texts = [get_text(rule) for rule in rules]
    assert any("bốn từ trở lên" in text for text in texts)
    assert any("tên cơ quan" in text for text in texts)
    data = {"username": "moi", "first_name": "Lan", "last_name": "Trần", "password1": "Matkhau@2024"}
    refused = office.post(url, data | {"password2": "Matkhau@2024"})
    assert "dễ bị đoán" in refused.content.decode()
    assert not User.objects.filter(username="moi").exists()


@pytest.mark.django_db
def test_own_password_must_follow_the_rules_too() -> None:
    user = create_editor()
    client: Client = login_client(user)
    url = reverse("wagtailadmin_account")
    data = read_form(client, url) | {"password-old_password": PASSWORD}
    data |= {"name_email-last_name": "Trần", "name_email-first_name": "Lan"}
    data |= {"password-new_password1": "anhyeuem123", "password-new_password2": "anhyeuem123"}
    assert "dễ bị đoán" in client.post(url, data).content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
def test_accounts_of_old_keep_their_passwords() -> None:
    user = create_editor()
    user.set_password("matkhau123")
    user.save()
    response = Client().post(reverse("wagtailadmin_login"), {"username": user.username, "password": "matkhau123"})
    assert response.status_code == 302
