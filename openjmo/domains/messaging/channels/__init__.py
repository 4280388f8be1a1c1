"""Ways out to people, one folder each. Each has a `pretend` member that works without network."""
