"""What can happen in the register. One verb, one transaction."""
