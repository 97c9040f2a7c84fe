"""Articles, people and units in schema.org's words, as search engines' documentation asks for them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mysite.public_address import absolute
from mysite.structured_data import Around, Node, filled, moment, organisation, person, postal_address

if TYPE_CHECKING:
    from newsroom.models import Author, NewsPage, NewsPageByline, Unit


def news_article(article: "NewsPage", context: Mapping[str, Any], around: Around) -> Node:
    """An article. ``context`` has its bylines and tags loaded."""
    bylines = context.get("bylines") or ()
    return filled(
        type="NewsArticle",
        id=f"{around.url}#article",
        url=around.url,
        mainEntityOfPage=filled(type="WebPage", id=around.url),
        headline=article.title,
        description=around.description,
        image=[picture.url for picture in around.pictures],
        datePublished=moment(article.first_published_at),
        dateModified=moment(article.content_updated_at or article.first_published_at),
        author=[author_of(byline, article.locale_id) for byline in bylines] or [around.publisher],
        publisher=around.publisher,
        articleSection=around.section,
        keywords=[tag.name for tag in context.get("tags") or ()],
        inLanguage=around.language,
        isAccessibleForFree=True,
    )


def author_of(byline: "NewsPageByline", locale_id: int) -> Node:
    """Who signed, with the unit of that time. A unit that signs by itself is no person."""
    author, unit = byline.author, byline.unit
    if unit and author.name in (unit.name, unit.short_name):
        return unit_node(unit, locale_id)
    return person(
        author.name,
        url=_address(author, locale_id),
        jobTitle=author.job_title,
        affiliation=unit_node(unit, locale_id) if unit else None,
    )


def profile(author: "Author", around: Around) -> list[Node]:
    """An author's page."""
    who = person(
        author.name,
        url=around.url,
        jobTitle=author.job_title,
        description=author.biography,
        affiliation=unit_node(author.unit, author.locale_id) if author.unit else around.publisher,
    )
    return [
        filled(
            type="ProfilePage", id=around.url, url=around.url, name=author.name, inLanguage=around.language,
            mainEntity=who,
        )
    ]  # fmt: skip


def unit_page(unit: "Unit", around: Around) -> list[Node]:
    """A unit's page: what the page shows of it, and nothing else."""
    return [
        filled(
            type="GovernmentOrganization",
            id=f"{around.url}#unit",
            url=around.url,
            name=unit.name,
            alternateName=unit.short_name,
            description=unit.description,
            foundingDate=unit.founded_on.isoformat() if unit.founded_on else None,
            dissolutionDate=unit.dissolved_on.isoformat() if unit.dissolved_on else None,
            telephone=unit.phone,
            email=unit.email,
            address=postal_address(unit.address or around.address),
            parentOrganization=around.publisher,
        )
    ]


def unit_node(unit: "Unit", locale_id: int) -> Node:
    """A unit, for a page in the language of ``locale_id``."""
    return organisation(unit.name, url=_address(unit, locale_id))


def _address(who: Any, locale_id: int) -> str | None:
    """The page of an author or unit, which there is in its own language only, and once it is translated."""
    is_there = who.locale_id == locale_id and not who.awaits_translation
    return absolute(who.get_absolute_url()) if is_there else None
