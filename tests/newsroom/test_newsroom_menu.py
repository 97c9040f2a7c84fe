"""The menu “Toà soạn”: who looks after authors, units, tags, comments and mottos."""

import datetime

import pytest
from django.urls import reverse

from newsroom.models import Author, Comment, NewsTag, Unit
from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor

pytestmark = pytest.mark.django_db


def address(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_both_roles_add_authors(role):
    unit = factories.UnitFactory()
    desk = client_of(editor(role))
    assert desk.post(address(Author, "add"), {"name": "Nguyễn Văn An", "unit": unit.pk}).status_code == 302
    author = Author.objects.get()
    assert author.slug == "nguyen-van-an"
    page = desk.get(address(Author, "list"), {"unit": unit.pk}).content.decode()
    assert "Nguyễn Văn An" in page
    assert desk.get(address(Author, "list"), {"q": "Huế"}).status_code == 200


def test_a_unit_that_ended_names_its_successor():
    new = factories.UnitFactory(name="Phòng Giáo dục thường xuyên")
    old = factories.UnitFactory(name="Phòng Chuyên nghiệp")
    desk = client_of(editor())
    data = {"name": old.name, "slug": old.slug, "dissolved_on": "31/12/2019", "successor": new.pk}
    assert desk.post(address(Unit, "edit", old.pk), data).status_code == 302
    old.refresh_from_db()
    assert (old.dissolved_on, old.successor) == (datetime.date(2019, 12, 31), new)
    gone = desk.get(address(Unit, "list"), {"dissolved_on__isnull": "false"}).content.decode()
    assert old.name in gone
    circle = desk.post(address(Unit, "edit", new.pk), {"name": new.name, "slug": new.slug, "successor": old.pk})
    assert "successor" in circle.context["form"].errors


def test_an_author_with_bylines_cannot_be_deleted():
    author = factories.AuthorFactory()
    factories.ArticleFactory(authors=(author,))
    client_of(editor(MODERATORS)).post(address(Author, "delete", author.pk))
    assert Author.objects.filter(pk=author.pk).exists()


def test_moderators_approve_comments_and_change_no_word_of_them():
    comment = factories.CommentFactory(status=Comment.Status.PENDING, body="Cảm ơn nhà trường")
    desk = client_of(editor(MODERATORS))
    pending = desk.get(address(Comment, "list"), {"status": "pending"}).content.decode()
    assert "Cảm ơn nhà trường" in pending
    assert "Cảm ơn nhà trường" not in desk.get(address(Comment, "list"), {"status": "approved"}).content.decode()
    data = {"status": "approved", "body": "Lời của người khác", "author_name": "Ai đó"}
    assert desk.post(address(Comment, "edit", comment.pk), data).status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Comment.Status.APPROVED, "Cảm ơn nhà trường")
    desk.post(address(Comment, "delete", comment.pk))
    assert not Comment.objects.exists()


def test_editors_do_not_moderate():
    comment = factories.CommentFactory(status=Comment.Status.PENDING)
    client_of(editor(EDITORS)).post(address(Comment, "edit", comment.pk), {"status": "approved"})
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PENDING


def test_a_tag_renamed_keeps_its_address():
    tag = NewsTag.objects.create(name="Tuyển sinh")
    client_of(editor(MODERATORS)).post(address(NewsTag, "edit", tag.pk), {"name": "Tuyển sinh đầu cấp"})
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Tuyển sinh đầu cấp", "tuyen-sinh")
