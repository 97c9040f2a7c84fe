"""Login and page passwords are locked for a while after a number of wrong passwords."""

import threading
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import hashers
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.support import factories
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client
from tests.support.html import get_text

pytestmark = pytest.mark.django_db

SCHOOL, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """The passwords that were compared with a hash, which takes half a second in production."""
    passwords = []
    verify = hashers.MD5PasswordHasher.verify

    def count(self, password, encoded):
        passwords.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "verify", count)
    return passwords


def sign_in(username: str, password: str, address: str = SCHOOL, view: str = "wagtailadmin_login", **more):
    data = {"username": username, "password": password}
    return Client().post(reverse(view), data, REMOTE_ADDR=address, **more)


def shift_attempts_back(**time: int) -> None:
    """Move all counted attempts into the past."""
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(**time))


def fail_logins(username: str, times: int, address: str = SCHOOL) -> None:
    for _ in range(times):
        sign_in(username, "sai", address)


@pytest.mark.parametrize("view", ["wagtailadmin_login", "wagtailcore_login"])
def test_wrong_passwords_lock_account_for_client_ip(view, hashed) -> None:
    user = create_editor(username="lan")
    responses = [sign_in("lan", "sai", view=view) for _ in range(60)]
    assert [response.status_code for response in responses] == [200] * 9 + [429] * 51
    assert len(hashed) == 10
    refused = sign_in("lan", "mat-khau", view=view)
    assert refused.status_code == 429
    assert len(hashed) == 10
    assert "15 phút" in get_text(parse_response(refused).select_one("[role=alert]"))
    assert 0 < int(refused["Retry-After"]) <= 15 * 60
    assert sign_in("lan", "mat-khau", ELSEWHERE, view=view).status_code == 302
    shift_attempts_back(minutes=15)
    assert sign_in("lan", "mat-khau", view=view).status_code == 302
    assert user.username == "lan"


def test_locked_attempts_do_not_extend_lockout() -> None:
    create_editor(username="lan")
    fail_logins("lan", 10)
    shift_attempts_back(minutes=10)
    fail_logins("lan", 10)
    assert "5 phút" in sign_in("lan", "mat-khau").content.decode()
    shift_attempts_back(minutes=5)
    assert sign_in("lan", "mat-khau").status_code == 302


def test_unknown_account_gets_same_response() -> None:
    create_editor(username="lan")
    for name in ("lan", "ma"):
        fail_logins(name, 9)
    real, invented = sign_in("lan", "sai"), sign_in("ma", "sai")
    assert real.status_code == invented.status_code == 429
    assert real.content == invented.content


def test_other_accounts_at_same_ip_can_log_in() -> None:
    create_editor(username="lan")
    create_editor(username="binh")
    fail_logins("lan", 60)
    assert sign_in("binh", "mat-khau").status_code == 302


def test_password_spraying_from_one_ip_is_locked_out(settings) -> None:
    settings.LOCKOUT_WIDE_LIMIT = 25
    create_editor(username="lan")
    create_editor(username="binh")
    assert sign_in("binh", "mat-khau").status_code == 302  # a known IP address of this account
    statuses = [sign_in(f"ai-{number}", "123456").status_code for number in range(40)]
    assert statuses == [200] * 24 + [429] * 16
    assert sign_in("lan", "mat-khau").status_code == 429
    assert sign_in("lan", "mat-khau", ELSEWHERE).status_code == 302
    assert sign_in("binh", "mat-khau").status_code == 302


def test_distributed_attack_does_not_lock_known_ip(settings) -> None:
    settings.LOCKOUT_WIDE_LIMIT = 25
    create_editor(username="lan")
    assert sign_in("lan", "mat-khau", ELSEWHERE).status_code == 302
    for number in range(25):
        sign_in("lan", "sai", f"192.0.2.{number}")
    assert sign_in("lan", "mat-khau", "192.0.2.200").status_code == 429
    assert sign_in("lan", "mat-khau", ELSEWHERE).status_code == 302


def test_ipv6_network_counts_as_one_client() -> None:
    create_editor(username="lan")
    for number in range(10):
        sign_in("lan", "sai", f"2001:db8:0:1::{number:x}")
    assert sign_in("lan", "mat-khau", "2001:db8:0:1:ffff::1").status_code == 429
    assert sign_in("lan", "mat-khau", "2001:db8:0:2::1").status_code == 302


def test_only_forwarded_ip_set_by_proxy_counts(settings) -> None:
    settings.TRUSTED_PROXIES = 1
    create_editor(username="lan")
    for number in range(10):
        sign_in("lan", "sai", "10.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, {SCHOOL}")
    assert sign_in("lan", "mat-khau", "10.0.0.1", HTTP_X_FORWARDED_FOR=SCHOOL).status_code == 429
    assert sign_in("lan", "mat-khau", "10.0.0.1", HTTP_X_FORWARDED_FOR=ELSEWHERE).status_code == 302


def test_attempts_are_counted_across_user_agents() -> None:
    create_editor(username="lan")
    for number in range(10):
        sign_in("lan", "sai", HTTP_USER_AGENT=f"browser {number}")
    assert sign_in("lan", "mat-khau").status_code == 429


def test_successful_login_resets_attempts() -> None:
    create_editor(username="lan")
    for _ in range(3):
        fail_logins("lan", 9)
        assert sign_in("lan", "mat-khau").status_code == 302


def test_lockout_works_without_cache(settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    create_editor(username="lan")
    fail_logins("lan", 10)
    assert sign_in("lan", "mat-khau").status_code == 429


def test_password_reset_unlocks_account(client) -> None:
    user = create_editor(username="lan", email="lan@example.org")
    fail_logins("lan", 10)
    client.post(reverse("wagtailadmin_password_reset"), {"email": user.email})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password_reset/" in line)
    form = client.get(link[link.index("/admin/") :], follow=True)
    chosen = {"new_password1": "Cam-tu-2026", "new_password2": "Cam-tu-2026"}
    assert client.post(form.request["PATH_INFO"], chosen).status_code == 302
    assert sign_in("lan", "Cam-tu-2026").status_code == 302


def test_administrators_can_list_and_unlock_accounts() -> None:
    create_editor(username="lan")
    fail_logins("lan", 6)
    for _ in range(4):
        sign_in("lan", "sai", HTTP_USER_AGENT="another browser")
    office = login_client(factories.UserFactory(is_superuser=True))
    listing = parse_response(office.get(reverse("failed_sign_ins:index")))
    assert "lan" in listing.select_one("main").text
    assert SCHOOL in listing.select_one("main").text
    unlock = listing.select_one("main table a[href*=delete]")["href"]
    assert "Mở khoá" in parse_response(office.get(unlock)).select_one("main").text
    assert office.post(unlock, follow=True).status_code == 200
    assert sign_in("lan", "mat-khau").status_code == 302


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS, MANAGING_EDITORS])
def test_other_roles_cannot_list_or_unlock(role) -> None:
    fail_logins("lan", 10)
    editor = login_client(create_editor(role))
    pk = AccessAttempt.objects.get().pk
    for url in (reverse("failed_sign_ins:index"), reverse("failed_sign_ins:delete", args=[pk])):
        assert editor.get(url).status_code == 302
        assert editor.post(url).status_code in {302, 405}
    assert reverse("failed_sign_ins:index") not in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert AccessAttempt.objects.exists()


def test_scheduler_and_housekeeping_prune_old_attempts() -> None:
    create_editor(username="lan")
    assert sign_in("lan", "mat-khau").status_code == 302
    fail_logins("binh", 1)
    for command in (["run_scheduler", "--once"], ["clean_up"]):
        call_command(*command)
        assert AccessAttempt.objects.count() == AccessLog.objects.count() == 1
    shift_attempts_back(minutes=16)
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=91))
    call_command("run_scheduler", "--once")
    assert AccessAttempt.objects.count() == 0
    call_command("clean_up")
    assert AccessLog.objects.count() == 0


class TestPagePasswords:
    @pytest.fixture(params=["page", "documents"])
    def url(self, request) -> str:
        """The URL that the password form of a page, or of a collection's documents, posts to."""
        if request.param == "page":
            page = factories.StandardPageFactory()
            lock = PageViewRestriction.objects.create(page=page, restriction_type="password", password="mở ra")
            return reverse("wagtailcore_authenticate_with_password", args=[lock.pk, page.pk])
        collection = Collection.get_first_root_node().add_child(name="Riêng")
        lock = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="password", password="mở ra"
        )
        return reverse("wagtaildocs_authenticate_with_password", args=[lock.pk])

    def open(self, url: str, password: str, visitor: str = SCHOOL):
        return Client().post(url, {"password": password, "return_url": "/"}, REMOTE_ADDR=visitor)

    def test_wrong_passwords_lock_page_for_client_ip(self, url) -> None:
        statuses = [self.open(url, "sai").status_code for _ in range(60)]
        assert statuses == [200] * 29 + [429] * 31
        refused = self.open(url, "mở ra")
        assert refused.status_code == 429
        assert "15 phút" in get_text(parse_response(refused).select_one("[role=alert]"))
        assert self.open(url, "mở ra", ELSEWHERE).status_code == 302
        shift_attempts_back(minutes=15)
        assert self.open(url, "mở ra").status_code == 302

    def test_password_form_is_still_shown(self, url) -> None:
        for _ in range(30):
            self.open(url, "sai")
        assert Client().get(url, REMOTE_ADDR=SCHOOL).status_code == 200

    def test_correct_password_resets_shared_ip(self, url) -> None:
        for _ in range(2):
            for _ in range(20):
                self.open(url, "sai")
            assert self.open(url, "mở ra").status_code == 302

    def test_page_lockout_does_not_affect_login(self, url, settings) -> None:
        settings.LOCKOUT_WIDE_LIMIT = 25
        create_editor(username="lan")
        for number in range(20):
            self.open(url, "sai", f"203.0.113.{number}")
            self.open(url, "sai")
        assert sign_in("lan", "mat-khau").status_code == 302

    def test_administrators_can_list_and_unlock_pages(self, url) -> None:
        for _ in range(30):
            self.open(url, "sai")
        office = login_client(factories.UserFactory(is_superuser=True))
        listing = parse_response(office.get(reverse("failed_sign_ins:index")))
        office.post(listing.select_one("main table a[href*=delete]")["href"])
        assert self.open(url, "mở ra").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_concurrent_attempts_hardly_exceed_limit(hashed) -> None:
    create_editor(username="lan")
    THREADS = 8  # as many as gunicorn has
    waiting = iter(range(60))
    lock = threading.Lock()
    statuses = []

    def attack() -> None:
        while True:
            with lock:
                if next(waiting, None) is None:
                    break
            statuses.append(sign_in("lan", "sai").status_code)
        connection.close()

    threads = [threading.Thread(target=attack) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200, 429}
    assert len(statuses) == 60
    assert len(hashed) <= 10 + THREADS
    assert sign_in("lan", "mat-khau").status_code == 429
