"""What can happen to a wage report. One verb, one transaction; reading a file is the one that commits as it goes."""
