"""The site's name, which the admin shows above its first screen: without one it shows the name of the machine."""

from django.db import migrations


def name_site(apps, schema_editor):
    Site = apps.get_model("wagtailcore.Site")
    Site.objects.filter(is_default_site=True, site_name="").update(site_name="Cổng thông tin giáo dục")


class Migration(migrations.Migration):
    dependencies = [("home", "0006_notices_and_redirects")]

    operations = [migrations.RunPython(name_site, migrations.RunPython.noop)]
