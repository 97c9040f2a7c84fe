"""``manage.py prepare`` writes the public address where Wagtail reads it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from wagtail.models import Page, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(settings):
    settings.SITE_URL, settings.SITE_HOST, settings.SITE_PORT = "https://portal.example", "portal.example", 443


@pytest.mark.usefixtures("address")
def test_the_default_site_gets_the_public_address(capsys):
    call_command("prepare")
    site = Site.objects.get(is_default_site=True)
    assert site.root_url == "https://portal.example"
    assert "https://portal.example" in capsys.readouterr().out


@pytest.mark.usefixtures("address")
def test_repeating_it_writes_nothing(capsys):
    call_command("prepare")
    capsys.readouterr()
    call_command("prepare")
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("address")
def test_an_address_that_another_site_has_is_refused():
    Site.objects.create(hostname="portal.example", port=443, root_page=Page.get_first_root_node())
    with pytest.raises(ImproperlyConfigured, match=r"https://portal\.example"):
        call_command("prepare")


@pytest.mark.usefixtures("address")
def test_no_default_site_is_a_clear_error():
    Site.objects.all().delete()
    with pytest.raises(ImproperlyConfigured, match="default Site"):
        call_command("prepare")
