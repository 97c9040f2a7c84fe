"""The data of one person in comments and contact messages: export, erasure, and its repetition after a restore."""
