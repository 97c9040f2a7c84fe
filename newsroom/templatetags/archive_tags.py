import datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom.models import NewsSection

register = template.Library()


@register.simple_tag
def archive_title(section: NewsSection, year: int | str = "", month: int | str = "") -> str:
    """Return the title of an archive page, for all years, a year or a month: “Tin tức: Tháng 04 năm 2014”."""
    if not year:
        return _("%(section)s: archive") % {"section": section.title}
    if not month:
        return _("%(section)s: year %(year)s") % {"section": section.title, "year": year}
    month_name = date_format(datetime.date(int(year), int(month), 1), "YEAR_MONTH_FORMAT")
    month_name = month_name.replace(" ", "\N{NO-BREAK SPACE}", 1)  # “Tháng 04” stays on one line
    return _("%(section)s: %(month)s") % {"section": section.title, "month": month_name}
