"""Relations from the structure of names and clauses; each rule's name is on the evidence it leaves.

``find_relations`` is the stage's one door; the rules are listed in its body, in order.
"""

from __future__ import annotations

from collections.abc import Iterable

from extract.gazetteer import Gazetteer
from extract.gazetteer.letters import Letters
from extract.model import Document, Entity, Evidence, LedgerEntry, Link, Predicate, Relation
from extract.relations.collectives import collectives, regions
from extract.relations.connects import connects_said
from extract.relations.context import Context
from extract.relations.decoded import decode, new_places
from extract.relations.joint import cooperates, radiates
from extract.relations.located import located_in
from extract.relations.parts import inherited, part_of
from extract.relations.serves import develops, serves

__all__ = ["find_relations"]


def find_relations(
    document: Document,
    entities: tuple[Entity, ...],
    links: tuple[Link, ...],
    gazetteer: Gazetteer,
    letters: Letters | None = None,
) -> tuple[tuple[Relation, ...], tuple[Entity, ...], tuple[LedgerEntry, ...]]:
    """All relations of a document, and the places that decoding names added.

    Args:
        document: the plan; offsets of links are into its clean text.
        entities: the document's entities.
        links: where they stand.
        gazetteer: tells what lies within what.
        letters: decodes abbreviations; made from the gazetteer where not given (some 30 ms).

    Returns:
        Relations, sorted, each once with all its evidence; new place entities (ends of decoded lines) that the
        relations refer to; and the abbreviations that stay unresolved. Empty tuples where nothing is related.
    """
    context = Context(document, entities, links, gazetteer)
    said = list(connects_said(context))
    found = [*located_in(context), *serves(context), *part_of(context), *said]
    found += inherited(context, found)
    found += develops(context, found)
    found += [*collectives(context), *regions(context), *cooperates(context), *radiates(context)]
    decoded = decode(context, letters or Letters(gazetteer), {r.subject for r in said})
    return merge([*found, *decoded.relations]), tuple(new_places(decoded)), tuple(sorted(decoded.ledger))


def merge(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Equal relations made one, with all their evidence in order; a relation of a thing with itself goes."""
    seen: dict[tuple[str, Predicate, str, str, str], list[Evidence]] = {}
    for r in relations:
        if r.subject != r.object:
            seen.setdefault((r.subject, r.predicate, r.object, r.subject_type, r.object_type), []).extend(r.evidence)
    return tuple(
        Relation(*key, tuple(sorted(set(seen[key])) if len(seen[key]) > 1 else seen[key]))  # type: ignore[arg-type]
        for key in sorted(seen)
    )
