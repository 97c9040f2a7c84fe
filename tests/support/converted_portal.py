"""``python -m tests.support.converted_portal``: a small portal in the database of the environment."""

import os

import django


def main() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from wagtail.contrib.redirects.models import Redirect

    from newsroom.models import NewsPage
    from search.models import SearchEntry
    from tests.support import translations
    from tests.support.every_page import create_pages
    from tests.support.renditions import make_renditions

    settings.ALLOWED_HOSTS = ["*"]
    create_pages("vi")
    article = NewsPage.objects.latest("pk")
    article.save_revision().publish()
    translations.create_published_translation(article)
    Redirect.add_redirect("/cu/bai-viet.html", redirect_to=article)
    make_renditions()
    call_command("prepare")  # after the content, for which it creates missing rows
    assert SearchEntry.objects.exists()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.servers_settings")
    django.setup()
    main()
