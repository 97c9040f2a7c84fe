"""The admin's lists of pages: the filter by status, and people's names."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    """A section with an article in each state; titles say which."""
    section, user, now = factories.SectionFactory(title="Tin tức"), create_editor(), timezone.now()
    hour = datetime.timedelta(hours=1)
    factories.ArticleFactory(parent=section, title="Nháp", live=False).save_revision(user=user)
    waiting = factories.ArticleFactory(parent=section, title="Đang chờ", live=False)
    waiting.save_revision(user=user)
    waiting.get_workflow().start(waiting, user)
    scheduled = factories.ArticleFactory(parent=section, title="Sắp đăng", live=False, go_live_at=now + hour)
    scheduled.save_revision(user=user).publish()
    factories.ArticleFactory(parent=section, title="Đã đăng")
    changed = factories.ArticleFactory(parent=section, title="Đã đăng, đang sửa")
    changed.save_revision(user=user)
    factories.ArticleFactory(parent=section, title="Vừa hết hạn", expire_at=now - hour)
    factories.ArticleFactory(parent=section, title="Hết hạn", live=False, expired=True, expire_at=now - hour)
    return section


STATES = {
    "draft": {"Nháp", "Đã đăng, đang sửa"},
    "waiting": {"Đang chờ"},
    "scheduled": {"Sắp đăng"},
    "live": {"Đã đăng", "Đã đăng, đang sửa"},
    "expired": {"Vừa hết hạn", "Hết hạn"},
}


@pytest.mark.parametrize("status", STATES)
def test_pages_are_filtered_by_status(section, status):
    client = login_client(create_editor(EDITORS))
    urls = [
        reverse("wagtailadmin_explore", args=[section.pk]),
        reverse("wagtailadmin_pages:type_use", args=["newsroom", "newspage"]),
    ]
    for url in urls:
        page = get_page(client, f"{url}?status={status}")
        assert set(get_texts(page.select(".listing .title-wrapper a"))) == STATES[status], url


def test_filter_has_vietnamese_choices_and_goes_with_search(section):
    client = login_client(create_editor(EDITORS))
    url = reverse("wagtailadmin_explore", args=[section.pk])
    labels = get_texts(get_page(client, url).select("#id_status label"))
    assert labels == ["Tất cả", "Bản nháp", "Chờ duyệt", "Hẹn giờ", "Đã đăng", "Hết hạn"]
    found = get_page(client, f"{url}?status=expired&q=hết").select(".listing .title-wrapper a")
    assert set(get_texts(found)) == STATES["expired"]
    assert client.get(f"{url}?status=khong-co").status_code == 200


def test_person_is_shown_by_name():
    user = create_editor(first_name="Thùy Linh", last_name="Đặng")
    assert str(user) == "Đặng Thùy Linh"
    assert str(create_editor(username="bientap2")) == "bientap2"
    article = factories.ArticleFactory(owner=user)
    client = login_client(create_editor(EDITORS))
    page = get_page(client, reverse("wagtailadmin_explore", args=[article.get_parent().pk]))
    assert "Đặng Thùy Linh" in get_texts(page.select("#id_owner label"))
    assert Page.objects.filter(owner=user).exists()


def test_each_type_of_page_is_described_where_it_is_chosen():
    home = factories.get_home_page("vi")
    page = get_page(login_client(create_editor(EDITORS)), reverse("wagtailadmin_pages:add_subpage", args=[home.pk]))
    described = {get_text(row.select_one("a")): row.select_one("a small") for row in page.select("main .listing li")}
    assert len(described) == 5
    assert all(described.values())
