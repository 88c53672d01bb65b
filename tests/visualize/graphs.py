"""Graphs to draw: made-up ones of any size, one out of an annotated document, and a hostile one.

All follow the contract that ``visualize.payload`` documents.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import networkx as nx

BASE = "https://w3id.org/plankg/id/"
SURNAMES = (
    "安白曹丁范冯高郭韩何洪侯胡黄贾江康孔李林刘柳卢罗马孟宁潘彭任沈石宋苏孙唐田汪魏吴夏肖谢许严杨叶余袁岳张郑钟朱左"
)
SECOND = "川山河口城阳水泉源岭坪原峰谷台溪湾平宁安远丰昌泰和"
PROJECT_TAILS = (
    "高速公路",
    "铁路",
    "水库",
    "产业园区",
    "光伏电站",
    "示范基地",
    "风景区",
    "数据中心",
    "体育场",
    "博物馆",
)
INDUSTRIES = (
    "煤炭产业",
    "氢能产业",
    "文旅产业",
    "白酒产业",
    "新材料产业",
    "铝镁产业",
    "食用菌产业",
    "数字经济",
    "现代物流业",
    "装备制造业",
)
KINDS = ("公路", "铁路", "水利", "产业园区", "能源", "基地", "景区", "数据中心", "场馆", "场馆")
STATUSES = ("谋划", "开工", "在建", "改造", "建成")
ZH = {
    "locatedIn": "位于", "connects": "连接", "partOf": "属于", "develops": "发展", "serves": "服务于",
    "radiates": "辐射带动", "cooperatesWith": "合作", "within": "辖于", "subject": "责任主体",
}  # fmt: skip


class Maker:
    """Builds a graph sentence by sentence; repeats of a node or an edge are merged."""

    def __init__(self, title: str) -> None:
        self.graph = nx.MultiDiGraph(title=title, plans={}, evidence=[], counties={})
        self.edges = 0  # networkx counts them anew each time it is asked

    def plan(self, key: str, title: str, place: str, year: int, kind: str = "党代会报告") -> str:
        self.graph.graph["plans"][key] = {"title": title, "place": place, "code": "", "year": year, "kind": kind}
        return key

    def evidence(
        self, plan: str, text: str, name: str, section: str = "一、总体要求 › 发展目标", page: int | None = None
    ) -> int:
        start = max(text.find(name), 0)
        self.graph.graph["evidence"].append(
            {"plan": plan, "section": section, "page": page, "text": text, "start": start,
             "end": start + len(name) if name in text else start, "rule": "test.rule"}
        )  # fmt: skip
        return len(self.graph.graph["evidence"]) - 1

    def node(self, cls: str, label: str, plan: str, evidence: int | None = None, **more: Any) -> str:
        iri = f"{BASE}{cls.lower()}/{label}"
        if iri not in self.graph:
            self.graph.add_node(
                iri, label=label, cls=cls, aliases=[], kind="", status="", code="", level="", lon=None, lat=None,
                counties=[], plans=[plan], evidence=[], inferred=False,
            )  # fmt: skip
        data = self.graph.nodes[iri]
        data.update(more)
        if plan not in data["plans"]:
            data["plans"].append(plan)
        if evidence is not None:
            data["evidence"].append(evidence)
        return iri

    def edge(
        self, a: str, predicate: str, b: str, plan: str, evidence: int | None = None, inferred: bool = False
    ) -> None:
        self.edges += not self.graph.has_edge(a, b, key=predicate)
        self.graph.add_edge(
            a, b, key=predicate, predicate=predicate, label=ZH[predicate], inferred=inferred,
            rule="test.decode" if inferred else "test.rule", plans=[plan],
            evidence=[] if evidence is None else [evidence],
        )  # fmt: skip


def plan_graph(nodes: int = 300, edges: int = 600, counties: int = 13, seed: int = 5) -> nx.MultiDiGraph:
    """A made-up prefecture's plans: counties with coordinates, projects, industries, targets; sizes about as asked."""
    rng = random.Random(seed)
    make = Maker("云岭市规划图谱")
    plans = [make.plan(f"999900-{y}", f"云岭市第{n}次党代会报告", "云岭市", y) for n, y in (("四", 2016), ("五", 2021))]
    city = make.node("Place", "云岭市", plans[0], level="prefecture", code="999900", lon=111.1, lat=37.5)
    names = _names(rng, counties)
    homes = []
    for number, name in enumerate(names):
        code = f"9999{number + 1:02d}"
        lon, lat = round(110.4 + rng.random() * 1.7, 3), round(36.8 + rng.random() * 1.9, 3)
        make.graph.graph["counties"][code] = {"name": name, "lon": lon, "lat": lat}
        text = f"支持{name}立足资源禀赋，做强做优县域经济，建设宜居宜业的现代化县城。"
        found = make.evidence(plans[1], text, name, page=number % 9 + 1)
        home = make.node(
            "Place",
            name,
            plans[1],
            found,
            level="county",
            code=code,
            lon=lon,
            lat=lat,
            counties=[name],
            aliases=[name[:-1]],
        )
        make.edge(home, "within", city, plans[1])
        homes.append(home)
    industries = [
        make.node("Industry", i, plans[1], make.evidence(plans[1], f"大力发展{i}，延链补链强链。", i))
        for i in INDUSTRIES
    ]
    _targets(make, plans, city, rng)
    while make.graph.number_of_nodes() < nodes:
        _thing(make, rng, plans, homes, industries)
    everything = sorted(
        n for n, d in make.graph.nodes(data=True) if d["cls"] in ("Project", "Industry", "Measure", "Place")
    )
    while make.edges < edges:
        a, b = rng.choice(everything), rng.choice(homes + industries)
        if a != b:
            make.edge(
                a, rng.choice(("serves", "radiates", "connects", "develops")), b, plans[1], inferred=rng.random() < 0.15
            )
    return make.graph


def _names(rng: random.Random, count: int) -> list[str]:
    names: list[str] = []
    while len(names) < count:
        name = rng.choice(SURNAMES) + rng.choice(SECOND) + ("区" if not names else "县")
        if name not in names:
            names.append(name)
    return names


def _targets(make: Maker, plans: list[str], city: str, rng: random.Random) -> None:
    rows = (("森林覆盖率", ">", "33", "%"), ("经济总量", ">=", "2200", "亿元"),
            ("城镇化率", ">=", "65", "%"),
            ("旅游收入", "increase", "12", "%"), ("粮食产量", ">=", "120", "万吨"),
            ("空气优良天数比例", "<=", "80.5", "%"))  # fmt: skip
    for number, (indicator, operator, value, unit) in enumerate(rows):
        text = f"到2025年，{indicator}达到{value}{unit}。"
        found = make.evidence(plans[1], text, indicator, "二、奋斗目标", 3)
        label = f"{indicator}{operator}{value}{unit}"
        target = make.node(
            "Target", label, plans[1], found, indicator=indicator, operator=operator, value=value, unit=unit,
            per="year" if number == 3 else "", deadline=2025, subject="云岭市",
        )  # fmt: skip
        make.edge(target, "subject", city, plans[1], found)


def _thing(make: Maker, rng: random.Random, plans: list[str], homes: list[str], industries: list[str]) -> None:
    """One project or measure with its sentence and links."""
    home = rng.choice(homes[: max(2, int(len(homes) * rng.random()) + 1)])
    county = make.graph.nodes[home]["label"]
    stem = rng.choice(SURNAMES) + rng.choice(SECOND) + rng.choice(SURNAMES) + rng.choice(SECOND)
    plan = rng.choice(plans)
    if rng.random() < 0.18:
        name = f"{stem}行动计划"
        found = make.evidence(plan, f"深入实施{name}，一年一个台阶推进。", name, "三、重点任务 › 深化改革")
        measure = make.node("Measure", name, plan, found)
        if rng.random() < 0.5:
            make.edge(measure, "serves", rng.choice(industries), plan, found)
        return
    pick = rng.randrange(len(PROJECT_TAILS))
    name = stem + PROJECT_TAILS[pick]
    text = f"在{county}加快建设{name}，带动周边发展，确保早开工、早建成、早见效。"
    found = make.evidence(plan, text, name, "三、重点任务 › 基础设施", rng.randrange(1, 30))
    project = make.node("Project", name, plan, found, kind=KINDS[pick], status=rng.choice(STATUSES), counties=[county])
    make.edge(project, "locatedIn", home, plan, found)
    if pick < 2:
        other = rng.choice(homes)
        if other != home:
            make.edge(project, "connects", other, plan, found, inferred=True)
            make.graph.nodes[project]["counties"] = sorted({county, make.graph.nodes[other]["label"]})
    if rng.random() < 0.4:
        make.edge(project, "develops", rng.choice(industries), plan, found)


def annotation_graph(path: Path) -> nx.MultiDiGraph:
    """The graph of one annotated document: what its people found, sentence for sentence."""
    data = json.loads(path.read_text(encoding="utf-8"))
    make = Maker(f"{data['planning_place']}规划图谱")
    plan = make.plan("gold", data["document"], data["planning_place"], data["planning_period"][0])
    by_name: dict[str, str] = {}
    counties = {e["name"] for e in data["entities"] if e["type"] == "place" and e["name"][-1] in "县区"}
    for e in data["entities"]:
        found = make.evidence(plan, e.get("evidence") or e["name"], e["name"])
        by_name[e["name"]] = make.node(
            e["type"].capitalize(), e["name"], plan, found, aliases=e.get("aliases", []), kind=e.get("kind") or "",
            status=e.get("status") or "", level="county" if e["name"] in counties else "",
            counties=[e["name"]] if e["name"] in counties else [],
        )  # fmt: skip
    camel = {"located_in": "locatedIn", "part_of": "partOf", "cooperates": "cooperatesWith"}
    for r in data["relations"]:
        if r["s"] in by_name and r["o"] in by_name:
            found = make.evidence(plan, r["evidence"] or "", r["s"])
            make.edge(by_name[r["s"]], camel.get(r["p"], r["p"]), by_name[r["o"]], plan, found)
            if r["o"] in counties and make.graph.nodes[by_name[r["s"]]]["cls"] != "Place":
                names = make.graph.nodes[by_name[r["s"]]]["counties"]
                make.graph.nodes[by_name[r["s"]]]["counties"] = sorted({*names, r["o"]})
    for t in data["targets"]:
        label = f"{t['indicator']} {t['op']} {t['value']}{t['unit'] or ''}"
        found = make.evidence(plan, t["evidence"], t["indicator"])
        target = make.node(
            "Target", label, plan, found, indicator=t["indicator"], operator=t["op"], value=str(t["value"]),
            unit=t["unit"] or "", per=t["per"] or "", deadline=t["deadline"] or "", subject=t["subject"],
        )  # fmt: skip
        if t["subject"] in by_name:
            make.edge(target, "subject", by_name[t["subject"]], plan, found)
    for g in data["goals"]:
        goal = make.node("Goal", g["text"], plan, make.evidence(plan, g["evidence"], g["text"]))
        if g["subject"] in by_name:
            make.edge(goal, "subject", by_name[g["subject"]], plan)
    return make.graph


HOSTILE = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=2>",
    "\"'><svg onload=window.hacked=3>",
    "<!--<script>",
    "javascript:window.hacked=4",
    "{{ 7*7 }}{% raw %}",
    "\u202e写反了的名字\u202c",
    "عربي مشروع كبير",
    "很长的名字" * 60,
    "行\u2028分隔\u2029符\u0000和\ud800孤立",
    "__proto__",
    "&lt;b&gt;href=",
)


def hostile_graph() -> nx.MultiDiGraph:
    """Labels, sentences, titles and county names that try to become markup or script."""
    make = Maker("</title><script>window.hacked=5</script>")
    plan = make.plan('p"><script>', "</script><b>计划", "<i>地</i>", 2021)
    make.graph.graph["counties"]["000001"] = {"name": "<b>县</b>", "lon": 110.0, "lat": 30.0}
    centre = make.node("Place", "<b>县</b>", plan, counties=["<b>县</b>"], level="county", code="000001")
    for number, text in enumerate(HOSTILE):
        found = make.evidence(plan, f"前言{text}后语", text, section=text, page=number)
        node = make.node(
            "Project", text, plan, found, aliases=[text], kind=text[:40], status=text[:40], counties=["<b>县</b>"]
        )
        make.edge(node, "locatedIn", centre, plan, found)
    make.graph.nodes[centre]["cls"] = "<script>"
    return make.graph
