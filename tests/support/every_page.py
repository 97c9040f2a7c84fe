"""Creates a page of every type with every kind of block, and lists the URLs of all kinds of public pages."""

from wagtail.models import Locale

from mysite.models import PortalImage
from newsroom.models import Author, NewsPage, NewsPageAttachment, NewsSection
from tests.support import factories
from tests.support.url_components import URL_COMPONENTS

#: The pages that need no content.
FIXED_URLS = ("/", "/en/", "/tim-kiem/", "/tim-kiem/?q=h", "/en/search/?q=h", "/so-do-cong/", "/en/sitemap/")


def create_pages(language: str) -> list[str]:
    """Create every kind of page in one language, and return their URLs and those of the listings."""
    locale = Locale.objects.get(language_code=language)
    home = factories.get_home_page(language)
    section = factories.SectionFactory(title=f"News {language}", parent=home, locale=locale)
    image = factories.SmallImageFactory()
    author = factories.AuthorFactory(locale=locale, unit=factories.UnitFactory(locale=locale))
    article = create_full_article(section, author, image)
    standard = factories.StandardPageFactory(parent=home, locale=locale, body=build_body(image, section))
    organisation = factories.OrganisationPageFactory(
        parent=home, locale=locale, body=[people_block(image), units_block(author.unit)]
    )
    contact = factories.ContactPageFactory(parent=home, locale=locale)
    events = factories.EventSectionFactory(title=f"Events {language}", parent=home, locale=locale)
    event = factories.EventFactory(parent=events, locale=locale, body=build_body(image, section))
    components = URL_COMPONENTS[language]
    archive = f"{section.url}{components['archive']}/"
    return [
        *(page.url for page in (section, article, standard, organisation, contact, events, event)),
        f"{events.url}?thang={event.start_date:%Y-%m}",
        f"{events.url}?qua=1",
        f"{contact.url}?sent=1",
        archive,
        f"{archive}{article.first_published_at:%Y}/",
        f"{archive}{article.first_published_at:%Y/%m}/",
        f"{components['root']}{components['tag']}/tuyen-sinh/",
        f"{components['root']}{components['author']}/{author.slug}/",
        f"{components['root']}{components['unit']}/{author.unit.slug}/",
    ]


def create_full_article(section: NewsSection, author: Author, image: PortalImage) -> NewsPage:
    """Create an article with every kind of block, a tag, a correction, an attachment and a comment."""
    article = factories.ArticleFactory(
        parent=section,
        locale=section.locale,
        main_image=image,
        authors=(author,),
        tags=("Tuyển sinh",),
        corrections=[{"type": "correction", "value": {"date": "2026-01-02", "text": "<p>Sửa.</p>"}}],
        body=build_body(image, section),
    )
    document = factories.DocumentFactory()
    NewsPageAttachment.objects.create(article=article, document=document, locale=section.locale)
    factories.CommentFactory(page=article)
    return article


def people_block(image) -> dict:
    person = {"name": "Lê An", "position": "Giám đốc", "responsibilities": "Chung", "phone": "0200 000 0001"}
    persons = [{**person, "photo": photo, "email": "an@so.example"} for photo in (image.pk, None)]
    return {"type": "people", "value": {"title": "Lãnh đạo", "people": persons}}


def units_block(unit) -> dict:
    return {"type": "units", "value": {"title": "Các phòng", "units": [{"unit": unit.pk, "page": None}]}}


def build_body(image, page) -> list[dict]:
    """Return a body with every kind of block."""
    photo = {"image": image.pk, "caption": "Chú thích", "alt_text": "Ảnh", "credit": "Lê An"}
    missing = {"image": None, "caption": "Ảnh đã mất", "alt_text": "", "credit": ""}
    values = {
        "paragraph": "<p>Đoạn văn <b>đậm</b>.</p>",
        "heading": {"text": "Kết quả thi", "level": "h2"},
        "quote": {"text": "Lời hay", "attribution": "Ai đó"},
        "correction": {"date": "2026-01-02", "text": "<p>Sửa.</p>"},
        "picture": photo,
        "gallery": {"title": "Hình ảnh", "photos": [photo, missing]},
        "video": {"url": "https://vimeo.com/123456789", "title": "Phim", "picture": image.pk, "alt_text": ""},
        "table": {
            "data": [["Ngày", "Môn"], ["5/6", "<b>Văn</b>"]],
            "first_row_is_table_header": True,
            "table_caption": "Lịch",
        },
        "document": {"document": factories.DocumentFactory().pk, "title": ""},
        "links": {
            "title": "Xem thêm",
            "links": [
                {"page": page.pk, "url": "", "label": "", "description": ""},
                {"page": None, "url": "https://moet.example/", "label": "Bộ", "description": "Cổng của Bộ"},
            ],
        },
    }
    return [{"type": name, "value": value} for name, value in values.items()]
