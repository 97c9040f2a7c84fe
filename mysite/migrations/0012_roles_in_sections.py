
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('mysite', '0011_missing_urls'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='SectionApprovalTask',
            fields=[
                ('groupapprovaltask_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.groupapprovaltask')),
            ],
            options={
                'verbose_name': 'Approval by groups and their members in sections',
                'verbose_name_plural': 'Approvals by groups and their members in sections',
            },
            bases=('wagtailcore.groupapprovaltask',),
        ),
        migrations.CreateModel(
            name='SectionRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='section_role', to='auth.group', verbose_name='group')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='section_roles', to='wagtailcore.page', verbose_name='section')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='section_roles', to='auth.group', verbose_name='role')),
            ],
            options={
                'verbose_name': 'role in a section',
                'verbose_name_plural': 'roles in sections',
                'constraints': [models.UniqueConstraint(fields=('role', 'page'), name='one_group_per_section_role')],
            },
        ),
    ]
