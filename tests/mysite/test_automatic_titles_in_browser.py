"""The title of an upload follows the chosen file until the editor types one."""

import unicodedata

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.models import PortalDocument, PortalImage
from tests.support import factories
from tests.support.editors import create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORMS = {"image": "wagtailimages:add", "document": "wagtaildocs:add"}


@pytest.fixture
def tab(new_context, live_server):
    return open_logged_in_tab(create_editor(), new_context, live_server)


@pytest.fixture
def make_file(tmp_path):
    def make(name, content=None):
        path = tmp_path / name
        path.write_bytes(factories.image_file(size=(64, 48)).read() if content is None else content)
        return str(path)

    return make


@pytest.mark.parametrize("kind", FORMS)
def test_title_follows_file_until_it_is_typed(tab, make_file, kind):
    suffix = {"image": "jpg", "document": "pdf"}[kind]
    tab.goto(reverse(FORMS[kind]))
    file, title = tab.locator("#id_file"), tab.locator("#id_title")
    for name in ("Nhầm", "Đúng", unicodedata.normalize("NFD", "Đúng hơn")):
        file.set_input_files(make_file(f"{name}.{suffix}"))
        expect(title).to_have_value(unicodedata.normalize("NFC", name))
    title.fill("Do tôi viết")
    file.set_input_files(make_file(f"Khác.{suffix}"))
    tab.wait_for_timeout(400)  # longer than the delay of Wagtail's script
    expect(title).to_have_value("Do tôi viết")
    title.fill("")
    file.set_input_files(make_file(f"Cuối.{suffix}"))
    expect(title).to_have_value("Cuối")


def test_title_of_refused_file_does_not_stay(tab, make_file):
    tab.goto(reverse("wagtailimages:add"))
    tab.locator("#id_file").set_input_files(make_file("Hỏng.jpg", b"x"))
    expect(tab.locator("#id_title")).to_have_value("Hỏng")
    tab.locator("form[method=POST] [type=submit]").last.click()
    expect(tab.locator(".error-message").first).to_be_visible()
    expect(tab.locator("#id_title")).to_have_value("Hỏng")
    tab.locator("#id_file").set_input_files(make_file("Lành.jpg"))
    expect(tab.locator("#id_title")).to_have_value("Lành")


def test_title_in_chooser_follows_file(tab, make_file):
    tab.goto(reverse("wagtailadmin_pages:edit", args=[factories.ArticleFactory().pk]))
    tab.locator("#id_main_image-chooser [data-chooser-action-choose]").first.click()
    tab.get_by_role("tab", name="Tải lên").click()
    file, title = tab.locator("#id_image-chooser-upload-file"), tab.locator("#id_image-chooser-upload-title")
    file.set_input_files(make_file("Hỏng.jpg", b"x"))
    expect(title).to_have_value("Hỏng")
    tab.locator(".modal form [type=submit]").last.click()
    expect(tab.locator(".modal .error-message").first).to_be_visible()
    file.set_input_files(make_file("Lành.jpg"))
    expect(title).to_have_value("Lành")
    tab.locator(".modal form [type=submit]").last.click()
    expect(tab.locator("#id_main_image-chooser [data-chooser-title]")).to_have_text("Lành")
    assert PortalImage.objects.get().title == "Lành"


def test_title_of_existing_file_stays_when_it_is_replaced(tab, make_file):
    document = factories.DocumentFactory(title="Công văn 12")
    tab.goto(reverse("wagtaildocs:edit", args=[document.pk]))
    tab.locator("#id_file").set_input_files(make_file("ban-moi.pdf"))
    tab.wait_for_timeout(400)
    expect(tab.locator("#id_title")).to_have_value("Công văn 12")
    assert PortalDocument.objects.get().title == "Công văn 12"
