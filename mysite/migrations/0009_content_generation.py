from django.db import migrations, models


def create_row(apps, schema_editor):
    apps.get_model("mysite", "ContentGeneration").objects.create()


class Migration(migrations.Migration):
    dependencies = [("mysite", "0008_plain_labels")]

    operations = [
        migrations.CreateModel(
            name="ContentGeneration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=1)),
                ("next_change", models.PositiveBigIntegerField(null=True)),
                ("next_expiry", models.PositiveBigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "content generation",
                "verbose_name_plural": "content generations",
                "default_permissions": (),
            },
        ),
        migrations.RunPython(create_row, migrations.RunPython.noop),
    ]
