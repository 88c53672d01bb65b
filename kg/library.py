"""The query library: analysts' questions as ``kg/queries/NAME.rq``, their parameters bound as data.

A query file is SPARQL that runs as it stands, with a head of comments::

    # title: 某县的项目
    # question: 这个县有哪些项目，各处在什么阶段？
    # param: county | county | - | 柳林县 | 县名，全称或简称

The columns of ``param`` are name, type (see ``TYPES``), default, example and explanation. The default ``-`` means
that a value must be given, ``*`` that none means any. In the text each parameter stands once as
``VALUES ?name { UNDEF }``: left alone it matches anything, and binding replaces the UNDEF by terms that the store's
own writer has escaped. A ``text`` parameter, for a filter, stands as ``VALUES ?name { "" }``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from extract.errors import PlanKGError
from kg.place_names import find_place
from kg.query import PREFIXES, Answer, Term, run_query

_HEAD = re.compile(r"#\s*((?:title|question|param)(?:-en)?):\s*(.*)")
_YEAR = re.compile(r"\d{4}\Z")
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Param:
    """A question's parameter. ``default`` is "-" where a value must be given, "*" where none means any."""

    name: str
    type: str
    default: str
    example: str
    explanation: str
    explanation_en: str = ""

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default == "-"


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """A question of the library. ``text`` is the SPARQL with its head; ``name`` the file's name without ``.rq``.

    The English, ``title_en`` and so on, is "" where a file has none.
    """

    name: str
    title: str
    question: str
    params: tuple[Param, ...]
    text: str
    title_en: str = ""
    question_en: str = ""

    def to_json(self) -> dict[str, Any]:
        """The question as ``plankg queries --json`` prints it."""
        params = [asdict(param) | {"required": param.required} for param in self.params]
        english = {"title_en": self.title_en, "question_en": self.question_en}
        return {"name": self.name, "title": self.title, "question": self.question, **english, "params": params}


def load_library() -> tuple[LibraryQuery, ...]:
    """All questions, sorted by name."""
    return _library()


def find_query(name: str) -> LibraryQuery | None:
    """The question with this name, this name and ``.rq``, or this title in either language; None if there is none."""
    wanted = name.strip()
    names = ((q, (q.name, f"{q.name}.rq", q.title, q.title_en)) for q in _library() if wanted)
    return next((q for q, known in names if wanted in known), None)


def require_query(name: str) -> LibraryQuery:
    """The question with this name or title.

    Raises:
        PlanKGError: there is none; the nearest are named.
    """
    found = find_query(name)
    if found is None:
        known = [text for q in _library() for text in (q.name, q.title)]
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
        raise PlanKGError(
            f"查询库里没有“{name}”；{'最接近的：' + '、'.join(near) + '；' if near else ''}plankg queries 列出全部"
        )
    return found


def run_library(
    store: pyoxigraph.Store, query: LibraryQuery, values: Mapping[str, str], *, limit: int | None = None
) -> Answer:
    """The answer to a question of the library; ``values`` are what the user typed, by parameter.

    Raises:
        PlanKGError: an unknown parameter, a missing or unreadable value, an unknown place or plan.
    """
    return run_query(store, bound_text(store, query, values), limit=limit)


def bound_text(store: pyoxigraph.Store, query: LibraryQuery, values: Mapping[str, str]) -> str:
    """The question's SPARQL with its parameters bound, to run anywhere. Raises as ``run_library`` does."""
    unknown = sorted(set(values) - {param.name for param in query.params})
    if unknown:
        names = "、".join(param.name for param in query.params) or "（没有参数）"
        raise PlanKGError(f"{query.name} 没有参数 {unknown[0]}；它的参数是 {names}")
    spelled: dict[str, str] = {}
    for param in query.params:
        value = values.get(param.name, "") or (param.default if param.default not in "-*" else "")
        if param.required and not value:
            raise PlanKGError(
                f"{query.name} 要给出 {param.name}（{param.explanation}），如 -p {param.name}={param.example}"
            )
        spelled |= _spelled(param, TYPES[param.type](store, value) if value else ())
    # All at once, so that nothing is looked for inside a value that has just been put in.
    pattern = "|".join(re.escape(piece) + (r"\b" if piece[0] == "?" else "") for piece in spelled)
    return re.sub(pattern, lambda match: spelled[match[0]], query.text) if spelled else query.text


def _spelled(param: Param, terms: Sequence[Term]) -> dict[str, str]:
    """What is replaced by what to bind a parameter; the store's own writer spells the terms.

    Without a value the VALUES goes: the same answer, and quicker than a join with UNDEF. Words to look for take their
    variable's place: in a constant filter the store looks for them first.
    """
    slot = _slot(param.name, param.type)
    if param.type == "text":
        return {slot: "", f"?{param.name}": str(terms[0]) if terms else '""'}
    return {slot: f"VALUES ?{param.name} {{ {' '.join(map(str, terms))} }}" if terms else ""}


def _slot(name: str, type_: str) -> str:
    """Where a parameter stands in a query: every text contains "", and UNDEF is any term."""
    anything = '""' if type_ == "text" else "UNDEF"
    return f"VALUES ?{name} {{ {anything} }}"


@lru_cache(maxsize=1)
def _library() -> tuple[LibraryQuery, ...]:
    folder = files("kg").joinpath("queries")
    paths = {path.name.removesuffix(".rq"): path for path in folder.iterdir() if path.name.endswith(".rq")}
    return tuple(parse_query(name, paths[name].read_text(encoding="utf-8")) for name in sorted(paths))


def parse_query(name: str, text: str) -> LibraryQuery:
    """A query file's text as a question.

    Raises:
        PlanKGError: no title or question, a parameter of unknown type or without its ``VALUES`` line.
    """
    heads = [(match[1], match[2].strip()) for line in text.splitlines() if (match := _HEAD.match(line))]
    single = dict(reversed(heads))
    title, question = single.get("title", ""), single.get("question", "")
    if not title or not question:
        raise PlanKGError(f"{name}.rq：开头要有 # title: 和 # question:")
    english = [value.partition("|") for key, value in heads if key == "param-en"]
    explained = {param.strip(): words.strip() for param, _, words in english}
    params = tuple(_param(name, value, text, explained) for key, value in heads if key == "param")
    return LibraryQuery(name, title, question, params, text, single.get("title-en", ""), single.get("question-en", ""))


def _param(query: str, head: str, text: str, english: Mapping[str, str]) -> Param:
    cells = [cell.strip() for cell in head.split("|")]
    if len(cells) != 5 or cells[1] not in TYPES:
        raise PlanKGError(
            f"{query}.rq：参数“{head}”要写成 名字 | 类型 | 默认 | 例子 | 说明，类型是 {'、'.join(TYPES)} 之一"
        )
    slot = _slot(cells[0], cells[1])
    if text.count(slot) != 1:
        raise PlanKGError(f"{query}.rq：参数 {cells[0]} 要在查询里以 {slot} 出现一次")
    name, type_, default, example, explanation = cells
    return Param(name, type_, default, example, explanation, english.get(name, ""))


def _places(store: pyoxigraph.Store, value: str) -> Sequence[Term]:
    return (find_place(store, value).node,)


def _counties(store: pyoxigraph.Store, value: str) -> Sequence[Term]:
    return (find_place(store, value, counties=True).node,)


def _years(_store: pyoxigraph.Store, value: str) -> Sequence[Term]:
    year = value.removesuffix("年")
    if not _YEAR.match(year):
        raise PlanKGError(f"“{value}”不是年份；要写成四位数字，如 2025")
    return (Literal(year, datatype=NamedNode(_XSD + "gYear")),)


def _texts(_store: pyoxigraph.Store, value: str) -> Sequence[Term]:
    return (Literal(value),)


def _names(_store: pyoxigraph.Store, value: str) -> Sequence[Term]:
    return (Literal(value, language="zh"),)


def _integers(_store: pyoxigraph.Store, value: str) -> Sequence[Term]:
    try:
        return (Literal(str(int(value)), datatype=NamedNode(_XSD + "integer")),)
    except ValueError as error:
        raise PlanKGError(f"“{value}”不是整数") from error


def _plans(store: pyoxigraph.Store, value: str) -> Sequence[Term]:
    """Plans by IRI's end, title or part of a title: the library reads the store alone, not the manifest."""
    rows = run_query(
        store, "SELECT ?p (MIN(?t) AS ?title) { ?p a plan:Plan ; dcterms:title ?t } GROUP BY ?p ORDER BY ?p"
    ).rows
    pairs = [(node, title.value) for node, title in rows if isinstance(node, NamedNode) and isinstance(title, Literal)]
    ends = {node.value.rsplit("/", 1)[-1]: node for node, _ in pairs}
    found = [ends[value]] if value in ends else [n for n, title in pairs if title == value]
    found = found or [n for end, n in ends.items() if end.startswith(value)]
    found = found or [n for n, title in pairs if value in title]
    if not found:
        raise PlanKGError(f"找不到规划“{value}”（plankg plans 列出全部）")
    return found


TYPES: MappingProxyType[str, Callable[[pyoxigraph.Store, str], Sequence[Term]]] = MappingProxyType(
    {
        "county": _counties,
        "place": _places,
        "name": _names,
        "text": _texts,
        "year": _years,
        "integer": _integers,
        "plan": _plans,
    }
)
"""What a parameter can be, and how a typed value becomes terms: a county or place by name or code, a label in Chinese
("name"), words to look for in one ("text"), a year, a whole number, one or several plans."""
