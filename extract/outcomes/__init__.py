"""What a report says has been achieved: figures of its review, apart from targets."""

from __future__ import annotations

from extract.outcomes.outcomes import OutcomeRules, find_outcomes, outcome_rules

__all__ = ["OutcomeRules", "find_outcomes", "outcome_rules"]
