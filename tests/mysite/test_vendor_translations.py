"""The admin is completely translated: every message of every package, as Django and the browser load the catalogues."""

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

from mysite.i18n import vendor_catalogues as vendor
from mysite.i18n.catalogues import CODE_FOLDERS, compile_catalogue, find_problems, placeholders_differ
from tests.support.editors import create_editor, login_client

#: Spellings and words excluded by docs/glossary.md; “trường” means a school to the readers.
WRONG = re.compile(
    r"\b(trường|tập tin|e-mail|thư điện tử|vui lòng|người sử dụng|xóa|hủy|khóa|hóa|tòa|thủy|tùy)\b", re.IGNORECASE
)


def translate_in(context: str, msgid: str, plural: str, number: int) -> str:
    """Return what Django shows for a message in the active language."""
    if plural and context:
        return translation.npgettext(context, msgid, plural, number)
    if plural:
        return translation.ngettext(msgid, plural, number)
    return translation.pgettext(context, msgid) if context else translation.gettext(msgid)


def javascript_catalogue(client: Client, url: str) -> dict[str, str]:
    script = client.get(url).content.decode()
    assert "django.gettext" in script
    match = re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)  # missing if nothing is translated
    texts = json.loads(match[1]) if match else {}
    return {msgid: text if isinstance(text, str) else text[0] for msgid, text in texts.items()}


# --- Completeness


def test_every_package_with_catalogues_is_found():
    counts = vendor.count_messages()
    for app in apps.get_app_configs():
        if app.name.split(".")[0] not in CODE_FOLDERS and any(Path(app.path).glob("locale/*/LC_MESSAGES/*.po")):
            assert app.name in counts
    # Wagtail core, an English catalogue, one called en_US, packages found by their other languages, and libraries.
    for package, msgid in {
        "django": "Enter a valid date.",
        "wagtail.admin": "Submit for moderation",
        "rest_framework": "Invalid page.",
        "wagtail.contrib.search_promotions": "Promoted search results",
        "django_filters": "is greater than",
        "treebeard": "First child of",
        "django.contrib.humanize": "an hour ago",
    }.items():
        assert package in vendor.upstream_messages("django")["", msgid].packages
    for package, msgid in {"wagtail.admin": "Toggle sidebar", "wagtail_localize": "Download PO file"}.items():
        assert package in vendor.upstream_messages("djangojs")["", msgid].packages


def test_python_and_template_messages_are_translated():
    english, broken, wrong = [], [], []
    with translation.override("vi"):
        for (context, msgid), message in vendor.upstream_messages("django").items():
            for number in (1, 5):
                text = translate_in(context, msgid, message.plural, number)
                if text in {msgid, message.plural} and msgid not in vendor.UNCHANGED_MESSAGES:
                    english.append(msgid)
                if placeholders_differ(message.plural or msgid, text):
                    broken.append(msgid)
                if WRONG.search(text):
                    wrong.append(text)
    assert (english, broken, wrong) == ([], [], [])


@pytest.mark.django_db
def test_javascript_messages_are_translated():
    client = login_client(create_editor())
    admin = javascript_catalogue(client, reverse("wagtailadmin_javascript_catalog"))
    urls = {"wagtail_localize": reverse("wagtail_localize:javascript_catalog")}
    shown = {package: javascript_catalogue(client, url) for package, url in urls.items()}
    english, broken, wrong = [], [], []
    for (_, msgid), message in vendor.upstream_messages("djangojs").items():
        for package in message.packages:
            text = shown.get(package, admin).get(msgid, msgid)
            if text == msgid and msgid not in vendor.UNCHANGED_MESSAGES:
                english.append(msgid)
            if placeholders_differ(message.plural or msgid, text):
                broken.append(msgid)
            if WRONG.search(text):
                wrong.append(text)
    assert (english, broken, wrong) == ([], [], [])


@pytest.mark.django_db
def test_english_admin_stays_english():
    with translation.override("en"):
        for (context, msgid), message in vendor.upstream_messages("django").items():
            assert translate_in(context, msgid, message.plural, 1) == msgid
    user = create_editor()
    UserProfile.objects.create(user=user, preferred_language="en")
    assert javascript_catalogue(login_client(user), reverse("wagtailadmin_javascript_catalog")) == {}


def test_relative_times_are_translated():
    now = timezone.now()
    assert timesince_simple(now) == "vừa xong"
    assert timesince_simple(now - timedelta(minutes=3)).replace("\xa0", " ") == "3 phút trước"
    assert naturaltime(now - timedelta(hours=2)).replace("\xa0", " ") == "2 giờ trước"
    assert naturaltime(now - timedelta(days=8)).replace("\xa0", " ") == "1 tuần, 1 ngày trước"


@pytest.mark.django_db
def test_wagtail_database_names_are_vietnamese():
    assert set(Group.objects.values_list("name", flat=True)) == {"Cộng tác viên", "Biên tập viên", "Thư ký toà soạn"}
    assert [workflow.name for workflow in Workflow.objects.order_by("pk")] == ["Duyệt bài", "Duyệt hai bước"]
    assert [task.name for task in Task.objects.order_by("pk")] == ["Duyệt bài", "Duyệt nội dung", "Duyệt đăng"]
    assert Page.get_first_root_node().title == Page.get_first_root_node().draft_title == "Gốc"
    assert Collection.get_first_root_node().name == "Gốc"
    assert Site.objects.get().site_name == "Cổng thông tin giáo dục"
    # The first line of the admin's first screen.
    assert "Cổng thông tin giáo dục" in login_client(create_editor()).get(reverse("wagtailadmin_home")).content.decode()


# --- The catalogues


def test_own_vendor_catalogues_are_valid():
    assert [*vendor.find_vendor_problems(), *vendor.find_clashes()] == []


def test_exceptions_match_existing_messages():
    msgids = {msgid for domain in vendor.DOMAINS for _, msgid in vendor.upstream_messages(domain)}
    assert vendor.UNCHANGED_MESSAGES.keys() <= msgids
    for package, messages in vendor.UNLISTED_MESSAGES.items():
        folder = vendor.find_packages()[package]
        listed = {msgid for _, msgid in vendor.read_source_messages(folder, "django")}
        source = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
        assert [message for message in messages if message in listed or message not in source] == []


@pytest.fixture
def copy(tmp_path):
    """A folder with a copy of our catalogues of the packages' words."""
    return Path(shutil.copytree(vendor.VENDOR_LOCALE, tmp_path / "locale_vendor"))


def edit_entry(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def find_all_problems(folder):
    for domain in vendor.DOMAINS:
        compile_catalogue(vendor.catalogue_path(folder, domain))
    problems = [
        problem for domain in vendor.DOMAINS for problem in find_problems(vendor.catalogue_path(folder, domain))
    ]
    return [*problems, *vendor.find_vendor_problems(folder)]


def test_regenerated_catalogues_are_identical(copy):
    assert list(vendor.update_catalogues(copy)) == []
    assert find_all_problems(copy) == []
    for path in vendor.VENDOR_LOCALE.rglob("*.*o"):
        assert (copy / path.relative_to(vendor.VENDOR_LOCALE)).read_bytes() == path.read_bytes()


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
def test_invalid_entry_is_reported(copy, domain, old, new, complaint):
    edit_entry(vendor.catalogue_path(copy, domain), old, new)
    assert any(complaint in problem for problem in find_all_problems(copy))


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
def test_all_placeholder_styles_are_compared(message, text):
    assert placeholders_differ(message, text)
    assert not placeholders_differ(message, message)


def test_obsolete_message_is_removed(copy):
    path = vendor.catalogue_path(copy, "django")
    edit_entry(path, "#. django\n", '#. django\nmsgid "Gone"\nmsgstr "Mất"\n\n#. django\n')
    assert any("not as it is written" in problem for problem in find_all_problems(copy))
    assert list(vendor.update_catalogues(copy)) == ["django.po: gone: “Gone”"]
    assert find_all_problems(copy) == []


@pytest.fixture
def upgrade(tmp_path, monkeypatch):
    """Return a function that installs a package named polls with an entry in the catalogues of some languages."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(**entries):
        for language, entry in entries.items():
            path = vendor.catalogue_path(tmp_path / "polls" / "locale", "django", language)
            path.parent.mkdir(parents=True)
            file = polib.POFile()
            file.metadata = vendor.METADATA
            file.append(polib.POEntry(**entry))
            file.save(str(path))
            compile_catalogue(path)
        (tmp_path / "polls" / "__init__.py").touch()
        vendor.upstream_messages.cache_clear()
        return override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "polls"])

    yield install
    sys.modules.pop("polls", None)
    vendor.upstream_messages.cache_clear()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.long_form
def test_new_message_is_reported_and_added_untranslated(upgrade, copy, language):
    new = {"msgid": "%(n)s vote", "msgid_plural": "%(n)s votes", "msgctxt": "poll", "flags": ["python-format"]}
    with upgrade(**{language: {**new, "msgstr_plural": {0: "" if language == "en" else "%(n)s Stimmen"}}}):
        (reported,) = [problem for problem in find_all_problems(copy) if "not as it is written" not in problem]
        assert reported == "django.po, “%(n)s vote” of polls: not in the catalogue (make messages)"
        assert list(vendor.update_catalogues(copy)) == ["django.po: new: “%(n)s vote”"]
        (left,) = find_all_problems(copy)
        assert "“%(n)s vote”: not translated" in left
        stub = '#. polls\n#, python-format\nmsgctxt "poll"\nmsgid "%(n)s vote"\nmsgid_plural "%(n)s votes"\nmsgstr[0] '
        edit_entry(vendor.catalogue_path(copy, "django"), stub + '""', stub + '"%(n)s phiếu"')
        assert find_all_problems(copy) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("Phiếu", ""), ("Poll", "still English"), ("Phiếu %(n)s", "placeholders of its own"), ("", "not in")],
)
def test_valid_upstream_translation_suffices(upgrade, copy, text, complaint):
    with upgrade(en={"msgid": "Poll"}, vi={"msgid": "Poll", "msgstr": text}):
        problems = [problem for problem in find_all_problems(copy) if "polls" in problem]
    assert len(problems) == bool(complaint)
    assert all(complaint in problem for problem in problems)


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
def test_conflicting_own_message_is_reported(tmp_path, entry, clashing):
    path = vendor.catalogue_path(tmp_path, "django")
    path.parent.mkdir(parents=True)
    ours = polib.POFile()
    ours.append(polib.POEntry(**entry))
    ours.save(str(path))
    assert len(list(vendor.find_clashes(ours=tmp_path))) == clashing
