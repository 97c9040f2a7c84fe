"""What moderators do beyond editors: approve comments, tidy the tags."""

from django.db import migrations

PERMISSIONS = {("newsroom", "comment"): ["change", "delete"], ("newsroom", "newstag"): ["add", "change", "delete"]}


def permit(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    moderators = apps.get_model("auth.Group").objects.filter(name="Người duyệt bài")
    for (app_label, model), actions in PERMISSIONS.items():
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        for action in actions:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            for group in moderators:
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("home", "0003_roles")]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
