"""Industries named inside other names: 氢能产业发展基地 is for 氢能产业."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import EntityType, Mention
from extract.names.lexicon import NameLexicon

_OUTER = (EntityType.PROJECT, EntityType.MEASURE)


def nested_industries(mentions: Sequence[Mention], lexicon: NameLexicon) -> list[Mention]:
    """Industry mentions inside the names of projects and measures, by the industry vocabulary.

    The longest term in front of the name's head (种业 in 种业振兴行动), marked as inferred.
    """
    found = []
    for m in mentions:
        if m.type not in _OUTER or m.name != m.surface:
            continue
        head = lexicon.head_of(m.surface)
        if head is None:
            continue
        body = m.surface[: -len(head.text)]
        span = _term(body, lexicon)
        # 金融保险改革 reforms insurance, 种业振兴行动 furthers the seed industry: a measure needs a verb between.
        if span and not (m.type is EntityType.MEASURE and span[1] == len(body)):
            left, right = span
            surface = body[left:right]
            found.append(
                Mention(
                    m.start + left, m.start + right, EntityType.INDUSTRY, surface, surface, "name.nested", 0.4, "", True
                )
            )
    return found


def _term(body: str, lexicon: NameLexicon) -> tuple[int, int] | None:
    """Longest vocabulary term in ``body``; of two equally long the later."""
    for size in range(min(10, len(body)), 1, -1):
        for left in range(len(body) - size, -1, -1):
            if lexicon.industries.get(body[left : left + size]):
                return left, left + size
    return None
