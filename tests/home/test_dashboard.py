"""The dashboard: what each panel shows to whom, and how many queries it takes."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Revision

from home.dashboard.hooks import add_panels
from home.models import ContactMessage, SourceChange
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text, get_texts
from tests.support.translations import create_published_translation

pytestmark = pytest.mark.django_db

URL = "/admin/"


def get_titles(client: Client, panel: str) -> list[str]:
    return get_texts(get_page(client, URL).select(f"#{panel}-section .desk-list__title"))


def write_draft(article: NewsPage, user) -> None:
    article.draft_title = article.title
    article.save_revision(user=user)


def submit(article: NewsPage, user) -> None:
    article.save_revision(user=user)
    article.get_workflow().start(article, user)


# --- Writing


def test_each_section_leads_to_form_of_new_page():
    news, events = factories.SectionFactory(title="Tin tức"), factories.EventSectionFactory(title="Sự kiện")
    page = get_page(login_client(create_editor()), URL)
    links = {get_text(link): link["href"] for link in page.select(".new-pages a")}
    assert links["Tin tức"] == reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", news.pk])
    assert links["Sự kiện"] == reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", events.pk])
    assert get_texts(page.select(".new-pages h2")) == ["Viết bài", "Thêm sự kiện"]
    for url in links.values():
        assert login_client(create_editor()).get(url).status_code == 200


def test_only_sections_to_which_user_may_add_are_offered():
    own, other = (factories.SectionFactory(title=title) for title in ("Tuyển sinh", "Nội bộ"))
    editor = limit_to_section(create_editor(), own)
    page = get_page(login_client(editor), URL)
    assert get_texts(page.select(".new-pages a")) == ["Tuyển sinh"]
    assert other.title not in get_text(page.select_one("main"))


def limit_to_section(user, section):
    """Give ``user`` a group of their own with permission to add and change pages of ``section`` only."""
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    group = Group.objects.create(name=f"Nhóm {section.title}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    user.groups.set([group])
    return user


# --- Approval


def test_what_waits_longest_is_first_and_approved_with_one_press():
    section, writer = factories.SectionFactory(), create_editor(first_name="Thùy Linh", last_name="Đặng")
    articles = [factories.ArticleFactory(title=title, parent=section, live=False) for title in ("Gửi trước", "Gửi sau")]
    for article in articles:
        submit(article, writer)
    client = login_client(create_editor(EDITORS))
    assert get_titles(client, "waiting") == ["Gửi trước", "Gửi sau"]
    row = get_page(client, URL).select_one("#waiting-section li")
    assert "Đặng Thùy Linh" in get_text(row)
    button = row.select_one("[data-workflow-action-url]")
    assert (get_text(button), button.get("data-launch-modal")) == ("Duyệt", None)
    client.post(button["data-workflow-action-url"])
    assert NewsPage.objects.get(title="Gửi trước").live
    assert get_titles(client, "waiting") == ["Gửi sau"]


def test_snippet_waits_too():
    author = factories.AuthorFactory(name="Nguyễn Văn An", live=False)
    author.save_revision()
    workflow = factories.SectionFactory().get_workflow()
    workflow.start(author, create_editor())
    assert get_titles(login_client(create_editor(EDITORS)), "waiting") == ["Nguyễn Văn An"]


def test_nothing_waits_for_writer():
    submit(factories.ArticleFactory(live=False), create_editor())
    assert get_titles(login_client(create_editor()), "waiting") == []


# --- This week


def test_week_shows_what_goes_live_and_what_expires():
    now = timezone.now()
    scheduled = factories.ArticleFactory(title="Lên trang mai", live=False, go_live_at=now + datetime.timedelta(days=1))
    scheduled.save_revision().publish()
    factories.ArticleFactory(title="Hết hạn", expire_at=now + datetime.timedelta(days=2))
    factories.ArticleFactory(title="Còn lâu", expire_at=now + datetime.timedelta(days=20))
    client = login_client(create_editor(EDITORS))
    days = get_page(client, URL).select(".desk-week__day")
    assert len(days) == 7
    assert get_texts(days[1].select("a")) == ["Lên trang mai"]
    assert "lên trang" in get_text(days[1])
    assert get_texts(days[2].select("a")) == ["Hết hạn"]
    report = get_page(client, reverse("scheduled_pages"))
    assert get_texts(report.select(".title-wrapper")) == ["Lên trang mai", "Hết hạn", "Còn lâu"]
    export = client.get(reverse("scheduled_pages"), {"export": "csv"})
    assert "Hết hạn" in b"".join(export.streaming_content).decode()


# --- Others' work, visitors and what is to do


def test_drafts_of_others_name_their_author():
    me, other = create_editor(EDITORS), create_editor(first_name="Thùy Linh", last_name="Đặng")
    section = factories.SectionFactory()
    for user, title in ((me, "Của tôi"), (other, "Của Linh")):
        article = factories.ArticleFactory(parent=section, title=title, live=False, has_unpublished_changes=True)
        article.save_revision(user=user)
    client = login_client(me)
    assert get_titles(client, "drafts") == ["Của Linh"]
    assert "Đặng Thùy Linh" in get_text(get_page(client, URL).select_one("#drafts-section"))


def test_messages_of_week_are_shown_to_who_may_read_them():
    page = factories.ContactPageFactory()
    data = {"ho_va_ten": "Trần Thị B", "noi_dung": "Cho tôi hỏi lịch thi."}
    ContactMessage.objects.create(page=page, form_data=data)
    old = ContactMessage.objects.create(page=page, form_data={"ho_va_ten": "Tin cũ"})
    ContactMessage.objects.filter(pk=old.pk).update(submit_time=timezone.now() - datetime.timedelta(days=8))
    assert get_titles(login_client(create_editor(EDITORS)), "messages") == ["Trần Thị B · Cho tôi hỏi lịch thi."]
    stranger = limit_to_section(create_editor(), factories.SectionFactory())
    assert get_titles(login_client(stranger), "messages") == []


def test_todays_events_are_shown():
    factories.EventFactory(title="Họp giao ban", start_date=timezone.localdate(), place="Phòng 2").save()
    factories.EventFactory(title="Ngày mai").save()
    client = login_client(create_editor())
    assert get_titles(client, "todays-events") == ["Họp giao ban"]


def test_stale_translations_are_shown():
    article = factories.ArticleFactory(title="Hội nghị")
    translation = create_published_translation(article)
    client = login_client(create_editor(EDITORS))
    assert get_titles(client, "stale-translations") == []
    article = NewsPage.objects.get(pk=article.pk)
    article.title = "Hội nghị lần hai"
    article.save_revision().publish()
    assert SourceChange.objects.exists()
    assert get_titles(client, "stale-translations") == ["Hội nghị lần hai"]
    update_url = get_page(client, URL).select_one("#stale-translations-section .desk-list a")["href"]
    assert get_page(client, update_url).select_one("main form")
    response = client.post(update_url)
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[translation.pk])


def test_incomplete_articles_are_counted():
    image = factories.ImageFactory(description="")
    article = factories.ArticleFactory(title="Thiếu lời", body=[{"type": "picture", "value": {"image": image.pk}}])
    factories.ArticleFactory(
        body=[{"type": "gallery", "value": {"title": "", "photos": [{"image": None, "caption": "Ảnh"}]}}]
    )
    client = login_client(create_editor())
    panel = get_page(client, URL).select_one("#incomplete-articles-section")
    assert "1 bài viết còn thiếu ảnh" in get_text(panel)
    assert "1 bài viết có ảnh thiếu văn bản thay thế" in get_text(panel)
    report = get_page(client, reverse("missing_alt_texts"))
    assert "Thiếu lời" in get_text(report.select_one("main"))
    article.save_revision().publish()  # also indexes the references of the page
    image.description = "Sân trường"
    image.save()
    assert NewsPage.objects.get(pk=article.pk).missing_alt_texts == 0


# --- Queries


def fill(size: int, writer) -> None:
    """Add ``size`` of everything that the panels show."""
    section, now = factories.SectionFactory(), timezone.now()
    contact, events = factories.ContactPageFactory(), factories.EventSectionFactory()
    for number in range(size):
        submit(factories.ArticleFactory(parent=section, live=False), writer)
        draft = factories.ArticleFactory(parent=section, live=False, has_unpublished_changes=True)
        draft.save_revision(user=writer)
        factories.ArticleFactory(parent=section, expire_at=now + datetime.timedelta(days=number % 6, hours=1))
        scheduled = factories.ArticleFactory(
            parent=section, live=False, go_live_at=now + datetime.timedelta(days=number % 6, hours=2)
        )
        scheduled.save_revision().publish()
        ContactMessage.objects.create(page=contact, form_data={"ho_va_ten": f"Người {number}"})
        factories.EventFactory(parent=events, start_date=timezone.localdate()).save()
    assert Revision.objects.exists()


def count_queries(client: Client) -> int:
    client.get(URL)  # fills the caches of site paths and content types
    with CaptureQueriesContext(connection) as captured:
        assert client.get(URL).status_code == 200
    return len(captured)


def count_stock_queries(client: Client) -> int:
    """Return the number of queries of Wagtail's own dashboard with nothing in its panels, as it is for most people."""
    with hooks_without(add_panels):
        return count_queries(client)


class hooks_without:
    """A context in which ``function`` is not called as a hook that adds panels."""

    def __init__(self, function) -> None:
        self.function = function

    def __enter__(self) -> None:
        self.entries = [entry for entry in hooks._hooks["construct_homepage_panels"] if entry[0] is self.function]
        for entry in self.entries:
            hooks._hooks["construct_homepage_panels"].remove(entry)

    def __exit__(self, *args) -> None:
        hooks._hooks["construct_homepage_panels"].extend(self.entries)


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS])
def test_dashboard_takes_twelve_queries_more_than_wagtails_at_most(role):
    client, writer = login_client(create_editor(role)), create_editor()
    stock = count_stock_queries(client)
    numbers = []
    for size in (2, 8):
        fill(size, writer)
        numbers.append(count_queries(client))
    assert max(numbers) <= stock + 12
    assert numbers[0] == numbers[1]
