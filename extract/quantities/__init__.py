"""Numbers, units and the targets they make."""

from __future__ import annotations

from extract.quantities.targets import TargetRules, find_targets, load_target_rules

__all__ = ["TargetRules", "find_targets", "load_target_rules"]
