"""Who may publish pages may publish snippets; the others submit them, and leave redirects alone."""

from django.db import migrations

SNIPPETS = [("home", "motto"), ("home", "notice"), ("newsroom", "author"), ("newsroom", "unit")]
ACTIONS = ("publish", "lock", "unlock")
WRITERS, WORKFLOW = "Biên tập viên", "Duyệt bài"


def publishers(apps):
    Group = apps.get_model("auth.Group")
    permissions = apps.get_model("wagtailcore.GroupPagePermission").objects
    return Group.objects.filter(pk__in=permissions.filter(permission__codename="publish_page").values("group"))


def permit_publishing(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    for app_label, model in SNIPPETS:
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        editing = publishers(apps).filter(
            permissions__content_type=content_type, permissions__codename=f"change_{model}"
        )
        for action in ACTIONS:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            for group in editing:
                group.permissions.add(permission)


def submit_to_the_workflow(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Workflow, OfType = (apps.get_model("wagtailcore", name) for name in ("Workflow", "WorkflowContentType"))
    workflow = Workflow.objects.filter(active=True).order_by("pk")
    workflow = workflow.filter(name=WORKFLOW).first() or workflow.filter(workflow_pages__page__depth=1).first()
    if workflow is not None:
        for app_label, model in SNIPPETS:
            content_type = ContentType.objects.get(app_label=app_label, model=model)
            OfType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})


def forbid_redirects(apps, schema_editor):
    """A redirect is public at once."""
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    redirects = Permission.objects.filter(content_type__app_label="wagtailredirects")
    for group in Group.objects.filter(name=WRITERS).exclude(pk__in=publishers(apps).values("pk")):
        group.permissions.remove(*redirects)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0009_snippets_have_drafts"),
        ("newsroom", "0007_snippets_have_drafts"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.RunPython(permit_publishing, migrations.RunPython.noop),
        migrations.RunPython(submit_to_the_workflow, migrations.RunPython.noop),
        migrations.RunPython(forbid_redirects, migrations.RunPython.noop),
    ]
