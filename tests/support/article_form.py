"""Builds the form data that a browser posts from the edit form of an article."""

import datetime
import json
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from mysite.blocks.text import RICH_TEXT_FEATURES
from newsroom.models import NewsPage


def block_data(value: Any) -> Any:
    """Return the form fields of a block value, named as Wagtail's widgets name them."""
    if isinstance(value, blocks.StreamValue):
        children = [{"type": child.block_type, "value": block_data(child.value), "id": child.id} for child in value]
        return _sequence(children)
    if isinstance(value, blocks.list_block.ListValue):
        return _sequence([{"value": block_data(child.value), "id": child.id} for child in value.bound_blocks])
    if isinstance(value, blocks.StructValue):
        return {name: block_data(child) for name, child in value.items()}
    if isinstance(value, RichText):
        return rich_text(value.source, features=RICH_TEXT_FEATURES)
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return json.dumps(value) if isinstance(value, dict) else ("" if value is None else value)


def _sequence(children: list[dict[str, Any]]) -> dict[str, Any]:
    numbered = {
        str(n): {**child, "id": child["id"] or "", "order": str(n), "deleted": ""} for n, child in enumerate(children)
    }
    return {"count": str(len(children)), **numbered}


def raw_blocks(*children: tuple[str, Any]) -> dict[str, Any]:
    """Return the form fields of a newly written stream: ``("paragraph", rich_text(…))``."""
    return _sequence([{"type": name, "value": value, "id": ""} for name, value in children])


def article_data(article: NewsPage | None = None, **changes: Any) -> dict[str, str]:
    """Return the whole form data of ``article``, or of a new one, with ``changes`` applied."""
    text = "Sở tổ chức hội nghị."
    article = article or NewsPage(lead=text, search_description=text, body=[("paragraph", RichText(f"<p>{text}</p>"))])
    names = ["title", "slug", "seo_title", "search_description", "lead", "main_image_caption", "main_image_alt"]
    data: dict[str, Any] = {name: getattr(article, name) for name in [*names, "source_name", "source_url"]}
    data |= {
        "main_image": article.main_image_id or "",
        "tags": ", ".join(f'"{tag}"' for tag in article.tags.all()) if article.pk else "",
        "body": block_data(article.body),
        "corrections": block_data(article.corrections),
        "bylines": _children(article, "bylines", "author_id", "unit_id"),
        "attachments": _children(article, "attachments", "document_id", "title"),
        "related_pages": _children(article, "related_pages", "page_id"),
        "comments": inline_formset([]),
        "go_live_at": "",
        "expire_at": "",
        "comment_mode": "",
        **changes,
    }
    return nested_form_data(data)


def _children(article: NewsPage, relation: str, *names: str) -> dict[str, Any]:
    rows = list(getattr(article, relation).all()) if article.pk else []
    items = [
        {"id": row.pk or "", **{name.removesuffix("_id"): getattr(row, name) or "" for name in names}} for row in rows
    ]
    return inline_formset(items, initial=len([row for row in rows if row.pk]))


def save_form(client: Client, article: NewsPage, action: str = "", **changes: Any) -> HttpResponse:
    """Press “save” in the edit form, or another button such as ``action-publish``. Starts from the latest draft."""
    draft = NewsPage.objects.get(pk=article.pk).get_latest_revision_as_object()
    data = article_data(draft, **changes) | ({action: "1"} if action else {})
    return client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)


def publish_article(client: Client, article: NewsPage, **changes: Any) -> NewsPage:
    """Publish ``article`` with ``changes`` through the edit form and return the reloaded page."""
    response = save_form(client, article, "action-publish", **changes)
    assert response.status_code == 302, get_form_errors(response)
    return NewsPage.objects.get(pk=article.pk)


def get_form_errors(response: HttpResponse) -> Any:
    """Return the errors of the returned form."""
    form = response.context["form"]
    return {**form.errors, **{name: formset.errors for name, formset in form.formsets.items() if any(formset.errors)}}
