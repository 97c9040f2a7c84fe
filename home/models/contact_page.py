"""The contact page: how to reach the office, and a form that stores and mails what visitors write."""

from typing import Any

from django.db import models
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home.contact.forms import PREFIX, ContactFormBuilder, ContactPageForm
from home.contact.guard import Guard
from mysite.models import BasePage, NormalizedTextMixin, tabs_of
from mysite.vietnamese import slugify

from .contact_message import MAIL_STATE, ContactMessage


class ContactFormField(NormalizedTextMixin, TranslatableMixin, AbstractFormField):
    """A field of a contact page's form. Its label translates; the name its answers are stored under stays."""

    page = ParentalKey("home.ContactPage", on_delete=models.CASCADE, related_name="form_fields")

    override_translatable_fields = [SynchronizedField("clean_name")]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("field of the form")
        verbose_name_plural = _("fields of the form")

    def __str__(self) -> str:
        return self.label

    def get_field_clean_name(self) -> str:
        """The name that answers are stored under, made of the label once. Wagtail's own way knows no đ."""
        return slugify(self.label, max_length=60).replace("-", "_") or "field"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if getattr(self, "locale_id", None) is None:
            self.locale = self.page.locale
        super().save(*args, **kwargs)


class ContactPage(EmailFormMixin, FormMixin, BasePage):
    """How to reach the office. Its own address stands on the home page; this page may add to it."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types: list[str] = []
    template = "home/contact_page.html"
    schema_type = "ContactPage"
    base_form_class = ContactPageForm
    form_builder = ContactFormBuilder

    introduction = RichTextField(_("introduction"), features=["bold", "italic", "link", "ul"], blank=True)
    opening_hours = models.TextField(_("opening hours"), max_length=500, blank=True)
    thanks = RichTextField(
        _("thanks"), features=["bold", "italic", "link"], blank=True, help_text=_("Shown once a message was sent.")
    )

    override_translatable_fields = [SynchronizedField("to_address")]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("opening_hours"),
    ]
    form_panels = [
        FormSubmissionsPanel(heading=_("Messages of visitors")),
        InlinePanel("form_fields", heading=_("Fields of the form"), label=_("field"), max_num=20),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [
                FieldPanel("to_address", help_text=_("Where messages are mailed to; several addresses with commas.")),
                FieldRowPanel([FieldPanel("from_address"), FieldPanel("subject")]),
            ],
            heading=_("E-mail"),
            help_text=_("Messages are always kept here, mailed or not. An answer goes to the visitor’s own address."),
        ),
    ]
    edit_handler = tabs_of((_("Page"), content_panels), (_("Form"), form_panels))

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def __str__(self) -> str:
        return self.title

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Show the page. Nothing is sent to its own address: ``home.contact.views`` takes the messages."""
        return BasePage.serve(self, request, *args, **kwargs)

    def get_form_parameters(self) -> dict[str, Any]:
        return {"prefix": PREFIX, "auto_id": "contact_%s"}

    def get_submission_class(self) -> type[ContactMessage]:
        return ContactMessage

    def get_data_fields(self) -> list[tuple[str, Any]]:
        return [*super().get_data_fields(), (MAIL_STATE, _("Mailed to the office"))]

    def get_submissions_list_view_class(self) -> Any:
        from home.contact.submissions import MessagesView  # the admin's views need the models first

        return MessagesView

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An empty form, or the one in ``kwargs`` that could not be taken."""
        context = super().get_context(request, *args, **kwargs)
        context["sent"] = kwargs.get("sent") or "sent" in request.GET
        context["form"] = kwargs.get("form") or self.get_form(page=self)
        context["guard"] = kwargs.get("guard") or Guard(self.pk or 0)
        context["send_address"] = reverse("send_message", args=[self.pk or 0])
        context["refusal"] = kwargs.get("refusal")
        return context

    def render_landing_page(self, request: Any, form_submission: Any = None, *args: Any, **kwargs: Any) -> Any:
        """What an editor's preview shows as the page after a message."""
        return TemplateResponse(request, self.get_template(request), self.get_context(request, sent=True))
