"""Which indicator a figure is of, whatever words the plan has for it: concept and measure, and the number in base units.

A *concept* is a row of ``data/lexicon/indicator_scheme.csv`` (规上工业增加值 and 规模以上工业增加值 are one) or, for what
the table does not list, the plan's own words without quotation marks and scope (全省, 我市). The *measure* keeps apart
what must never be compared: a level (110亿元), growth on the year before (增长7%), mean growth over years (年均增长7%),
growth in all (累计增长40%), an addition (新增20家), a change in points (提高1个百分点), a multiple (翻一番), a rank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from extract.errors import TableError
from extract.model import normalise
from extract.tables import data_dir, read_table
from kg.identity_table import Overrides, load_overrides
from kg.indicator_families import Family, find_family, load_families

TABLE = "lexicon/indicator_scheme.csv"
LEVEL, GROWTH, MEAN, TOTAL, ADDED, POINTS, TIMES, RANK = (
    "水平", "增速", "年均增速", "累计增幅", "新增量", "升降百分点", "倍数", "位次",
)  # fmt: skip
RATES = frozenset({GROWTH, MEAN, TOTAL})

_CHANGE = re.compile(
    r"(?P<mean>年均|年平均|平均每年)?(?:同比|可比|按可比价|名义|实际|累计|口径|左右|要|)*"
    r"(?P<word>增长率|增长速度|增长|增速|增幅|递增|涨幅|上涨|提高|提升|增加|下降率|下降|降低|降幅|减少|削减|降至)$"
)
_DOWN = ("下降率", "下降", "降低", "降幅", "减少", "削减")
_SCOPE = re.compile(
    r"^(?:全(?:省|市|县|区|州|盟|旗|自治区|社会)|我(?:省|市|县|区|州)|其中|预计|力争|确保|年|的|各类|完成|实现|和|与|及)(?=..)"
)
_TAIL = re.compile(
    r"(?:平均|年均|年平均|同比|可比|预期|目标|力争|保持|稳定|实现|完成|达到|控制|总量|累计|共|，|要|为)$"
)
_SHARE = re.compile(r"率|比|强度|涨幅|覆盖|指数")
_ADDED = re.compile(r"^(?:净增|新增|再增|新增加|净增加|增加|新培育|新认定|新增培育)(?=..)")
_SCALES = (("万亿", 10**12), ("千亿", 10**11), ("百亿", 10**10), ("亿", 10**8), ("千万", 10**7), ("百万", 10**6),
           ("万", 10**4), ("千", 10**3))  # fmt: skip
_NO_SCALE = frozenset({"千瓦", "千瓦时", "千米", "千克", "千伏", "千伏安"})
_BASE = {"斤": ("吨", "0.0005"), "公斤": ("吨", "0.001"), "千克": ("吨", "0.001"), "公顷": ("亩", "15"),
         "平方公里": ("亩", "1500"), "平方千米": ("亩", "1500"), "千米": ("公里", "1"), "里": ("公里", "0.5"),
         "平米": ("平方米", "1"), "立方": ("立方米", "1"), "方": ("立方米", "1"), "人口": ("人", "1"), "名": ("人", "1"),
         "个": ("个", "1"), "家": ("个", "1"), "项": ("个", "1"),
         "座": ("个", "1"), "处": ("个", "1"), "所": ("个", "1"), "条": ("个", "1"), "微克每立方米": ("微克/立方米", "1"),
         "微克": ("微克/立方米", "1"), "兆瓦": ("千瓦", "1000")}  # fmt: skip
_ANY = frozenset({"%", "‰", "百分点", "个百分点", "倍", "位", "成"})


@dataclass(frozen=True, order=True, slots=True)
class Series:
    """What can be compared with what: an indicator's canonical name and one of the measures of this module."""

    concept: str
    measure: str

    @property
    def label(self) -> str:
        """In words: 地区生产总值增速; a level has the bare name."""
        return self.concept if self.measure == LEVEL else f"{self.concept}·{self.measure}"


@dataclass(frozen=True, order=True, slots=True)
class Amount:
    """A number in a base unit (元, 吨, 亩, 公里, 人, 个, %), so that 5.5万亿元 and 55000亿元 are equal."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """The table: canonical name by any name, base units, which direction is better, what is part of what.

    ``broader`` leads to another indicator or to a family; ``aliases`` are each indicator's other names as written;
    ``separate`` are names (normalised) that the analyst keeps apart from the indicator the table has them under.
    """

    names: dict[str, str]
    better: dict[str, str]
    broader: dict[str, str]
    units: dict[str, frozenset[str]] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forced: frozenset[str] = frozenset()
    separate: frozenset[str] = frozenset()

    def concept(self, words: str) -> str:
        """The canonical name, the words themselves (tidied) where the table has none."""
        for candidate in _candidates(words):
            key = normalise(candidate)
            if key in self.separate:
                return candidate
            found = self.names.get(key)
            if found:
                return found
        return _tidy(words)

    def fits(self, concept: str, unit: str) -> bool:
        """Whether an indicator can be measured in this base unit; always True of what the table does not list."""
        allowed = self.units.get(concept)
        return not allowed or unit in allowed or unit in _ANY

    def all_names(self, concept: str) -> tuple[str, ...]:
        """Every name of an indicator, normalised (``extract.model.normalise``), sorted; its own first."""
        own = normalise(concept)
        return (own, *sorted(name for name, found in self.names.items() if found == concept and name != own))

    def down(self, concept: str) -> bool | None:
        """True where less is better, False where more is, None where the table does not say."""
        found = self.better.get(concept)
        return None if not found else found == "down"

    def family(self, concept: str) -> tuple[str, ...]:
        """The concept and all it is part of, nearest first; for what the table does not list by the families' words."""
        found = [concept]
        if concept not in self.broader and concept not in self.families:
            family = find_family(self.families, concept)
            return (concept, *self.family(family.name)) if family else (concept,)
        while (wider := self._wider(found[-1])) and wider not in found:
            found.append(wider)
        return tuple(found)

    def _wider(self, name: str) -> str:
        family = self.families.get(name)
        return self.broader.get(name, "") or (family.broader if family else "")

    def find(self, words: str) -> str:
        """What an analyst means by an indicator's name (GDP, 增速 not counted): its canonical name."""
        return self.concept(series_words(words)[0])


def load_scheme(folder: Path | None = None, overrides: Overrides | None = None) -> Scheme:
    """The table of ``folder`` (default: ``extract.tables.data_dir``), with what the analyst forces or keeps apart.

    Raises:
        TableError: the table is missing, a name stands for two indicators, or a cell is not what its column may hold.
    """
    scheme = Scheme({}, {}, {}, {}, load_families(folder), {})
    file = str((folder or data_dir()) / TABLE)
    for row in read_table(TABLE, ("name", "aliases", "units", "broader", "better"), folder=folder):
        _enter(scheme, row, file)
    for name, wider in scheme.broader.items():
        if wider and wider not in scheme.broader and wider not in scheme.families:
            raise TableError(file, 0, f"{name} 的上位“{wider}”不在表里，也不是 indicator_family.csv 的类")
    return _decided(scheme, load_overrides(folder) if overrides is None else overrides)


def _enter(scheme: Scheme, row: dict[str, str], file: str) -> None:
    line, name = int(row["#line"]), row["name"]
    aliases = tuple(filter(None, row["aliases"].split(";")))
    for word in (name, *aliases):
        known = scheme.names.setdefault(normalise(word), name)
        if known != name:
            raise TableError(file, line, f"“{word}” 既是 {known} 又是 {name}；只留一处")
    if row["better"] not in ("up", "down", ""):
        raise TableError(file, line, f"better 只能是 up、down 或空，不能是 {row['better']!r}")
    scheme.better[name], scheme.broader[name], scheme.aliases[name] = row["better"], row["broader"], aliases
    scheme.units[name] = frozenset(filter(None, row["units"].split(";")))


def _decided(scheme: Scheme, overrides: Overrides) -> Scheme:
    """The scheme with the analyst's rows about indicators in it."""
    forced, separate = set(), set()
    for form, row in overrides.of_kind("indicator"):
        if row.canonical:
            scheme.names[form] = scheme.names.get(normalise(row.canonical), row.canonical)
            forced.add(form)
        else:
            separate.add(form)
    return replace(scheme, forced=frozenset(forced), separate=frozenset(separate))


def series_words(indicator: str) -> tuple[str, str, bool]:
    """(the indicator's words without the change, the word of change or "", whether it is a yearly mean)."""
    match = _CHANGE.search(indicator[-24:])
    cut = len(indicator) - len(match.group()) if match else len(indicator)
    if match is None or cut < 2:
        return indicator, "", indicator.endswith("年均")
    return indicator[:cut], match["word"], bool(match["mean"]) or indicator[:cut].endswith("年均")


def read_series(
    scheme: Scheme, indicator: str, operator: str, value: str, unit: str, per: str
) -> tuple[Series, Amount]:
    """What a figure is of, and its number: growth that is a decline has a minus sign."""
    words, change, mean = series_words(indicator)
    number, base = scaled(value, unit)
    listed = scheme.concept(words if change else indicator)
    if operator != "multiply" and not scheme.fits(listed, base):
        return Series(f"{_tidy(words)}（{base}）", ADDED if change else LEVEL), Amount(number, base)
    if unit in ("个百分点", "百分点"):
        return Series(scheme.concept(words), POINTS), Amount(-number if change in _DOWN else number, "百分点")
    if operator == "multiply" or unit.endswith("倍"):
        return Series(scheme.concept(words), TIMES), Amount(number, "倍")
    if unit == "位":
        return Series(scheme.concept(words.removesuffix("位次").removesuffix("排名")), RANK), Amount(number, "位")
    if unit in ("%", "‰") and change:
        measure = MEAN if mean else GROWTH if per == "year" else TOTAL
        concept = scheme.concept(words)
        if concept == "居民消费价格涨幅":
            measure = GROWTH
        return Series(concept, measure), Amount(-number if change in _DOWN else number, base)
    concept = scheme.concept(words if change else indicator)
    if concept == "居民消费价格涨幅":
        return Series(concept, GROWTH), Amount(number, base)
    if unit == "%" and concept in scheme.better and not _SHARE.search(concept):
        return Series(concept, MEAN if mean else GROWTH), Amount(number, base)  # 增长7.5%和8.5%: the second has no 增长
    if change or (adds(indicator) and concept not in scheme.better):
        return Series(concept, ADDED), Amount(-number if change in _DOWN else number, base)
    added = adds(indicator) and not _is_flow(concept)
    return Series(concept, ADDED if added else LEVEL), Amount(number, base)


def scaled(value: str, unit: str) -> tuple[Decimal, str]:
    """The number in its base unit: ("5.5", "万亿元") -> (5500000000000, "元"); 斤, 公顷 and the like are converted."""
    number = Decimal(value)
    for _ in range(2):
        for word, factor in _SCALES:
            if unit.startswith(word) and unit not in _NO_SCALE and len(unit) > len(word):
                number, unit = number * factor, unit[len(word) :]
                break
    base, factor_text = _BASE.get(unit, (unit, "1"))
    return (number * Decimal(factor_text)).normalize(), base


def adds(words: str) -> bool:
    """Whether an indicator's words speak of an addition: 新增, 净增, 新培育."""
    return bool(_ADDED.match(_tidy(words)))


def _is_flow(concept: str) -> bool:
    """城镇新增就业 is an addition by its very name."""
    return "新增" in concept or concept.endswith(("就业", "培训"))


def _candidates(words: str) -> tuple[str, ...]:
    tidy = _tidy(words)
    bare = _ADDED.sub("", tidy)
    return (words, tidy, bare, tidy.removesuffix("数量"), tidy.removesuffix("总数"), bare.removesuffix("数"))


def _tidy(words: str) -> str:
    """Without quotation marks, scope and fillers."""
    words = words.replace("“", "").replace("”", "").strip(" ，、：；")
    for _ in range(6):
        shorter = _TAIL.sub("", _SCOPE.sub("", words))
        if shorter == words or len(shorter) < 2:
            return words
        words = shorter
    return words
