"""The admin shows the office's name and logo instead of Wagtail's."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import factories
from tests.support.html import get_page, get_text
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("has_logo", [True, False])
def test_sign_in_page_and_sidebar_show_office(client: Client, admin_client: Client, has_logo: bool) -> None:
    home = factories.get_home_page()
    home.site_name = "Sở Giáo dục & Đào tạo"
    home.logo = factories.SmallImageFactory() if has_logo else None
    home.save()
    make_renditions()
    sign_in = get_page(client, reverse("wagtailadmin_login"))
    assert get_text(sign_in.h1) == "Sở Giáo dục & Đào tạo"
    assert "Wagtail" not in get_text(sign_in.main)
    assert get_text(sign_in.title) == "Đăng nhập - Sở Giáo dục & Đào tạo"
    preview = get_page(admin_client, reverse("wagtailadmin_pages:preview_on_edit", args=[home.pk]))
    assert get_text(preview.title) == "Không xem trước được - Sở Giáo dục & Đào tạo"
    start = get_page(admin_client, reverse("wagtailadmin_home"))
    assert get_text(start.select_one("[data-wagtail-sidebar-branding-logo]")) == "Sở Giáo dục & Đào tạo"
    assert get_text(start.title).endswith("- Sở Giáo dục & Đào tạo")
    for page in (sign_in, start):
        image = page.find(class_="office-logo").img
        assert ("/media/" in image["src"]) is has_logo
