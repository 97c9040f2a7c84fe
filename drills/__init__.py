"""Drills: faults of servers made for real, under load, with what visitors and editors see (docs/resilience.md)."""
