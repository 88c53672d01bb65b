"""Words of names that do not tell two things apart (``data/lexicon/identity_words.csv``): 氢能产业 and 氢能, 太绥高速铁路 and 太绥高铁."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extract.errors import TableError
from extract.model import normalise
from extract.tables import data_dir, read_table

TABLE = "lexicon/identity_words.csv"
COLUMNS = ("kind", "where", "words", "to", "least", "same", "different")
KINDS = ("industry", "measure", "project")
_OPENING, _CLOSING = "“「『《", "”」』》"


@dataclass(frozen=True, slots=True)
class WordRule:
    """One row: ``words`` at the end of a name go, or anywhere in it become ``to``; ``least`` characters must remain."""

    kind: str
    end: bool
    words: str
    to: str
    least: int


@dataclass(frozen=True, slots=True)
class NameWords:
    """The rules by kind: those for the end longest first, those for any place in the table's order."""

    rules: tuple[WordRule, ...]

    def core(self, kind: str, name: str) -> str:
        """A name without what does not tell it apart, as written otherwise; the name itself where no rule fits."""
        for rule in self.rules:
            if rule.kind == kind and not rule.end:
                name = name.replace(rule.words, rule.to)
        shorter = self._shorter(kind, name)
        while shorter:
            name, shorter = shorter, self._shorter(kind, shorter)
        return name

    def key(self, kind: str, name: str) -> str:
        """``core`` normalised (``extract.model.normalise``): names with the same key are one thing."""
        return normalise(self.core(kind, name)) or normalise(name)

    def _shorter(self, kind: str, name: str) -> str:
        """The name without one ending, "" where none may go."""
        for rule in self.rules:
            if rule.kind == kind and rule.end and name.endswith(rule.words):
                rest = name[: -len(rule.words)]
                quoted = rest[:1] in _OPENING and rest[-1:] in _CLOSING
                if rest and len(normalise(rest)) >= (2 if quoted else rule.least):
                    return rest
        return ""


def load_words(folder: Path | None = None) -> NameWords:
    """The table of ``folder`` (default: ``extract.tables.data_dir``).

    Raises:
        TableError: the table is missing, or a cell is not what its column may hold.
    """
    file = str((folder or data_dir()) / TABLE)
    found: list[WordRule] = []
    for row in read_table(TABLE, COLUMNS, folder=folder):
        line = int(row["#line"])
        if row["kind"] not in KINDS:
            raise TableError(file, line, f"kind 只能是 {'、'.join(KINDS)}，不能是 {row['kind']!r}")
        if row["where"] not in ("end", "any") or not row["words"]:
            raise TableError(file, line, "where 只能是 end 或 any，words 不能空")
        if row["where"] == "any" and row["words"] in row["to"]:
            raise TableError(file, line, f"to 里不能又有“{row['words']}”")
        if not row["least"].isdecimal():
            raise TableError(file, line, f"least 要写成整数，不能是 {row['least']!r}")
        found.append(WordRule(row["kind"], row["where"] == "end", row["words"], row["to"], max(1, int(row["least"]))))
    return NameWords(tuple(sorted(found, key=lambda rule: (rule.end, -len(rule.words) if rule.end else 0))))
