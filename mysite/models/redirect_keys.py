"""Keys of redirects, by which the redirect of a URL is found in whatever spelling the URL is requested."""

from django.db import models
from wagtail.contrib.redirects.models import Redirect


class RedirectKey(models.Model):
    """The keys of one redirect, calculated by ``mysite.http.old_urls``."""

    redirect = models.OneToOneField(Redirect, on_delete=models.CASCADE, primary_key=True, related_name="match_key")
    key = models.CharField(max_length=32, db_index=True)
    #: The key of the path without its query.
    path_key = models.CharField(max_length=32, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "redirect key"
        verbose_name_plural = "redirect keys"
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
