from django.db import migrations, models

SQLITE = [
    """CREATE VIRTUAL TABLE search_fulltext USING fts5(title, lead, body, tokenize = "ascii tokenchars '_'")""",
    """CREATE VIRTUAL TABLE search_beginnings USING fts5(
        words, tokenize = "ascii tokenchars '_'", prefix = '1 2 3 4', columnsize = 0
    )""",
    """CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_searchentry BEGIN
        DELETE FROM search_fulltext WHERE rowid = old.id;
        DELETE FROM search_beginnings WHERE rowid = old.id;
    END""",
]
POSTGRES = [
    f"ALTER TABLE search_searchentry ADD COLUMN {name} tsvector NOT NULL DEFAULT ''"
    for name in ("title", "whole", "beginnings")
] + [
    f"CREATE INDEX search_{name}_gin ON search_searchentry USING gin ({name})"
    for name in ("title", "whole", "beginnings")
]


def make_tables(apps, schema_editor):
    """What no model can say: FTS5 tables on SQLite, text vectors on PostgreSQL."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def drop_tables(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER search_entry_deleted")
        schema_editor.execute("DROP TABLE search_fulltext")
        schema_editor.execute("DROP TABLE search_beginnings")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailsearchpromotions", "0005_switch_query_model"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("date", models.DateTimeField(null=True)),
                ("year", models.SmallIntegerField(null=True)),
                ("text", models.TextField()),
                ("is_stale", models.BooleanField(db_index=True, default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_an_object")
                ],
            },
        ),
        migrations.CreateModel(
            name="FullText",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="full_text",
                        serialize=False,
                        to="search.searchentry",
                    ),
                ),
                ("table", models.TextField(db_column="search_fulltext")),
                ("title", models.TextField()),
                ("lead", models.TextField()),
                ("body", models.TextField()),
            ],
            options={"db_table": "search_fulltext", "managed": False},
        ),
        migrations.CreateModel(
            name="Beginnings",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="beginnings",
                        serialize=False,
                        to="search.searchentry",
                    ),
                ),
                ("table", models.TextField(db_column="search_beginnings")),
                ("words", models.TextField()),
            ],
            options={"db_table": "search_beginnings", "managed": False},
        ),
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                ("word", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("spelling", models.CharField(max_length=48)),
            ],
        ),
        migrations.CreateModel(
            name="SearchOutcome",
            fields=[
                (
                    "query",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE,
                        primary_key=True,
                        related_name="outcome",
                        serialize=False,
                        to="wagtailsearchpromotions.query",
                    ),
                ),
                ("results", models.PositiveIntegerField()),
                ("asked_on", models.DateField()),
            ],
        ),
        migrations.RunPython(make_tables, drop_tables),
    ]
