"""Text to facts: reading, cleaning, mentions, linking, facts."""
