"""The editors' guide, in Vietnamese, as a page of the admin, with links to it beside fields."""
