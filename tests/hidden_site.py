"""A portal with every kind of page hidden in every way, and open pages that refer to all of them wherever they can."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page

from home.models import HomePage
from newsroom.importing.background import each_task_once
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
from tests import factories
from tests.hidden import KINDS, hide

#: In titles, leads, texts, places, names of documents and pictures of whatever must not be seen; and in its slug.
HIDDEN_WORD, HIDDEN_SLUG = "Bàikín", "baikin"
OPEN_TITLE = "Bài viết ai cũng đọc được"
OPEN_EVENT = "Hội thi ai cũng đến được"
PUBLISHED = datetime.datetime(2024, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())


@dataclass
class Site:
    section: NewsSection
    events: EventSection
    article: NewsPage
    event: EventPage
    past_event: EventPage
    organisation: Page
    #: By type of page and kind of hiding, as in ``hidden["article", "draft"]``.
    hidden: dict[tuple[str, str], Page] = field(default_factory=dict)
    #: Open pages whose translation is hidden.
    half_hidden: list[Page] = field(default_factory=list)

    def of_type(self, name: str) -> dict[str, Page]:
        return {kind: page for (type_, kind), page in self.hidden.items() if type_ == name}


class Builder:
    def __init__(self) -> None:
        self.author = factories.AuthorFactory(name="Lê Thị Bình")
        self.unit = self.author.unit
        self.minutes = 0

    def build(self) -> Site:
        with each_task_once():  # half of the time would go into indexes
            return self._build()

    def _build(self) -> Site:
        section = factories.SectionFactory(title="Tin tức")
        events = factories.EventSectionFactory(title="Sự kiện")
        site = Site(
            section=section,
            events=events,
            article=self.article(OPEN_TITLE, section),
            event=self.event(OPEN_EVENT, events),
            past_event=self.event(f"{OPEN_EVENT} năm ngoái", events, days=-30),
            organisation=factories.OrganisationPageFactory(title="Cơ cấu tổ chức"),
        )
        for kind in KINDS:
            self._hide_one_of_each(site, kind)
        self._refer(site)
        self._arrange(site)
        self._translate(site)
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
            body=[factories.gallery([factories.SmallImageFactory(description=title)], title=title)],
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
            body=[factories.gallery([factories.SmallImageFactory(description=title)], title=title)],
        )
        document = factories.DocumentFactory(title=f"Giấy mời {title}")
        EventAttachment.objects.create(event=event, document=document, locale=event.locale)
        return event

    def _hide_one_of_each(self, site: Site, kind: str) -> None:
        """Articles, coming and past events, sections with what is in them, standard pages."""
        title = f"{HIDDEN_WORD} {KINDS.index(kind)}"
        is_below = kind == "below a locked section"
        news_parent, event_parent, page_parent = site.section, site.events, factories.home_page()
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
            hide(page, kind)
        if kind in {"with a password", "for a group"}:  # what is in them is hidden with them
            self.article(f"{title} bên trong", made["section"])
            self.event(f"{title} bên trong", made["event section"])

    def _refer(self, site: Site) -> None:
        """Let the open pages point to everything hidden."""
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
        # A document that only some may have, with an open article.
        collection = Collection.get_first_root_node().add_child(name="Nội bộ")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password="x")
        document = factories.DocumentFactory(title=f"{HIDDEN_WORD} tài liệu", collection=collection)
        article = self.article("Bài có tài liệu nội bộ", site.section)
        NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)

    def _arrange(self, site: Site) -> None:
        """Every kind of block on the home page, of what is open and of all that is hidden."""

        def blocks(kind: str, name: str, chosen: list[Page], **value: Any) -> list[dict[str, Any]]:
            return [{"type": kind, "value": {name: page.pk, "title": "", "count": 5, **value}} for page in chosen]

        hidden = site.of_type
        links = [{"page": page.pk, "url": "", "label": "", "description": ""} for page in site.hidden.values()]
        open_link = {"page": site.article.pk, "url": "", "label": "", "description": ""}
        text = "".join(f'<p><a linktype="page" id="{page.pk}">xem</a></p>' for page in site.hidden.values())
        home: HomePage = factories.home_page()
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

    def _translate(self, site: Site) -> None:
        """Open pages with a hidden translation: English ones of hidden originals, and the other way round."""
        english = Locale.objects.get(language_code="en")

        def translate(page: Page, title: str) -> Page:
            copy = page.copy_for_translation(english)
            copy.title, copy.slug = title, f"{title.lower()}-{page.pk}".translate({224: "a", 237: "i", 32: "-"})
            copy.lead, copy.body, copy.main_image = f"Lead: {title}", [], None
            copy.attachments, copy.bylines = [], []
            if isinstance(copy, EventPage):
                copy.place = f"Place: {title}"
            copy.go_live_at = copy.expire_at = None
            copy.view_restrictions.all().delete()  # they are copied too
            copy.save_revision().publish()
            return type(copy).objects.get(pk=copy.pk)

        for page in (site.section, site.events):
            copy = page.copy_for_translation(english)
            copy.title, copy.slug = f"English {page.pk}", f"english-{page.pk}"
            copy.save_revision().publish()
        for kind in KINDS:
            if kind.startswith("below"):
                continue
            for name, section in (("article", site.section), ("event", site.events)):
                site.half_hidden.append(translate(site.hidden[name, kind], f"Open {name}"))
                make = self.article if name == "article" else self.event
                original = make(f"Bản gốc {kind}", section)
                hide(translate(original, f"{HIDDEN_WORD} {name}"), kind)
                site.half_hidden.append(original)
