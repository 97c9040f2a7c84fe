"""The block “Most read”: a change of the state only. SQLite would otherwise remake the table."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0017_menu_links'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='homepage',
                    name='body',
                    field=wagtail.fields.StreamField([('headlines', 2), ('latest_news', 4), ('section_news', 9), ('most_read', 12), ('coming_events', 15), ('photo_strip', 19), ('link_boxes', 27), ('recent_documents', 29), ('paragraph', 30)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 100, 'required': False}), 1: ('wagtail.blocks.IntegerBlock', (), {'default': 5, 'label': 'Number of items', 'max_value': 9, 'min_value': 1}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('count', 1)]], {}), 3: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': 'Number of items', 'max_value': 24, 'min_value': 1}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('count', 3)]], {}), 5: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Section', 'page_type': ['newsroom.NewsSection']}), 6: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the title of the section.', 'label': 'Title', 'max_length': 100, 'required': False}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('cards', 'images side by side'), ('lead', 'one large article, the others as a list'), ('list', 'titles only')], 'label': 'Layout'}), 8: ('wagtail.blocks.IntegerBlock', (), {'default': 4, 'label': 'Number of items', 'max_value': 12, 'min_value': 1}), 9: ('wagtail.blocks.StructBlock', [[('section', 5), ('title', 6), ('layout', 7), ('count', 8)]], {}), 10: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'Leave empty to show articles from all sections.', 'label': 'Section', 'page_type': ['newsroom.NewsSection'], 'required': False}), 11: ('wagtail.blocks.IntegerBlock', (), {'default': 5, 'label': 'Number of items', 'max_value': 10, 'min_value': 1}), 12: ('wagtail.blocks.StructBlock', [[('section', 10), ('title', 0), ('count', 11)]], {}), 13: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'Leave empty to show events from all sections.', 'label': 'Section', 'page_type': ['newsroom.EventSection'], 'required': False}), 14: ('wagtail.blocks.IntegerBlock', (), {'default': 5, 'label': 'Number of items', 'max_value': 12, 'min_value': 1}), 15: ('wagtail.blocks.StructBlock', [[('section', 13), ('title', 0), ('count', 14)]], {}), 16: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Article or event with a gallery', 'page_type': ['newsroom.NewsPage', 'newsroom.EventPage']}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave empty to use the title of the page.', 'label': 'Title', 'max_length': 100, 'required': False}), 18: ('wagtail.blocks.IntegerBlock', (), {'default': 8, 'label': 'Number of items', 'max_value': 20, 'min_value': 2}), 19: ('wagtail.blocks.StructBlock', [[('page', 16), ('title', 17), ('count', 18)]], {}), 20: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page on this portal', 'required': False}), 21: ('wagtail.blocks.URLBlock', (), {'label': 'Or external URL', 'required': False}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'Link text', 'max_length': 255, 'required': False}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Description', 'max_length': 255, 'required': False}), 24: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image', 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('page', 20), ('url', 21), ('label', 22), ('description', 23), ('picture', 24)]], {}), 26: ('wagtail.blocks.ListBlock', (25,), {'label': 'Links', 'max_num': 24, 'min_num': 1}), 27: ('wagtail.blocks.StructBlock', [[('title', 0), ('links', 26)]], {}), 28: ('wagtail.blocks.IntegerBlock', (), {'default': 5, 'label': 'Number of items', 'max_value': 20, 'min_value': 1}), 29: ('wagtail.blocks.StructBlock', [[('title', 0), ('count', 28)]], {}), 30: ('mysite.blocks.text.ParagraphBlock', (), {})}, help_text='Leave empty to show the headlines and the latest news.', verbose_name='layout'),
                ),
            ],
        ),
    ]
