from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0014_comments")]

    operations = [migrations.RemoveField(model_name="newspage", name="comments_enabled")]
