"""The form of a contact page: what it asks, what it refuses, how a message is stored and mailed."""
