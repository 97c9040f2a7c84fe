"""Patched labels of packages: translated for each user, and the patched text still exists upstream."""

from pathlib import Path

import pytest
from django.core import mail
from django.template import Engine
from django.template.loaders.app_directories import Loader
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from mysite.i18n.template_patches import TEMPLATE_PATCHES
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", TEMPLATE_PATCHES)
def test_template_patches_match_upstream_templates(name: str) -> None:
    loader = Loader(Engine())
    # The last one: templates of ours that extend it come first.
    *_ours, original = (origin for origin in loader.get_template_sources(name) if Path(origin.name).exists())
    for original_text, _patched in TEMPLATE_PATCHES[name]:
        assert original_text in loader.get_contents(original)


def test_emails_default_to_vietnamese_whatever_the_senders_language() -> None:
    create_editor(EDITORS)
    article = factories.ArticleFactory(title="Hội khoẻ")
    article.save_revision()
    with override("en"):
        article.get_workflow().start(article, create_editor())
    assert {letter.subject.split()[0] for letter in mail.outbox} == {"Trang"}


def test_locale_form_has_no_sync_option() -> None:
    administrator = factories.UserFactory(is_superuser=True)
    english = Locale.objects.get(language_code="en")
    page = get_page(login_client(administrator), reverse("wagtaillocales:edit", args=[english.pk]))
    assert page.select_one("[name=language_code]")
    assert page.select("[name*=sync]") == []
