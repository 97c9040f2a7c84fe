import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mysite", "0009_content_generation"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.CreateModel(
            name="RedirectKey",
            fields=[
                (
                    "redirect",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="match_key",
                        serialize=False,
                        to="wagtailredirects.redirect",
                    ),
                ),
                ("key", models.CharField(db_index=True, max_length=32)),
                ("path_key", models.CharField(db_index=True, max_length=32)),
            ],
            options={
                "verbose_name": "redirect key",
                "verbose_name_plural": "redirect keys",
                "default_permissions": (),
            },
        ),
    ]
