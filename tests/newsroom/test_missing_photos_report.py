"""The report of articles with missing photos."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.support import factories
from tests.support.article_form import publish_article, raw_blocks
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = "/admin/reports/missing-photos/"


def missing_photos_gallery(count):
    photos = [{"image": None, "caption": f"Ảnh {n}", "alt_text": "", "credit": ""} for n in range(count)]
    return {"type": "gallery", "value": {"title": "", "photos": photos}}


@pytest.fixture
def articles():
    """Two articles with missing photos and one without."""
    sections = [factories.SectionFactory(title=title) for title in ("Tin tức", "Phong trào")]
    return [
        factories.ArticleFactory(
            title="Hội nghị mất ảnh", parent=sections[0], body=[missing_photos_gallery(2), missing_photos_gallery(1)]
        ),
        factories.ArticleFactory(title="Hội thao mất ảnh", parent=sections[1], body=[missing_photos_gallery(5)]),
        factories.ArticleFactory(
            title="Đủ ảnh", parent=sections[0], body=[factories.gallery_value([factories.ImageFactory()])]
        ),
    ]


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS])
def test_report_lists_articles_with_count_section_and_edit_link(articles, role):
    admin_client = login_client(create_editor(role))
    page = admin_client.get(URL).content.decode()
    for article, count in zip(articles, (3, 5), strict=False):
        assert article.title in page
        assert f"<td>{count}</td>" in page
        assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in page
    assert "Phong trào" in page
    assert "Đủ ảnh" not in page
    assert admin_client.get(f"{URL}results/").status_code == 200


def test_report_can_be_exported(articles):
    response = login_client(create_editor()).get(URL, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [row[:3] for row in rows[1:]] == [
        ["Hội thao mất ảnh", "Phong trào", "5"],
        ["Hội nghị mất ảnh", "Tin tức", "3"],
    ]
    assert rows[1][4].endswith("/phong-trao/hoi-thao-mat-anh/")


def test_query_count_does_not_grow(articles, django_assert_max_num_queries):
    admin_client = login_client(create_editor())
    admin_client.get(URL)
    with django_assert_max_num_queries(40) as few:
        admin_client.get(URL)
    for _ in range(10):
        factories.ArticleFactory(parent=articles[0].get_parent(), body=[missing_photos_gallery(1)])
    with django_assert_max_num_queries(len(few) + 2):
        admin_client.get(URL)


def test_article_is_removed_when_photos_are_added(articles):
    admin_client = login_client(create_editor(EDITORS))
    photo = {"image": factories.ImageFactory().pk, "caption": "Đã tìm thấy", "alt_text": "", "credit": ""}
    photos = {"count": "1", "0": {"value": photo, "order": "0", "deleted": "", "id": ""}}
    body = raw_blocks(("gallery", {"title": "", "photos": photos}))
    assert publish_article(admin_client, articles[0], body=body).missing_photos == 0
    assert "Hội nghị mất ảnh" not in admin_client.get(f"{URL}results/").content.decode()


def test_section_editors_see_their_own_articles_only(articles):
    group = Group.objects.create(name="Ban phong trào")
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group, page=articles[1].get_parent(), permission=get_permission(codename)
        )
    group.permissions.add(get_permission("access_admin"))
    user = UserFactory()
    user.groups.add(group)
    page = login_client(user).get(URL).content.decode()
    assert "Hội thao mất ảnh" in page
    assert "Hội nghị mất ảnh" not in page


def get_permission(codename):
    return Permission.objects.filter(content_type__app_label__in=["wagtailcore", "wagtailadmin"]).get(codename=codename)


def test_report_requires_permission(client, articles):
    assert client.get(URL).status_code == 302
    assert login_client(UserFactory()).get(URL).status_code == 302
