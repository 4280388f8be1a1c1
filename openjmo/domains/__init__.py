"""Floor 4: the business, one room each; upper rooms use lower ones (docs/architecture.md)."""
