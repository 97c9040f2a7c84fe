"""Plain labels and help texts: changes of the state only. SQLite would otherwise remake each table with a StreamField."""

import django.utils.timezone
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0010_who_may_publish'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelOptions(
                    name='contactformfield',
                    options={'ordering': ['sort_order'], 'verbose_name': 'form field', 'verbose_name_plural': 'form fields'},
                ),
                migrations.AlterField(
                    model_name='contactpage',
                    name='thanks',
                    field=wagtail.fields.RichTextField(blank=True, help_text='Shown after a message has been sent.', verbose_name='thank-you text'),
                ),
                migrations.AlterField(
                    model_name='homepage',
                    name='authority',
                    field=models.CharField(blank=True, help_text='For example: UBND tỉnh An Lạc.', max_length=255, verbose_name='governing body'),
                ),
                migrations.AlterField(
                    model_name='homepage',
                    name='body',
                    field=wagtail.fields.StreamField([('headlines', 2), ('latest_news', 4), ('section_news', 9), ('coming_events', 12), ('photo_strip', 16), ('link_boxes', 24), ('recent_documents', 26), ('paragraph', 27)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 100, 'required': False}), 1: ('wagtail.blocks.IntegerBlock', (), {'default': 5, 'label': 'Number of items', 'max_value': 9, 'min_value': 1}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('count', 1)]], {}), 3: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': 'Number of items', 'max_value': 24, 'min_value': 1}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('count', 3)]], {}), 5: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Section', 'page_type': ['newsroom.NewsSection']}), 6: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the title of the section.', 'label': 'Title', 'max_length': 100, 'required': False}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('cards', 'images side by side'), ('lead', 'one large article, the others as a list'), ('list', 'titles only')], 'label': 'Layout'}), 8: ('wagtail.blocks.IntegerBlock', (), {'default': 4, 'label': 'Number of items', 'max_value': 12, 'min_value': 1}), 9: ('wagtail.blocks.StructBlock', [[('section', 5), ('title', 6), ('layout', 7), ('count', 8)]], {}), 10: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'Leave empty to show events from all sections.', 'label': 'Section', 'page_type': ['newsroom.EventSection'], 'required': False}), 11: ('wagtail.blocks.IntegerBlock', (), {'default': 5, 'label': 'Number of items', 'max_value': 12, 'min_value': 1}), 12: ('wagtail.blocks.StructBlock', [[('section', 10), ('title', 0), ('count', 11)]], {}), 13: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Article or event with a gallery', 'page_type': ['newsroom.NewsPage', 'newsroom.EventPage']}), 14: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the title of the page.', 'label': 'Title', 'max_length': 100, 'required': False}), 15: ('wagtail.blocks.IntegerBlock', (), {'default': 8, 'label': 'Number of items', 'max_value': 20, 'min_value': 2}), 16: ('wagtail.blocks.StructBlock', [[('page', 13), ('title', 14), ('count', 15)]], {}), 17: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page on this portal', 'required': False}), 18: ('wagtail.blocks.URLBlock', (), {'label': 'Or external URL', 'required': False}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Link text', 'max_length': 255, 'required': False}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'Description', 'max_length': 255, 'required': False}), 21: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image', 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('page', 17), ('url', 18), ('label', 19), ('description', 20), ('picture', 21)]], {}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'Links', 'max_num': 24, 'min_num': 1}), 24: ('wagtail.blocks.StructBlock', [[('title', 0), ('links', 23)]], {}), 25: ('wagtail.blocks.IntegerBlock', (), {'default': 5, 'label': 'Number of items', 'max_value': 20, 'min_value': 1}), 26: ('wagtail.blocks.StructBlock', [[('title', 0), ('count', 25)]], {}), 27: ('mysite.blocks.text.ParagraphBlock', (), {})}, help_text='Leave empty to show the headlines and the latest news.', verbose_name='layout'),
                ),
                migrations.AlterField(
                    model_name='homepage',
                    name='copyright_note',
                    field=models.CharField(blank=True, help_text='Who may reuse the content, and under what conditions.', max_length=255, verbose_name='copyright note'),
                ),
                migrations.AlterField(
                    model_name='homepage',
                    name='email',
                    field=models.EmailField(blank=True, max_length=254, verbose_name='email'),
                ),
                migrations.AlterField(
                    model_name='homepage',
                    name='footer',
                    field=wagtail.fields.RichTextField(blank=True, verbose_name='additional footer text'),
                ),
                migrations.AlterField(
                    model_name='homepage',
                    name='responsible_person',
                    field=models.CharField(blank=True, help_text='Name and position.', max_length=255, verbose_name='person responsible for content'),
                ),
                migrations.AlterField(
                    model_name='homepage',
                    name='site_name',
                    field=models.CharField(max_length=255, verbose_name='office name'),
                ),
                migrations.AlterField(
                    model_name='motto',
                    name='source',
                    field=models.CharField(blank=True, max_length=255, verbose_name='attribution'),
                ),
                migrations.AlterField(
                    model_name='notice',
                    name='ends_at',
                    field=models.DateTimeField(blank=True, help_text='Leave empty to show the notice until an end time is set.', null=True, verbose_name='shown until'),
                ),
                migrations.AlterField(
                    model_name='notice',
                    name='urgent',
                    field=models.BooleanField(default=False, help_text='Shown in a prominent colour.', verbose_name='urgent'),
                ),
                migrations.AlterField(
                    model_name='organisationpage',
                    name='body',
                    field=wagtail.fields.StreamField([('people', 9), ('units', 14), ('heading', 17), ('paragraph', 18)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Name', 'max_length': 255}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Position', 'max_length': 255}), 3: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Photo', 'required': False}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Responsibilities', 'max_length': 1000, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Telephone', 'max_length': 60, 'required': False}), 6: ('wagtail.blocks.EmailBlock', (), {'label': 'Email', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('name', 1), ('position', 2), ('photo', 3), ('responsibilities', 4), ('phone', 5), ('email', 6)]], {}), 8: ('wagtail.blocks.ListBlock', (7,), {'collapsed': True, 'label': 'People', 'max_num': 60, 'min_num': 1}), 9: ('wagtail.blocks.StructBlock', [[('title', 0), ('people', 8)]], {}), 10: ('wagtail.snippets.blocks.SnippetChooserBlock', ('newsroom.Unit',), {'label': 'Unit'}), 11: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page about the unit', 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('unit', 10), ('page', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'collapsed': True, 'label': 'Units', 'max_num': 100, 'min_num': 1}), 14: ('wagtail.blocks.StructBlock', [[('title', 0), ('units', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 200}), 16: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Heading'), ('h3', 'Subheading')], 'label': 'Level'}), 17: ('wagtail.blocks.StructBlock', [[('text', 15), ('level', 16)]], {}), 18: ('mysite.blocks.text.ParagraphBlock', (), {})}, verbose_name='leaders and units'),
                ),
                migrations.AlterField(
                    model_name='standardpage',
                    name='body',
                    field=wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('quote', 6), ('correction', 9), ('picture', 14), ('gallery', 17), ('video', 22), ('table', 23), ('document', 26), ('links', 33)], blank=True, block_lookup={0: ('mysite.blocks.text.ParagraphBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 200}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Heading'), ('h3', 'Subheading')], 'label': 'Level'}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Quotation'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Attribution', 'max_length': 255, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text', 4), ('attribution', 5)]], {}), 7: ('wagtail.blocks.DateBlock', (), {'default': django.utils.timezone.localdate, 'label': 'Date'}), 8: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Error and correction'}), 9: ('wagtail.blocks.StructBlock', [[('date', 7), ('text', 8)]], {}), 10: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image', 'required': False}), 11: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the caption of the image.', 'label': 'Caption', 'max_length': 500, 'required': False}), 12: ('wagtail.blocks.CharBlock', (), {'help_text': 'Describes the image for people who cannot see it. Required for publishing.', 'label': 'Alternative text', 'max_length': 255, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the credit of the image.', 'label': 'Credit', 'max_length': 255, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('image', 10), ('caption', 11), ('alt_text', 12), ('credit', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200, 'required': False}), 16: ('wagtail.blocks.ListBlock', (14,), {'collapsed': True, 'label': 'Photos', 'max_num': 200, 'min_num': 1}), 17: ('wagtail.blocks.StructBlock', [[('title', 15), ('photos', 16)]], {}), 18: ('wagtail.blocks.URLBlock', (), {'help_text': 'The URL of the video on YouTube or Vimeo.', 'label': 'URL'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 255}), 20: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': 'Shown until the visitor starts the video.', 'label': 'Image', 'required': False}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Alternative text', 'max_length': 255, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('url', 18), ('title', 19), ('picture', 20), ('alt_text', 21)]], {}), 23: ('mysite.blocks.data.PortalTableBlock', (), {}), 24: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the title of the document.', 'label': 'Title', 'max_length': 255, 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('document', 24), ('title', 25)]], {}), 27: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page on this portal', 'required': False}), 28: ('wagtail.blocks.URLBlock', (), {'label': 'Or external URL', 'required': False}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Link text', 'max_length': 255, 'required': False}), 30: ('wagtail.blocks.CharBlock', (), {'label': 'Description', 'max_length': 255, 'required': False}), 31: ('wagtail.blocks.StructBlock', [[('page', 27), ('url', 28), ('label', 29), ('description', 30)]], {}), 32: ('wagtail.blocks.ListBlock', (31,), {'label': 'Links', 'max_num': 30, 'min_num': 1}), 33: ('wagtail.blocks.StructBlock', [[('title', 15), ('links', 32)]], {})}, verbose_name='text'),
                ),
            ]
        ),
    ]
