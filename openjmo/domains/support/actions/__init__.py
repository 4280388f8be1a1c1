"""Each file is one thing that can happen."""
