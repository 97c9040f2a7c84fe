"""Pages with far more, far longer or far fewer contents than usual stay readable on a narrow phone."""

import pytest

from newsroom.models import NewsPage, NewsPageAttachment, NewsSection
from tests.support import factories
from tests.support.renditions import make_renditions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Two hundred characters, with stacked marks and with a word that has no place to break.
LONG = ("Hướng dẫn tổ chức kỳ thi tuyển sinh vào lớp mười trung học phổ thông năm học hai nghìn không trăm " * 3)[:160]
TITLE = f"{LONG} {'https://sogiaoduc.example/van-ban'.ljust(39, 'x')}"
NAMES = " ".join(["Nguyễn Thị Hoàng Phương Thảo"] * 8)
WIDTHS = (320, 1280)


def create_long_article(section: NewsSection) -> NewsPage:
    """Create an article with forty photos, a table of twelve columns, three corrections and fourteen tags."""
    images = factories.SmallImageFactory.create_batch(3)
    columns = [f"Điểm chuẩn nguyện vọng {number}" for number in range(12)]
    correction = {"type": "correction", "value": {"date": "2026-01-02", "text": f"<p>{LONG}</p>"}}
    headings = [{"type": "heading", "value": {"text": TITLE, "level": level}} for level in ("h2", "h3", "h3", "h2")]
    article = factories.ArticleFactory(
        parent=section,
        title=TITLE,
        lead=TITLE * 4,
        main_image=images[0],
        main_image_caption=TITLE,
        tags=[f"{'Tuyển sinh đầu cấp ' * 4}{number}" for number in range(14)],
        authors=factories.AuthorFactory.create_batch(6, name=NAMES),
        corrections=[correction] * 3,
        body=[
            *headings,
            {"type": "table", "value": {"data": [columns, ["27,75"] * 12], "first_row_is_table_header": True}},
            {"type": "quote", "value": {"text": TITLE, "source": NAMES}},
            factories.gallery_value([images[number % 3] for number in range(40)], title=TITLE),
        ],
    )
    document = factories.DocumentFactory(title=TITLE)
    NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
    factories.CommentFactory(page=article, author_name=NAMES[:100], body=TITLE)
    return article


def create_deep_sections() -> list[NewsSection]:
    """Create sections on six levels, all in the menu."""
    sections = [factories.SectionFactory(title=TITLE, show_in_menus=True, introduction=LONG)]
    for level in range(2, 7):
        title = f"{LONG} cấp {level}"
        sections.append(factories.SectionFactory(parent=sections[-1], title=title, show_in_menus=True))
    return sections


@pytest.fixture
def urls(live_server) -> list[str]:
    home = factories.get_home_page()
    home.site_name = home.authority = home.address = home.licence = TITLE
    home.save()
    factories.MottoFactory(text=TITLE, source=NAMES[:200])
    factories.NoticeFactory.create_batch(3, text=f"<p>{TITLE}</p>")
    factories.NoticeFactory(text=f"<p>{TITLE}</p>", urgent=True)
    sections = create_deep_sections()
    article = create_long_article(sections[-1])
    single = factories.SectionFactory(title="Một bài")
    factories.ArticleFactory(parent=single, title="Ô", lead="Ô.", body=[])
    event = factories.EventFactory(title=TITLE, place=TITLE)
    pages = [
        *(article, sections[0], sections[-1], single, factories.SectionFactory(title="Trống"), event),
        *(
            event.get_parent(),
            factories.StandardPageFactory(title=TITLE),
            factories.OrganisationPageFactory(title=TITLE),
        ),
        factories.ContactPageFactory(title=TITLE),
    ]
    author, archive = article.bylines.first().author, f"{sections[0].url}luu-tru/"
    make_renditions()
    return [
        *("/", *(page.get_url() for page in pages), f"{event.get_parent().url}?thang={event.start_date:%Y-%m}"),
        *(
            archive,
            f"{archive}{article.first_published_at:%Y}/",
            author.get_absolute_url(),
            article.tags.first().get_absolute_url(),
        ),
        *("/tim-kiem/?q=tuyển sinh", "/tim-kiem/?q=zzzz", "/so-do-cong/", "/khong-co/"),
    ]


#: The text elements that reach beyond the screen, outside what scrolls by itself, or are too narrow for their words.
CUT_ELEMENTS = """() => {
    const width = document.documentElement.clientWidth;
    const scrolls = element => element && (
        /auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const isCut = element => {
        const box = element.getBoundingClientRect();
        const isNarrow = box.width > 1 && box.width < 12 && element.textContent.trim().length > 3;
        return isNarrow || (box.width > 1 && (box.right > width + 1 || box.left < -1));
    };
    return [...document.querySelectorAll('main *, header *, footer *, nav *')]
        .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .filter(element => element.checkVisibility() && isCut(element) && !scrolls(element.parentElement))
        .map(element => element.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_extreme_contents_do_not_scroll_sideways(new_context, urls, browser_errors, width: int):
    tab = new_context(viewport={"width": width, "height": 800}).new_page()
    for url in urls:
        tab.goto(url)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, url
        assert tab.evaluate(CUT_ELEMENTS) == [], url
    browser_errors[:] = [error for error in browser_errors if "404" not in error]  # the missing page
