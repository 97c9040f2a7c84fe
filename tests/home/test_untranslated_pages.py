"""Nothing Vietnamese is shown below /en/ until an editor publishes it there."""

from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from newsroom.models import Author, NewsPage, NewsPageAttachment, Unit
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text, get_texts
from tests.support.translations import (
    create_published_translation,
    get_edit_url,
    get_english_locale,
    publish_translation,
    submit_for_translation,
    translate_all_segments,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor(EDITORS))


def press_translate(admin_client: Client, instance: Any) -> Any:
    """Submit ``instance`` with the admin's button and return the English copy."""
    if isinstance(instance, Page):
        url = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
    else:
        names = [instance._meta.app_label, instance._meta.model_name, instance.pk]
        url = reverse("wagtail_localize:submit_snippet_translation", args=names)
    assert admin_client.post(url, {"locales": [get_english_locale().pk]}).status_code == 302
    return type(instance).objects.get(translation_key=instance.translation_key, locale=get_english_locale())


def press_publish(admin_client: Client, there: Any) -> None:
    """Press “publish” again if the admin asks because segments are not translated."""
    total, translated = get_translation(there).get_progress()
    with TestCase.captureOnCommitCallbacks(execute=True):
        for _press in range(2 if translated < total else 1):
            assert admin_client.post(get_edit_url(there), {"action": "publish"}).status_code == 302


def get_translation(there: Any) -> Translation:
    return Translation.objects.get(source__object_id=there.translation_key)


# --- Pages


def test_submitted_translation_and_its_sections_stay_drafts(client: Client, admin_client: Client) -> None:
    top = factories.SectionFactory(title="Chuyên mục")
    section = factories.SectionFactory(title="Chuyên mục con", parent=top)
    there = press_translate(admin_client, factories.ArticleFactory(title="Hội nghị", parent=section))
    above = [page.specific for page in there.get_ancestors() if page.depth > 2]
    assert [page.title for page in above] == ["Chuyên mục", "Chuyên mục con"]
    for page in (*above, there):
        assert not page.live
        assert page.alias_of_id is None
        get_page(client, page.get_url(), 404)
    for url in ("/en/", "/en/sitemap/", "/en/rss/", "/sitemap.xml"):
        assert "Chuyên mục" not in client.get(url).content.decode(), url
    # The sections can be translated now.
    assert {page.title for page in Page.objects.filter(pk__in=[page.pk for page in above])} == {
        str(get_translation(page).source.object_repr) for page in above
    }


def test_published_translation_is_visible_while_sections_are_drafts(client: Client, admin_client: Client) -> None:
    section = factories.SectionFactory(title="Chuyên mục")
    there = press_translate(admin_client, factories.ArticleFactory(title="Hội nghị", parent=section))
    translate_all_segments(get_translation(there))
    press_publish(admin_client, there)
    there.refresh_from_db()
    page = get_page(client, there.get_url())
    assert "Chuyên mục" not in page.get_text()
    assert "Hội nghị" not in page.get_text()
    article = NewsPage.objects.get(title="Hội nghị")
    assert get_page(client, article.url).select_one(".languages a")["href"] == there.get_url()


def test_tag_translation_is_reused(admin_client: Client) -> None:
    def tags(translation: Translation) -> dict[str, str | None]:
        segments = StringSegment.objects.filter(source=translation.source, context__path="tags")
        segments = segments.annotate_translation(get_english_locale())
        return dict(segments.values_list("string__data", "translation"))

    first = submit_for_translation(factories.ArticleFactory(tags=("Tuyển sinh", "Lớp 10")))
    assert tags(first) == {"Tuyển sinh": None, "Lớp 10": None}
    translate_all_segments(first, "Admissions")
    other = factories.ArticleFactory(tags=("Tuyển sinh",))
    second = submit_for_translation(other)
    assert tags(second)["Tuyển sinh"] == tags(first)["Tuyển sinh"]
    # Also if the tag is added later.
    other.tags.add("Lớp 10")
    other.save()
    second.source.update_from_db()
    assert tags(second) == tags(first)
    there = publish_translation(second)
    assert {tag.name for tag in there.tags.all()} == set(tags(first).values())
    assert {tag.name for tag in NewsPage.objects.get(pk=other.pk).tags.all()} == {"Tuyển sinh", "Lớp 10"}


# --- Snippets


def test_motto_is_shown_only_after_translation(client: Client, admin_client: Client) -> None:
    there = press_translate(admin_client, factories.MottoFactory(text="Học đi đôi với hành"))
    assert get_page(client, "/en/").select_one(".motto") is None
    translate_all_segments(get_translation(there), "Practice")
    assert get_page(client, "/en/").select_one(".motto") is None
    press_publish(admin_client, there)
    assert get_text(get_page(client, "/en/").select_one(".motto")).startswith("Practice")


def test_notice_is_shown_only_after_translation(client: Client, admin_client: Client) -> None:
    there = press_translate(admin_client, factories.NoticeFactory(text="<p>Nghỉ học</p>"))
    assert get_page(client, "/en/").select(".notice") == []
    assert "chưa dịch" in admin_client.get(reverse("wagtailsnippets_home_notice:list") + "?locale=en").content.decode()
    translate_all_segments(get_translation(there), "Closed")
    press_publish(admin_client, there)
    assert len(get_page(client, "/en/").select(".notice")) == 1


def test_incomplete_translation_can_be_published_deliberately(client: Client, admin_client: Client) -> None:
    there = press_translate(admin_client, factories.MottoFactory(text="Per aspera ad astra"))
    press_publish(admin_client, there)
    assert get_text(get_page(client, "/en/").select_one(".motto")) == "Per aspera ad astra"


def test_manually_edited_copy_is_shown(client: Client, admin_client: Client) -> None:
    there = press_translate(admin_client, factories.MottoFactory(text="Học đi đôi với hành"))
    translation = get_translation(there)
    admin_client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]), {"next": "/admin/"})
    admin_client.post(get_edit_url(there), {"text": "Practice makes perfect", "source": "", "action-publish": "1"})
    assert get_text(get_page(client, "/en/").select_one(".motto")) == "Practice makes perfect"


@pytest.fixture
def author() -> Author:
    unit = factories.UnitFactory(name="Phòng Giáo dục", short_name="P.GD")
    return factories.AuthorFactory(name="Nguyễn Văn An", job_title="Chuyên viên", unit=unit)


def test_untranslated_author_is_named_in_vietnamese(client: Client, admin_client: Client, author: Author) -> None:
    article = factories.ArticleFactory(authors=(author,))
    there = press_translate(admin_client, article)
    copy = Author.objects.get(locale=get_english_locale())
    assert copy.awaits_translation
    get_page(client, f"/en/author/{copy.slug}/", 404)
    get_page(client, f"/en/unit/{Unit.objects.get(locale=get_english_locale()).slug}/", 404)
    translate_all_segments(get_translation(there))
    press_publish(admin_client, there)
    byline = get_page(client, NewsPage.objects.get(pk=there.pk).get_url()).select_one(".bylines li")
    assert get_text(byline) == "Nguyễn Văn An - P.GD"
    assert [span["lang"] for span in byline.select("span")] == ["vi", "vi"]
    assert byline.select("a") == []
    # Another article by this author changes nothing.
    press_translate(admin_client, factories.ArticleFactory(authors=(author,)))
    copy.refresh_from_db()
    assert copy.awaits_translation
    # The author is translated.
    translate_all_segments(get_translation(copy), "Expert")
    press_publish(admin_client, copy)
    copy.refresh_from_db()
    page = get_page(client, NewsPage.objects.get(pk=there.pk).get_url())
    assert page.select_one(".bylines a")["href"] == f"/en/author/{copy.slug}/"
    get_page(client, f"/en/author/{copy.slug}/")


def test_page_lists_translated_units_only(client: Client, admin_client: Client) -> None:
    unit = factories.UnitFactory(name="Phòng Giáo dục", description="Quản lý chuyên môn.")
    box = {"title": "Các phòng", "units": [{"unit": unit.pk, "page": None}]}
    page = factories.OrganisationPageFactory(body=[{"type": "units", "value": box}])
    there = create_published_translation(page)
    shown = get_page(client, there.get_url()).select_one(".unit h3")
    assert (get_text(shown), shown.get("lang")) == ("Phòng Giáo dục", "vi")
    copy = press_translate(admin_client, unit)
    shown = get_page(client, there.get_url()).select_one(".unit h3")
    assert (get_text(shown), shown.get("lang")) == ("Phòng Giáo dục", "vi")
    assert shown.a["href"] == f"/don-vi/{unit.slug}/"
    translate_all_segments(get_translation(copy), "Department")
    press_publish(admin_client, copy)
    shown = get_page(client, there.get_url()).select_one(".unit h3")
    assert get_text(shown).startswith("Department")
    assert not shown.has_attr("lang")


def test_profile_pages_list_profiles_of_their_language(client: Client, admin_client: Client, author: Author) -> None:
    copy = press_translate(admin_client, author)
    translate_all_segments(get_translation(copy), "Expert")
    press_publish(admin_client, copy)
    page = get_page(client, author.unit.get_absolute_url())
    assert get_texts(page.select(".people a")) == ["Nguyễn Văn An"]
    unit = get_page(client, f"/en/author/{Author.objects.get(pk=copy.pk).slug}/").select_one(".role [lang=vi]")
    assert get_text(unit) == "Phòng Giáo dục"


# --- Fallback texts of images and documents


def test_fallback_texts_have_lang_attribute(client: Client) -> None:
    image = factories.SmallImageFactory(description="Sân trường", caption="Toàn cảnh", credit="Tư liệu Sở")
    document = factories.DocumentFactory(title="Công văn")
    photo = {"image": image.pk, "caption": "", "alt_text": "", "credit": "Văn phòng"}
    body = [{"type": "picture", "value": photo}, {"type": "document", "value": {"document": document.pk, "title": ""}}]
    section = factories.SectionFactory(parent=factories.get_home_page("en"), locale=get_english_locale())
    fields: dict[str, Any] = {"main_image": image, "main_image_caption": "The whole school", "body": body}
    article = factories.ArticleFactory(parent=section, locale=get_english_locale(), **fields)
    page = get_page(client, article.url).select_one("article")
    assert [get_text(element) for element in page.select("[lang=vi]") if element.name != "img"] == [
        *("Tư liệu Sở", "Toàn cảnh", "Công văn"),
    ]
    assert [image["alt"] for image in page.select("img[lang=vi]")] == ["Sân trường", "Sân trường"]
    there = factories.ArticleFactory(**fields)
    assert get_page(client, there.url).select("article [lang]") == []


def test_vietnamese_document_in_english_search_has_lang_attribute(client: Client) -> None:
    section = factories.SectionFactory(parent=factories.get_home_page("en"), locale=get_english_locale())
    article = factories.ArticleFactory(parent=section, locale=get_english_locale())
    for title in ("Công văn report", "Annual report"):
        document = factories.DocumentFactory(title=title)
        NewsPageAttachment.objects.create(article=article, document=document, locale=get_english_locale())
    links = get_page(client, "/en/search/?q=report").select(".result h2 a")
    assert {get_text(link): link.get("lang") for link in links} == {"Công văn report": "vi", "Annual report": None}
