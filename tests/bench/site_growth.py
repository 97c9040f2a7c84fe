"""A site that has grown for years: older articles with the sections, images, tags and authors of the demo's."""

import datetime
import itertools
from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.html import format_html
from wagtail.models import Locale, Page

from mysite.models import MissingURL
from mysite.pages.indexes import update_statistics
from newsroom.models import Comment, NewsPage, NewsPageByline, NewsPageTag
from readership.models import CheckedLink, DailyViews
from tests.bench.articles import (
    ARTICLES,
    BATCH,
    TreePositions,
    batched,
    copy_article,
    index_articles,
    insert_articles,
    join_halves,
    read_articles,
    vacuum_and_analyze,
)

#: 250 articles a month, back into the past: so the newest ones, which lists show, are the same at every size.
INTERVAL = datetime.timedelta(days=30) / 250
#: Comments on each article: 20,000 on 5,000. Those on every second article wait.
COMMENTS, COMMENT_STATUSES = 4, (Comment.Status.APPROVED, Comment.Status.PENDING)
Text = tuple[str, str, list[dict[str, Any]]]


def grow_site(size: int) -> None:
    """Add articles until the site has ``size``. Rows are inserted in bulk: publishing them would take an hour."""
    originals = _load_originals()
    existing, last = NewsPage.objects.count(), Page.objects.aggregate(last=Max("pk"))["last"]
    positions, newest = TreePositions(), max(article.first_published_at for article in originals)
    # The demo's articles are the first; the others go on where the previous call ended.
    texts = itertools.islice(_iter_texts(originals), existing, size)
    for batch in batched(zip(itertools.cycle(originals), enumerate(texts, existing)), BATCH):
        made = []
        for original, (number, text) in batch:
            article = _write_article(original, last + 1 + number - existing, text, newest - number * INTERVAL)
            article.path = positions.below(original.path[: -Page.steplen])
            made.append((original, article))
        insert_articles([article for _, article in made])
        _copy_children(made)
    positions.save()
    index_articles(NewsPage.objects.filter(pk__gt=last))
    update_statistics()
    vacuum_and_analyze()


def _load_originals() -> list[NewsPage]:
    """Return the articles of the demo: those with a revision."""
    articles = NewsPage.objects.visible().exclude_aliases().filter(locale=Locale.get_default())
    return list(articles.exclude(latest_revision=None).order_by("pk").prefetch_related("tagged_items", "bylines"))


def _iter_texts(originals: list[NewsPage]) -> Iterator[Text]:
    """Yield texts without end: those of the data, if it is there, or of the demo, then combined from two of them."""
    if ARTICLES.exists():
        texts = [(text["title"], text["lead"], _write_body(text["body"])) for text in read_articles()]
    else:
        texts = [(article.title, article.lead, list(article.body.raw_data)) for article in originals]
    yield from texts
    for shift in itertools.count(1):
        for one, other in zip(texts, texts[shift:] + texts[:shift], strict=True):
            title = " ".join(join_halves(one[0].split(), other[0].split()))
            yield title, one[1], join_halves(one[2], other[2])


def _write_body(paragraphs: list[str]) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "value": format_html("<p>{}</p>", text)} for text in paragraphs]


def _write_article(original: NewsPage, number: int, text: Text, published_at: datetime.datetime) -> NewsPage:
    title, lead, body = text
    article = copy_article(original, number, title, body)
    article.lead = lead
    for name in ("first_published_at", "last_published_at", "latest_revision_created_at"):
        setattr(article, name, published_at)
    article.content_updated_at = None
    return article


def _copy_children(made: list[tuple[NewsPage, NewsPage]]) -> None:
    """Give each article the tags and bylines of its original, comments, views, and what other reports list."""
    NewsPageTag.objects.bulk_create(
        NewsPageTag(tag_id=item.tag_id, content_object_id=article.pk)
        for original, article in made
        for item in original.tagged_items.all()
    )
    NewsPageByline.objects.bulk_create(
        NewsPageByline(
            article_id=article.pk,
            author_id=byline.author_id,
            unit_id=byline.unit_id,
            sort_order=byline.sort_order,
            locale_id=byline.locale_id,
        )
        for original, article in made
        for byline in original.bylines.all()
    )
    articles = [article for _, article in made]
    Comment.objects.bulk_create(
        Comment(page_id=article.pk, author_name="Lan", body=article.lead, status=COMMENT_STATUSES[article.pk % 2])
        for article in articles
        for _ in range(COMMENTS)
    )
    _copy_report_rows(articles)
    today = timezone.localdate()
    DailyViews.objects.bulk_create(
        DailyViews(page_id=article.pk, day=today, count=article.pk % 97) for article in articles
    )


def _copy_report_rows(articles: list[NewsPage]) -> None:
    """Give the articles what the other reports of the admin list, and the portal as many URLs that do not exist."""
    pks, today = [article.pk for article in articles], timezone.localdate()
    soon = timezone.now() + datetime.timedelta(days=30)
    NewsPage.objects.filter(pk__in=pks[::4]).update(missing_photos=2, missing_alt_texts=3)
    NewsPage.objects.filter(pk__in=pks[::10]).update(expire_at=soon)
    CheckedLink.objects.bulk_create(
        CheckedLink(page_id=pk, kind="url", target=f"/khong-co-{pk}/", status="missing", checked_at=timezone.now())
        for pk in pks[::2]
    )
    MissingURL.objects.bulk_create(
        MissingURL(key=f"/cu-{pk}", path=f"/cu-{pk}", count=pk % 50, requested_on=today) for pk in pks[::2]
    )


def get_month() -> str:
    """Return the part of an archive's URL for the newest month that has passed."""
    first = timezone.localdate().replace(day=1)
    return f"{first - datetime.timedelta(days=1):%Y/%m}/"
