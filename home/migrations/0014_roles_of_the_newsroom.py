"""Roles as newsrooms name them: contributors, editors, and managing editors, who are new.

A group of the office that already has such a name keeps it, and ours gets a number. A group of writers that the office
lets publish are its editors, and keep their name.
"""

from django.db import migrations

WRITERS, REVIEWERS = "Biên tập viên", "Người duyệt bài"
CONTRIBUTORS, EDITORS, MANAGING_EDITORS = "Cộng tác viên", "Biên tập viên", "Thư ký toà soạn"
#: The task of the workflow for all pages, and the workflow for sections that need two approvals.
ONE_STEP, TWO_STEPS = "Duyệt bài", "Duyệt hai bước"
MAY_PUBLISH = ("add", "change", "delete", "publish", "lock", "unlock")
#: For each model, as application and name, the actions of a managing editor.
PERMISSIONS = {
    **dict.fromkeys(
        [("home", "motto"), ("home", "notice"), ("newsroom", "author"), ("newsroom", "unit")], MAY_PUBLISH
    ),
    ("newsroom", "comment"): ("change", "delete"),
    ("newsroom", "newstag"): ("add", "change", "delete"),
    ("wagtailredirects", "redirect"): ("add", "change", "delete"),
    ("wagtailsearchpromotions", "searchpromotion"): ("add", "change", "delete"),
    ("wagtailadmin", "admin"): ("access",),
    ("wagtail_localize", "translation"): ("submit",),
    **dict.fromkeys([("wagtailimages", "image"), ("wagtaildocs", "document")], ("add", "change", "delete", "choose")),
}
PAGE_ACTIONS = ("add", "change", "publish", "lock", "unlock")
FILES = [("wagtailimages", "image"), ("wagtaildocs", "document")]
FILE_ACTIONS = ("add", "change", "choose")


def find_free_name(Group, name):
    number, free = 1, name
    while Group.objects.filter(name=free).exists():
        number += 1
        free = f"{name} ({number})"
    return free


def rename_roles(apps):
    """Return the groups of contributors and editors; None stands for one that the office has deleted."""
    Group = apps.get_model("auth.Group")
    publishers = apps.get_model("wagtailcore.GroupPagePermission").objects.filter(permission__codename="publish_page")
    contributors = Group.objects.filter(name=WRITERS).exclude(pk__in=publishers.values("group")).first()
    editors = Group.objects.filter(name=REVIEWERS).first()
    for group, name in ((contributors, CONTRIBUTORS), (editors, EDITORS)):  # in this order: then the second is free
        if group is not None:
            group.name = find_free_name(Group, name)
            group.save()
    return contributors, editors


def get_permission(apps, app_label, codename, model):
    """Return the permission, which a new database lacks until all migrations have run."""
    ContentType, Permission = apps.get_model("contenttypes.ContentType"), apps.get_model("auth.Permission")
    existing = Permission.objects.filter(content_type__app_label=app_label, codename=codename).first()
    if existing is not None:
        return existing
    content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    return Permission.objects.create(content_type=content_type, codename=codename, name=f"Can {codename}")


def create_managing_editors(apps):
    Group = apps.get_model("auth.Group")
    group = Group.objects.create(name=find_free_name(Group, MANAGING_EDITORS))
    for (app_label, model), actions in PERMISSIONS.items():
        for action in actions:
            group.permissions.add(get_permission(apps, app_label, f"{action}_{model}", model))
    root = apps.get_model("wagtailcore.Page").objects.filter(depth=1).first()
    page_permissions = apps.get_model("wagtailcore.GroupPagePermission").objects
    for action in PAGE_ACTIONS:
        permission = get_permission(apps, "wagtailcore", f"{action}_page", "page")
        page_permissions.create(group=group, page=root, permission=permission)
    collection = apps.get_model("wagtailcore.Collection").objects.filter(depth=1).first()
    collection_permissions = apps.get_model("wagtailcore.GroupCollectionPermission").objects
    for app_label, model in FILES:
        for action in FILE_ACTIONS:
            permission = get_permission(apps, app_label, f"{action}_{model}", model)
            collection_permissions.create(group=group, collection=collection, permission=permission)
    return group


def create_two_steps(apps, steps):
    """Create the workflow that an administrator may assign to sections; it belongs to none yet."""
    Workflow, WorkflowTask = apps.get_model("wagtailcore.Workflow"), apps.get_model("wagtailcore.WorkflowTask")
    if Workflow.objects.filter(name=TWO_STEPS).exists():
        return
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    workflow = Workflow.objects.create(name=TWO_STEPS, active=True)
    for order, (name, groups) in enumerate(steps.items()):
        task = apps.get_model("wagtailcore.GroupApprovalTask").objects.create(name=name, content_type=content_type)
        task.groups.set(groups)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)


def give_roles(apps, schema_editor):
    _contributors, editors = rename_roles(apps)
    managing_editors = create_managing_editors(apps)
    for task in apps.get_model("wagtailcore.GroupApprovalTask").objects.filter(name=ONE_STEP):
        task.groups.add(managing_editors)
    first_step = [editors, managing_editors] if editors else [managing_editors]
    create_two_steps(apps, {"Duyệt nội dung": first_step, "Duyệt đăng": [managing_editors]})


class Migration(migrations.Migration):
    #: All migrations that look groups up by their names before.
    dependencies = [
        ("home", "0013_appearance"),
        ("search", "0003_promoting_is_publishing"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(give_roles, migrations.RunPython.noop)]
