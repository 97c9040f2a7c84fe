"""schema.org structured data for authors and units, with the properties that search engines document."""

from typing import Any

from mysite.http.site_url import absolute_url
from mysite.seo.structured_data import (
    Node,
    PageMetadata,
    build_node,
    build_organization,
    build_person,
    build_postal_address,
)
from newsroom.models.news_children import NewsPageByline
from newsroom.models.people import Author
from newsroom.models.units import Unit


def build_byline_author(byline: NewsPageByline, locale_id: int) -> Node:
    """Return the author of a byline as Person with the unit, or as organisation if the author is a unit itself."""
    author, unit = byline.author, byline.live_unit
    if unit and author.name in (unit.name, unit.short_name):
        return build_unit(unit, locale_id)
    return build_person(
        author.name,
        url=_get_profile_url(author, locale_id),
        jobTitle=author.job_title,
        affiliation=build_unit(unit, locale_id) if unit else None,
    )


def build_author_page(author: Author, metadata: PageMetadata) -> list[Node]:
    """Return the ProfilePage of an author."""
    person = build_person(
        author.name,
        url=metadata.url,
        jobTitle=author.job_title,
        description=author.biography,
        affiliation=build_unit(author.live_unit, author.locale_id) if author.live_unit else metadata.publisher,
    )
    return [
        build_node(
            type="ProfilePage", id=metadata.url, url=metadata.url, name=author.name, inLanguage=metadata.language,
            mainEntity=person,
        )
    ]  # fmt: skip


def build_unit_page(unit: Unit, metadata: PageMetadata) -> list[Node]:
    """Return the unit of a unit's page, with what the page shows and nothing else."""
    return [
        build_node(
            type="GovernmentOrganization",
            id=f"{metadata.url}#unit",
            url=metadata.url,
            name=unit.name,
            alternateName=unit.short_name,
            description=unit.description,
            foundingDate=unit.founded_on.isoformat() if unit.founded_on else None,
            dissolutionDate=unit.dissolved_on.isoformat() if unit.dissolved_on else None,
            telephone=unit.phone,
            email=unit.email,
            address=build_postal_address(unit.address or metadata.publisher_address),
            parentOrganization=metadata.publisher,
        )
    ]


def build_unit(unit: Unit, locale_id: int) -> Node:
    """Return a unit as organisation, for a page in the language of ``locale_id``."""
    return build_organization(unit.name, url=_get_profile_url(unit, locale_id))


def _get_profile_url(profile: Any, locale_id: int) -> str | None:
    """Return the URL of an author or unit; None if it has no page in the language of ``locale_id``."""
    return absolute_url(profile.get_absolute_url()) if profile.has_page_in(locale_id) else None
