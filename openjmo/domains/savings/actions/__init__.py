"""What can happen to savings."""
