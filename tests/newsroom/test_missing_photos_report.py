"""The report on articles whose photos are lost."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor
from tests.factories import UserFactory
from tests.forms import publish, raw_blocks

pytestmark = pytest.mark.django_db
URL = "/admin/reports/missing-photos/"


def lost(count):
    photos = [{"image": None, "caption": f"Ảnh {n}", "alt_text": "", "credit": ""} for n in range(count)]
    return {"type": "gallery", "value": {"title": "", "photos": photos}}


@pytest.fixture
def articles():
    """Two articles with lost photos, and one with all of its own."""
    sections = [factories.SectionFactory(title=title) for title in ("Tin tức", "Phong trào")]
    return [
        factories.ArticleFactory(title="Hội nghị mất ảnh", parent=sections[0], body=[lost(2), lost(1)]),
        factories.ArticleFactory(title="Hội thao mất ảnh", parent=sections[1], body=[lost(5)]),
        factories.ArticleFactory(
            title="Đủ ảnh", parent=sections[0], body=[factories.gallery([factories.ImageFactory()])]
        ),
    ]


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_it_lists_them_with_number_section_and_a_way_to_edit(articles, role):
    desk = client_of(editor(role))
    page = desk.get(URL).content.decode()
    for article, count in zip(articles, (3, 5), strict=False):
        assert article.title in page
        assert f"<td>{count}</td>" in page
        assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in page
    assert "Phong trào" in page
    assert "Đủ ảnh" not in page
    assert desk.get(f"{URL}results/").status_code == 200


def test_it_can_be_exported(articles):
    answer = client_of(editor()).get(URL, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[:3] for row in rows[1:]] == [
        ["Hội thao mất ảnh", "Phong trào", "5"],
        ["Hội nghị mất ảnh", "Tin tức", "3"],
    ]
    assert rows[1][4].endswith("/phong-trao/hoi-thao-mat-anh/")


def test_the_number_of_queries_does_not_grow(articles, django_assert_max_num_queries):
    desk = client_of(editor())
    desk.get(URL)
    with django_assert_max_num_queries(40) as few:
        desk.get(URL)
    for _ in range(10):
        factories.ArticleFactory(parent=articles[0].get_parent(), body=[lost(1)])
    with django_assert_max_num_queries(len(few) + 2):
        desk.get(URL)


def test_an_article_leaves_it_when_its_photos_are_found(articles):
    desk = client_of(editor(MODERATORS))
    photo = {"image": factories.ImageFactory().pk, "caption": "Đã tìm thấy", "alt_text": "", "credit": ""}
    photos = {"count": "1", "0": {"value": photo, "order": "0", "deleted": "", "id": ""}}
    body = raw_blocks(("gallery", {"title": "", "photos": photos}))
    assert publish(desk, articles[0], body=body).missing_photos == 0
    assert "Hội nghị mất ảnh" not in desk.get(f"{URL}results/").content.decode()


def test_editors_of_one_section_see_theirs_alone(articles):
    group = Group.objects.create(name="Ban phong trào")
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(group=group, page=articles[1].get_parent(), permission=permission(codename))
    group.permissions.add(permission("access_admin"))
    user = UserFactory()
    user.groups.add(group)
    page = client_of(user).get(URL).content.decode()
    assert "Hội thao mất ảnh" in page
    assert "Hội nghị mất ảnh" not in page


def permission(codename):
    return Permission.objects.filter(content_type__app_label__in=["wagtailcore", "wagtailadmin"]).get(codename=codename)


def test_nobody_else_sees_it(client, articles):
    assert client.get(URL).status_code == 302
    assert client_of(UserFactory()).get(URL).status_code == 302
