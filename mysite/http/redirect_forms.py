"""Forms for redirects in the admin."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from mysite.http.redirects import MAX_LENGTH, is_taken


class ValidatedRedirectForm(RedirectForm):
    """Wagtail's redirect form, with a form error where Wagtail raises an exception on an invalid path."""

    def clean_old_path(self) -> str:
        try:
            path = Redirect.normalise_path(self.cleaned_data["old_path"])
        except ValueError as error:
            raise ValidationError(_("Enter a valid path, such as /tin-cu.html.")) from error
        if len(path) > MAX_LENGTH:
            raise ValidationError(_("Enter a valid path, such as /tin-cu.html."))
        return path

    def clean(self) -> dict[str, Any]:
        super().clean()
        # A redirect has no effect where a page or view exists.
        path = self.cleaned_data.get("old_path", "")
        site = self.cleaned_data.get("site") or Site.objects.filter(is_default_site=True).first()
        if path and site and "old_path" in self.changed_data and is_taken(path, site):
            self.add_error("old_path", _("There is already a page at this URL."))
        if (
            not self.errors
            and not self.cleaned_data.get("redirect_page")
            and not self.cleaned_data.get("redirect_link")
        ):
            self.add_error("redirect_link", _("Choose a page or enter a URL."))
        return self.cleaned_data
