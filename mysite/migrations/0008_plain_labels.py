"""Plain labels and help texts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mysite', '0007_submitted_forms'),
    ]

    operations = [
        migrations.AlterField(
            model_name='documenttext',
            name='problem',
            field=models.CharField(blank=True, choices=[('', 'none'), ('broken', 'the file is damaged'), ('locked', 'the file is password-protected'), ('too_large', 'the file is too large'), ('too_slow', 'reading the file took too long'), ('missing', 'the file is missing'), ('no_text', 'the file contains no text; it may be a scan')], max_length=12, verbose_name='problem'),
        ),
        migrations.AlterField(
            model_name='portalimage',
            name='credit',
            field=models.CharField(blank=True, help_text='The photographer or illustrator.', max_length=255, verbose_name='credit'),
        ),
    ]
