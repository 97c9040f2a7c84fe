"""Approvals by groups become approvals by section: their groups and nobody else may approve until roles are given."""

from django.db import migrations


def convert(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    SectionApprovalTask = apps.get_model("mysite.SectionApprovalTask")
    by_group, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    by_section, _ = ContentType.objects.get_or_create(app_label="mysite", model="sectionapprovaltask")
    for task in apps.get_model("wagtailcore.GroupApprovalTask").objects.filter(content_type=by_group):
        SectionApprovalTask(groupapprovaltask_ptr_id=task.pk).save_base(raw=True)  # only the row of the subclass
        apps.get_model("wagtailcore.Task").objects.filter(pk=task.pk).update(content_type=by_section)


def convert_back(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    by_group, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    for task in apps.get_model("mysite.SectionApprovalTask").objects.all():
        apps.get_model("wagtailcore.Task").objects.filter(pk=task.pk).update(content_type=by_group)
        task.delete(keep_parents=True)


class Migration(migrations.Migration):
    dependencies = [("home", "0014_roles_of_the_newsroom"), ("mysite", "0012_roles_in_sections")]

    operations = [migrations.RunPython(convert, convert_back)]
