"""The index: what can be found, and the tables that the databases search in."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class SearchEntry(models.Model):
    """An object that can be found: a page, a document, a picture, an author.

    On PostgreSQL the table has three more columns, ``title``, ``whole`` and ``beginnings``: see the first migration and
    ``search.engine.postgres``. On SQLite they are the tables below.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    #: When it appeared, or takes place: newer goes before older.
    date = models.DateTimeField(null=True)
    #: The year of that, in the portal's time zone: results are counted by it.
    year = models.SmallIntegerField(null=True)
    #: Its text as people read it, without the title: results show passages of it.
    text = models.TextField()
    #: Something it mentions has another name now: ``index_stale`` writes it anew.
    is_stale = models.BooleanField(default=False, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_an_object")]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}"


class FullText(models.Model):
    """SQLite's full-text table (FTS5): in each column the words without marks, then the words as written."""

    entry = models.OneToOneField(
        SearchEntry, primary_key=True, db_column="rowid", on_delete=models.DO_NOTHING, related_name="full_text"
    )
    #: The hidden column that FTS5 calls as the table: what is matched and ranked.
    table = models.TextField(db_column="search_fulltext")
    title = models.TextField()
    lead = models.TextField()
    body = models.TextField()

    class Meta:
        managed = False
        db_table = "search_fulltext"

    def __str__(self) -> str:
        return self.title


class Beginnings(models.Model):
    """SQLite's full-text table of what is found while it is being typed, with an index of beginnings."""

    entry = models.OneToOneField(
        SearchEntry, primary_key=True, db_column="rowid", on_delete=models.DO_NOTHING, related_name="beginnings"
    )
    table = models.TextField(db_column="search_beginnings")
    words = models.TextField()

    class Meta:
        managed = False
        db_table = "search_beginnings"

    def __str__(self) -> str:
        return self.words


class SearchOutcome(models.Model):
    """What a term that people searched for found the last time.

    How often it was asked for is Wagtail's ``QueryDailyHits``; by whom nobody keeps.
    """

    query = models.OneToOneField(
        "wagtailsearchpromotions.Query", on_delete=models.CASCADE, primary_key=True, related_name="outcome"
    )
    results = models.PositiveIntegerField()
    asked_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.query}: {self.results}"


class KnownWord(models.Model):
    """A word, without marks, that stands in some text: what a typing error may have been meant for."""

    MAX_LENGTH = 24

    word = models.CharField(max_length=MAX_LENGTH, primary_key=True)
    #: As it was written where it was found first.
    spelling = models.CharField(max_length=2 * MAX_LENGTH)

    def __str__(self) -> str:
        return self.word
