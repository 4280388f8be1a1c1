"""What can happen to checks, data updates, corrections and faces. One verb, one transaction."""
