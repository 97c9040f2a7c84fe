from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0010_article_listing_index")]

    operations = [
        migrations.AddField(
            model_name="importedarticle",
            name="text_digest",
            field=models.CharField(
                blank=True,
                db_index=True,
                default="",
                help_text="SHA-256 hash of title and text, to find the same article under another URL.",
                max_length=64,
            ),
        )
    ]
