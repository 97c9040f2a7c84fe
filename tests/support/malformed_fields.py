"""Values that no browser sends from the edit form of an article with a paragraph, a gallery and a table."""

#: By field; None stands for a missing one.
_VALUES: dict[str, list[str | None]] = {
    "body-count": ["abc", "-1", "", "9" * 30, None],
    "body-0-order": ["abc", None],
    "body-0-type": ["nothing", None],
    "body-0-value": ["{", "[]", "null", '{"blocks": 1}', "\ufffd", None],
    "body-1-value-photos-count": ["abc", None],
    "body-1-value-photos-0-order": ["abc", None],
    "body-1-value-photos-0-value-image": ["abc", "9" * 30, "-1"],
    "body-2-value": ["{", "[]", "null", "1"],
    "bylines-TOTAL_FORMS": ["abc", "9" * 10, None],
    "main_image": ["abc", "9" * 30],
    "go_live_at": ["abc", "32/13/2026"],
    "tags": ["a" * 5000],
    "title": ["a" * 5000, "", None],
}
MALFORMED_FIELDS = [(name, value) for name, values in _VALUES.items() for value in values]
