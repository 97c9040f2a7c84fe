"""The style guide shows every block and colour; it exists in development only."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from home.blocks import HomeBlock
from home.style_guide import TOKENS, list_colours, style_guide
from mysite.blocks import BodyBlock
from tests.support import factories

pytestmark = pytest.mark.django_db


def test_it_does_not_exist_in_production(client: Client):
    assert client.get("/kieu-mau/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse(style_guide)


def test_it_shows_all_colours_and_blocks():
    factories.ArticleFactory.create_batch(3)
    factories.EventFactory.create_batch(3)
    factories.ContactPageFactory()
    html = style_guide(RequestFactory().get("/kieu-mau/")).content.decode()
    colours = list_colours(TOKENS)
    assert "viewer" in colours
    assert len(colours) > 25
    assert [name for name in colours if f"--{name}" not in html] == []
    blocks = [*HomeBlock().child_blocks.values(), *BodyBlock().child_blocks.values()]
    assert [str(block.label) for block in blocks if f"<h3>{block.label}</h3>" not in html] == []
    assert {"event-mark-cancelled", "event-mark-postponed", "form-field-wrong"} <= set(re.findall(r"[\w-]+", html))
    assert "style=" not in html
