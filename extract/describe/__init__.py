"""What a document is: title, issuing place, kind, date, the period it plans for - from its own words."""

from extract.describe.describe import describe

__all__ = ["describe"]
