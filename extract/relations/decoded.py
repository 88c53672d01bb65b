"""Abbreviated names decoded: the ends of 离隰高速, the members of 离柳中方城镇组群. Unclear ones stay unresolved."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from extract.gazetteer.abbreviation import Decoded, decode_cluster, decode_route
from extract.gazetteer.letters import Letters, Meaning
from extract.model import Entity, EntityType, Evidence, LedgerEntry, Predicate, Relation
from extract.relations.connects import is_cluster, undecided
from extract.relations.context import Context
from extract.relations.seated import seats

_LINE = re.compile(
    r"^(?:新建|改建|国道|省道|市域（郊）铁路)?“?(?P<letters>[\u4e00-\u9fff]{2,5}?)”?"
    r"(?:中线|[东西南北]环|[东西南北]线|沿江|沿海|建材|跨[江海]|[长黄]江|黄河)?"
    r"(?P<kind>城际铁路|城际|市域铁路|高速铁路|客运专线|客专|高铁|铁路|高速公路|高速|快速路|公路|通道|大桥|路|线)"
    r"(?P<rest>.*)$"
)
_CORRIDOR = re.compile(
    r"^(?P<letters>[\u4e00-\u9fff]{2,5}?)(?:开放|跨省|大宗|骨干|综合|商品|交通|流通|物流|货运|运输|出海|陆海|新|大){1,5}"
    r"(?P<kind>通道|走廊)(?P<rest>)$"
)
# What stands beside a line and is not the line: its ends are not what it connects.
_BESIDE = re.compile(
    r"走廊|科创|配套|收费站|服务区|出入?口|互通$|沿线|人行道|绿化|两侧|景观|经济带|产业带|枢纽|[^铁]站$|片区|周边"
)
_CLUSTER = re.compile(
    r"^[“]?(?P<letters>[\u4e00-\u9fff]{2,5}?)[”]?"
    r"(?P<kind>城镇组群|城市组群|组群|城镇群|世界级城市群|城市群|都市圈|经济圈|地区双城经济圈|城镇圈|一体化|"
    r"[一半两]小时交通圈|科技创新走廊|地区|)$"
)
_GEOGRAPHY = frozenset("东西南北中上下口江河湖海山沟岭原村镇乡关岛湾区市县州盟亚洲大小周边沿")


@dataclass
class Findings:
    """What decoding adds: relations, places not named in full, and what could not be decided."""

    relations: list[Relation] = field(default_factory=list)
    places: dict[str, Entity] = field(default_factory=dict)
    ledger: list[LedgerEntry] = field(default_factory=list)


class Decoder:
    """Decodes the abbreviated names of one document; what it finds gathers in ``findings``."""

    def __init__(self, context: Context, letters: Letters) -> None:
        self._context = context
        self._letters = letters
        self._mentioned: Collection[str] = frozenset(e.code for e in context.entities if e.code)
        self._known = frozenset(name for name, i in context.place_names if not is_cluster(context, i, name))
        self.findings = Findings()

    def lines(self, said: Collection[str]) -> None:
        """``connects.decoded``: transport lines named by one character an end, but those whose ends are ``said``."""
        for index, entity in undecided(self._context, said):
            for name in (entity.name, *entity.aliases):
                match = _LINE.match(name) or _CORRIDOR.match(name)
                if match and match["letters"] not in self._known and not _BESIDE.search(match["rest"]):
                    decoded = self._route(match["letters"], match["kind"])
                    partly = "铁" in match["kind"] or "高速" in match["kind"] or "城际" in match["kind"]
                    self._add(index, entity, decoded, Predicate.CONNECTS, "connects.decoded", partly=partly)
                    break

    def clusters(self) -> None:
        """``part.decoded``: regions named by one character a member."""
        for index, entity in enumerate(self._context.entities):
            match = _CLUSTER.match(entity.name) if entity.type is EntityType.PLACE and not entity.code else None
            if match and (match["kind"] not in ("", "地区") or _GEOGRAPHY.isdisjoint(match["letters"])):
                plan = self._context.document.meta.place_code
                decoded = decode_cluster(
                    match["letters"], plan, self._context.gazetteer,
                    source=self._letters, mentioned_codes=self._mentioned,
                )  # fmt: skip
                self._add(index, entity, decoded, Predicate.PART_OF, "part.decoded")

    def seats(self) -> None:
        """``located.decoded``: works named by one character for each place they are in."""
        for index, entity in enumerate(self._context.entities):
            spot = self._context.first_spot.get(index)
            places = seats(self._context, index, self._letters) if spot else ()
            if spot and places:
                evidence = self._context.evidence(spot.start, spot.end, "located.decoded", inferred=True)
                for meaning in places:
                    self._relate(entity, meaning, evidence, Predicate.LOCATED_IN)

    def _route(self, letters: str, kind: str) -> Decoded:
        plan = self._context.document.meta.place_code
        return decode_route(
            letters, kind, plan, self._context.gazetteer, source=self._letters, mentioned_codes=self._mentioned
        )

    def _add(
        self, index: int, entity: Entity, decoded: Decoded, predicate: Predicate, rule: str, *, partly: bool = False
    ) -> None:
        spot = self._context.first_spot.get(index)
        if spot is None:
            return
        if rule == "part.decoded" and not self._concerns_us(decoded):
            return
        if not decoded.resolved and (rule == "part.decoded" or entity.kind != "road"):
            self.findings.ledger.append(LedgerEntry("unresolved", entity.name, _rivals(decoded), 1, spot.start))
        if not decoded.resolved and (rule == "part.decoded" or not partly):
            return
        evidence = self._context.evidence(spot.start, spot.end, rule, inferred=True)
        for meaning in decoded.places:
            if meaning is not None:
                self._relate(entity, meaning, evidence, predicate)

    def _concerns_us(self, decoded: Decoded) -> bool:
        """Whether the planning place is one of a cluster's members, in one, or has them in it."""
        plan, within = self._context.document.meta.place_code, self._context.gazetteer.within
        codes = [p.code for p in (decoded.readings[0].places if decoded.readings else ()) if p.code]
        return bool(plan) and any(code == plan or within(plan, code) or within(code, plan) for code in codes)

    def _relate(self, entity: Entity, meaning: Meaning, evidence: Evidence, predicate: Predicate) -> None:
        place = self._place(meaning, evidence)
        if predicate is not Predicate.PART_OF:
            relation = Relation(entity.name, predicate, place.name, entity.type, place.type, (evidence,))
        else:
            relation = Relation(place.name, predicate, entity.name, place.type, entity.type, (evidence,))
        self.findings.relations.append(relation)

    def _place(self, meaning: Meaning, evidence: Evidence) -> Entity:
        """The document's entity for a place, or a new one (inferred) where the document names it by a letter only."""
        index = self._context.place_of(meaning.code, meaning.name)
        if index is not None:
            return self._context.entities[index]
        new = Entity(EntityType.PLACE, meaning.name, (), meaning.code, "", "", (evidence,))
        return self.findings.places.setdefault(meaning.code or meaning.name, new)


def _rivals(decoded: Decoded) -> str:
    shown = ["—".join(p.name for p in reading.places) for reading in decoded.readings[:3]]
    return f"读法不能确定：{' / '.join(shown)}" if shown else "没有可信的读法"


def decode(context: Context, letters: Letters, said: Collection[str] = ()) -> Findings:
    """All that decoding finds in a document; empty where nothing is abbreviated.

    ``said`` are names of lines whose ends are known already.
    """
    decoder = Decoder(context, letters)
    decoder.lines(said)
    decoder.clusters()
    decoder.seats()
    return decoder.findings


def new_places(findings: Findings) -> Iterator[Entity]:
    """The places that decoding added, sorted."""
    yield from sorted(findings.places.values())
