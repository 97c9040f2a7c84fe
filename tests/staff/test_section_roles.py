"""Roles in single sections, given by an administrator in one form: what they allow there, and nothing elsewhere."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from mysite.models import SectionRole
from tests.support import approval, factories
from tests.support.article_form import save_form
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def section() -> Page:
    return factories.SectionFactory(title="Thi cử")


@pytest.fixture
def elsewhere() -> Page:
    return factories.SectionFactory(title="Mầm non")


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True))


def create_member(role: str, section: Page, **fields: Any) -> Any:
    user = factories.UserFactory(**fields)
    approval.give_role(user, role, section)
    return user


def edit(client: Client, page: Page) -> int:
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code


def test_editor_of_a_section_publishes_there_only(section, elsewhere) -> None:
    client = login_client(create_member(EDITORS, section))
    own, other = (factories.ArticleFactory(parent=parent, title="Bản cũ") for parent in (section, elsewhere))
    save_form(client, own, "action-publish", title="Bản mới")
    save_form(client, other, "action-publish", title="Bản mới")
    assert "Bản mới" in Client().get(own.url).content.decode()
    assert "Bản mới" not in Client().get(other.url).content.decode()
    assert edit(client, own) == 200
    assert edit(client, other) == 302


def test_editor_of_a_section_approves_there_only(section, elsewhere) -> None:
    editor = login_client(create_member(EDITORS, section))
    writer = login_client(create_editor(CONTRIBUTORS))
    drafts = [factories.ArticleFactory(parent=parent, live=False) for parent in (section, elsewhere)]
    for draft in drafts:
        draft.save_revision()
        approval.submit(writer, draft)
        approval.decide(editor, draft, "approve")
    assert [type(draft).objects.get(pk=draft.pk).live for draft in drafts] == [True, False]
    dashboard = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert drafts[1].title not in dashboard


def test_only_approvers_of_the_section_are_emailed(section, elsewhere, mailoutbox) -> None:
    near, far = create_member(EDITORS, section), create_member(EDITORS, elsewhere)
    everywhere = create_editor(EDITORS)
    draft = factories.ArticleFactory(parent=section, live=False)
    draft.save_revision()
    approval.submit(login_client(create_editor(CONTRIBUTORS)), draft)
    receivers = {address for message in mailoutbox for address in message.to}
    assert {near.email, everywhere.email} <= receivers
    assert far.email not in receivers


def test_contributor_of_a_section_submits_and_does_not_publish(section) -> None:
    client = login_client(create_member(CONTRIBUTORS, section))
    article = factories.ArticleFactory(parent=section, title="Bản cũ")
    save_form(client, article, "action-publish", title="Bản mới")
    assert "Bản mới" not in Client().get(article.url).content.decode()
    approval.submit(client, article)
    assert article.current_workflow_task is not None


def test_managing_editor_of_a_section_takes_its_last_step_only(section, elsewhere) -> None:
    for page in (section, elsewhere):
        approval.require_two_steps(page)
    client = login_client(create_member(MANAGING_EDITORS, section))
    drafts = [factories.ArticleFactory(parent=parent, live=False) for parent in (section, elsewhere)]
    for draft in drafts:
        draft.save_revision()
        save_form(client, draft, "action-publish")
    assert [type(draft).objects.get(pk=draft.pk).live for draft in drafts] == [True, False]


@pytest.mark.parametrize(
    "url",
    [
        "/admin/redirects/",
        "/admin/searchpicks/",
        "/admin/snippets/newsroom/newstag/",
    ],
)
def test_roles_in_sections_change_nothing_for_the_whole_site(section, url) -> None:
    client = login_client(create_member(MANAGING_EDITORS, section))
    assert client.get(url).status_code == 302


def test_role_is_listed_and_taken(section, administrator) -> None:
    user = create_member(EDITORS, section, last_name="Hà", first_name="Ngọc Diệp")
    listing = parse_response(administrator.get(reverse("section_roles:index")))
    row = next(row for row in listing.select("main tbody tr"))
    assert ["Hà Ngọc Diệp" in row.text, "Thi cử" in row.text, EDITORS in row.text] == [True] * 3
    url = row.select_one("a[href*=delete]")["href"]
    assert "Hà Ngọc Diệp" in administrator.get(url).content.decode()
    administrator.post(url)
    assert not user.groups.exists()
    assert not SectionRole.objects.exists()
    assert set(Group.objects.values_list("name", flat=True)) == {CONTRIBUTORS, EDITORS, MANAGING_EDITORS}


def test_members_of_one_role_in_one_section_share_a_group(section, administrator) -> None:
    users = [create_member(EDITORS, section) for _ in range(2)]
    assert users[0].groups.get() == users[1].groups.get()
    first = parse_response(administrator.get(reverse("section_roles:index"))).select_one("a[href*=delete]")["href"]
    administrator.post(first)
    assert sum(user.groups.count() for user in users) == 1


def test_group_of_a_deleted_section_is_deleted(section, administrator) -> None:
    user = create_member(EDITORS, section)
    administrator.post(reverse("wagtailadmin_pages:delete", args=[section.pk]))
    administrator.post(reverse("bin_empty"))
    assert not user.groups.exists()


def test_role_that_a_person_has_everywhere_is_refused(section, administrator) -> None:
    user = create_editor(EDITORS)
    data = {"user": user.pk, "section": section.pk, "role": Group.objects.get(name=EDITORS).pk}
    response = administrator.post(reverse("section_roles:add"), data)
    assert "mọi chuyên mục" in parse_response(response).select_one(".error-message").text
    assert not SectionRole.objects.exists()


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS, MANAGING_EDITORS])
def test_only_administrators_give_roles(section, role) -> None:
    user = create_editor(role)
    client = login_client(user)
    data = {"user": user.pk, "section": section.pk, "role": Group.objects.get(name=MANAGING_EDITORS).pk}
    for name in ("section_roles:index", "section_roles:add"):
        assert client.get(reverse(name)).status_code == 302
    client.post(reverse("section_roles:add"), data)
    assert not SectionRole.objects.exists()
    assert reverse("section_roles:index") not in client.get(reverse("wagtailadmin_home")).content.decode()
