"""The migration of comments opens nothing on a portal that has articles."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from mysite.rights.groups import MANAGING_EDITORS
from mysite.rights.section_roles import give_role
from newsroom.models import Comment, CommentSettings, NewsPage
from tests.support import factories
from tests.support.samples import sample

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("newsroom", "0013_desk_columns")


def migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


@pytest.mark.parametrize("has_articles", sample([True, False], 1))
def test_upgrade_opens_nothing(has_articles: bool) -> None:
    article = factories.ArticleFactory() if has_articles else None
    if article:
        closed = factories.ArticleFactory(parent=article.get_parent().specific)
        closed.save_revision()
        comment = factories.CommentFactory(page=article, status="pending")
        user = factories.UserFactory()
        role = Group.objects.get(name=MANAGING_EDITORS)
        group = give_role(user=user, role=role, section=article.get_parent())
        group.permissions.remove(*group.permissions.filter(codename__in=["change_comment", "delete_comment"]))
    migrate(BEFORE)
    if article:
        sql = "UPDATE newsroom_newspage SET comments_enabled = %s WHERE page_ptr_id = %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [False, closed.pk])
        revision = closed.latest_revision
        revision.content = {**revision.content, "comments_enabled": False}
        revision.content.pop("comment_mode")
        revision.save()
    migrate()
    assert [settings.mode for settings in CommentSettings.objects.all()] == (["off"] if has_articles else [])
    if article:
        assert CommentSettings.objects.get().site == Site.objects.get(is_default_site=True)
        assert dict(NewsPage.objects.values_list("pk", "comment_mode")) == {article.pk: "", closed.pk: "off"}
        assert NewsPage.objects.get(pk=closed.pk).get_latest_revision_as_object().comment_mode == "off"
        assert not NewsPage.objects.get(pk=article.pk).is_open_for_comments
        assert Comment.objects.get(pk=comment.pk).announced_at == comment.created_at
        assert group.permissions.filter(codename="change_comment").exists()
