"""The menu “Toà soạn”: managing authors, units, tags, comments and mottos."""

import datetime

import pytest
from django.urls import reverse

from newsroom.models import Author, Comment, NewsTag, Unit
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db


def admin_url(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS])
def test_editors_and_moderators_can_add_authors(role):
    unit = factories.UnitFactory()
    admin_client = login_client(create_editor(role))
    assert admin_client.post(admin_url(Author, "add"), {"name": "Nguyễn Văn An", "unit": unit.pk}).status_code == 302
    author = Author.objects.get()
    assert author.slug == "nguyen-van-an"
    page = admin_client.get(admin_url(Author, "list"), {"unit": unit.pk}).content.decode()
    assert "Nguyễn Văn An" in page
    assert admin_client.get(admin_url(Author, "list"), {"q": "Huế"}).status_code == 200


def test_dissolved_unit_has_successor():
    new = factories.UnitFactory(name="Phòng Giáo dục thường xuyên")
    old = factories.UnitFactory(name="Phòng Chuyên nghiệp")
    admin_client = login_client(create_editor(EDITORS))
    data = {
        "name": old.name,
        "slug": old.slug,
        "dissolved_on": "31/12/2019",
        "successor": new.pk,
        "action-publish": "1",
    }
    assert admin_client.post(admin_url(Unit, "edit", old.pk), data).status_code == 302
    old.refresh_from_db()
    assert (old.dissolved_on, old.successor) == (datetime.date(2019, 12, 31), new)
    gone = admin_client.get(admin_url(Unit, "list"), {"dissolved_on__isnull": "false"}).content.decode()
    assert old.name in gone
    circle = admin_client.post(
        admin_url(Unit, "edit", new.pk), {"name": new.name, "slug": new.slug, "successor": old.pk}
    )
    assert "successor" in circle.context["form"].errors


def test_an_author_with_bylines_cannot_be_deleted():
    author = factories.AuthorFactory()
    factories.ArticleFactory(authors=(author,))
    login_client(create_editor(EDITORS)).post(admin_url(Author, "delete", author.pk))
    assert Author.objects.filter(pk=author.pk).exists()


def test_moderators_approve_comments_without_editing_them():
    comment = factories.CommentFactory(status=Comment.Status.PENDING, body="Cảm ơn nhà trường")
    admin_client = login_client(create_editor(EDITORS))
    pending = admin_client.get(admin_url(Comment, "list"), {"status": "pending"}).content.decode()
    assert "Cảm ơn nhà trường" in pending
    assert (
        "Cảm ơn nhà trường" not in admin_client.get(admin_url(Comment, "list"), {"status": "approved"}).content.decode()
    )
    data = {"status": "approved", "body": "Lời của người khác", "author_name": "Ai đó"}
    assert admin_client.post(admin_url(Comment, "edit", comment.pk), data).status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Comment.Status.APPROVED, "Cảm ơn nhà trường")
    admin_client.post(admin_url(Comment, "delete", comment.pk))
    assert not Comment.objects.exists()


def test_editors_cannot_moderate_comments():
    comment = factories.CommentFactory(status=Comment.Status.PENDING)
    login_client(create_editor(CONTRIBUTORS)).post(admin_url(Comment, "edit", comment.pk), {"status": "approved"})
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PENDING


def test_renamed_tag_keeps_its_slug():
    tag = NewsTag.objects.create(name="Tuyển sinh")
    login_client(create_editor(EDITORS)).post(admin_url(NewsTag, "edit", tag.pk), {"name": "Tuyển sinh đầu cấp"})
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Tuyển sinh đầu cấp", "tuyen-sinh")
