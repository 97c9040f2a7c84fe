"""Both roles choose what comes first for a search term, and see what people search for."""

from django.db import migrations

GROUPS = ["Biên tập viên", "Người duyệt bài"]


def permit(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label="wagtailsearchpromotions", model="searchpromotion")
    for action in ("add", "change", "delete"):
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_searchpromotion",
            defaults={"name": f"Can {action} search promotion"},
        )
        for group in apps.get_model("auth.Group").objects.filter(name__in=GROUPS):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("home", "0003_roles")]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
