"""What both roles look after besides pages: notices, the redirects of old addresses, translations."""

from django.db import migrations

GROUPS = ["Biên tập viên", "Người duyệt bài"]
MODELS = [("home", "notice"), ("wagtailredirects", "redirect")]


def permit(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    groups = apps.get_model("auth.Group").objects.filter(name__in=GROUPS)
    for app_label, model in MODELS:
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        for action in ("add", "change", "delete"):
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            for group in groups:
                group.permissions.add(permission)
    submit = Permission.objects.get(content_type__app_label="wagtail_localize", codename="submit_translation")
    for group in groups:
        group.permissions.add(submit)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_arrangement_and_contact"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
