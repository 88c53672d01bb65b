"""An outside annotation as it stands in its file, checked: every part has the type it should have."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.errors import PlanKGError
from extract.model import OPERATORS, PROJECT_KINDS, PROJECT_STATUSES, EntityType, Predicate
from kg.rdf_terms import plain_decimal


class AnnotationError(PlanKGError):
    """An annotation is not in the format of the guidelines. ``file`` and ``where`` say at which part."""

    def __init__(self, file: str, where: str, reason: str) -> None:
        super().__init__(f"{file}: {where}：{reason}" if where else f"{file}: {reason}")
        self.file = file
        self.where = where
        self.reason = reason


@dataclass(frozen=True, slots=True)
class RawEntity:
    """One of ``entities``; ``evidence`` is "" where none is given."""

    type: EntityType
    name: str
    aliases: tuple[str, ...]
    kind: str
    status: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RawRelation:
    """One of ``relations``; ``where`` is its path in the file."""

    subject: str
    predicate: Predicate
    object: str
    evidence: str
    where: str


@dataclass(frozen=True, slots=True)
class RawTarget:
    """One of ``targets``; ``value`` is canonical decimal text, years are 0 where null."""

    subject: str
    indicator: str
    operator: str
    value: str
    unit: str
    per: str
    deadline: int
    within_years: int
    binding: str
    baseline: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RawGoal:
    """One of ``goals``; years are 0 where null."""

    subject: str
    text: str
    deadline: int
    within_years: int
    evidence: str


@dataclass(frozen=True, slots=True)
class RawAnnotation:
    """A whole file. ``text`` is the plan's text where the file holds it, else ""."""

    document: str
    planning_place: str
    period: tuple[int, int]
    title: str
    kind: str
    year: int
    text: str
    entities: tuple[RawEntity, ...]
    relations: tuple[RawRelation, ...]
    targets: tuple[RawTarget, ...]
    goals: tuple[RawGoal, ...]


def parse_annotation(path: Path) -> RawAnnotation:
    """Read and check an annotation file.

    Raises:
        AnnotationError: not UTF-8, not JSON, a part that is missing, of another type or with an unknown word; the
            message names the part (``entities[3].type``).
    """
    part = _Part(str(path), "", _load(path))
    return RawAnnotation(
        document=part.text("document") or path.stem,
        planning_place=part.text("planning_place"),
        period=_period(part),
        title=part.text("title"),
        kind=part.text("kind"),
        year=part.year("year"),
        text=part.text("text"),
        entities=tuple(_entity(item) for item in part.items("entities", required=True)),
        relations=tuple(_relation(item) for item in part.items("relations")),
        targets=tuple(_target(item) for item in part.items("targets")),
        goals=tuple(_goal(item) for item in part.items("goals")),
    )


def is_annotation(path: Path) -> bool:
    """Whether a JSON file looks like an annotation: an object that has "entities"."""
    try:
        value = _load(path)
    except AnnotationError:
        return False
    return isinstance(value, dict) and "entities" in value


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise AnnotationError(str(path), "", f"读不了（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise AnnotationError(str(path), "", f"不是 UTF-8 编码，第 {error.start + 1} 个字节处无法解码") from error
    except json.JSONDecodeError as error:
        raise AnnotationError(str(path), f"第 {error.lineno} 行第 {error.colno} 列", "不是合法的 JSON") from error
    except (RecursionError, ValueError) as error:
        raise AnnotationError(str(path), "", "JSON 嵌套太深或数字太长，无法读取") from error


def _period(part: _Part) -> tuple[int, int]:
    value = part.value.get("planning_period")
    if value is None:
        return (0, 0)
    if not isinstance(value, list) or len(value) != 2 or not all(_is_year(year) for year in value):
        raise part.error("planning_period", "应为两个年份，如 [2021, 2025]")
    return value[0], value[1]


def _entity(part: _Part) -> RawEntity:
    type_ = EntityType(part.word("type", tuple(EntityType)))
    project = type_ is EntityType.PROJECT
    return RawEntity(
        type_,
        part.name("name"),
        tuple(part.strings("aliases")),
        part.word("kind", PROJECT_KINDS, default="other") if project else "",
        part.word("status", PROJECT_STATUSES, default="") if project else "",
        part.text("evidence"),
    )


def _relation(part: _Part) -> RawRelation:
    predicate = Predicate(part.word("p", tuple(Predicate)))
    return RawRelation(part.name("s"), predicate, part.name("o"), part.text("evidence"), part.where)


def _target(part: _Part) -> RawTarget:
    return RawTarget(
        part.text("subject"),
        part.name("indicator"),
        part.word("op", OPERATORS, default="="),
        part.decimal("value"),
        part.text("unit"),
        part.word("per", ("year",), default=""),
        part.year("deadline"),
        part.year("within_years", most=100),
        part.text("binding"),
        part.decimal("baseline") if part.value.get("baseline") is not None else "",
        part.text("evidence"),
    )


def _goal(part: _Part) -> RawGoal:
    within = part.year("within_years", most=100)
    return RawGoal(part.text("subject"), part.name("text"), part.year("deadline"), within, part.text("evidence"))


def _is_year(value: object, most: int = 9999) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most


class _Part:
    """An object of the file together with its path, for messages."""

    def __init__(self, file: str, where: str, value: Any) -> None:
        if not isinstance(value, dict):
            raise AnnotationError(file, where or "最外层", "应为 JSON 对象 {…}")
        self.file = file
        self.where = where
        self.value: dict[str, Any] = value

    def error(self, key: str, reason: str) -> AnnotationError:
        return AnnotationError(self.file, f"{self.where}.{key}" if self.where else key, reason)

    def items(self, key: str, *, required: bool = False) -> list[_Part]:
        value = self.value.get(key)
        if value is None and not required:
            return []
        if not isinstance(value, list):
            raise self.error(key, "应为列表 […]" if key in self.value else "缺这一项")
        return [_Part(self.file, f"{key}[{n}]", item) for n, item in enumerate(value)]

    def text(self, key: str) -> str:
        value = self.value.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error(key, "应为字符串")
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise self.error(key, "含有不成对的代理字符")
        return value.strip()

    def name(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self.error(key, "缺这一项" if key not in self.value else "不能为空")
        return value

    def strings(self, key: str) -> list[str]:
        value = self.value.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(key, "应为字符串的列表")
        return [item.strip() for item in value if item.strip()]

    def word(self, key: str, allowed: tuple[str, ...], *, default: str | None = None) -> str:
        value = self.text(key)
        if not value and default is not None:
            return default
        if value not in allowed:
            known = "、".join(str(word) for word in allowed)
            raise self.error(key, f"“{value}”不在可用的词中（{known}）" if value else "缺这一项")
        return value

    def year(self, key: str, *, most: int = 9999) -> int:
        value = self.value.get(key)
        if value is None:
            return 0
        if not _is_year(value, most):
            raise self.error(key, f"应为 1 到 {most} 的整数或 null")
        return int(value)

    def decimal(self, key: str) -> str:
        value = self.value.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.error(key, "应为数字" if key in self.value else "缺这一项")
        try:
            number = Decimal(str(value))
            usual = number.is_finite() and (not number or -18 <= number.adjusted() <= 17)
        except (ArithmeticError, ValueError):
            usual = False
        if not usual:
            raise self.error(key, "应为绝对值在 1e-18 与 1e18 之间的数字")
        return plain_decimal(number)
