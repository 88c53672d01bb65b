r"""Makes a stranger's SPARQL safe to run: nothing outside the store is reached, whatever the query says.

pyoxigraph never fetches what ``FROM`` names and its ``query`` runs no updates, but it does call ``SERVICE`` and
has no switch against it. Parsing with another parser and looking for SERVICE there is not enough: two parsers can
be made to disagree where a comment begins (a # after 1<2), or where a keyword does (``trueSERVICE<x>{}`` runs in
pyoxigraph). So ``guard`` does not judge the query, it rewrites it: comments are dropped, and inside what it takes
for strings and IRIs the word is spelled with a code point escape (``s\u0065rvice``), which means the same there and
is no keyword anywhere. If the word is still in the rewritten text, other than in a variable or in the local part of
a prefixed name, the query is refused. The argument needs no trust in the tokens: wherever one was taken wrongly,
the text that runs has no SERVICE in it either.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from extract.errors import PlanKGError

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<string>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*+\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
        |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
    |(?P<variable>[?$][A-Za-z0-9_\u4e00-\u9fff]+)
    |(?P<word>[A-Za-z0-9_\u4e00-\u9fff.-]++(?P<colon>:(?:[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*)?)?|(?P<empty>:(?:[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*)?)|\w+)
    |(?P<other>\s+|\\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile("service", re.IGNORECASE)
_HIDDEN = re.compile("s(e)rvice", re.IGNORECASE)
_SUSPECT = re.compile(
    r"service|\b(?:from|insert|delete|load|clear|create|drop|copy|move|add|with)\b", re.IGNORECASE
)  # without one of these there is nothing to refuse, and nothing to rewrite
_UPDATE = frozenset({"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"})
MAX_LENGTH = 200_000
MAX_DEPTH = 200  # the store's parser recurses, and overflows its stack at some thousands
MAX_TOKENS = 4_000  # its planner does too: at some thousands of + or UNION in a row, of two tokens or more each


class QueryError(PlanKGError):
    """A query was refused or failed. ``line`` and ``column`` count from 1; 0 where no place is to blame."""

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        place = f"第 {line} 行第 {column} 列：" if line else ""
        super().__init__(f"查询有误：{place}{reason}")
        self.reason = reason
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class GuardedQuery:
    """A query that may run: ``text`` runs, ``original`` is what the user wrote."""

    original: str
    text: str
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, in ``original`` of an offset into ``text``."""
        index = bisect_right(self._starts, offset) - 1
        origin = self._origins[index] + offset - self._starts[index] if index >= 0 else offset
        limit = self._origins[index + 1] if 0 <= index < len(self._origins) - 1 else len(self.original)
        return position(self.original, min(origin, limit, len(self.original)))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def guard(query: str, graphs: Container[str]) -> GuardedQuery:
    """The query, rewritten so that it cannot leave the store. ``graphs`` are the IRIs of its graphs.

    Raises:
        QueryError: SERVICE, an update, a FROM that names no graph of the store, or a text too long, nested too deep, or
            with too many tokens.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError(f"查询太长（{len(query)} 个字符，上限 {MAX_LENGTH}）")
    if sum(map(query.count, "{([")) > MAX_DEPTH:
        _refuse_depth(query)
    if len(query) > MAX_TOKENS:
        _refuse_chains(query)
    if not _SUSPECT.search(query):
        return GuardedQuery(query, query, (0,), (0,))
    tokens = list(_tokens(query))
    _refuse_updates(query, tokens)
    _check_dataset(query, tokens, graphs)
    guarded = _rewrite(query, tokens)
    _refuse_service(guarded)
    return guarded


def _refuse_depth(query: str) -> None:
    depth = 0
    for token in _tokens(query):
        if token.kind == "other" and token.text in "{([":
            depth += 1
        elif token.kind == "other" and token.text in "})]":
            depth = max(depth - 1, 0)
        if depth > MAX_DEPTH:
            raise QueryError(f"括号嵌套太深（上限 {MAX_DEPTH} 层）", *position(query, token.start))


def _refuse_chains(query: str) -> None:
    """Refuses a query of too many tokens, those of VALUES blocks aside: data make neither stack nor plan deeper."""
    count, values, data = 0, False, False
    for token in _tokens(query):
        word = token.text.upper()
        if token.kind == "comment" or token.text.isspace():
            continue
        if data:
            data = word not in "{}"
            continue
        data = values and word == "{"
        values = (values and (token.kind == "variable" or word in "()")) or (token.kind == "word" and word == "VALUES")
        count += 1 + (token.text.count("-") + token.text.count(".") if token.kind == "word" else 0)
        if count > MAX_TOKENS:
            reason = f"查询太复杂（VALUES 的数据之外上限 {MAX_TOKENS} 个词和符号）；多个值请写在 VALUES 里"
            raise QueryError(reason, *position(query, token.start))


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _tokens(query: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "other"
        if match["colon"] is not None or match["empty"] is not None:
            kind = "name"
        yield _Token(kind, match[0], match.start())


def _rewrite(query: str, tokens: list[_Token]) -> GuardedQuery:
    if not _SERVICE.search(query):
        return GuardedQuery(query, query, (0,), (0,))
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    for token in tokens:
        text = token.text
        if token.kind == "comment":
            text = ""
        elif token.kind in ("iri", "string"):
            text = _HIDDEN.sub(lambda m: f"{m[0][0]}\\u{ord(m[1]):04x}{m[0][2:]}", text)
        starts.append(length)
        origins.append(token.start)
        pieces.append(text)
        length += len(text)
    return GuardedQuery(query, "".join(pieces), tuple(starts), tuple(origins))


def _refuse_service(guarded: GuardedQuery) -> None:
    """Refuses what still has the word: read the text that will run, not the one that was written."""
    for token in _tokens(guarded.text):
        for match in _SERVICE.finditer(token.text):
            in_local_part = token.kind == "name" and match.start() > token.text.index(":")
            if token.kind == "variable" or in_local_part:
                continue
            line, column = guarded.place(token.start + match.start())
            raise QueryError("不允许 SERVICE（查询只能读本图谱，不能访问别的服务器）", line, column)
    # Tokens do not overlap, so a word that straddles two of them would have been missed.
    if len(_SERVICE.findall(guarded.text)) != sum(len(_SERVICE.findall(t.text)) for t in _tokens(guarded.text)):
        raise QueryError("不允许 SERVICE（查询只能读本图谱，不能访问别的服务器）")


def _refuse_updates(query: str, tokens: list[_Token]) -> None:
    for token in tokens:
        word = token.text.lower()
        if token.kind != "word" or word in ("prefix", "base", "version"):
            continue
        if word in _UPDATE:
            line, column = position(query, token.start)
            raise QueryError(f"不允许更新语句 {token.text}（只接受 SELECT、CONSTRUCT、DESCRIBE、ASK）", line, column)
        return


def _check_dataset(query: str, tokens: list[_Token], graphs: Container[str]) -> None:
    """Refuses a FROM that names no graph of the store: it would be empty, which no one means."""
    solid = [t for t in tokens if t.kind != "comment" and not t.text.isspace()]
    prefixes: dict[str, str] = {}
    base = ""
    for index, token in enumerate(solid):
        word = token.text.lower()
        after = solid[index + 1 : index + 3]
        if token.kind != "word" or len(after) == 0:
            continue
        if word == "prefix" and len(after) == 2 and after[0].text.endswith(":") and after[1].kind == "iri":
            prefixes[after[0].text[:-1]] = urljoin(base, after[1].text[1:-1])
        elif word == "base" and after[0].kind == "iri":
            base = urljoin(base, after[0].text[1:-1])
        elif word == "from":
            target = after[1] if after[0].text.lower() == "named" and len(after) == 2 else after[0]
            if target.kind not in ("iri", "name"):
                continue
            iri = _resolved(target, prefixes, base)
            if iri not in graphs:
                line, column = position(query, target.start)
                raise QueryError(f"FROM 指的 {target.text} 不是本图谱里的图（不读取外部文件和网址）", line, column)


def _resolved(token: _Token, prefixes: dict[str, str], base: str) -> str:
    text = token.text
    if token.kind == "name":
        prefix, _, local = text.partition(":")
        text = prefixes.get(prefix, f"{prefix}:") + local
    else:
        text = urljoin(base, text[1:-1]) if base else text[1:-1]
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), text)
