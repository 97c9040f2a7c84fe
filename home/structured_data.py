"""schema.org structured data for the office, the website and its pages."""

from django.templatetags.static import static
from django.urls import reverse

from home.models import HomePage
from mysite.http.site_url import absolute_url
from mysite.models import BasePage
from mysite.seo.open_graph import SharedImage
from mysite.seo.structured_data import (
    Node,
    PageMetadata,
    build_image,
    build_node,
    build_organization,
    build_postal_address,
)


def build_office(home: HomePage, home_url: str, logo: SharedImage | None) -> Node:
    """Return the office as the publisher."""
    url = absolute_url(home_url)
    image = logo or SharedImage(absolute_url(static("mysite/logo.svg")), 512, 512)
    return build_organization(home.site_name or home.title, id=f"{url}#office", url=url, logo=build_image(image))


def build_home_page(home: HomePage, metadata: PageMetadata) -> list[Node]:
    """Return the office with the details from the footer, and the website with its search."""
    whole_office = {
        **metadata.publisher,
        "@type": "GovernmentOrganization",
        **build_node(
            description=metadata.description,
            address=build_postal_address(home.address),
            telephone=home.phone,
            email=home.email,
            image=metadata.images[0].url,
            parentOrganization=build_node(type="GovernmentOrganization", name=home.authority)
            if home.authority
            else None,
        ),
    }
    site = build_node(
        type="WebSite",
        id=f"{metadata.url}#site",
        name=home.site_name or home.title,
        url=metadata.url,
        description=metadata.description,
        inLanguage=metadata.language,
        publisher={"@id": metadata.publisher["@id"]},
        potentialAction=build_node(
            type="SearchAction",
            target=build_node(
                type="EntryPoint", urlTemplate=f"{absolute_url(reverse('search'))}?q={{search_term_string}}"
            ),
            **{"query-input": "required name=search_term_string"},
        ),
    )
    return [whole_office, site]


def build_web_page(page: BasePage | None, title: str, metadata: PageMetadata) -> Node:
    """Return a page without a more specific type of its own."""
    return build_node(
        type=page.schema_type if page else "CollectionPage",
        id=metadata.url,
        url=metadata.url,
        name=title,
        description=metadata.description,
        inLanguage=metadata.language,
        primaryImageOfPage=build_image(metadata.images[0]),
        publisher=metadata.publisher,
    )
