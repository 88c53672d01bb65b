"""One generated report: sentences drawn from the tables, and the annotation of all they say."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.generate_words import Names, Row, Setting, SpentError, table_by

_SLOT = re.compile(r"\{(\w+)\}")
_WORK = ("industry", "towns", "traffic", "reform", "ecology", "people")
_SHORTEST, _LONGEST = 3_000, 12_000
_NUMERALS = "一二三四五六"


@dataclass(frozen=True)
class Tables:
    """Words by role, sentences by part, frames by part."""

    words: dict[str, list[Row]]
    sentences: dict[str, list[Row]]
    frames: dict[str, list[Row]]

    @classmethod
    def load(cls) -> Tables:
        return cls(
            table_by("words.csv", "role", ("role", "word", "a", "b", "low", "high", "digits")),
            table_by("sentences.csv", "part", ("part", "status", "relation", "text")),
            table_by("frames.csv", "part", ("part", "text")),
        )


@dataclass
class Draft:
    """What a sentence's slots drew, for its relations."""

    towns: list[str] = field(default_factory=list)
    projects: list[tuple[str, str, str]] = field(default_factory=list)
    industries: list[str] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    line: tuple[str, list[str]] = ("", [])
    targets: list[dict[str, Any]] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    due: int = 0


class Report:
    """A report being written; ``text`` and ``annotation`` when ``write`` is through."""

    def __init__(self, setting: Setting, year: int, tables: Tables, seed: str, characters: int = 0) -> None:
        """``characters`` is about how long it shall be, 0 for as reports are."""
        self.characters = characters
        self.dice = random.Random(seed)
        self.tables = tables
        self.year = year
        self.names = Names(setting, year, self.dice, tables.words)
        self.lines: list[str] = []
        self.targets: list[dict[str, Any]] = []
        self.goals: list[dict[str, Any]] = []
        self.relations: dict[tuple[str, str, str], dict[str, str]] = {}

    def write(self) -> tuple[str, dict[str, Any]]:
        """The text and, without the document's name, its annotation."""
        self._head()
        wanted = self.characters or int(self.dice.triangular(_SHORTEST + 300, _LONGEST - 900, 5_500))
        self._section("past", self._frame("pasthead"), wanted // 6, first=True)
        self._section("aims", self._frame("aimhead"), wanted // 10)
        self.lines.append(self._frame("workhead"))
        parts = self.dice.sample(_WORK, min(self.dice.randint(4, 6), max(1, wanted // 500)))
        for number, part in enumerate(parts):
            left = wanted - sum(map(len, self.lines))
            head = f"（{_NUMERALS[number]}）{self._frame(part)}"
            self._section(part, head, left // (len(parts) - number))
        self.lines.append(self._frame("close"))
        self._furnish()
        county = self.names.setting.county
        return "\n".join(self.lines) + "\n", {
            "planning_place": county.name,
            "planning_period": [self.year, self.year],
            "entities": list(self.names.entities.values()),
            "targets": self.targets,
            "goals": self.goals,
            "relations": list(self.relations.values()),
        }

    def _head(self) -> None:
        county, above = self.names.setting.county, self.names.setting.above
        self.names.place(county)
        self.lines += [self._frame("title"), self._frame("opening"), self._frame("greeting"), self._frame("start")]
        if self.dice.random() < 0.5:
            for division in above:
                self.names.place(division)
            self.lines.append(f"全面落实{above[1].name}和{above[0].name}的部署要求，奋力开创{county.short}发展新局面。")

    def _frame(self, part: str) -> str:
        return self._filled(self.dice.choice(self.tables.frames[part])["text"], self._plain_slot)

    def _plain_slot(self, name: str) -> str:
        """Slots that say no fact."""
        dice = self.dice
        simple: dict[str, Callable[[], str]] = {
            "county": lambda: self.names.setting.county.name,
            "year": lambda: str(self.year),
            "last": lambda: str(self.year - 1),
            "month": lambda: str(dice.randint(1, 3)),
            "day": lambda: str(dice.randint(1, 28)),
            "n": lambda: str(dice.randint(9, 19)),
            "m": lambda: str(dice.randint(1, 5)),
            "n1": lambda: str(round(dice.uniform(2, 9), 1)),
            "n2": lambda: str(round(dice.uniform(10, 90), 2)),
            "n3": lambda: str(dice.randint(3, 20)),
            "n4": lambda: str(dice.randint(260, 350)),
            "n5": lambda: str(dice.randint(72, 88)),
        }
        return simple[name]()

    def _filled(self, text: str, slot: Callable[[str], str]) -> str:
        return _SLOT.sub(lambda match: slot(match[1]), text)

    def _section(self, part: str, heading: str, length: int, *, first: bool = False) -> None:
        """A heading and paragraphs of about ``length`` characters; in turn sentences that say facts and ones that do not."""
        self.lines.append(heading)
        rows, said, paragraph = list(self.tables.sentences[part]), 0, ""
        self.dice.shuffle(rows)
        while said < length:
            if first:  # a review says a thing once
                sentence = self._sentence(rows.pop()) if rows else ""
            else:
                sentence = self._sentence(self.dice.choice(rows)) if self.dice.random() < 0.7 else ""
            if not sentence:
                sentence = self._nothing()
            paragraph += sentence
            said += len(sentence)
            if len(paragraph) > self.dice.randint(120, 420):
                self.lines.append(paragraph)
                paragraph = ""
        if paragraph:
            self.lines.append(paragraph)

    def _nothing(self) -> str:
        if self.dice.random() < 0.4:
            return self.dice.choice(self.tables.sentences["plain"])["text"]
        pick = (self.dice.choice(self.tables.frames[f"plain{n}"])["text"] for n in (1, 2, 3))
        return "，".join(pick)

    def _sentence(self, row: Row) -> str:
        """A sentence with its facts noted; "" where a name it wants is spent, and then nothing is noted."""
        draft, kept = Draft(), dict(self.names.entities)
        try:
            text = self._filled(row["text"], lambda name: self._slot(name, row, draft))
        except SpentError:
            self.names.entities = kept
            return ""
        if self.dice.random() < 0.3 and row["part"] not in ("past", "aims"):
            text = self.dice.choice(self.tables.frames["lead"])["text"] + text
        evidence = text[:60]
        for name, entity in self.names.entities.items():
            if name not in kept:
                entity["evidence"] = evidence
        self.targets += [target | {"evidence": evidence} for target in draft.targets]
        subject = self.names.setting.county.name
        self.goals += [
            {"subject": subject, "text": g, "deadline": self.year, "evidence": evidence} for g in draft.goals
        ]
        for s, p, o in self._relations(row["relation"], draft):
            self.relations.setdefault((s, p, o), {"s": s, "p": p, "o": o, "evidence": evidence})
        return text

    def _slot(self, name: str, row: Row, draft: Draft) -> str:
        filled = self._names_slot(name, row, draft)
        if filled is None:
            filled = self._target_slot(name, draft)
        return self._plain_slot(name) if filled is None else filled

    def _names_slot(self, name: str, row: Row, draft: Draft) -> str | None:
        names, several = self.names, self.dice.randint(2, 3)
        match name:
            case "town":
                # A sentence goes on about its first township, unless it is about one and its neighbours.
                others = [d for d in names.setting.towns if d.name not in draft.towns]
                first = [d for d in names.setting.towns if draft.towns[:1] == [d.name]]
                town = self.dice.choice(others if row["relation"] == "radiates" or not first else first)
                draft.towns.append(town.name)
                return names.place(town)
            case "project" | "located":
                # A township's own project does not carry another township's name.
                draft.projects.append(names.project(row["status"], prefixed=row["relation"] != "located_in"))
                return draft.projects[-1][0]
            case "projects":
                drawn = [names.project(row["status"]) for _ in range(several)]
                draft.projects += drawn
                return "、".join(p[0] for p in drawn)
            case "industry":
                draft.industries.append(names.industry())
                return draft.industries[-1]
            case "industries":
                return "、".join(names.industry() for _ in range(several))
            case "line":
                draft.line = names.line(row["status"])
                return draft.line[0]
            case "measure":
                return names.measure()
            case "org":
                draft.organizations.append(names.organization())
                return draft.organizations[-1]
            case "brand":
                return names.brand()
        return None

    def _target_slot(self, name: str, draft: Draft) -> str | None:
        match name:
            case "goal":
                draft.goals.append(self.names.draw("goal")["word"])
                return draft.goals[-1]
            case "due":
                return str(self._due(draft))
            case "duetarget":
                return self._target(draft, "indicator", self._due(draft))
            case "target":
                return self._target(draft, "indicator", self.year)
            case "count":
                return self._target(draft, "count", self.year)
            case "targets":
                several = range(self.dice.randint(3, 5))
                return "，".join(self._target(draft, "indicator", self.year) for _ in several)
        return None

    def _due(self, draft: Draft) -> int:
        """The later year that a sentence names, drawn when it is first wanted."""
        draft.due = draft.due or self.year + self.dice.randint(1, 4)
        return draft.due

    def _target(self, draft: Draft, role: str, deadline: int) -> str:
        words, annotated = self.names.target(role, deadline)
        draft.targets.append(annotated)
        return words

    def _relations(self, said: str, draft: Draft) -> list[tuple[str, str, str]]:
        found = [(name, "located_in", place) for name, place, _ in draft.projects if place]
        found += [(name, "serves", self.names.industry(industry)) for name, _, industry in draft.projects if industry]
        if said == "located_in":
            found += [(name, "located_in", draft.towns[0]) for name, _, _ in draft.projects]
        if said == "develops":
            found += [(draft.towns[0], "develops", industry) for industry in draft.industries]
        if said == "radiates":
            found += [(draft.towns[0], "radiates", town) for town in draft.towns[1:]]
        if said == "cooperates":
            found += [(self.names.setting.county.name, "cooperates", o) for o in draft.organizations]
        found += [(draft.line[0], "connects", end) for end in draft.line[1]]
        return found

    def _furnish(self) -> None:
        """What a web page leaves: lines that belong to no sentence, at the ends and between paragraphs."""
        for _ in range(self.dice.randint(0, 4)):
            where = self.dice.choice([0, len(self.lines), self.dice.randint(5, len(self.lines))])
            self.lines.insert(where, self._frame("furniture"))
