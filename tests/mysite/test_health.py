"""What a supervisor sees at /healthz/."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.db import connection
from django.test import Client, override_settings

ADDRESSES = ["/healthz/live", "/healthz/ready"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_ok_without_cookie_or_caching(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_neither_host_nor_https_stand_in_the_way(address):
    with override_settings(ALLOWED_HOSTS=["portal.example"], SECURE_SSL_REDIRECT=True):
        assert Client().get(address, headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.fixture
def database_gone(settings, django_db_blocker, tmp_path):
    """The connection points to a database that nobody can open."""
    with django_db_blocker.unblock():
        wanted = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": 1, "NAME": str(tmp_path / "no" / "such")}
        yield
        connection.close()
        connection.settings_dict.update(wanted)


@pytest.mark.usefixtures("database_gone")
def test_a_lost_database_is_alive_but_not_ready(client):
    assert client.get("/healthz/live").status_code == 200
    started = time.monotonic()
    response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert b"database" in response.content
    assert time.monotonic() - started < 5


def test_an_empty_database_is_not_ready(client, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), closing(sqlite3.connect(tmp_path / "empty")):
        wanted = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict["NAME"] = str(tmp_path / "empty")
        try:
            assert client.get("/healthz/ready").status_code == 503
        finally:
            connection.close()
            connection.settings_dict.update(wanted)


def test_only_reading_is_answered(client):
    response = client.post("/healthz/live")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_live_needs_no_database(client):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(client.get("/healthz/live").status_code))
    thread.start()
    thread.join()
    assert answers == [200]
