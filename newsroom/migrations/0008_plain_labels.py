"""Plain labels and help texts: changes of the state only. SQLite would otherwise remake each table with a StreamField."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mysite', '0008_plain_labels'),
        ('newsroom', '0007_snippets_have_drafts'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelOptions(
                    name='eventarticle',
                    options={'ordering': ['sort_order'], 'verbose_name': 'related article', 'verbose_name_plural': 'related articles'},
                ),
                migrations.AlterModelOptions(
                    name='eventexception',
                    options={'ordering': ['sort_order'], 'verbose_name': 'exception', 'verbose_name_plural': 'exceptions'},
                ),
                migrations.AlterModelOptions(
                    name='newspagetag',
                    options={'verbose_name': 'article tag', 'verbose_name_plural': 'article tags'},
                ),
                migrations.AlterField(
                    model_name='author',
                    name='slug',
                    field=models.SlugField(blank=True, help_text='Part of the URL. Leave empty to generate it from the name.', max_length=120, verbose_name='slug'),
                ),
                migrations.AlterField(
                    model_name='author',
                    name='unit',
                    field=models.ForeignKey(blank=True, help_text="The author's current unit. Bylines keep the unit at the time of writing.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='authors', to='newsroom.unit', verbose_name='unit'),
                ),
                migrations.AlterField(
                    model_name='comment',
                    name='author_email',
                    field=models.EmailField(blank=True, max_length=254, verbose_name='email'),
                ),
                migrations.AlterField(
                    model_name='comment',
                    name='created_at',
                    field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='posted at'),
                ),
                migrations.AlterField(
                    model_name='comment',
                    name='status',
                    field=models.CharField(choices=[('pending', 'pending'), ('approved', 'approved'), ('rejected', 'rejected')], default='pending', max_length=10, verbose_name='status'),
                ),
                migrations.AlterField(
                    model_name='eventattachment',
                    name='title',
                    field=models.CharField(blank=True, help_text='Leave empty to use the title of the document.', max_length=255, verbose_name='title'),
                ),
                migrations.AlterField(
                    model_name='eventoccurrence',
                    name='over_at',
                    field=models.DateTimeField(help_text='The end of the occurrence: midnight after its last day if it has no end time.'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='address',
                    field=models.CharField(blank=True, help_text='Leave empty to use the address of the office.', max_length=255, verbose_name='address'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='agenda',
                    field=wagtail.fields.StreamField([('item', 4)], blank=True, block_lookup={0: ('wagtail.blocks.DateBlock', (), {'help_text': 'Only needed if the event lasts several days.', 'label': 'Date', 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: 7:30 – 8:00.', 'label': 'Time', 'max_length': 40, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Topic', 'max_length': 500}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Presenter', 'max_length': 255, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('date', 0), ('time', 1), ('text', 2), ('speaker', 3)]], {})}, verbose_name='agenda'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='body',
                    field=wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('quote', 6), ('correction', 9), ('picture', 14), ('gallery', 17), ('video', 22), ('table', 23), ('document', 26), ('links', 33)], blank=True, block_lookup={0: ('mysite.blocks.text.ParagraphBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 200}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Heading'), ('h3', 'Subheading')], 'label': 'Level'}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Quotation'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Attribution', 'max_length': 255, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text', 4), ('attribution', 5)]], {}), 7: ('wagtail.blocks.DateBlock', (), {'default': django.utils.timezone.localdate, 'label': 'Date'}), 8: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Error and correction'}), 9: ('wagtail.blocks.StructBlock', [[('date', 7), ('text', 8)]], {}), 10: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image', 'required': False}), 11: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the caption of the image.', 'label': 'Caption', 'max_length': 500, 'required': False}), 12: ('wagtail.blocks.CharBlock', (), {'help_text': 'Describes the image for people who cannot see it. Required for publishing.', 'label': 'Alternative text', 'max_length': 255, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the credit of the image.', 'label': 'Credit', 'max_length': 255, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('image', 10), ('caption', 11), ('alt_text', 12), ('credit', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200, 'required': False}), 16: ('wagtail.blocks.ListBlock', (14,), {'collapsed': True, 'label': 'Photos', 'max_num': 200, 'min_num': 1}), 17: ('wagtail.blocks.StructBlock', [[('title', 15), ('photos', 16)]], {}), 18: ('wagtail.blocks.URLBlock', (), {'help_text': 'The URL of the video on YouTube or Vimeo.', 'label': 'URL'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 255}), 20: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': 'Shown until the visitor starts the video.', 'label': 'Image', 'required': False}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Alternative text', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('url', 18), ('title', 19), ('picture', 20), ('alt_text', 21)]], {}), 23: ('mysite.blocks.data.PortalTableBlock', (), {}), 24: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the title of the document.', 'label': 'Title', 'max_length': 255, 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('document', 24), ('title', 25)]], {}), 27: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page on this portal', 'required': False}), 28: ('wagtail.blocks.URLBlock', (), {'label': 'Or external URL', 'required': False}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Link text', 'max_length': 255, 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'Description', 'max_length': 255, 'required': False}), 31: ('wagtail.blocks.StructBlock', [[('page', 27), ('url', 28), ('label', 29), ('description', 30)]], {}), 32: ('wagtail.blocks.ListBlock', (31,), {'label': 'Links', 'max_num': 30, 'min_num': 1}), 33: ('wagtail.blocks.StructBlock', [[('title', 15), ('links', 32)]], {})}, verbose_name='text'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='contact_email',
                    field=models.EmailField(blank=True, max_length=254, verbose_name='email'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='end_date',
                    field=models.DateField(blank=True, help_text='Leave empty if it is the same as the start date.', null=True, verbose_name='end date'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='end_time',
                    field=models.TimeField(blank=True, null=True, verbose_name='end time'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='lead',
                    field=models.TextField(help_text='One to three sentences, shown in listings and above the text.', max_length=1000, verbose_name='lead'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='main_image',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mysite.portalimage', verbose_name='main image'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='main_image_alt',
                    field=models.CharField(blank=True, help_text='Describes the image for people who cannot see it. Required for publishing.', max_length=255, verbose_name='alternative text'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='main_image_caption',
                    field=models.CharField(blank=True, help_text='Leave empty to use the caption of the image.', max_length=500, verbose_name='caption'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='main_image_credit',
                    field=models.CharField(blank=True, help_text='Leave empty to use the credit of the image.', max_length=255, verbose_name='credit'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='organiser',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='newsroom.unit', verbose_name='organiser'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='repeat',
                    field=models.CharField(blank=True, choices=[('', 'does not repeat'), ('daily', 'every day'), ('weekly', 'every week'), ('monthly_date', 'every month, on the same date'), ('monthly_last_day', 'every month, on the last day'), ('monthly_weekday', 'every month, on the same weekday (for example, the second Tuesday)'), ('monthly_last_weekday', 'every month, on the last such weekday (for example, the last Friday)')], default='', max_length=24, verbose_name='repeats'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='repeat_count',
                    field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='or number of occurrences'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='repeat_every',
                    field=models.PositiveSmallIntegerField(default=1, help_text='For example, 2 means every second day, week or month.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='repeat every'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='repeat_until',
                    field=models.DateField(blank=True, null=True, verbose_name='repeat until'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='repeat_weekdays',
                    field=models.CharField(blank=True, max_length=20, verbose_name='repeat on'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='sign_up_url',
                    field=models.URLField(blank=True, max_length=500, verbose_name='registration URL'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='start_date',
                    field=models.DateField(null=True, verbose_name='start date'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='start_time',
                    field=models.TimeField(blank=True, null=True, verbose_name='start time'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='status',
                    field=models.CharField(choices=[('scheduled', 'as scheduled'), ('postponed', 'postponed'), ('cancelled', 'cancelled')], default='scheduled', max_length=12, verbose_name='status'),
                ),
                migrations.AlterField(
                    model_name='eventpage',
                    name='status_note',
                    field=models.CharField(blank=True, help_text='The reason, or the new date and time.', max_length=255, verbose_name='details of the change'),
                ),
                migrations.AlterField(
                    model_name='importedarticle',
                    name='digest',
                    field=models.CharField(help_text='SHA-256 hash of the imported content, to detect changes.', max_length=64),
                ),
                migrations.AlterField(
                    model_name='importedarticle',
                    name='page',
                    field=models.OneToOneField(help_text='Empty if an editor has deleted the page; the article is then not imported again.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imported', to='newsroom.newspage'),
                ),
                migrations.AlterField(
                    model_name='importedarticle',
                    name='revision',
                    field=models.ForeignKey(help_text='The revision created by the import. Any newer revision is by an editor.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision'),
                ),
                migrations.AlterField(
                    model_name='importedarticle',
                    name='source_url',
                    field=models.URLField(max_length=500, null=True, unique=True, verbose_name='URL on the old portal'),
                ),
                migrations.AlterField(
                    model_name='importedarticle',
                    name='title',
                    field=models.CharField(help_text='The title in the source. With the date, it identifies an article without a URL.', max_length=255),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='body',
                    field=wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('quote', 6), ('correction', 9), ('picture', 14), ('gallery', 17), ('video', 22), ('table', 23), ('document', 26), ('links', 33)], blank=True, block_lookup={0: ('mysite.blocks.text.ParagraphBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 200}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Heading'), ('h3', 'Subheading')], 'label': 'Level'}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Quotation'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Attribution', 'max_length': 255, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text', 4), ('attribution', 5)]], {}), 7: ('wagtail.blocks.DateBlock', (), {'default': django.utils.timezone.localdate, 'label': 'Date'}), 8: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Error and correction'}), 9: ('wagtail.blocks.StructBlock', [[('date', 7), ('text', 8)]], {}), 10: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image', 'required': False}), 11: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the caption of the image.', 'label': 'Caption', 'max_length': 500, 'required': False}), 12: ('wagtail.blocks.CharBlock', (), {'help_text': 'Describes the image for people who cannot see it. Required for publishing.', 'label': 'Alternative text', 'max_length': 255, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the credit of the image.', 'label': 'Credit', 'max_length': 255, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('image', 10), ('caption', 11), ('alt_text', 12), ('credit', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200, 'required': False}), 16: ('wagtail.blocks.ListBlock', (14,), {'collapsed': True, 'label': 'Photos', 'max_num': 200, 'min_num': 1}), 17: ('wagtail.blocks.StructBlock', [[('title', 15), ('photos', 16)]], {}), 18: ('wagtail.blocks.URLBlock', (), {'help_text': 'The URL of the video on YouTube or Vimeo.', 'label': 'URL'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 255}), 20: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': 'Shown until the visitor starts the video.', 'label': 'Image', 'required': False}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Alternative text', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('url', 18), ('title', 19), ('picture', 20), ('alt_text', 21)]], {}), 23: ('mysite.blocks.data.PortalTableBlock', (), {}), 24: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the title of the document.', 'label': 'Title', 'max_length': 255, 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('document', 24), ('title', 25)]], {}), 27: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page on this portal', 'required': False}), 28: ('wagtail.blocks.URLBlock', (), {'label': 'Or external URL', 'required': False}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Link text', 'max_length': 255, 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'Description', 'max_length': 255, 'required': False}), 31: ('wagtail.blocks.StructBlock', [[('page', 27), ('url', 28), ('label', 29), ('description', 30)]], {}), 32: ('wagtail.blocks.ListBlock', (31,), {'label': 'Links', 'max_num': 30, 'min_num': 1}), 33: ('wagtail.blocks.StructBlock', [[('title', 15), ('links', 32)]], {})}, verbose_name='text'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='comments_enabled',
                    field=models.BooleanField(default=True, verbose_name='allow comments'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='content_updated_at',
                    field=models.DateTimeField(blank=True, editable=False, help_text='When the published text last changed.', null=True, verbose_name='updated at'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='corrections',
                    field=wagtail.fields.StreamField([('correction', 2)], blank=True, block_lookup={0: ('wagtail.blocks.DateBlock', (), {'default': django.utils.timezone.localdate, 'label': 'Date'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Error and correction'}), 2: ('wagtail.blocks.StructBlock', [[('date', 0), ('text', 1)]], {})}, help_text='Shown above the article, newest first.', verbose_name='corrections'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='lead',
                    field=models.TextField(help_text='One to three sentences, shown in listings and above the text.', max_length=1000, verbose_name='lead'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='main_image',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mysite.portalimage', verbose_name='main image'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='main_image_alt',
                    field=models.CharField(blank=True, help_text='Describes the image for people who cannot see it. Required for publishing.', max_length=255, verbose_name='alternative text'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='main_image_caption',
                    field=models.CharField(blank=True, help_text='Leave empty to use the caption of the image.', max_length=500, verbose_name='caption'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='main_image_credit',
                    field=models.CharField(blank=True, help_text='Leave empty to use the credit of the image.', max_length=255, verbose_name='credit'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='minor_edit',
                    field=models.BooleanField(default=False, help_text='For small corrections such as typing errors: publishing does not change the “Updated” date.', verbose_name='minor edit'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='source_name',
                    field=models.CharField(blank=True, help_text='For reprinted news: where it was first published.', max_length=255, verbose_name='source'),
                ),
                migrations.AlterField(
                    model_name='newspage',
                    name='source_url',
                    field=models.URLField(blank=True, max_length=500, verbose_name='source URL'),
                ),
                migrations.AlterField(
                    model_name='newspageattachment',
                    name='title',
                    field=models.CharField(blank=True, help_text='Leave empty to use the title of the document.', max_length=255, verbose_name='title'),
                ),
                migrations.AlterField(
                    model_name='unit',
                    name='address',
                    field=models.CharField(blank=True, help_text='Leave empty to use the address of the office.', max_length=255, verbose_name='address'),
                ),
                migrations.AlterField(
                    model_name='unit',
                    name='email',
                    field=models.EmailField(blank=True, max_length=254, verbose_name='email'),
                ),
                migrations.AlterField(
                    model_name='unit',
                    name='short_name',
                    field=models.CharField(blank=True, help_text='Shown in bylines, for example P.GDTX&CN. Leave empty to use the name.', max_length=60, verbose_name='short name'),
                ),
                migrations.AlterField(
                    model_name='unit',
                    name='slug',
                    field=models.SlugField(blank=True, help_text='Part of the URL. Leave empty to generate it from the name.', max_length=120, verbose_name='slug'),
                ),
            ]
        ),
    ]
