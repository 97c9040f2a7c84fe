"""The warning on the dashboard before the certificate of the portal expires."""

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse
from django.utils import timezone

from home.dashboard import certificate_warning
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db

KEY = ec.generate_private_key(ec.SECP256R1())


def make_certificate(days: float) -> bytes:
    """Return a certificate that expires in so many days."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "portal.example")])
    now = timezone.now()
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key())
    builder = builder.serial_number(1).not_valid_before(now - datetime.timedelta(days=90))
    certificate = builder.not_valid_after(now + datetime.timedelta(days=days)).sign(KEY, hashes.SHA256())
    return certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def certificate(settings, tmp_path):
    """Return a function that installs a certificate, or anything else, in its place."""
    settings.CERTIFICATE_FILE = str(tmp_path / "certificate.pem")

    def install(content: bytes) -> None:
        (tmp_path / "certificate.pem").write_bytes(content)
        certificate_warning.read_expiry.cache_clear()

    certificate_warning.read_expiry.cache_clear()
    yield install
    certificate_warning.read_expiry.cache_clear()


def get_dashboard(role: str = EDITORS) -> str:
    response = login_client(create_editor(role)).get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    return response.content.decode()


def test_warning_begins_twenty_days_before(certificate):
    certificate(make_certificate(days=20.5))
    assert "Chứng chỉ của cổng" not in get_dashboard()
    certificate(make_certificate(days=19.5))
    page = get_dashboard()
    assert "Chứng chỉ của cổng hết hạn sau 19 ngày" in page
    expiry = timezone.localdate() + datetime.timedelta(days=19)
    assert f"{expiry:%d/%m/%Y}" in page or f"{expiry + datetime.timedelta(days=1):%d/%m/%Y}" in page


def test_expired_certificate_is_named_so(certificate):
    certificate(make_certificate(days=-1))
    assert "Chứng chỉ của cổng đã hết hạn" in get_dashboard()


def test_who_only_writes_is_not_warned(certificate):
    certificate(make_certificate(days=1))
    assert "Chứng chỉ của cổng" not in get_dashboard(CONTRIBUTORS)


@pytest.mark.parametrize("content", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAA==\n", b"\x00\xff" * 100])
def test_unreadable_certificate_is_logged(certificate, content, caplog):
    certificate(content)
    assert "Chứng chỉ của cổng" not in get_dashboard()
    assert "Cannot read the certificate" in caplog.text


def test_missing_certificate_is_nothing_to_warn_of(certificate, caplog):
    assert "Chứng chỉ của cổng" not in get_dashboard()
    assert "certificate" not in caplog.text


def test_file_is_read_once_an_hour(certificate, settings):
    certificate(make_certificate(days=5))
    first = certificate_warning.read_expiry(settings.CERTIFICATE_FILE)
    with open(settings.CERTIFICATE_FILE, "wb") as file:
        file.write(make_certificate(days=90))
    assert certificate_warning.read_expiry(settings.CERTIFICATE_FILE) == first
