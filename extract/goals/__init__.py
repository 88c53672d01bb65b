"""Qualitative goals: named end states without a number."""

from __future__ import annotations

from extract.goals.goals import GoalRules, find_goals, load_goal_rules

__all__ = ["GoalRules", "find_goals", "load_goal_rules"]
