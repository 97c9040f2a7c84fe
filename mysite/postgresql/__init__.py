"""Django's PostgreSQL backend with timeouts for web requests."""
