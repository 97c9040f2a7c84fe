"""URL of the beacon that counts views, the same in all languages."""

from django.urls import re_path

from .views import count_view

# Nine digits: more would be no key of a page in the database.
urlpatterns = [re_path(r"^luot-xem/([0-9]{1,9})/$", count_view, name="count_view")]
