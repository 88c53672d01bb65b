"""What each stage finds in a sentence, in words: the transparent way through the pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import RDFS

from extract.document import make_document
from extract.model import Evidence, Mention
from extract.pipeline import STAGES, State
from extract.read.raw import RawDocument
from extract.resources import Resources
from ontology.notation import PROJECT_KINDS, STATUSES
from ontology.reference import load_ontology

_TYPES = {
    "place": "地名", "project": "项目", "industry": "产业",
    "organization": "组织", "measure": "举措", "brand": "品牌",
}  # fmt: skip
_PREDICATES = {
    "located_in": "位于", "connects": "连接", "part_of": "属于", "develops": "发展",
    "serves": "服务于", "radiates": "辐射带动", "cooperates": "合作",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: what it is called and what it added or took away, a line each; no lines if nothing."""

    title: str
    lines: tuple[str, ...]


def explain(
    sentence: str, resources: Resources, *, place: str | None = None, year: int | None = None
) -> Iterator[Step]:
    """Run the stages over a sentence, telling after each what changed.

    ``place`` and ``year`` are those of the plan it is read as part of; the text decides where they are not given.
    """
    document = make_document(RawDocument("（例句）", sentence), resources.gazetteer, place=place, year=year)
    meta = document.meta
    yield Step("清洗", (document.text, *(f"去掉 {r.text!r}：{r.reason}" for r in document.removed)))
    past = sum(p.past for p in document.passages)
    period = f"{meta.period[0]}—{meta.period[1]}" if meta.period[0] else "不明"
    yield Step(
        "句子",
        (f"{len(document.passages)} 句，其中 {past} 句说的是过去；规划地方 {meta.place or '不明'}，规划期 {period}",),
    )
    state = State(document)
    words = _words()
    for stage in STAGES:
        after = stage.run(state, resources)
        yield Step(stage.title, tuple(_changes(state, after, words)))
        state = after


def _changes(before: State, after: State, words: Mapping[str, str]) -> Iterator[str]:
    old, new = set(before.mentions), set(after.mentions)
    yield from (f"+ {_mention(m)}" for m in sorted(new - old))
    yield from (f"- {_mention(m)}" for m in sorted(old - new))
    if after.entities != before.entities:
        known = set(before.entities)
        for e in after.entities:
            if e not in known:
                also = f"（又作 {'、'.join(e.aliases)}）" if e.aliases else ""
                more = " ".join(words.get(x, x) for x in (e.code, e.kind, e.status) if x)
                yield f"{_TYPES[e.type]}：{e.name}{also} {more}".rstrip()
    for t in after.targets[len(before.targets) :]:
        due = t.deadline or (f"{t.within_years}年内" if t.within_years else "")
        yield f"{t.subject} {t.indicator} {t.operator} {t.value}{t.unit} {t.per} {due}".rstrip() + _rule(t.evidence)
    for g in after.goals[len(before.goals) :]:
        yield f"{g.subject}：{g.text}" + _rule(g.evidence)
    for o in after.outcomes[len(before.outcomes) :]:
        years = "—".join(str(y) for y in (o.since, o.year) if y)
        yield f"{o.subject} {o.indicator} {o.operator} {o.value}{o.unit} {o.per} {years}".rstrip() + _rule(o.evidence)
    for r in after.relations[len(before.relations) :]:
        yield f"{r.subject} {_PREDICATES[r.predicate]} {r.object}" + _rule(r.evidence)
    for entry in after.ledger[len(before.ledger) :]:
        if entry.kind != "rule":
            yield f"{entry.text} ×{entry.count} {entry.reason}".rstrip()


def _words() -> dict[str, str]:
    """The Chinese labels of the kinds and statuses of projects, by their words in the annotation format."""
    ontology = load_ontology()
    return {
        word: str(next(o for o in ontology.objects(term, RDFS.label) if getattr(o, "language", "") == "zh"))
        for word, term in (*PROJECT_KINDS.items(), *STATUSES.items())
    }


def _mention(mention: Mention) -> str:
    full = f" → {mention.name}" if mention.name != mention.surface else ""
    code = f" {mention.code}" if mention.code else ""
    return f"{_TYPES[mention.type]} “{mention.surface}”{full}{code} [{mention.start}:{mention.end}] {mention.rule}"


def _rule(evidence: tuple[Evidence, ...]) -> str:
    inferred = "，推断" if any(e.inferred for e in evidence) else ""
    return f"〔{'、'.join(dict.fromkeys(e.rule for e in evidence))}{inferred}〕"
