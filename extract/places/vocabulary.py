"""Names that are known: the nation's divisions and regions, and the townships around one planning place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ahocorasick_rs import AhoCorasick, MatchKind

from extract.gazetteer import COUNTY, PREFECTURE, PROVINCE, Division, Gazetteer
from extract.gazetteer.shortname import short_name
from extract.places.hits import NEEDS_BOTH_SIDES, NEEDS_CONTEXT, SURE, Hit
from extract.places.lexicon import PlaceLexicon


def _automaton(names: list[str]) -> AhoCorasick | None:
    return AhoCorasick(names, matchkind=MatchKind.Standard) if names else None


# After these a name begins, whatever word they would make with its first character (以北京为, 向东营)
_FUNCTION = frozenset("以在向从到和与对为由及至将把让使是有等的如沿经并或了我其该各全多一二三四五六七八九十两")

_PARTICLES = frozenset("等的和与及至到在将把")


def crossed(text: str, start: int, end: int, words: Mapping[str, str]) -> bool:
    """Whether a common word lies across the left or right edge of ``text[start:end]``."""
    before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return (before in words and before[0] not in _FUNCTION) or (after in words and after[1] not in _PARTICLES)


class Vocabulary:
    """Finds known names in texts about any place; one is made for all documents."""

    def __init__(self, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        names = {name for name in gazetteer.upper_names() if len(name) > 1} | set(lexicon.regions)
        self._names = sorted(names)
        self._automaton = _automaton(self._names)

    def hits(self, text: str, plan_code: str, year: int) -> Iterator[Hit]:
        """Every known name, overlapping and doubtful ones included."""
        known: dict[str, Hit | None] = {}
        for start, end in self._spans(text):
            name = text[start:end]
            if name not in known:
                known[name] = self._candidate(name, plan_code, year)
            hit = known[name]
            if hit is not None:
                yield Hit(start, end, name, hit.name, hit.code, hit.rule, hit.need)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        if self._automaton is None:
            return
        for _, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not self._crossed(text, start, end):
                yield start, end

    def _crossed(self, text: str, start: int, end: int) -> bool:
        """Whether a short name is cut out of two words: 健|康保|障."""
        if end - start > 2:
            words = self._lexicon.words
            inside = text[end - 2 : end] in words and text[max(0, start - 1) : start + 1] in words  # 适应|城市
            return inside or (text[end - 1] in "区市县" and text[end - 1 : end + 1] in words)
        return crossed(text, start, end, self._lexicon.words)

    def _candidate(self, name: str, plan_code: str, year: int) -> Hit | None:
        region = self._lexicon.regions.get(name)
        if region is not None:
            if (
                len(name) == 2
                and len(region.codes) == 1
                and region.kind == "region"
                and plan_code[:2] != region.codes[0][:2]
            ):
                return None  # 祖国北疆: short names of a province's parts are used there only
            return Hit(0, 0, name, region.name, "", f"place.{region.kind}")
        found = self._gazetteer.resolve(name, plan_code, year=year, townships=False)
        if found is None:
            return self._unresolved(name)
        if name not in (found.name, found.short) and not self._former_name(name):
            return None
        current = found.successor or found.code
        form = found if found.historic else self._gazetteer.official(found.code, year) or found
        need = self._need(name, found, current, plan_code)
        rule = "place.full" if name == found.name else "place.short"
        return Hit(0, 0, name, form.name, current, rule, need)

    def _former_name(self, name: str) -> bool:
        """Whether a former division was called so in full, or a former prefecture in short (襄樊, but not 动力)."""
        former = [d for d in self._gazetteer.named(name, townships=False) if d.historic]
        return any(d.name == name or d.level == PREFECTURE for d in former)

    def _unresolved(self, name: str) -> Hit | None:
        """A name of several divisions that are equally likely: a full one is a place all the same, without a code."""
        divisions = self._gazetteer.named(name, townships=False)
        full = any(d.name == name and not d.historic for d in divisions)
        return Hit(0, 0, name, name, "", "place.namesake", NEEDS_CONTEXT) if full else None

    def _need(self, name: str, found: Division, current: str, plan_code: str) -> int:
        if self._gazetteer.within(plan_code, current):
            return SURE
        if name in self._lexicon.strict:
            return NEEDS_BOTH_SIDES
        if name in self._lexicon.common:
            own = found.level == PREFECTURE and self._gazetteer.within(current, plan_code)
            return SURE if own else NEEDS_CONTEXT
        if len(name) == 2 and name == found.name and current[:2] != plan_code[:2]:
            return NEEDS_CONTEXT  # 文旅兴县, 和县里
        if name == found.name or found.level in (PROVINCE, PREFECTURE):
            return SURE
        near = plan_code[:2] == current[:2]
        return SURE if near or found.name.endswith("市") else NEEDS_CONTEXT


class Townships:
    """Names of townships of one planning place, of its whole province if it is one."""

    def __init__(self, gazetteer: Gazetteer, plan_code: str, lexicon: PlaceLexicon) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._narrow = not plan_code.endswith("00")
        self._plan_code = plan_code
        self._by_name: dict[str, list[int]] = {}
        for row in gazetteer.township_rows(_scope(gazetteer, plan_code)):
            full = gazetteer.name_at(row)
            for name in dict.fromkeys((full, short_name(full))):
                if len(name) > 1:
                    self._by_name.setdefault(name, []).append(row)
        self._names = sorted(self._by_name)
        self._automaton = _automaton(self._names)

    def hits(self, text: str) -> Iterator[Hit]:
        """Townships by full name; by short name always in need of context."""
        if self._automaton is None:
            return
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            name = self._names[index]
            divisions = self._divisions(name)
            own = [d for d in divisions if self._gazetteer.within(d.code, self._plan_code)]
            chosen = own[0] if len(own) == 1 else divisions[0] if len(divisions) == 1 else None
            full = any(d.name == name for d in divisions)
            if len(name) == 2 and crossed(text, start, end, self._lexicon.words):
                continue
            if name[-1] not in "镇乡道木" and text[end : end + 1] == "村":
                continue
            if name in self._lexicon.strict or (name in self._lexicon.words and not (own and self._narrow)):
                continue
            need = SURE if self._stands_alone(name, full, bool(own)) else NEEDS_CONTEXT
            title = chosen.name if chosen else next((d.name for d in divisions if d.name == name), divisions[0].name)
            rule = "place.township" if full else "place.township_short"
            yield Hit(start, end, name, title, chosen.code if chosen else "", rule, need)

    def _stands_alone(self, name: str, full: bool, own: bool) -> bool:
        """A full name does; a short one only of a county's own township, if it is no common word."""
        if full:
            return own or len(name) > 2
        ordinary = name in self._lexicon.common or name in self._lexicon.words
        return (
            own
            and not ordinary
            and (len(name) > 2 or not self._plan_code.endswith("00"))
            and self._plan_code[2:] != "0000"
        )

    def below(self, name: str, ancestor: str) -> Division | None:
        """The one township called ``name`` under ``ancestor``."""
        found = [d for d in self._divisions(name) if self._gazetteer.within(d.code, ancestor)]
        return found[0] if len(found) == 1 else None

    def _divisions(self, name: str) -> list[Division]:
        return [self._gazetteer.at(row) for row in self._by_name.get(name, ())]


def _scope(gazetteer: Gazetteer, plan_code: str) -> str:
    """The division whose townships are worth knowing: the prefecture around a county, else the place itself."""
    division = gazetteer.by_code(plan_code)
    if division is not None and division.level == COUNTY:
        return division.parent
    return plan_code
