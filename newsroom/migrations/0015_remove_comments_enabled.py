from django.db import migrations, models


class Migration(migrations.Migration):
    """Remove the field, but not yet the column, which the version that is being replaced reads until it stops."""

    dependencies = [("newsroom", "0014_comments")]

    operations = [
        migrations.AlterField(
            model_name="newspage",
            name="comments_enabled",
            field=models.BooleanField(default=True, db_default=True),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="newspage", name="comments_enabled")]
        ),
    ]
