"""An event: what takes place when and where, once or again and again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from mysite.blocks import AgendaBlock, BodyBlock
from mysite.body_pictures import Shown
from mysite.models import BasePage
from mysite.structured_data import Around, Node
from newsroom import calendar_file, calendar_stamp, event_dates, event_page, event_structured_data
from newsroom.calendar_file import FILE_NAME
from newsroom.forms import EventPageForm
from newsroom.querysets import EventPageQuerySet
from newsroom.recurrence import Repeat

from .event_panels import EVENT_FORM
from .event_parts import EventArticle, EventAttachment, EventException, EventOccurrence
from .main_image import MainImageMixin

__all__ = ["EventArticle", "EventAttachment", "EventException", "EventOccurrence", "EventPage"]


class EventPage(RoutablePageMixin, MainImageMixin, BasePage):
    """An event. Its dates and times are those of the portal's time zone, whoever enters or reads them."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("takes place")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    parent_page_types = ["newsroom.EventSection"]
    subpage_types: list[str] = []
    loaded_together = ("main_image",)
    template = "newsroom/event_page.html"
    base_form_class = EventPageForm

    lead = models.TextField(
        _("lead"), max_length=1000, help_text=_("One to three sentences; shown in lists and above the text.")
    )
    start_date = models.DateField(_("first day"), null=True)
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True, help_text=_("Left empty: the first day."))
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    repeat = models.CharField(_("repeats"), max_length=24, choices=Repeat, default=Repeat.NEVER, blank=True)
    repeat_every = models.PositiveSmallIntegerField(
        _("every"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("2: every second day, week or month."),
    )
    repeat_weekdays = models.CharField(_("on these days of the week"), max_length=20, blank=True)
    repeat_until = models.DateField(_("until"), null=True, blank=True)
    repeat_count = models.PositiveSmallIntegerField(_("or this many times"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SCHEDULED)
    status_note = models.CharField(
        _("about the change"), max_length=255, blank=True, help_text=_("Why, or when it takes place instead.")
    )
    place = models.CharField(_("place"), max_length=255, help_text=_("For example: Hội trường tầng 3."))
    address = models.CharField(
        _("address"), max_length=255, blank=True, help_text=_("Left empty: the address of the office.")
    )
    organiser = models.ForeignKey(
        "newsroom.Unit",
        verbose_name=_("organised by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    contact_name = models.CharField(_("contact person"), max_length=255, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    sign_up_url = models.URLField(_("address to sign up at"), max_length=500, blank=True)
    agenda = StreamField(AgendaBlock(), verbose_name=_("agenda"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    #: What calendars have been told: see ``newsroom.calendar_stamp``.
    calendar_digest = models.CharField(max_length=64, blank=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(null=True, editable=False)

    objects = PageManager.from_queryset(EventPageQuerySet)()

    #: Not words to translate. Dates, choices, exceptions and addresses are the same in every language by themselves.
    override_translatable_fields = [
        *MainImageMixin.override_translatable_fields,
        SynchronizedField("repeat_weekdays"),
        SynchronizedField("contact_phone"),
    ]

    edit_handler = EVENT_FORM

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
    def marked_title(self) -> str:
        """The title; before it, that the event is postponed or cancelled, for where nothing else can say so."""
        match self.status:
            case self.Status.CANCELLED:
                return gettext("Cancelled: %(title)s") % {"title": self.title}
            case self.Status.POSTPONED:
                return gettext("Postponed: %(title)s") % {"title": self.title}
        return self.title

    @property
    def where(self) -> str:
        """Place and address in one line."""
        return ", ".join(filter(None, [self.place, self.address]))

    @property
    def search_date(self) -> datetime | None:
        """Search knows an event by its first day."""
        return event_dates.moment(self.start_date, self.start_time) if self.start_date else None

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.normalize_text()
        is_draft = kwargs.get("update_fields") is not None  # saving a draft writes nothing that visitors see
        if not is_draft:
            if self.live:  # a draft may still be half filled in; its form refuses to publish it
                event_dates.refuse_impossible(self)
            calendar_stamp.stamp(self)
        saved = super().save(*args, **kwargs)
        if not is_draft:
            event_dates.write_occurrences(self)
        return saved

    def pictures(self) -> Iterator[Shown]:
        return event_page.pictures(self)

    def structured_data(self, context: Mapping[str, Any], around: Around) -> list[Node]:
        found = event_structured_data.event(self, context, around)
        return [found] if found else []

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, context_overrides=event_page.context(self))

    @path(format_lazy("{}/", FILE_NAME), name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """This event as a calendar file; ``mysite.urls`` leads ``…/lich.ics`` here."""
        return calendar_file.response_of_one(request, self)
