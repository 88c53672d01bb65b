"""Files to raw text."""
