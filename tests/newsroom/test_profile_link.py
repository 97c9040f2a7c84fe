"""Links to authors and units: when they are rendered, and their exact HTML."""

import pytest
from django.template import Context, Template
from django.utils import translation
from wagtail.models import Locale

from newsroom.models import Unit
from tests.support import factories

pytestmark = pytest.mark.django_db

LINK = '<a href="/don-vi/phong/">Phòng &lt;A&gt; &amp; “B”</a>'
FULL_LINK = '<a rel="author" href="/don-vi/phong/" title="Phòng &lt;A&gt; &amp; “B”">P.A&amp;B</a>'


@pytest.fixture
def unit() -> Unit:
    return factories.UnitFactory(name="Phòng <A> & “B”", short_name="P.A&B", slug="phong")


def render(arguments: str, unit: Unit) -> str:
    template = Template("{% load profile_tags %}{% profile_link unit " + arguments + " %}")
    return template.render(Context({"unit": unit}))


def test_profile_is_linked_in_its_own_language(unit: Unit) -> None:
    assert render("unit.locale_id", unit) == LINK
    assert render('unit.locale_id text=unit.label rel="author" title=unit.name', unit) == FULL_LINK


def test_profile_is_not_linked_in_other_languages_or_without_locale(unit: Unit) -> None:
    english, _ = Locale.objects.get_or_create(language_code="en")
    assert render("None", unit) == "<span>Phòng &lt;A&gt; &amp; “B”</span>"
    with translation.override("en"):
        text = render(f"{english.pk} text=unit.label title=unit.name", unit)
        assert text == '<span lang="vi">P.A&amp;B</span>'


def test_profile_awaiting_translation_is_not_linked(unit: Unit) -> None:
    unit.awaits_translation = True
    assert render("unit.locale_id", unit) == '<span lang="en">Phòng &lt;A&gt; &amp; “B”</span>'
