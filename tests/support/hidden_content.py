"""Content with every page type hidden in every way, and public pages that refer to all of them."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page
from wagtail.rich_text import RichText

from home.models import HomePage
from mysite.tasks import deduplicate_tasks
from newsroom.models import (
    EventArticle,
    EventAttachment,
    EventPage,
    EventSection,
    NewsPage,
    NewsPageAttachment,
    NewsPageRelatedPage,
    NewsSection,
)
from tests.support import factories
from tests.support.hidden_pages import HIDING_METHODS, hide_page

#: Occurs in titles, leads, texts, places and names of documents and images that must not be shown, and in slugs.
HIDDEN_WORD, HIDDEN_SLUG = "Bàikín", "baikin"
OPEN_TITLE = "Bài viết ai cũng đọc được"
OPEN_EVENT = "Hội thi ai cũng đến được"
PUBLISHED = datetime.datetime(2024, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())


def find_hidden_words(text: str) -> list[str]:
    """Return what ``text`` reveals of hidden pages, with some context."""
    return re.findall(rf".{{0,80}}(?:{HIDDEN_WORD}|{HIDDEN_SLUG}).{{0,40}}", text, re.IGNORECASE)


@dataclass
class HiddenContent:
    section: NewsSection
    events: EventSection
    article: NewsPage
    event: EventPage
    past_event: EventPage
    organisation: Page
    #: By page type and way of hiding, as in ``hidden["article", "draft"]``.
    hidden: dict[tuple[str, str], Page] = field(default_factory=dict)
    #: Public pages with a hidden translation.
    half_hidden: list[Page] = field(default_factory=list)

    def of_type(self, name: str) -> dict[str, Page]:
        return {kind: page for (type_, kind), page in self.hidden.items() if type_ == name}


class HiddenContentBuilder:
    def __init__(self) -> None:
        self.author = factories.AuthorFactory(name="Lê Thị Bình")
        self.unit = self.author.unit
        self.minutes = 0

    def build(self) -> HiddenContent:
        with deduplicate_tasks():  # half of the time would go into indexes
            return self._build()

    def _build(self) -> HiddenContent:
        section = factories.SectionFactory(title="Tin tức")
        events = factories.EventSectionFactory(title="Sự kiện")
        site = HiddenContent(
            section=section,
            events=events,
            article=self.article(OPEN_TITLE, section),
            event=self.event(OPEN_EVENT, events),
            past_event=self.event(f"{OPEN_EVENT} năm ngoái", events, days=-30),
            organisation=factories.OrganisationPageFactory(title="Cơ cấu tổ chức"),
        )
        for kind in HIDING_METHODS:
            self._hide_one_of_each(site, kind)
        self._link_to_hidden_pages(site)
        self._build_home_page(site)
        self._add_translations(site)
        return site

    def article(self, title: str, parent: Page, **kwargs: Any) -> NewsPage:
        self.minutes += 1
        article = factories.ArticleFactory(
            title=title,
            lead=f"Sapô: {title}",
            parent=parent,
            authors=(self.author,),
            tags=("Tuyển sinh",),
            is_headline=True,
            show_in_menus=True,
            published_at=PUBLISHED + datetime.timedelta(minutes=self.minutes),
            main_image=factories.SmallImageFactory(description=f"Ảnh {title}"),
            body=[factories.gallery_value([factories.SmallImageFactory(description=title)], title=title)],
            **kwargs,
        )
        document = factories.DocumentFactory(title=f"Công văn {title}")
        NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
        return article

    def event(self, title: str, parent: Page, days: int = 1) -> EventPage:
        event = factories.EventFactory(
            title=title,
            lead=f"Sapô: {title}",
            place=f"Nơi {title}",
            parent=parent,
            start_date=timezone.localdate() + datetime.timedelta(days=days),
            show_in_menus=True,
            organiser=self.unit,
            body=[factories.gallery_value([factories.SmallImageFactory(description=title)], title=title)],
        )
        document = factories.DocumentFactory(title=f"Giấy mời {title}")
        EventAttachment.objects.create(event=event, document=document, locale=event.locale)
        return event

    def _hide_one_of_each(self, site: HiddenContent, kind: str) -> None:
        """Create hidden articles, past and upcoming events, sections with content and standard pages."""
        title = f"{HIDDEN_WORD} {HIDING_METHODS.index(kind)}"
        is_below = kind == "below a locked section"
        news_parent, event_parent, page_parent = site.section, site.events, factories.get_home_page()
        if is_below:
            news_parent = factories.SectionFactory(title=f"{title} mục", parent=site.section)
            event_parent = factories.EventSectionFactory(title=f"{title} lịch", parent=site.events)
            page_parent = factories.StandardPageFactory(title=f"{title} trên", show_in_menus=True)
        made = {
            "article": self.article(title, news_parent),
            "event": self.event(title, event_parent),
            "past event": self.event(f"{title} qua", event_parent, days=-20),
            "section": factories.SectionFactory(title=f"{title} chuyên mục", parent=news_parent, introduction=title),
            "event section": factories.EventSectionFactory(title=f"{title} sự kiện", parent=event_parent),
            "standard page": factories.StandardPageFactory(title=title, parent=page_parent, show_in_menus=True),
        }
        for name, page in made.items():
            site.hidden[name, kind] = page
            hide_page(page, kind)
        if kind in {"with a password", "for a group"}:  # The content of hidden sections is hidden too.
            self.article(f"{title} bên trong", made["section"])
            self.event(f"{title} bên trong", made["event section"])

    def _link_to_hidden_pages(self, site: HiddenContent) -> None:
        """Make the public pages refer to all hidden ones."""
        pages = list(site.hidden.values())
        links = [{"page": page.pk, "url": "", "label": "", "description": ""} for page in pages]
        text = "".join(f'<p><a linktype="page" id="{page.pk}">xem</a></p>' for page in pages)
        body = [
            {"type": "links", "value": {"title": "Xem thêm", "links": links}},
            {"type": "paragraph", "value": text},
            {"type": "correction", "value": {"date": "2024-05-01", "text": text}},
        ]
        for page in (site.article, site.event, site.past_event):
            page.body = [*page.body.raw_data, *body]
            page.save()
        for page in pages:
            NewsPageRelatedPage.objects.create(article=site.article, page=page, locale=site.article.locale)
            if isinstance(page, NewsPage):
                EventArticle.objects.create(event=site.event, article=page, locale=page.locale)
            if isinstance(page, EventPage):
                EventArticle.objects.create(event=page, article=site.article, locale=page.locale)
        EventArticle.objects.create(event=site.event, article=site.article, locale=site.article.locale)
        units = [{"unit": self.unit.pk, "page": page.pk} for page in pages]
        site.organisation.body = [
            {"type": "units", "value": {"title": "Các phòng", "units": units}},
            {"type": "paragraph", "value": text},
        ]
        site.organisation.save()
        # A restricted document attached to a public article.
        collection = Collection.get_first_root_node().add_child(name="Nội bộ")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password="x")
        document = factories.DocumentFactory(title=f"{HIDDEN_WORD} tài liệu", collection=collection)
        article = self.article("Bài có tài liệu nội bộ", site.section)
        NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)

    def _build_home_page(self, site: HiddenContent) -> None:
        """Put every kind of block with public and hidden content on the home page."""

        def blocks(kind: str, name: str, chosen: list[Page], **value: Any) -> list[dict[str, Any]]:
            return [{"type": kind, "value": {name: page.pk, "title": "", "count": 5, **value}} for page in chosen]

        hidden = site.of_type
        links = [{"page": page.pk, "url": "", "label": "", "description": ""} for page in site.hidden.values()]
        open_link = {"page": site.article.pk, "url": "", "label": "", "description": ""}
        text = "".join(f'<p><a linktype="page" id="{page.pk}">xem</a></p>' for page in site.hidden.values())
        home: HomePage = factories.get_home_page()
        home.body = [
            {"type": "headlines", "value": {"title": "", "count": 9}},
            {"type": "latest_news", "value": {"title": "", "count": 24}},
            *blocks("section_news", "section", [site.section, *hidden("section").values()], layout="lead"),
            {"type": "coming_events", "value": {"section": None, "title": "", "count": 12}},
            *blocks("coming_events", "section", [site.events, *hidden("event section").values()]),
            *blocks("photo_strip", "page", [site.article, site.event]),
            *blocks("photo_strip", "page", [*hidden("article").values(), *hidden("event").values()]),
            {"type": "link_boxes", "value": {"title": "Liên kết", "links": [open_link, *links]}},
            {"type": "recent_documents", "value": {"title": "Văn bản", "count": 20}},
            {"type": "paragraph", "value": text},
        ]
        home.save()

    def _add_translations(self, site: HiddenContent) -> None:
        """Create public pages with hidden translations: English ones of hidden sources, and the reverse."""
        english = Locale.objects.get(language_code="en")

        def translate(page: Page, title: str) -> Page:
            copy = page.copy_for_translation(english)
            copy.title, copy.slug = title, f"{title.lower()}-{page.pk}".translate({224: "a", 237: "i", 32: "-"})
            copy.lead, copy.body, copy.main_image = f"Lead: {title}", [("paragraph", RichText(f"<p>{title}</p>"))], None
            copy.attachments, copy.bylines = [], []
            if isinstance(copy, EventPage):
                copy.place = f"Place: {title}"
            copy.go_live_at = copy.expire_at = None
            copy.view_restrictions.all().delete()  # ancestors are copied too
            copy.save_revision().publish()
            return type(copy).objects.get(pk=copy.pk)

        for page in (site.section, site.events):
            copy = page.copy_for_translation(english)
            copy.title, copy.slug = f"English {page.pk}", f"english-{page.pk}"
            copy.save_revision().publish()
        for kind in HIDING_METHODS:
            if kind.startswith("below"):
                continue
            for name, section in (("article", site.section), ("event", site.events)):
                site.half_hidden.append(translate(site.hidden[name, kind], f"Open {name}"))
                make = self.article if name == "article" else self.event
                original = make(f"Bản gốc {kind}", section)
                hide_page(translate(original, f"{HIDDEN_WORD} {name}"), kind)
                site.half_hidden.append(original)
