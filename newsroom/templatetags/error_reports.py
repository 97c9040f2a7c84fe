"""Tags about reported errors, for the admin."""

from django import template

from newsroom.comments.corrections import find_passage

register = template.Library()
register.simple_tag(find_passage)
