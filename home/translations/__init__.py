"""What the portal adds to wagtail-localize: which translations are missing or out of date, what becomes of them."""
