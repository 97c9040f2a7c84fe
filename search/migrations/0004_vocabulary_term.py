from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_promoting_is_publishing'),
    ]

    operations = [
        migrations.RenameModel('KnownWord', 'VocabularyTerm'),
    ]
