"""The roles of an office: names in Vietnamese, and what each may do with what the portal adds to Wagtail."""

from django.db import migrations

GROUPS = {"Editors": "Biên tập viên", "Moderators": "Người duyệt bài"}
#: What both roles look after, as application and model.
SNIPPETS = [("newsroom", "author"), ("newsroom", "unit"), ("home", "motto")]


def name_roles(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    for english, vietnamese in GROUPS.items():
        Group.objects.filter(name=english).update(name=vietnamese)
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").update(name="Duyệt bài")
    apps.get_model("wagtailcore.Collection").objects.filter(depth=1).update(name="Gốc")


def permit_snippets(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    for app_label, model in SNIPPETS:
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        for action in ("add", "change", "delete"):
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            for group in Group.objects.filter(name__in=GROUPS.values()):
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_pages"),
        ("newsroom", "0001_initial"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(name_roles, migrations.RunPython.noop),
        migrations.RunPython(permit_snippets, migrations.RunPython.noop),
    ]
