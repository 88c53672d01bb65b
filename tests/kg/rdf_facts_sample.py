"""A small plan with one of everything, made by hand; the texts are invented."""

from __future__ import annotations

from extract.model import (
    Document,
    Entity,
    EntityType,
    Evidence,
    Goal,
    Passage,
    PlanFacts,
    PlanMeta,
    Predicate,
    Relation,
    Section,
    Target,
)

SENTENCES = (
    "一、交通建设。",
    "加快建设离隰高速公路，谋划大剧院。",
    "离石区发展氢能产业，与太原理工大学合作。",
    "到2025年森林覆盖率超过33%，每个县建成1所养老院。",
    "成功入选全国文明城市。",
    "推行河长制，打响“某某山猪”品牌，建设氢能产业基地。",
)
TEXT = "\n".join(SENTENCES)
META = PlanMeta("吕梁市某某报告", "吕梁市", "141100", "党代会报告", 2021, (2021, 2026), "2021-09-01")


def said(words: str, *, rule: str = "test.rule", inferred: bool = False, nth: int = 0) -> Evidence:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    passage = TEXT.count("\n", 0, start)
    return Evidence(passage, start, start + len(words), words, rule, inferred)


def document(plan_id: str = "141100-2021-congress-abc123", meta: PlanMeta = META) -> Document:
    passages, at = [], 0
    for index, sentence in enumerate(SENTENCES):
        passages.append(Passage(index, at, at + len(sentence), index, section=0, page=1 if index else None))
        at += len(sentence) + 1
    sections = (Section(0, 1, "一、交通建设", 0, len(TEXT), year=2026),)
    return Document(plan_id, TEXT, "folder/某某报告.txt", meta, sections, tuple(passages))


def entities() -> tuple[Entity, ...]:
    place, project = EntityType.PLACE, EntityType.PROJECT
    road = (said("离隰高速公路"),)
    return (
        Entity(place, "吕梁市", (), "141100"),
        Entity(place, "离石区", ("离石",), "141102", evidence=(said("离石区"),)),
        Entity(place, "隰县", (), "141031", evidence=(said("离隰高速公路", rule="decoded", inferred=True),)),
        Entity(place, "某某流域", evidence=(said("全国"),)),
        Entity(project, "离隰高速公路", ("离隰高速",), "", "expressway", "build", road),
        Entity(project, "大剧院", (), "", "venue", "plan", (said("大剧院"),)),
        Entity(project, "氢能产业基地", (), "", "base", "", (said("氢能产业基地"),)),
        Entity(EntityType.INDUSTRY, "氢能产业", ("氢能",), evidence=(said("氢能产业"), said("氢能产业", nth=1))),
        Entity(EntityType.ORGANIZATION, "太原理工大学", evidence=(said("太原理工大学"),)),
        Entity(EntityType.MEASURE, "河长制", evidence=(said("河长制"),)),
        Entity(EntityType.BRAND, "“某某山猪”", evidence=(said("“某某山猪”"),)),
    )


def facts(plan_id: str = "141100-2021-congress-abc123", meta: PlanMeta = META) -> PlanFacts:
    place, project, industry = EntityType.PLACE, EntityType.PROJECT, EntityType.INDUSTRY
    develops = (said("氢能产业基地", inferred=True), said("离石区发展氢能产业"))
    relations = (
        Relation("离隰高速公路", Predicate.CONNECTS, "隰县", project, place, (said("离隰高速公路", inferred=True),)),
        Relation("离石区", Predicate.DEVELOPS, "氢能产业", place, industry, develops),
        Relation("离石", Predicate.COOPERATES, "太原理工大学", place, EntityType.ORGANIZATION, (said("合作"),)),
        Relation("氢能产业基地", Predicate.SERVES, "氢能产业", project, industry, (said("氢能产业基地"),)),
    )
    targets = (
        Target("吕梁市", "森林覆盖率", ">", "33", "%", deadline=2025, evidence=(said("森林覆盖率超过33%"),)),
        Target("每个县", "养老院", "=", "1.50", "所", "year", 0, 5, evidence=(said("每个县建成1所养老院"),)),
        Target("每个县", "养老院", "=", "1.50", "所", "year", 0, 5, evidence=(said("建成1所养老院"),)),
    )
    goal = Goal("吕梁市", "成功入选全国文明城市", 0, 5, (said("成功入选全国文明城市"),))
    return PlanFacts(document(plan_id, meta), entities(), relations, targets, (goal,))
