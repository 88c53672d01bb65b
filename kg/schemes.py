"""The industry scheme: concepts, their GB/T 4754-2017 codes, and which concept an industry's name falls under.

A name *is* a concept where it is one of its names (but for 产业, 业 at the end). Else it falls under the concept
whose word it ends with, the longest word deciding (氢能装备制造产业 -> 氢能装备 -> 氢能产业), after leaving out general
endings (制造, 加工, 种植); else under that of the last such word inside it; else under none. All of it depends on the
name and the tables alone, never on other plans.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extract.errors import TableError
from extract.tables import data_dir, read_table
from kg.identity_words import NameWords, load_words

INDUSTRIES = "lexicon/industry_scheme.csv"
STANDARD = "lexicon/gbt4754.csv"
SAME, HEAD, PART = "same", "head", "part"
MATCHES = {"=": "exactMatch", "~": "closeMatch", "<": "broadMatch", ">": "narrowMatch", "": "relatedMatch"}
_GENERAL = re.compile(
    r"(?:精深|深|初|粗)?(?:加工|制造|生产|种植|养殖|研发|应用|开发|服务|集散|流通|经营|技术|制品|产品|配套|集群|体系|基地|板块|融合|"
    r"经济|工业|企业|公司|项目|园区?|全产业链|产业|行业|业|及|和|与|等|的)$"
)
_LONGEST_GENERAL = 4
_SHORTEST = 2
_PROCESSING = re.compile(r"(?:精深|深|初|粗)?加工(?:业|产业|制造)?$")
_FARMING, _PROCESSED = "农林牧渔业", "农产品加工业"


@dataclass(frozen=True, slots=True)
class Division:
    """A section (letter) or division (letter and two digits) of GB/T 4754-2017."""

    code: str
    name: str
    english: str


@dataclass(frozen=True, slots=True)
class Concept:
    """An industry of the scheme; ``matches`` are (SKOS mapping property, code of the standard).

    The words of a ``wide`` one (制造, 服务) decide only where no other word does.
    """

    name: str
    aliases: tuple[str, ...]
    broader: str
    matches: tuple[tuple[str, str], ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a name is of: the concept's name, by which rule (``SAME``, ``HEAD``, ``PART``), by which word."""

    concept: str
    rule: str
    word: str


@dataclass(frozen=True, slots=True)
class IndustryScheme:
    """Concepts by name, in the table's order; ``names`` and ``terms`` lead from normalised words to them."""

    concepts: Mapping[str, Concept]
    names: Mapping[str, str]
    terms: Mapping[str, str]
    words: NameWords
    longest: int

    def canonical(self, name: str) -> str:
        """The concept that a name is, "" if it is none."""
        return self.names.get(self.words.key("industry", name), "")

    def find(self, name: str) -> Mapped | None:
        """What a name is of, None where nothing in it says."""
        key = self.words.key("industry", name)
        if key in self.names:
            return Mapped(self.names[key], SAME, key)
        forms = (key, f"{key}业")
        heads = (self._head(form, wide=wide) for wide in (False, True) for form in forms)
        return next(filter(None, heads), None) or self._part(key)

    def wider(self, concept: str) -> tuple[str, ...]:
        """A concept and all it is part of, nearest first; empty for what is no concept."""
        found: list[str] = []
        while concept in self.concepts and concept not in found:
            found.append(concept)
            concept = self.concepts[concept].broader
        return tuple(found)

    def _head(self, key: str, *, wide: bool) -> Mapped | None:
        """The word at the end, general endings left out one after the other; of wide concepts too if asked."""
        rest = key
        while True:
            word = self._ending(rest, wide=wide)
            if word:
                return self._mapped(word, HEAD, key)
            match = _GENERAL.search(rest[-_LONGEST_GENERAL:])
            cut = len(match.group()) if match else 0
            if not cut or cut >= len(rest):
                return None
            rest = rest[:-cut]

    def _part(self, key: str) -> Mapped | None:
        """The word that ends last, of those the longest; single characters and wide concepts do not count here."""
        for end in range(len(key), _SHORTEST - 1, -1):
            word = self._ending(key[:end], wide=False)
            if len(word) >= _SHORTEST:
                return self._mapped(word, PART, key)
        return None

    def _ending(self, text: str, *, wide: bool) -> str:
        """The longest word of the scheme that the text ends with, "" if none."""
        for size in range(min(len(text), self.longest), 0, -1):
            concept = self._of_word(text[-size:])
            if concept and (wide or not self.concepts[concept].wide):
                return text[-size:]
        return ""

    def _of_word(self, word: str) -> str:
        return self.terms.get(word) or self.names.get(word, "")

    def _mapped(self, word: str, rule: str, key: str) -> Mapped:
        concept = self._of_word(word)
        if _PROCESSING.search(key) and _FARMING in self.wider(concept):
            concept = _PROCESSED  # 甲鱼深加工 is no fishery
        return Mapped(concept, rule, word)


def load_industries(folder: Path | None = None) -> IndustryScheme:
    """The industry scheme of ``folder`` (default: ``extract.tables.data_dir``), read once for each state of its files.

    Raises:
        TableError: a table is missing, a word stands for two concepts, or a cell is not what its column may hold.
    """
    home = folder or data_dir()
    files = tuple(home / name for name in (INDUSTRIES, STANDARD, "lexicon/identity_words.csv"))
    return _scheme(home, tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in files))


def load_standard(folder: Path | None = None) -> dict[str, Division]:
    """Sections and divisions of GB/T 4754-2017 by code, in its order.

    Raises:
        TableError: the table is missing, or a division is of no section before it.
    """
    found: dict[str, Division] = {}
    for row in read_table(STANDARD, ("code", "name", "english"), folder=folder):
        code = row["code"]
        if not re.fullmatch(r"[A-T](?:\d\d)?", code) or (len(code) > 1 and code[0] not in found):
            file = str((folder or data_dir()) / STANDARD)
            raise TableError(file, int(row["#line"]), f"代码 {code!r} 应是门类字母，或已列门类的字母加两位数字")
        found[code] = Division(code, row["name"], row["english"])
    return found


@lru_cache(maxsize=4)
def _scheme(home: Path, _states: tuple[int, ...]) -> IndustryScheme:
    words, standard = load_words(home), load_standard(home)
    file = str(home / INDUSTRIES)
    concepts: dict[str, Concept] = {}
    names: dict[str, str] = {}
    terms: dict[str, str] = {}
    rows = read_table(INDUSTRIES, ("name", "aliases", "terms", "broader", "gbt", "wide"), folder=home)
    for row in rows:
        line, name = int(row["#line"]), row["name"]
        matches = tuple(_match(cell, standard, file, line) for cell in row["gbt"].split(";") if cell)
        aliases = tuple(a for a in row["aliases"].split(";") if a)
        concepts[name] = Concept(name, aliases, row["broader"], matches, row["wide"] == "y")
        for word in (name, *aliases):
            _enter(names, words.key("industry", word), name, file, line)
    for row in rows:
        for word in filter(None, row["terms"].split(";")):
            key, line = words.key("industry", word), int(row["#line"])
            if names.get(key, row["name"]) != row["name"]:
                raise TableError(file, line, f"“{word}” 已是 {names[key]} 的名称；只留一处")
            _enter(terms, key, row["name"], file, line)
    for row in rows:
        if row["broader"] and row["broader"] not in concepts:
            raise TableError(file, int(row["#line"]), f"{row['name']} 的上位“{row['broader']}”不在表里")
    scheme = IndustryScheme(concepts, names, terms, words, max(map(len, (*names, *terms)), default=0))
    for row in rows:
        if concepts[scheme.wider(row["name"])[-1]].broader:
            raise TableError(file, int(row["#line"]), f"{row['name']} 的上位绕成了圈")
    return scheme


def _enter(index: dict[str, str], key: str, name: str, file: str, line: int) -> None:
    if index.setdefault(key, name) != name:
        raise TableError(file, line, f"“{key}” 既属 {index[key]} 又属 {name}；只留一处")


def _match(cell: str, standard: Mapping[str, Division], file: str, line: int) -> tuple[str, str]:
    sign = cell[0] if cell[0] in "=~<>" else ""
    code = cell[len(sign) :]
    if code not in standard:
        raise TableError(file, line, f"gbt 一栏的“{cell}”不是 GB/T 4754 的门类或大类")
    return MATCHES[sign], code
