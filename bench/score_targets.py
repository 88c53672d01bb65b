"""Scores targets and goals alone against the annotated documents: ``python bench/score_targets.py GOLD_DIR``."""
