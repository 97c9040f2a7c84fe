"""Nothing Vietnamese shows below /en/ before an editor has published it there."""

from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from newsroom.models import Author, NewsPage, NewsPageAttachment, Unit
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.reading import all_words, read, words
from tests.translating import edit_url, english, publish, published, submit, type_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of(editor(MODERATORS))


def press_translate(desk: Client, instance: Any) -> Any:
    """Submit ``instance`` with the button of the admin; give what is there then."""
    if isinstance(instance, Page):
        address = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
    else:
        names = [instance._meta.app_label, instance._meta.model_name, instance.pk]
        address = reverse("wagtail_localize:submit_snippet_translation", args=names)
    assert desk.post(address, {"locales": [english().pk]}).status_code == 302
    return type(instance).objects.get(translation_key=instance.translation_key, locale=english())


def press_publish(desk: Client, there: Any) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert desk.post(edit_url(there), {"action": "publish"}).status_code == 302


def translation_of(there: Any) -> Translation:
    return Translation.objects.get(source__object_id=there.translation_key)


# --- Pages


def test_submitting_an_article_shows_neither_it_nor_its_sections(client: Client, desk: Client) -> None:
    top = factories.SectionFactory(title="Chuyên mục")
    section = factories.SectionFactory(title="Chuyên mục con", parent=top)
    there = press_translate(desk, factories.ArticleFactory(title="Hội nghị", parent=section))
    above = [page.specific for page in there.get_ancestors() if page.depth > 2]
    assert [page.title for page in above] == ["Chuyên mục", "Chuyên mục con"]
    for page in (*above, there):
        assert not page.live
        assert page.alias_of_id is None
        read(client, page.get_url(), 404)
    for address in ("/en/", "/en/sitemap/", "/en/rss/", "/sitemap.xml"):
        assert "Chuyên mục" not in client.get(address).content.decode(), address
    # The sections are there to be translated.
    assert {page.title for page in Page.objects.filter(pk__in=[page.pk for page in above])} == {
        str(translation_of(page).source.object_repr) for page in above
    }


def test_a_published_article_stands_without_its_sections(client: Client, desk: Client) -> None:
    section = factories.SectionFactory(title="Chuyên mục")
    there = press_translate(desk, factories.ArticleFactory(title="Hội nghị", parent=section))
    type_everything(translation_of(there))
    press_publish(desk, there)
    there.refresh_from_db()
    page = read(client, there.get_url())
    assert "Chuyên mục" not in page.get_text()
    assert "Hội nghị" not in page.get_text()
    article = NewsPage.objects.get(title="Hội nghị")
    assert read(client, article.url).select_one(".languages a")["href"] == there.get_url()


def test_a_tag_is_translated_once(desk: Client) -> None:
    def tags(translation: Translation) -> dict[str, str | None]:
        segments = StringSegment.objects.filter(source=translation.source, context__path="tags")
        segments = segments.annotate_translation(english())
        return dict(segments.values_list("string__data", "translation"))

    first = submit(factories.ArticleFactory(tags=("Tuyển sinh", "Lớp 10")))
    assert tags(first) == {"Tuyển sinh": None, "Lớp 10": None}
    type_everything(first, "Admissions")
    other = factories.ArticleFactory(tags=("Tuyển sinh",))
    second = submit(other)
    assert tags(second)["Tuyển sinh"] == tags(first)["Tuyển sinh"]
    # And when a tag comes later.
    other.tags.add("Lớp 10")
    other.save()
    second.source.update_from_db()
    assert tags(second) == tags(first)
    there = publish(second)
    assert {tag.name for tag in there.tags.all()} == set(tags(first).values())
    assert {tag.name for tag in NewsPage.objects.get(pk=other.pk).tags.all()} == {"Tuyển sinh", "Lớp 10"}


# --- Snippets


def test_a_motto_shows_once_it_is_translated(client: Client, desk: Client) -> None:
    there = press_translate(desk, factories.MottoFactory(text="Học đi đôi với hành"))
    assert read(client, "/en/").select_one(".motto") is None
    type_everything(translation_of(there), "Practice")
    assert read(client, "/en/").select_one(".motto") is None
    press_publish(desk, there)
    assert words(read(client, "/en/").select_one(".motto")).startswith("Practice")


def test_a_notice_shows_once_it_is_translated(client: Client, desk: Client) -> None:
    there = press_translate(desk, factories.NoticeFactory(text="<p>Nghỉ học</p>"))
    assert read(client, "/en/").select(".notice") == []
    assert "chưa dịch" in desk.get(reverse("wagtailsnippets_home_notice:list") + "?locale=en").content.decode()
    type_everything(translation_of(there), "Closed")
    press_publish(desk, there)
    assert len(read(client, "/en/").select(".notice")) == 1


def test_whoever_publishes_what_is_not_complete_means_it(client: Client, desk: Client) -> None:
    there = press_translate(desk, factories.MottoFactory(text="Per aspera ad astra"))
    press_publish(desk, there)
    assert words(read(client, "/en/").select_one(".motto")) == "Per aspera ad astra"


def test_a_copy_that_is_written_by_hand_shows(client: Client, desk: Client) -> None:
    there = press_translate(desk, factories.MottoFactory(text="Học đi đôi với hành"))
    translation = translation_of(there)
    desk.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]), {"next": "/admin/"})
    desk.post(edit_url(there), {"text": "Practice makes perfect", "source": ""})
    assert words(read(client, "/en/").select_one(".motto")) == "Practice makes perfect"


@pytest.fixture
def author() -> Author:
    unit = factories.UnitFactory(name="Phòng Giáo dục", short_name="P.GD")
    return factories.AuthorFactory(name="Nguyễn Văn An", job_title="Chuyên viên", unit=unit)


def test_an_article_names_an_author_whom_nobody_has_translated_in_vietnamese(
    client: Client, desk: Client, author: Author
) -> None:
    article = factories.ArticleFactory(authors=(author,))
    there = press_translate(desk, article)
    copy = Author.objects.get(locale=english())
    assert copy.awaits_translation
    read(client, f"/en/author/{copy.slug}/", 404)
    read(client, f"/en/unit/{Unit.objects.get(locale=english()).slug}/", 404)
    type_everything(translation_of(there))
    press_publish(desk, there)
    byline = read(client, NewsPage.objects.get(pk=there.pk).get_url()).select_one(".bylines li")
    assert words(byline) == "Nguyễn Văn An - P.GD"
    assert [span["lang"] for span in byline.select("span")] == ["vi", "vi"]
    assert byline.select("a") == []
    # Another article of hers changes nothing.
    press_translate(desk, factories.ArticleFactory(authors=(author,)))
    copy.refresh_from_db()
    assert copy.awaits_translation
    # Then somebody translates her.
    type_everything(translation_of(copy), "Expert")
    press_publish(desk, copy)
    copy.refresh_from_db()
    page = read(client, NewsPage.objects.get(pk=there.pk).get_url())
    assert page.select_one(".bylines a")["href"] == f"/en/author/{copy.slug}/"
    read(client, f"/en/author/{copy.slug}/")


def test_units_of_a_page_are_those_that_are_translated(client: Client, desk: Client) -> None:
    unit = factories.UnitFactory(name="Phòng Giáo dục", description="Quản lý chuyên môn.")
    box = {"title": "Các phòng", "units": [{"unit": unit.pk, "page": None}]}
    page = factories.OrganisationPageFactory(body=[{"type": "units", "value": box}])
    there = published(page)
    shown = read(client, there.get_url()).select_one(".unit h3")
    assert (words(shown), shown.get("lang")) == ("Phòng Giáo dục", "vi")
    copy = press_translate(desk, unit)
    shown = read(client, there.get_url()).select_one(".unit h3")
    assert (words(shown), shown.get("lang")) == ("Phòng Giáo dục", "vi")
    assert shown.a["href"] == f"/don-vi/{unit.slug}/"
    type_everything(translation_of(copy), "Department")
    press_publish(desk, copy)
    shown = read(client, there.get_url()).select_one(".unit h3")
    assert words(shown).startswith("Department")
    assert not shown.has_attr("lang")


def test_the_pages_of_people_name_those_of_their_own_language(client: Client, desk: Client, author: Author) -> None:
    copy = press_translate(desk, author)
    type_everything(translation_of(copy), "Expert")
    press_publish(desk, copy)
    page = read(client, author.unit.get_absolute_url())
    assert all_words(page.select(".people a")) == ["Nguyễn Văn An"]
    unit = read(client, f"/en/author/{Author.objects.get(pk=copy.pk).slug}/").select_one(".role [lang=vi]")
    assert words(unit) == "Phòng Giáo dục"


# --- Words of the library


def test_what_a_page_borrows_from_the_library_says_its_language(client: Client) -> None:
    image = factories.SmallImageFactory(description="Sân trường", caption="Toàn cảnh", credit="Tư liệu Sở")
    document = factories.DocumentFactory(title="Công văn")
    photo = {"image": image.pk, "caption": "", "alt_text": "", "credit": "Văn phòng"}
    body = [{"type": "picture", "value": photo}, {"type": "document", "value": {"document": document.pk, "title": ""}}]
    section = factories.SectionFactory(parent=factories.home_page("en"), locale=english())
    fields: dict[str, Any] = {"main_image": image, "main_image_caption": "The whole school", "body": body}
    article = factories.ArticleFactory(parent=section, locale=english(), **fields)
    page = read(client, article.url).select_one("article")
    assert [words(element) for element in page.select("[lang=vi]") if element.name != "img"] == [
        *("Tư liệu Sở", "Toàn cảnh", "Công văn"),
    ]
    assert [image["alt"] for image in page.select("img[lang=vi]")] == ["Sân trường", "Sân trường"]
    there = factories.ArticleFactory(**fields)
    assert read(client, there.url).select("article [lang]") == []


def test_a_vietnamese_document_that_is_found_in_english_says_its_language(client: Client) -> None:
    section = factories.SectionFactory(parent=factories.home_page("en"), locale=english())
    article = factories.ArticleFactory(parent=section, locale=english())
    for title in ("Công văn report", "Annual report"):
        document = factories.DocumentFactory(title=title)
        NewsPageAttachment.objects.create(article=article, document=document, locale=english())
    links = read(client, "/en/search/?q=report").select(".result h2 a")
    assert {words(link): link.get("lang") for link in links} == {"Công văn report": "vi", "Annual report": None}
