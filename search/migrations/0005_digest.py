from django.db import migrations, models

STATE = migrations.AddField("searchentry", "digest", models.CharField(db_default="", max_length=32))
# On SQLite AddField would copy the table and lose its trigger.
SQL = "ALTER TABLE search_searchentry ADD COLUMN digest varchar(32) NOT NULL DEFAULT ''"


class Migration(migrations.Migration):
    dependencies = [("search", "0004_vocabulary_term")]

    operations = [
        migrations.RunSQL(SQL, "ALTER TABLE search_searchentry DROP COLUMN digest", state_operations=[STATE]),
    ]
