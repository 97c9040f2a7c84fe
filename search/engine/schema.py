"""The names of the searchable texts and columns that the index has in every database."""

#: Texts that a query is matched against: an object's title; its title and all other text.
TITLE_VECTOR, FULL_TEXT = "title", "whole"
#: The columns of the index in the order of their weight, each with the parts of an object's text that go into it.
COLUMN_SOURCES = {"title": ("title",), "lead": ("lead",), "body": ("body", "related")}
#: The text that is matched by prefix, for autocompletion.
PREFIXES = "beginnings"
