"""The health checks at /healthz/."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.db import connection
from django.test import Client, override_settings

URLS = ["/healthz/live", "/healthz/ready"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", URLS)
def test_response_is_ok_without_cookies_or_caching(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("url", URLS)
def test_host_and_https_are_not_checked(url):
    with override_settings(ALLOWED_HOSTS=["portal.example"], SECURE_SSL_REDIRECT=True):
        assert Client().get(url, headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.fixture
def unavailable_database(settings, django_db_blocker, tmp_path):
    """Connect to a database that does not exist."""
    with django_db_blocker.unblock():
        original_settings = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": 1, "NAME": str(tmp_path / "no" / "such")}
        yield
        connection.close()
        connection.settings_dict.update(original_settings)


@pytest.mark.usefixtures("unavailable_database")
def test_unavailable_database_is_live_but_not_ready(client):
    assert client.get("/healthz/live").status_code == 200
    started = time.monotonic()
    response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert b"database" in response.content
    assert time.monotonic() - started < 5


def test_an_empty_database_is_not_ready(client, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), closing(sqlite3.connect(tmp_path / "empty")):
        original_settings = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict["NAME"] = str(tmp_path / "empty")
        try:
            assert client.get("/healthz/ready").status_code == 503
        finally:
            connection.close()
            connection.settings_dict.update(original_settings)


def test_only_get_and_head_are_allowed(client):
    response = client.post("/healthz/live")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_live_needs_no_database(client):
    statuses = []
    thread = threading.Thread(target=lambda: statuses.append(client.get("/healthz/live").status_code))
    thread.start()
    thread.join()
    assert statuses == [200]
