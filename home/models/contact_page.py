"""The contact page with a form whose messages are stored and mailed to the office."""

from typing import Any

from django.db import models
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home.contact.forms import FIELD_PREFIX, ContactFormBuilder, ContactPageForm
from mysite.http.honeypot import HoneypotForm
from mysite.models import BasePage, NormalizedTextMixin, build_edit_handler
from mysite.text.vietnamese import slugify

from .contact_message import MAIL_STATE_COLUMN, ContactMessage


class ContactFormField(NormalizedTextMixin, TranslatableMixin, AbstractFormField):
    """A field of the contact form. Its label is translated; the name that values are stored under is not."""

    page = ParentalKey("home.ContactPage", on_delete=models.CASCADE, related_name="form_fields")

    override_translatable_fields = [SynchronizedField("clean_name")]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("form field")
        verbose_name_plural = _("form fields")

    def __str__(self) -> str:
        return self.label

    def get_field_clean_name(self) -> str:
        """Return the name that values are stored under, made from the label once. Wagtail's own slugs drop đ."""
        return slugify(self.label, max_length=60).replace("-", "_") or "field"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if getattr(self, "locale_id", None) is None:
            self.locale = self.page.locale
        super().save(*args, **kwargs)


class ContactPage(EmailFormMixin, FormMixin, BasePage):
    """A contact page. The office's address and telephone come from the home page."""

    page_description = _("Addresses, and a form for messages.")
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types: list[str] = []
    query_parameters = frozenset({"sent"})
    template = "home/contact_page.html"
    schema_type = "ContactPage"
    base_form_class = ContactPageForm
    form_builder = ContactFormBuilder

    introduction = RichTextField(_("introduction"), features=["bold", "italic", "link", "ul"], blank=True)
    opening_hours = models.TextField(_("opening hours"), max_length=500, blank=True)
    thanks = RichTextField(
        _("thank-you text"),
        features=["bold", "italic", "link"],
        blank=True,
        help_text=_("Shown after a message has been sent."),
    )

    override_translatable_fields = [SynchronizedField("to_address")]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("opening_hours"),
    ]
    form_panels = [
        FormSubmissionsPanel(heading=_("Visitors’ messages")),
        InlinePanel("form_fields", heading=_("Form fields"), label=_("field"), max_num=20),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "to_address",
                    help_text=_("Messages will be emailed to these addresses. Separate multiple addresses by commas."),
                ),
                FieldRowPanel([FieldPanel("from_address"), FieldPanel("subject")]),
            ],
            heading=pgettext_lazy("mail", "Email"),
            help_text=_(
                "Messages are always stored here, whether or not they are emailed. "
                "Replies are sent to the visitor’s email address."
            ),
        ),
    ]
    edit_handler = build_edit_handler((_("Page"), content_panels), (_("Form"), form_panels))

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def __str__(self) -> str:
        return self.title

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Serve the page for reading only: ``home.contact.views`` receives the form."""
        return BasePage.serve(self, request, *args, **kwargs)

    @property
    def form_name(self) -> str:
        return f"contact-form-{self.pk or 0}"

    def get_form_parameters(self) -> dict[str, Any]:
        return {"prefix": FIELD_PREFIX, "auto_id": "contact_%s"}

    def get_submission_class(self) -> type[ContactMessage]:
        return ContactMessage

    def get_data_fields(self) -> list[tuple[str, Any]]:
        return [*super().get_data_fields(), (MAIL_STATE_COLUMN, _("Email to the office"))]

    def get_submissions_list_view_class(self) -> Any:
        from home.contact.submissions import MessagesView  # admin views cannot be imported before the models

        return MessagesView

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the form: an empty one, or the invalid one in ``kwargs``."""
        context = super().get_context(request, *args, **kwargs)
        context["sent"] = kwargs.get("sent") or "sent" in request.GET
        context["form"] = kwargs.get("form") or self.get_form(page=self)
        context["honeypot"] = kwargs.get("honeypot") or HoneypotForm(self.form_name)
        context["action_url"] = reverse("send_message", args=[self.pk or 0])
        context["rate_limited"] = kwargs.get("rate_limited")
        return context

    def render_landing_page(self, request: Any, form_submission: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Render the preview of the page after a message was sent."""
        return TemplateResponse(request, self.get_template(request), self.get_context(request, sent=True))
