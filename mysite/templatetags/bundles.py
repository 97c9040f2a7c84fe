"""Template tag for the style sheets and scripts of ``mysite.static_bundles``."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.safestring import SafeString

from mysite.static_bundles import BundlingStaticFilesStorage, get_path, list_parts

register = template.Library()


@register.simple_tag
def bundle(name: str) -> SafeString:
    """Render the element that loads a bundle, or in development one for each of its parts."""
    is_joined = isinstance(staticfiles_storage, BundlingStaticFilesStorage)
    element = '<link rel="stylesheet" href="{}">' if name.endswith(".css") else '<script src="{}" defer></script>'
    paths = [get_path(name)] if is_joined else list_parts(name)
    return SafeString("".join([element.format(static(path)) for path in paths]))
