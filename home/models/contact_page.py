"""The contact page: how to reach the office, and a form that stores and mails what visitors write."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField

from mysite.models import BasePage


class ContactFormField(AbstractFormField):
    """A field of a contact page's form."""

    page = ParentalKey("home.ContactPage", on_delete=models.CASCADE, related_name="form_fields")


class ContactPage(EmailFormMixin, FormMixin, BasePage):
    """How to reach the office. Its own address stands on the home page; this page may add to it."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types: list[str] = []
    template = "home/contact_page.html"

    introduction = RichTextField(_("introduction"), features=["bold", "italic", "link", "ul"], blank=True)
    opening_hours = models.TextField(_("opening hours"), max_length=500, blank=True)
    thanks = RichTextField(
        _("thanks"), features=["bold", "italic", "link"], blank=True, help_text=_("Shown once a message was sent.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("opening_hours"),
    ]
    form_panels = [
        FormSubmissionsPanel(),
        InlinePanel("form_fields", heading=_("Fields of the form"), label=_("field")),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [FieldPanel("to_address"), FieldRowPanel([FieldPanel("from_address"), FieldPanel("subject")])],
            heading=_("E-mail"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Page")),
            ObjectList(form_panels, heading=_("Form")),
            ObjectList([*BasePage.promote_panels, *BasePage.settings_panels], heading=_("Search and address")),
        ]
    )

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def __str__(self) -> str:
        return self.title

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return BasePage.serve(self, request, *args, **kwargs)
