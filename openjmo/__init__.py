"""OpenJMO: an open, independent reference system for Indonesia's employment social security.

The house and its order are in docs/architecture.md; its words in docs/words.md.
"""
