"""Housekeeping: deletes nightly what has been kept for long enough, and shows administrators what everything takes.

See docs/decisions/065-housekeeping.md.
"""
