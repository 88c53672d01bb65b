"""Two small plans made by hand, as facts and as a graph, for the tests of store, queries, network and export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad

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
from kg.gazetteer_graph import ontology_quads
from kg.manifest import PlanRecord
from kg.rdf import plan_quads
from kg.store import GraphStore, Reference

ONT = "https://w3id.org/plankg/ont#"
ID = "https://w3id.org/plankg/id/"
GAZETTEER = NamedNode(ID + "graph/gazetteer")
PLACE, PROJECT, INDUSTRY, ORGANIZATION, MEASURE, BRAND = (
    EntityType.PLACE, EntityType.PROJECT, EntityType.INDUSTRY,
    EntityType.ORGANIZATION, EntityType.MEASURE, EntityType.BRAND,
)  # fmt: skip

LULIANG = (
    ("一、奋斗目标", None),
    ("到2025年，森林覆盖率超过33%。", None),
    ("力争五年内成功入选全国文明城市，推行网格化管理。", None),
    ("二、重点任务", None),
    ("支持柳林县、离石区发展煤炭产业。", None),
    ("在柳林县建设柳林科技创新中心，服务氢能产业。", None),
    ("建成离隰高速公路和太绥高铁，推进离石区、柳林县、中阳县、方山县组成离柳中方城镇组群，辐射带动临县。", None),
    ("柳林县孟门镇建设孟门黄河大桥。", None),
    ("吕梁市与太原理工大学深度合作，落实揭榜挂帅，支撑氢能产业。", None),
    ("打响“吕梁山猪”品牌，柳林县粮食产量达到5万吨，建设大剧院。", None),
)
TAIYUAN = (
    ("一、主要目标", None),
    ("2026年，森林覆盖率达到35%以上。", None),
    ("开工建设太绥高铁，大力发展氢能产业。", None),
    ("太原市古交市发展煤炭产业。", None),
)

# (code, name, short, class, parent, lon, lat)
DIVISIONS = (
    ("140000", "山西省", "山西", "Province", "", 112.5, 37.8),
    ("140100", "太原市", "太原", "Prefecture", "140000", 112.5, 37.9),
    ("140181", "古交市", "古交", "County", "140100", 112.1, 37.9),
    ("141100", "吕梁市", "吕梁", "Prefecture", "140000", 111.1, 37.5),
    ("141102", "离石区", "离石", "County", "141100", 111.13, 37.52),
    ("141124", "临县", "临县", "County", "141100", 110.99, 37.95),
    ("141125", "柳林县", "柳林", "County", "141100", 110.88, 37.42),
    ("141125103", "孟门镇", "孟门", "Township", "141125", None, None),
    ("141128", "方山县", "方山", "County", "141100", 111.24, 37.89),
    ("141129", "中阳县", "中阳", "County", "141100", 111.17, 37.35),
    ("141031", "隰县", "隰县", "County", "141000", 110.93, 36.69),
    ("141000", "临汾市", "临汾", "Prefecture", "140000", 111.5, 36.1),
)  # fmt: skip


class Writer:
    """A document of given sentences; headings begin with a Chinese numeral and 、."""

    def __init__(self, plan_id: str, meta: PlanMeta, lines: Sequence[tuple[str, int | None]], source: str) -> None:
        text, passages, sections, position = "", [], [], 0
        for line, page in lines:
            if line[1] == "、" and not line.endswith("。"):
                sections.append((line, position))
            else:
                passages.append(
                    Passage(
                        len(passages), position, position + len(line), len(passages), len(sections) - 1, False, page
                    )
                )
            text += line + "\n"
            position = len(text)
        ends = [start for _, start in sections[1:]] + [len(text)]
        made = tuple(Section(i, 1, t, s, e) for i, ((t, s), e) in enumerate(zip(sections, ends, strict=True)))
        self.document = Document(plan_id, text, source, meta, made, tuple(passages))

    def ev(self, quote: str, inside: str = "", rule: str = "test.rule", inferred: bool = False) -> tuple[Evidence, ...]:
        """Where ``quote`` stands (in the sentence with ``inside``)."""
        text = self.document.text
        passage = next(p for p in self.document.passages if (inside or quote) in self.document.quote(p))
        start = text.index(quote, passage.start, passage.end)
        return (Evidence(passage.index, start, start + len(quote), quote, rule, inferred),)


def luliang_facts(source: str = "/plans/luliang.txt", year: int = 2021) -> PlanFacts:
    meta = PlanMeta("吕梁市第五次党代会报告", "吕梁市", "141100", "党代会报告", year, (2021, 2026), "2021-09-01")
    w = Writer(f"141100-{year}-dangdaihui-aaaa", meta, LULIANG, source)
    e = w.ev
    entities = (
        Entity(PLACE, "吕梁市", ("吕梁",), "141100", evidence=e("吕梁市")),
        Entity(
            PLACE,
            "柳林县",
            ("柳林",),
            "141125",
            evidence=e("柳林县", "支持") + e("柳林县", "科技") + e("柳林县", "粮食"),
        ),
        Entity(PLACE, "离石区", ("离石",), "141102", evidence=e("离石区", "支持")),
        Entity(PLACE, "中阳县", ("中阳",), "141129", evidence=e("中阳县")),
        Entity(PLACE, "方山县", ("方山",), "141128", evidence=e("方山县")),
        Entity(PLACE, "临县", (), "141124", evidence=e("临县")),
        Entity(PLACE, "隰县", (), "141031", evidence=e("离隰高速公路", rule="test.decode", inferred=True)),
        Entity(PLACE, "孟门镇", ("孟门",), "141125103", evidence=e("孟门镇")),
        Entity(PLACE, "离柳中方城镇组群", (), evidence=e("离柳中方城镇组群")),
        Entity(PROJECT, "柳林科技创新中心", (), "", "innovation_platform", "build", e("柳林科技创新中心")),
        Entity(PROJECT, "离隰高速公路", ("离隰高速",), "", "expressway", "complete", e("离隰高速公路")),
        Entity(PROJECT, "太绥高铁", (), "", "railway", "build", e("太绥高铁")),
        Entity(PROJECT, "孟门黄河大桥", (), "", "road", "build", e("孟门黄河大桥")),
        Entity(PROJECT, "大剧院", (), "", "venue", "build", e("大剧院")),
        Entity(INDUSTRY, "煤炭产业", ("煤炭",), evidence=e("煤炭产业")),
        Entity(INDUSTRY, "氢能产业", ("氢能",), evidence=e("氢能产业", "科技") + e("氢能产业", "揭榜")),
        Entity(ORGANIZATION, "太原理工大学", (), evidence=e("太原理工大学")),
        Entity(MEASURE, "揭榜挂帅", (), evidence=e("揭榜挂帅")),
        Entity(MEASURE, "网格化管理", (), evidence=e("网格化管理")),
        Entity(BRAND, "吕梁山猪", (), evidence=e("吕梁山猪")),
    )
    r = Relation
    road = e("离隰高速公路", rule="test.decode", inferred=True)
    relations = (
        r("柳林县", Predicate.DEVELOPS, "煤炭产业", PLACE, INDUSTRY, e("柳林县、离石区发展煤炭产业")),
        r("离石区", Predicate.DEVELOPS, "煤炭产业", PLACE, INDUSTRY, e("离石区发展煤炭产业")),
        r("柳林科技创新中心", Predicate.LOCATED_IN, "柳林县", PROJECT, PLACE, e("在柳林县建设柳林科技创新中心")),
        r("柳林科技创新中心", Predicate.SERVES, "氢能产业", PROJECT, INDUSTRY, e("柳林科技创新中心，服务氢能产业")),
        r("离隰高速公路", Predicate.CONNECTS, "离石区", PROJECT, PLACE, road),
        r("离隰高速公路", Predicate.CONNECTS, "隰县", PROJECT, PLACE, road),
        r("孟门黄河大桥", Predicate.LOCATED_IN, "孟门镇", PROJECT, PLACE, e("孟门镇建设孟门黄河大桥")),
        r("离石区", Predicate.PART_OF, "离柳中方城镇组群", PLACE, PLACE, e("离柳中方城镇组群")),
        r("柳林县", Predicate.PART_OF, "离柳中方城镇组群", PLACE, PLACE, e("离柳中方城镇组群")),
        r("离柳中方城镇组群", Predicate.RADIATES, "临县", PLACE, PLACE, e("离柳中方城镇组群，辐射带动临县")),
        r("吕梁市", Predicate.COOPERATES, "太原理工大学", PLACE, ORGANIZATION, e("与太原理工大学深度合作")),
    )
    targets = (
        Target("吕梁市", "森林覆盖率", ">", "33", "%", deadline=2025, evidence=e("森林覆盖率超过33%")),
        Target("柳林县", "粮食产量", ">=", "5", "万吨", per="year", evidence=e("粮食产量达到5万吨")),
    )
    goals = (Goal("吕梁市", "成功入选全国文明城市", within_years=5, evidence=e("成功入选全国文明城市")),)
    return PlanFacts(w.document, entities, relations, targets, goals)


def taiyuan_facts(source: str = "/plans/taiyuan.txt") -> PlanFacts:
    meta = PlanMeta("太原市政府工作报告", "太原市", "140100", "政府工作报告", 2026, (2026, 2026), "")
    w = Writer("140100-2026-zhengfu-bbbb", meta, TAIYUAN, source)
    e = w.ev
    entities = (
        Entity(PLACE, "太原市", ("太原",), "140100", evidence=e("太原市")),
        Entity(PLACE, "古交市", ("古交",), "140181", evidence=e("古交市")),
        Entity(PLACE, "绥德县", ("绥德",), "", evidence=e("太绥高铁", rule="test.decode", inferred=True)),
        Entity(PROJECT, "太绥高铁", (), "", "railway", "start", e("太绥高铁")),
        Entity(INDUSTRY, "氢能产业", ("氢能",), evidence=e("氢能产业")),
        Entity(INDUSTRY, "煤炭产业", ("煤炭",), evidence=e("煤炭产业")),
    )
    relations = (
        Relation("古交市", Predicate.DEVELOPS, "煤炭产业", PLACE, INDUSTRY, e("古交市发展煤炭产业")),
        Relation(
            "太绥高铁", Predicate.CONNECTS, "太原市", PROJECT, PLACE, e("太绥高铁", rule="test.decode", inferred=True)
        ),
    )
    targets = (Target("太原市", "森林覆盖率", ">=", "35", "%", deadline=2026, evidence=e("森林覆盖率达到35%以上")),)
    return PlanFacts(w.document, entities, relations, targets)


def record_of(facts: PlanFacts) -> PlanRecord:
    meta, document = facts.document.meta, facts.document
    return PlanRecord(
        document.id, meta.title, meta.place, meta.place_code, meta.kind, meta.year, meta.period, document.source
    )


def entry(facts: PlanFacts) -> tuple[PlanRecord, list[Quad]]:
    return record_of(facts), plan_quads(facts)


def small_reference(codes: Sequence[str], planning: Sequence[str]) -> list[Quad]:
    """The gazetteer graph of ``DIVISIONS``: the codes used, what contains them, what is below the planning places."""
    by_code = {row[0]: row for row in DIVISIONS}
    wanted = {code for code in (*codes, *planning) if code in by_code}
    wanted |= {row[0] for row in DIVISIONS if row[4] in planning}
    while more := {by_code[c][4] for c in wanted if by_code[c][4] in by_code} - wanted:
        wanted |= more
    return [quad for code in sorted(wanted) for quad in _division(by_code[code])]


def full_reference(codes: Sequence[str], planning: Sequence[str]) -> list[Quad]:
    """``small_reference`` and the ontology's graph, for what shows labels of classes and statuses."""
    return [*small_reference(codes, planning), *ontology_quads()]


def _division(row: tuple[str, str, str, str, str, float | None, float | None]) -> Iterable[Quad]:
    code, name, short, cls, parent, lon, lat = row
    node, rdf = NamedNode(f"{ID}place/{code}"), "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    skos, geo = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2003/01/geo/wgs84_pos#"
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    for class_ in ("Place", "AdministrativeDivision", cls):
        yield Quad(node, NamedNode(rdf), NamedNode(ONT + class_), GAZETTEER)
    yield Quad(node, NamedNode(skos + "prefLabel"), Literal(name, language="zh"), GAZETTEER)
    yield Quad(node, NamedNode(skos + "altLabel"), Literal(short, language="zh"), GAZETTEER)
    yield Quad(node, NamedNode(ONT + "code"), Literal(code), GAZETTEER)
    if parent:
        yield Quad(node, NamedNode(ONT + "within"), NamedNode(f"{ID}place/{parent}"), GAZETTEER)
    if lon is not None and lat is not None:
        yield Quad(node, NamedNode(geo + "long"), Literal(str(lon), datatype=decimal), GAZETTEER)
        yield Quad(node, NamedNode(geo + "lat"), Literal(str(lat), datatype=decimal), GAZETTEER)


def small_graph(reference: Reference = small_reference) -> GraphStore:
    """Both plans in memory, with the gazetteer's part."""
    return GraphStore.memory([entry(luliang_facts()), entry(taiyuan_facts())], reference)
