"""The two home pages, the site, and what Wagtail names in English by default: every portal starts with these."""

import uuid

from django.db import migrations

OFFICE = {"vi": "Phòng Giáo dục và Đào tạo", "en": "Office of Education and Training"}
TITLES = {"vi": ("Trang chủ", "home"), "en": ("Home", "home-en")}


def create_home_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    HomePage = apps.get_model("home.HomePage")
    Locale = apps.get_model("wagtailcore.Locale")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")

    Page.objects.filter(depth=2).delete()  # Wagtail's welcome page, and with it the site it is the root of
    content_type, _ = ContentType.objects.get_or_create(model="homepage", app_label="home")
    translation_key = uuid.uuid4()
    for number, (language, (title, slug)) in enumerate(TITLES.items(), start=1):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        home = HomePage.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            content_type=content_type,
            path=f"0001{number:04d}",
            depth=2,
            numchild=0,
            url_path=f"/{slug}/",
            locale=locale,
            translation_key=translation_key,
            site_name=OFFICE[language],
        )
        if language == "vi":
            Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True)
    Page.objects.filter(depth=1).update(numchild=len(TITLES), title="Gốc", draft_title="Gốc")


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(create_home_pages, migrations.RunPython.noop)]
