"""The general vocabulary that the grammar of names runs on, read once from ``data/lexicon``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extract.errors import TableError
from extract.model import PROJECT_KINDS, PROJECT_STATUSES, EntityType
from extract.tables import data_dir, read_table

_LETTERS = {"p": EntityType.PROJECT, "i": EntityType.INDUSTRY, "m": EntityType.MEASURE,
            "o": EntityType.ORGANIZATION, "b": EntityType.BRAND}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that ends names of one type: 高速公路 a project of kind expressway, 机制 a measure.

    A head of no type (``type`` "none" in the table) blocks a shorter one: 阶段 is not a 段.
    ``bare``: the noun alone is a name (大剧院). ``weak``: it needs a governing verb or a list around it.
    """

    text: str
    type: EntityType | None
    kind: str = ""
    bare: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Governor:
    """A verb that takes names on its right: their types, the status it gives a project.

    ``soft`` verbs also stand inside names (建设, 发展, 管理) and govern only at the head of a phrase;
    verbs that ``cuts`` never do: a phrase ends before them wherever they stand (吸引, 破解).
    """

    text: str
    types: frozenset[EntityType]
    status: str
    soft: bool
    cuts: bool = False


@dataclass(frozen=True, slots=True)
class NameLexicon:
    """All tables of name grammar. ``openings``: first characters of governors and adverbs, to look no further."""

    heads: dict[str, Head]
    governors: dict[str, Governor]
    adverbs: frozenset[str]
    functions: frozenset[str]
    conjunctions: frozenset[str]
    tails: frozenset[str]
    modifiers: frozenset[str]
    industries: dict[str, bool]
    measures: frozenset[str]
    stops: frozenset[str]
    classes: dict[str, EntityType]
    openers: frozenset[str]
    verbal_heads: frozenset[str]
    virtues: frozenset[str]
    openings: frozenset[str]
    longest_head: int
    longest_governor: int

    def head_of(self, name: str) -> Head | None:
        """The longest head noun that ``name`` ends with, None if it has none."""
        for size in range(min(self.longest_head, len(name)), 0, -1):
            head = self.heads.get(name[-size:])
            if head is not None:
                return head if head.type is not None else None
        return None


def load_lexicon(folder: Path | None = None) -> NameLexicon:
    """Read the tables of ``data/lexicon`` (or those of ``folder/lexicon``).

    Raises:
        TableError: a table is missing or broken, or a cell holds a word that the model does not know.
    """
    root = folder or data_dir()
    heads = _heads(root)
    governors = _governors(root)
    words: dict[str, set[str]] = {}
    for row in read_table("lexicon/name_word.csv", ("word", "class"), folder=root):
        words.setdefault(row["class"], set()).add(row["word"])
    industries = {
        r["term"]: r["use"] != "governed" for r in read_table("lexicon/industry.csv", ("term", "use"), folder=root)
    }
    measures = frozenset(r["name"] for r in read_table("lexicon/measure.csv", ("name",), folder=root))
    return NameLexicon(
        heads=heads,
        governors=governors,
        adverbs=frozenset(words.get("adverb", ())),
        functions=frozenset(words.get("function", ())),
        conjunctions=frozenset(words.get("conjunction", ())),
        tails=frozenset(words.get("tail", ())),
        modifiers=frozenset(words.get("modifier", ())),
        industries=industries,
        measures=measures,
        stops=frozenset(r["name"] for r in read_table("lexicon/stop_name.csv", ("name",), folder=root)),
        classes={
            r["class"]: EntityType(r["type"])
            for r in read_table("lexicon/list_class.csv", ("class", "type"), folder=root)
        },
        openers=frozenset(words.get("opener", ())),
        virtues=frozenset(words.get("virtue", ())),
        verbal_heads=frozenset(words.get("verbal head", ())),
        openings=frozenset(word[0] for word in (*governors, *words.get("adverb", ()))),
        longest_head=max(map(len, heads), default=0),
        longest_governor=max(map(len, governors), default=0),
    )


def _heads(root: Path) -> dict[str, Head]:
    name = "lexicon/head.csv"
    heads = {}
    for row in read_table(name, ("head", "type", "kind", "bare", "weight"), folder=root):
        try:
            kind = None if row["type"] == "none" else EntityType(row["type"])
        except ValueError:
            raise TableError(str(root / name), int(row["#line"]), f"unknown type {row['type']!r}") from None
        if row["kind"] and row["kind"] not in PROJECT_KINDS:
            raise TableError(str(root / name), int(row["#line"]), f"unknown project kind {row['kind']!r}")
        heads[row["head"]] = Head(row["head"], kind, row["kind"], row["bare"] == "yes", row["weight"] == "weak")
    return heads


def _governors(root: Path) -> dict[str, Governor]:
    name = "lexicon/governor.csv"
    governors = {}
    for row in read_table(name, ("verb", "types", "status", "mode"), folder=root):
        if row["status"] and row["status"] not in PROJECT_STATUSES:
            raise TableError(str(root / name), int(row["#line"]), f"unknown status {row['status']!r}")
        types = frozenset(_LETTERS[letter] for letter in row["types"] if letter in _LETTERS)
        governors[row["verb"]] = Governor(
            row["verb"], types, row["status"], row["mode"] == "soft", row["mode"] == "cut"
        )
    return governors
