"""The admin speaks Vietnamese: every message of every package, as Django and the browser read the catalogues."""

import json
import re
import shutil
import sys
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.admin.templatetags.wagtailadmin_tags import naturaltime, timesince_simple
from wagtail.models import Collection, Page, Site, Task, Workflow
from wagtail.users.models import UserProfile

from mysite import vendor_translations as vendor
from mysite.translations import CODE_FOLDERS, compile_catalogue, placeholders_differ, problems
from tests.editors import client_of, editor

#: Spellings and words that docs/glossary.md rules out; “trường” is a school to the readers.
WRONG = re.compile(
    r"\b(trường|tập tin|e-mail|thư điện tử|vui lòng|người sử dụng|xóa|hủy|khóa|hóa|tòa|thủy|tùy)\b", re.IGNORECASE
)


def in_force(context: str, msgid: str, plural: str, number: int) -> str:
    """What Django shows for a message in the active language."""
    if plural and context:
        return translation.npgettext(context, msgid, plural, number)
    if plural:
        return translation.ngettext(msgid, plural, number)
    return translation.pgettext(context, msgid) if context else translation.gettext(msgid)


def javascript_catalogue(client: Client, address: str) -> dict[str, str]:
    script = client.get(address).content.decode()
    assert "django.gettext" in script
    found = re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)  # none if nothing is translated
    texts = json.loads(found[1]) if found else {}
    return {msgid: text if isinstance(text, str) else text[0] for msgid, text in texts.items()}


# --- What is there


def test_every_package_with_messages_is_read():
    found = vendor.counts()
    for app in apps.get_app_configs():
        if app.name.split(".")[0] not in CODE_FOLDERS and any(Path(app.path).glob("locale/*/LC_MESSAGES/*.po")):
            assert app.name in found
    # Core, an English catalogue, one called en_US, packages known by their other languages, and not applications.
    for package, msgid in {
        "django": "Enter a valid date.",
        "wagtail.admin": "Submit for moderation",
        "rest_framework": "Invalid page.",
        "wagtail.contrib.search_promotions": "Promoted search results",
        "django_filters": "is greater than",
        "treebeard": "First child of",
        "django.contrib.humanize": "an hour ago",
    }.items():
        assert package in vendor.said("django")["", msgid].packages
    for package, msgid in {"wagtail.admin": "Toggle sidebar", "wagtail_localize": "Download PO file"}.items():
        assert package in vendor.said("djangojs")["", msgid].packages


def test_python_and_templates_say_everything_in_vietnamese():
    english, broken, wrong = [], [], []
    with translation.override("vi"):
        for (context, msgid), message in vendor.said("django").items():
            for number in (1, 5):
                text = in_force(context, msgid, message.plural, number)
                if text in {msgid, message.plural} and msgid not in vendor.SAME:
                    english.append(msgid)
                if placeholders_differ(message.plural or msgid, text):
                    broken.append(msgid)
                if WRONG.search(text):
                    wrong.append(text)
    assert (english, broken, wrong) == ([], [], [])


@pytest.mark.django_db
def test_the_browser_says_everything_in_vietnamese():
    client = client_of(editor())
    admin = javascript_catalogue(client, reverse("wagtailadmin_javascript_catalog"))
    addresses = {"wagtail_localize": reverse("wagtail_localize:javascript_catalog")}
    shown = {package: javascript_catalogue(client, address) for package, address in addresses.items()}
    english, broken, wrong = [], [], []
    for (_, msgid), message in vendor.said("djangojs").items():
        for package in message.packages:
            text = shown.get(package, admin).get(msgid, msgid)
            if text == msgid and msgid not in vendor.SAME:
                english.append(msgid)
            if placeholders_differ(message.plural or msgid, text):
                broken.append(msgid)
            if WRONG.search(text):
                wrong.append(text)
    assert (english, broken, wrong) == ([], [], [])


@pytest.mark.django_db
def test_an_admin_in_english_stays_english():
    with translation.override("en"):
        for (context, msgid), message in vendor.said("django").items():
            assert in_force(context, msgid, message.plural, 1) == msgid
    user = editor()
    UserProfile.objects.create(user=user, preferred_language="en")
    assert javascript_catalogue(client_of(user), reverse("wagtailadmin_javascript_catalog")) == {}


def test_times_are_said_in_vietnamese():
    now = timezone.now()
    assert timesince_simple(now) == "vừa xong"
    assert timesince_simple(now - timedelta(minutes=3)).replace("\xa0", " ") == "3 phút trước"
    assert naturaltime(now - timedelta(hours=2)).replace("\xa0", " ") == "2 giờ trước"
    assert naturaltime(now - timedelta(days=8)).replace("\xa0", " ") == "1 tuần, 1 ngày trước"


@pytest.mark.django_db
def test_what_wagtail_names_in_the_database_is_vietnamese():
    assert set(Group.objects.values_list("name", flat=True)) == {"Biên tập viên", "Người duyệt bài"}
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Duyệt bài"]
    assert [task.name for task in Task.objects.all()] == ["Duyệt bài"]
    assert Page.get_first_root_node().title == Page.get_first_root_node().draft_title == "Gốc"
    assert Collection.get_first_root_node().name == "Gốc"
    assert Site.objects.get().site_name == "Cổng thông tin giáo dục"
    # The first line of the admin's first screen.
    assert "Cổng thông tin giáo dục" in client_of(editor()).get(reverse("wagtailadmin_home")).content.decode()


# --- The catalogues


def test_ours_are_in_order():
    assert [*vendor.vendor_problems(), *vendor.clashes()] == []


def test_what_is_excepted_is_still_there():
    said = {msgid for domain in vendor.DOMAINS for _, msgid in vendor.said(domain)}
    assert vendor.SAME.keys() <= said
    for package, messages in vendor.UNLISTED.items():
        folder = vendor.packages()[package]
        listed = {msgid for _, msgid in vendor.english(folder, "django")}
        source = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
        assert [message for message in messages if message in listed or message not in source] == []


@pytest.fixture
def copy(tmp_path):
    """A folder with a copy of our catalogues of the packages' words."""
    return Path(shutil.copytree(vendor.VENDOR, tmp_path / "locale_vendor"))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def everything_wrong(folder):
    for domain in vendor.DOMAINS:
        compile_catalogue(vendor.catalogue(folder, domain))
    found = [problem for domain in vendor.DOMAINS for problem in problems(vendor.catalogue(folder, domain))]
    return [*found, *vendor.vendor_problems(folder)]


def test_written_again_they_are_the_same_bytes(copy):
    assert list(vendor.update(copy)) == []
    assert everything_wrong(copy) == []
    for path in vendor.VENDOR.rglob("*.*o"):
        assert (copy / path.relative_to(vendor.VENDOR)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("domain", "old", "new", "complaint"),
    [
        ("django", 'msgstr "Gửi kiểm duyệt"', 'msgstr ""', "not translated"),
        ("django", 'msgid "Submit for moderation"', '#, fuzzy\nmsgid "Submit for moderation"', "fuzzy"),
        ("django", 'msgstr "Gửi kiểm duyệt"', 'msgstr "Submit for moderation"', "still English"),
        ("django", "Đã đăng trang “%(page_title)s”", "Đã đăng trang “%(page)s”", "placeholders"),
        ("django", "lựa chọn hợp lệ.", "lựa chọn hợp lệ %(value)r.", "placeholders"),
        ("djangojs", 'msgstr "Bật/tắt thanh bên"', 'msgstr ""', "not translated"),
        ("djangojs", 'msgstr[0] "%(num)s lỗi"', 'msgstr[0] "nhiều lỗi"', "placeholders"),
    ],
)
def test_a_broken_entry_is_found(copy, domain, old, new, complaint):
    edit(vendor.catalogue(copy, domain), old, new)
    assert any(complaint in problem for problem in everything_wrong(copy))


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("%(value)r is wrong", "%(value)s sai"),
        ("{code:X}", "{code}"),
        ("{0} of {1}", "{0}"),
        ("100%% of %(n)s", "100% của %(n)s"),
        ("<b>%(n)s</b> pages", "%(n)s trang"),
        ('<a href="%(url)s">here</a>', '<a href="%(link)s">đây</a>'),
        ("%(n)s to %(n)s", "%(n)s"),
        ("A &amp; B", "A và B"),
        ("Line\n", "Dòng"),
        ("\nLine", "Dòng"),
    ],
)
def test_placeholders_of_every_kind_are_compared(message, text):
    assert placeholders_differ(message, text)
    assert not placeholders_differ(message, message)


def test_a_message_that_no_package_has_any_more_goes(copy):
    path = vendor.catalogue(copy, "django")
    edit(path, "#. django\n", '#. django\nmsgid "Gone"\nmsgstr "Mất"\n\n#. django\n')
    assert any("not as it is written" in problem for problem in everything_wrong(copy))
    assert list(vendor.update(copy)) == ["django.po: gone: “Gone”"]
    assert everything_wrong(copy) == []


@pytest.fixture
def upgrade(tmp_path, monkeypatch):
    """A function that installs a package named polls with an entry in the catalogues of some languages."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(**entries):
        for language, entry in entries.items():
            path = vendor.catalogue(tmp_path / "polls" / "locale", "django", language)
            path.parent.mkdir(parents=True)
            file = polib.POFile()
            file.metadata = vendor.METADATA
            file.append(polib.POEntry(**entry))
            file.save(str(path))
            compile_catalogue(path)
        (tmp_path / "polls" / "__init__.py").touch()
        vendor.said.cache_clear()
        return override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "polls"])

    yield install
    sys.modules.pop("polls", None)
    vendor.said.cache_clear()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_message_that_an_upgrade_brings_is_found_and_comes_empty(upgrade, copy, language):
    new = {"msgid": "%(n)s vote", "msgid_plural": "%(n)s votes", "msgctxt": "poll", "flags": ["python-format"]}
    with upgrade(**{language: {**new, "msgstr_plural": {0: "" if language == "en" else "%(n)s Stimmen"}}}):
        (found,) = [problem for problem in everything_wrong(copy) if "not as it is written" not in problem]
        assert found == "django.po, “%(n)s vote” of polls: not in the catalogue (make messages)"
        assert list(vendor.update(copy)) == ["django.po: new: “%(n)s vote”"]
        (left,) = everything_wrong(copy)
        assert "“%(n)s vote”: not translated" in left
        stub = '#. polls\n#, python-format\nmsgctxt "poll"\nmsgid "%(n)s vote"\nmsgid_plural "%(n)s votes"\nmsgstr[0] '
        edit(vendor.catalogue(copy, "django"), stub + '""', stub + '"%(n)s phiếu"')
        assert everything_wrong(copy) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("Phiếu", ""), ("Poll", "still English"), ("Phiếu %(n)s", "placeholders of its own"), ("", "not in")],
)
def test_a_packages_own_vietnamese_is_enough_when_it_is_right(upgrade, copy, text, complaint):
    with upgrade(en={"msgid": "Poll"}, vi={"msgid": "Poll", "msgstr": text}):
        found = [problem for problem in everything_wrong(copy) if "polls" in problem]
    assert len(found) == bool(complaint)
    assert all(complaint in problem for problem in found)


@pytest.mark.parametrize(
    ("entry", "clashing"),
    [
        ({"msgid": "Name", "msgstr": "Họ và tên"}, 1),
        ({"msgid": "Name", "msgstr": "Họ và tên", "msgctxt": "person"}, 0),
        ({"msgid": "Name", "msgstr": "Tên"}, 0),
        ({"msgid": "Views", "msgstr": "Cách xem"}, 1),
        ({"msgid": "School meals", "msgstr": "Bữa ăn học đường"}, 0),
    ],
)
def test_a_message_that_means_something_else_in_our_code_is_found(tmp_path, entry, clashing):
    path = vendor.catalogue(tmp_path, "django")
    path.parent.mkdir(parents=True)
    ours = polib.POFile()
    ours.append(polib.POEntry(**entry))
    ours.save(str(path))
    assert len(list(vendor.clashes(ours=tmp_path))) == clashing
