"""A promoted result is public at once: it is for those who may publish."""

from django.db import migrations

WRITERS = "Biên tập viên"


def forbid(apps, schema_editor):
    Permission = apps.get_model("auth.Permission")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    publishers = GroupPagePermission.objects.filter(permission__codename="publish_page").values("group")
    promote = Permission.objects.filter(content_type__app_label="wagtailsearchpromotions")
    for group in apps.get_model("auth.Group").objects.filter(name=WRITERS).exclude(pk__in=publishers):
        group.permissions.remove(*promote)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_promoters"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(forbid, migrations.RunPython.noop)]
