"""What the packages say in one language only is mended, and what is mended is still there to mend."""

from pathlib import Path

import pytest
from django.core import mail
from django.template import Engine
from django.template.loaders.app_directories import Loader
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from mysite.template_words import MENDED
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", MENDED)
def test_templates_say_what_is_mended(name: str) -> None:
    loader = Loader(Engine())
    original = next(origin for origin in loader.get_template_sources(name) if Path(origin.name).exists())
    for words, _mended in MENDED[name]:
        assert words in loader.get_contents(original)


def test_letters_to_whoever_chose_no_language_are_vietnamese_whoever_sends_them() -> None:
    editor(MODERATORS)
    article = factories.ArticleFactory(title="Hội khoẻ")
    article.save_revision()
    with override("en"):
        article.get_workflow().start(article, editor())
    assert {letter.subject.split()[0] for letter in mail.outbox} == {"Trang"}


def test_nobody_can_have_vietnamese_pages_copied_into_english() -> None:
    administrator = factories.UserFactory(is_superuser=True)
    english = Locale.objects.get(language_code="en")
    page = read(client_of(administrator), reverse("wagtaillocales:edit", args=[english.pk]))
    assert page.select_one("[name=language_code]")
    assert page.select("[name*=sync]") == []
