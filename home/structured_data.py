"""The office, the site and its pages in schema.org's words."""

from django.templatetags.static import static
from django.urls import reverse

from home.models import HomePage
from mysite.models import BasePage
from mysite.public_address import absolute
from mysite.sharing import SharedPicture
from mysite.structured_data import Around, Node, filled, image_object, organisation, postal_address


def office(home: HomePage, home_url: str, logo: SharedPicture | None) -> Node:
    """The office as the publisher of everything here."""
    address = absolute(home_url)
    picture = logo or SharedPicture(absolute(static("mysite/logo.svg")), 512, 512)
    return organisation(home.site_name or home.title, id=f"{address}#office", url=address, logo=image_object(picture))


def home_page(home: HomePage, around: Around) -> list[Node]:
    """The office with all that the footer shows of it, and the site with its search."""
    whole_office = {
        **around.publisher,
        "@type": "GovernmentOrganization",
        **filled(
            description=around.description,
            address=postal_address(home.address),
            telephone=home.phone,
            email=home.email,
            image=around.pictures[0].url,
            parentOrganization=filled(type="GovernmentOrganization", name=home.authority) if home.authority else None,
        ),
    }
    site = filled(
        type="WebSite",
        id=f"{around.url}#site",
        name=home.site_name or home.title,
        url=around.url,
        description=around.description,
        inLanguage=around.language,
        publisher={"@id": around.publisher["@id"]},
        potentialAction=filled(
            type="SearchAction",
            target=filled(type="EntryPoint", urlTemplate=f"{absolute(reverse('search'))}?q={{search_term_string}}"),
            **{"query-input": "required name=search_term_string"},
        ),
    )
    return [whole_office, site]


def web_page(page: BasePage | None, title: str, around: Around) -> Node:
    """A page that is about nothing more special than itself."""
    return filled(
        type=page.schema_type if page else "CollectionPage",
        id=around.url,
        url=around.url,
        name=title,
        description=around.description,
        inLanguage=around.language,
        primaryImageOfPage=image_object(around.pictures[0]),
        publisher=around.publisher,
    )
