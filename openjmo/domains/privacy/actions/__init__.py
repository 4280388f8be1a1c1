"""What may be done about personal data."""
