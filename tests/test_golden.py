"""What the rules read in the sample plan, pinned: a change shows as a diff to be looked at.

Renew with ``PLANKG_GOLDEN=1 pytest tests/test_golden.py`` and review the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from extract.document import make_document
from extract.pipeline import extract
from extract.read import RawDocument, read_path
from extract.resources import load_resources
from extract.tables import data_dir

GOLDEN = Path(__file__).parent / "golden" / "luliang-2021.json"


def test_golden_sample_plan_by_rules() -> None:
    resources = load_resources(model=False)
    (raw,) = read_path(data_dir() / "plans" / "luliang-2021.txt")
    assert isinstance(raw, RawDocument)
    facts = extract(make_document(raw, resources.gazetteer), resources)
    text = facts.document.text
    found = {
        "id": facts.document.id,
        "sections": [f"{s.level} {s.title}" for s in facts.document.sections],
        "entities": [f"{e.type} {e.name} {e.code}{e.kind} {e.status}".strip() for e in facts.entities],
        "targets": [
            f"{t.subject} {t.indicator} {t.operator} {t.value}{t.unit} {t.per} {t.deadline or t.within_years or ''}".strip()
            for t in facts.targets
        ],
        "goals": [f"{g.subject}: {g.text}" for g in facts.goals],
        "relations": [f"{r.subject} {r.predicate} {r.object}" for r in facts.relations],
        "unresolved": [entry.text for entry in facts.ledger if entry.kind == "unresolved"],
    }
    for fact in (*facts.entities, *facts.relations, *facts.targets, *facts.goals):
        assert fact.evidence
        assert all(text[e.start : e.end] == e.quote for e in fact.evidence)
    if os.environ.get("PLANKG_GOLDEN"):
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(GOLDEN.read_text(encoding="utf-8")) == found
