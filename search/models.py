"""The search index and its tables."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class SearchEntry(models.Model):
    """An indexed object: a page, document, image, author and so on.

    On PostgreSQL the table has three more columns, ``title``, ``whole`` and ``beginnings``: see the first migration and
    ``search.engine.postgres``. On SQLite the tables below take their place.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    #: The date of publication or of the event; newer entries rank first.
    date = models.DateTimeField(null=True)
    #: The year of ``date`` in the portal's time zone, for the facet.
    year = models.SmallIntegerField(null=True)
    #: The readable text without the title, from which snippets are taken.
    text = models.TextField()
    #: Set when a related object is renamed; ``reindex_stale`` updates the entry.
    is_stale = models.BooleanField(default=False, db_index=True)
    #: Of the index document, so that saving a draft, which has no new text for visitors, writes nothing.
    digest = models.CharField(max_length=32, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_entry_an_object")]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}"


class FullText(models.Model):
    """SQLite's full-text table (FTS5): each column contains the folded tokens, then the exact tokens."""

    entry = models.OneToOneField(
        SearchEntry, primary_key=True, db_column="rowid", on_delete=models.DO_NOTHING, related_name="full_text"
    )
    #: The hidden FTS5 column with the name of the table, for MATCH and ranking.
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
    """SQLite's full-text table (FTS5) for autocompletion, with a prefix index."""

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
    """The number of results of a search term at its last use.

    Wagtail's ``QueryDailyHits`` counts the uses; users are not recorded.
    """

    query = models.OneToOneField(
        "wagtailsearchpromotions.Query", on_delete=models.CASCADE, primary_key=True, related_name="outcome"
    )
    results = models.PositiveIntegerField()
    asked_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.query}: {self.results}"


class VocabularyTerm(models.Model):
    """A folded word that occurs in an indexed text: a candidate for spelling correction."""

    MAX_LENGTH = 24

    word = models.CharField(max_length=MAX_LENGTH, primary_key=True)
    #: The spelling at its first occurrence.
    spelling = models.CharField(max_length=2 * MAX_LENGTH)

    def __str__(self) -> str:
        return self.word
