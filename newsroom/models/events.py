"""The event page, for single and recurring events."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from mysite.blocks import AgendaBlock, BodyBlock
from mysite.images import page_images
from mysite.images.filters import CARD, WIDE
from mysite.local_time import local_datetime
from mysite.models import BasePage
from mysite.pages.photos import PhotosMixin
from mysite.seo.structured_data import Node, PageMetadata
from newsroom.events import context as event_page
from newsroom.events import ical, ical_sequence
from newsroom.events.ical import FILE_NAME
from newsroom.events.recurrence import Repeat
from newsroom.events.schedule import Occurrence, Schedule
from newsroom.events.structured_data import build_event, build_location, build_organiser, build_sign_up_offer
from newsroom.forms import EventPageForm

from .event_calendar import CalendarMixin
from .event_children import EventArticle, EventAttachment, EventException, EventOccurrence
from .event_location import EventLocationMixin
from .event_panels import EVENT_EDIT_HANDLER
from .main_image import MainImageMixin
from .querysets import EventPageQuerySet
from .related_objects import get_public_attachments
from .units import Unit

__all__ = ["EventArticle", "EventAttachment", "EventException", "EventOccurrence", "EventPage"]


class EventPage(PhotosMixin, RoutablePageMixin, MainImageMixin, EventLocationMixin, CalendarMixin, BasePage):
    """An event. Its dates and times are in the portal's time zone, not in that of the user."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("as scheduled")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    page_description = _("A meeting, deadline or other date, once or repeated.")
    parent_page_types = ["newsroom.EventSection"]
    subpage_types: list[str] = []
    select_related_fields = ("main_image",)
    template = "newsroom/event_page.html"
    base_form_class = EventPageForm

    lead = models.TextField(
        _("lead"), max_length=1000, help_text=_("One to three sentences, shown in listings and above the text.")
    )
    start_date = models.DateField(_("start date"), null=True)
    start_time = models.TimeField(_("start time"), null=True, blank=True)
    end_date = models.DateField(
        _("end date"), null=True, blank=True, help_text=_("Leave empty if it is the same as the start date.")
    )
    end_time = models.TimeField(_("end time"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    repeat = models.CharField(_("repeats"), max_length=24, choices=Repeat, default=Repeat.NEVER, blank=True)
    repeat_every = models.PositiveSmallIntegerField(
        _("repeat every"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("For example, 2 means every second day, week or month."),
    )
    repeat_weekdays = models.CharField(_("repeat on"), max_length=20, blank=True)
    repeat_until = models.DateField(_("repeat until"), null=True, blank=True)
    repeat_count = models.PositiveSmallIntegerField(_("or number of occurrences"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SCHEDULED)
    status_note = models.CharField(
        _("details of the change"), max_length=255, blank=True, help_text=_("The reason, or the new date and time.")
    )
    organiser = models.ForeignKey(
        "newsroom.Unit",
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    contact_name = models.CharField(_("contact person"), max_length=255, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact_email = models.EmailField(_("email"), blank=True)
    sign_up_url = models.URLField(_("registration URL"), max_length=500, blank=True)
    agenda = StreamField(AgendaBlock(), verbose_name=_("agenda"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(EventPageQuerySet)()

    #: Text fields that are not translated. Dates, choices, exceptions and URLs are synchronised by default.
    override_translatable_fields = [
        *MainImageMixin.override_translatable_fields,
        SynchronizedField("repeat_weekdays"),
        SynchronizedField("contact_phone"),
    ]

    edit_handler = EVENT_EDIT_HANDLER

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=2),
        index.SearchField("place"),
        index.SearchField("body"),
        index.SearchField("address"),
        index.SearchField("status_note"),
        index.SearchField("agenda"),
        index.RelatedFields("organiser", [index.SearchField("name"), index.SearchField("short_name")]),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.title

    @property
    def title_with_status(self) -> str:
        """The title, prefixed with “Postponed” or “Cancelled” for places that cannot show the status otherwise."""
        match self.status:
            case self.Status.CANCELLED:
                return gettext("Cancelled: %(title)s") % {"title": self.title}
            case self.Status.POSTPONED:
                return gettext("Postponed: %(title)s") % {"title": self.title}
        return self.title

    def build_schedule(self, exceptions: Iterable[date] = ()) -> Schedule:
        """Return the schedule of the current field values. Lists pass no exceptions, to avoid loading them."""
        return Schedule(
            start_date=self.start_date,
            start_time=self.start_time,
            end_date=self.end_date,
            end_time=self.end_time,
            all_day=self.all_day,
            repeat=self.repeat,
            repeat_every=self.repeat_every,
            repeat_weekdays=self.repeat_weekdays,
            repeat_until=self.repeat_until,
            repeat_count=self.repeat_count,
            exceptions=frozenset(exceptions),
        )

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule including exceptions."""
        return self.build_schedule(exception.date for exception in self.exceptions.all())

    def get_occurrence_on(self, day: date) -> Occurrence:
        return self.build_schedule().get_occurrence_on(day)

    @property
    def listed_occurrence(self) -> Occurrence:
        """The occurrence that a list shows: the one annotated by ``EventPageQuerySet.upcoming``, else the first."""
        return self.get_occurrence_on(getattr(self, "next_day", None) or self.start_date)

    @property
    def listed_month(self) -> date:
        """The first day of the month in which a list shows the event."""
        return self.listed_occurrence.first_day.replace(day=1)

    @property
    def search_date(self) -> datetime | None:
        """The date by which search sorts and filters: the start of the event."""
        if self.start_date is None:
            return None
        return local_datetime(self.start_date, self.start_time or time.min)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.normalize_text()
        self.__dict__.pop("schedule", None)  # its fields may have changed
        is_draft = kwargs.get("update_fields") is not None  # saving a draft writes nothing that visitors see
        if not is_draft:
            if self.live:  # drafts may be incomplete; the form validates them when they are published
                self.schedule.validate()
            ical_sequence.bump_sequence(self)
        saved = super().save(*args, **kwargs)
        if not is_draft:
            EventOccurrence.replace_all(self, self.schedule.occurrences if self.live else ())
        return saved

    def image_uses(self) -> Iterator[page_images.ImageUse]:
        """Yield all images with their filter specs: the main image also for cards, the first one also for sharing."""
        main: list[page_images.ImageUse] = [(self.main_image, (*WIDE, *CARD))] if self.main_image else []
        yield from page_images.with_share_spec([*main, *page_images.images_in_body(self.body)])

    def get_live_organiser(self) -> Unit | None:
        """Return the organising unit, if it is live, with its locale."""
        units = Unit.objects.filter(live=True).select_related("locale")
        return units.filter(pk=self.organiser_id).first() if self.organiser_id else None

    def get_related_articles(self) -> list[Page]:
        """Return the articles chosen in this event, then those that refer to it."""
        chosen = [row.article_id for row in self.articles.all()]
        return event_page.get_related_articles(chosen, self.translation_key, self.locale_id)

    def structured_data(self, context: Mapping[str, Any], metadata: PageMetadata) -> list[Node]:
        occurrence = context.get("occurrence")
        if occurrence is None:
            return []
        contact = {"name": self.contact_name, "telephone": self.contact_phone, "email": self.contact_email}
        is_open = self.sign_up_url and self.status == self.Status.SCHEDULED
        node = build_event(
            metadata,
            self.schedule,
            occurrence,
            title=self.title,
            status=self.status,
            location=build_location(
                metadata,
                place=self.place if self.is_at_place else "",
                address=self.address,
                joining_url=self.joining_url,
            ),
            organiser=build_organiser(metadata, context.get("organiser"), self.locale_id, **contact),
            speakers=[item.value["speaker"] for item in self.agenda],
            offer=build_sign_up_offer(self.sign_up_url, self.first_published_at, occurrence) if is_open else None,
        )
        return [node]

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        page_images.load_page_renditions(self.image_uses())
        if self.pk:
            prefetch_related_objects([self], "exceptions")
        context = {
            **event_page.build_time_context(self.schedule),
            "organiser": self.get_live_organiser(),
            "attachments": get_public_attachments(self),
            "related_articles": self.get_related_articles(),
            "calendar_url": ical.get_calendar_url(self) if self.pk else "",
        }
        return self.render(request, context_overrides=context)

    @path(format_lazy("{}/", FILE_NAME), name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Serve the event as a calendar file, at ``…/lich.ics``."""
        return ical.build_event_response(request, self)
