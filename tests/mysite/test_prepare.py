"""``manage.py prepare`` sets the public URL on the default site."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from wagtail.models import Page, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_url(settings):
    settings.SITE_URL, settings.SITE_HOST, settings.SITE_PORT = "https://portal.example", "portal.example", 443


@pytest.mark.usefixtures("site_url")
def test_default_site_gets_public_url(capsys):
    call_command("prepare")
    site = Site.objects.get(is_default_site=True)
    assert site.root_url == "https://portal.example"
    assert "https://portal.example" in capsys.readouterr().out


@pytest.mark.usefixtures("site_url")
def test_repeated_run_writes_nothing(capsys):
    call_command("prepare")
    capsys.readouterr()
    call_command("prepare")
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("site_url")
def test_url_of_another_site_is_rejected():
    Site.objects.create(hostname="portal.example", port=443, root_page=Page.get_first_root_node())
    with pytest.raises(ImproperlyConfigured, match=r"https://portal\.example"):
        call_command("prepare")


@pytest.mark.usefixtures("site_url")
def test_missing_default_site_is_clear_error():
    Site.objects.all().delete()
    with pytest.raises(ImproperlyConfigured, match="default site"):
        call_command("prepare")
