from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mysite", "0010_redirect_keys")]

    operations = [
        migrations.CreateModel(
            name="MissingURL",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("path", models.CharField(blank=True, max_length=255, verbose_name="URL")),
                ("referrer", models.CharField(blank=True, max_length=255, verbose_name="linked from")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="requests")),
                ("requested_on", models.DateField(db_index=True, verbose_name="last requested")),
            ],
            options={
                "verbose_name": "missing URL",
                "verbose_name_plural": "missing URLs",
                "default_permissions": (),
            },
        ),
    ]
