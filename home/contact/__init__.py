"""The contact form: its fields, spam protection and rate limits, and how messages are stored and mailed."""
