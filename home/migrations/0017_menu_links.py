
import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0016_approval_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='homepage',
            name='menu_links',
            field=wagtail.fields.StreamField([('link', 5)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Link text', 'max_length': 100}), 1: ('wagtail.blocks.URLBlock', (), {'label': 'External URL', 'required': False}), 2: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Or a document', 'required': False}), 3: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Or a page on this portal', 'required': False}), 4: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'The menu item that opens this link. Leave empty to show the link at the end of the menu.', 'label': 'Below', 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('label', 0), ('url', 1), ('document', 2), ('page', 3), ('below', 4)]], {})}, help_text='Links to other sites, documents or pages, beside the pages that are shown in the menu.', verbose_name='links in the menu'),
        ),
    ]
