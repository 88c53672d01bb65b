"""Noun chunks of a sentence: what stands between governing verbs, function words and punctuation.

    加快 | 秦沈高铁二通道、沈阳都市圈环线高速 | 前期工作  ->  one list of two chunks, governed by 加快

A chunk is only a candidate; ``extract.names.classify`` says whether it is a name and of what type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.names.lexicon import NameLexicon
from extract.names.words import Word

_BREAKS = frozenset("，,。；;：:！!？?\n…　 ～~|")
_MOST_WORDS = 40  # no name is longer; keeps the work on unpunctuated text linear
_ENUMERATOR = re.compile(r"[一二三四五六七八九十]+是|第[一二三四五六七八九十]")
_NUMBER = re.compile(r"[0-9０-９.．%％]+|[一二三四五六七八九十百千万亿两几]+")
_MEASURES = frozenset("个家项条座处所批种类套亩名人户次万亿届期场件辆台吨大多") | {
    "公里",
    "万亩",
    "亿元",
    "万元",
    "万吨",
}


@dataclass(slots=True)
class Chunk:
    """Words of one candidate; ``group`` numbers the list it stands in within its sentence.

    ``lead``: verbs and adverbs between a verb like 实施 and the chunk, which belong to the name if that is
    a campaign or a document (实施 | 规范 | 涉企执法行动).
    """

    words: list[Word]
    governors: tuple[str, ...]
    group: int
    after: str = ""
    lead: list[Word] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.words[-1].end


@dataclass(slots=True)
class Group:
    """Chunks joined by 、 和 与 及 under one verb; ``head`` is what follows 等 (等项目建设), if anything."""

    chunks: list[Chunk] = field(default_factory=list)
    governors: tuple[str, ...] = ()
    head: Chunk | None = None


class _Parser:
    """One pass over a sentence's words; every word is looked at a bounded number of times."""

    def __init__(self, words: list[Word], lexicon: NameLexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self.groups: list[Group] = []
        self.governors: tuple[str, ...] = ()
        self.chunk: list[Word] = []
        self.group = Group()
        self.want_head = False
        self.opened = -1  # index of the first word behind an opener like 实施, while only verbs follow it
        self.lead: list[Word] = []

    def run(self) -> list[Group]:
        i = 0
        while i < len(self.words):
            i = self._step(i)
        self._close("end")
        self._end_group()
        return self.groups

    def _step(self, i: int) -> int:
        word = self.words[i]
        text = word.text
        if word.atom == "note":
            return i + 1
        if word.atom:
            if word.atom == "bracket" and not self.chunk:
                return i + 1
            if word.atom == "quote" and self.chunk and self.chunk[-1].atom == "quote":
                self._close("quote")  # “A”“B”: a list without 、
            self.chunk.append(word)
            return i + 1
        if (
            text in _BREAKS
            or text.startswith("——")
            or (text == "—" and self._next(i) == "—")
            or (len(text) == 1 and text in "“”‘’（）()《》[]【】")
        ):
            self._close("end")
            self._end_group()
            self.governors = ()
            self.opened = -1
            return i + 1
        if text in self.lexicon.conjunctions:
            return self._conjunction(i)
        if text == "等" or text == "等等":
            self._close("deng")
            self.want_head = bool(self.group.chunks)
            return i + 1
        if not self.chunk:
            at = self._start(i)
            if self.chunk:
                self.lead = self.words[self.opened : i] if 0 <= self.opened < i else []
            return at
        return self._inside(i)

    def _verb_follows(self, i: int) -> bool:
        """Whether adverbs from word ``i`` on (a few at most) lead to a governing verb."""
        for at in range(i, min(i + 3, len(self.words))):
            if self._governor(at)[0]:
                return True
            if self.words[at].text not in self.lexicon.adverbs:
                return False
        return False

    def _conjunction(self, i: int) -> int:
        self._close("和" if self.words[i].text in ("和", "与", "及") else "conj")
        if self.want_head:
            self._end_group()
        return i + 1

    def _start(self, i: int) -> int:
        text = self.words[i].text
        size, verb = self._governor(i)
        if size:
            if self.want_head:  # 等建设, 等开工: nothing named behind 等
                pass
            self._end_group()
            self.governors = (*self.governors[-2:], verb)
            if verb in self.lexicon.openers:
                self.opened = i + size
            return i + size
        if text == "的" or text == "好":
            return i + 1
        if text in self.lexicon.adverbs and (not self.governors or self._verb_follows(i + 1)):
            return i + 1
        if _ENUMERATOR.fullmatch(text + (self._next(i) if len(text) == 1 else "")):
            return i + (2 if len(text) == 1 else 1)
        if text in self.lexicon.functions:
            self._end_group()
            self.governors = ()
            return i + 1
        if _NUMBER.fullmatch(text) and i + 1 < len(self.words) and self.words[i + 1].text in _MEASURES:
            return i + 2
        self.chunk.append(self.words[i])
        return i + 1

    def _inside(self, i: int) -> int:
        text = self.words[i].text
        if text in self.lexicon.functions or len(self.chunk) >= _MOST_WORDS:
            self._close("function")
            self._end_group()
            self.governors = ()
            return i + 1
        size, verb = self._governor(i)
        if size and self._opens(i, verb):
            self._close("verb")
            self._end_group()
            self.governors = (verb,)
            self.opened = i + size if verb in self.lexicon.openers else -1
            return i + size
        if text in self.lexicon.adverbs and i + 1 < len(self.words):
            follow, _ = self._governor(i + 1)
            if follow and self._opens(i + 1, ""):
                self._close("verb")
                self._end_group()
                self.governors = ()
                self.opened = -1
                return i + 1
        self.chunk.append(self.words[i])
        return i + 1

    def _opens(self, i: int, verb: str) -> bool:
        """Whether the verb at ``i`` starts a new phrase instead of standing inside a name."""
        if all(w.atom == "place" for w in self.chunk):
            return self._followed(i)
        governor = self.lexicon.governors.get(verb)
        if governor is not None and governor.cuts:
            return self._followed(i)
        if not self.governors and (governor is None or not governor.soft):
            return self._followed(i)
        if governor is not None and governor.soft:
            return False
        head = self.lexicon.head_of("".join(w.text for w in self.chunk))
        return head is not None and not head.weak and self._followed(i)

    def _followed(self, i: int) -> bool:
        """Whether something other than punctuation follows, so that the verb has an object."""
        size, _ = self._governor(i)
        j = i + max(size, 1)
        return (
            j < len(self.words)
            and self.words[j].text not in _BREAKS
            and self.words[j].text not in self.lexicon.conjunctions
        )

    def _next(self, i: int) -> str:
        return self.words[i + 1].text if i + 1 < len(self.words) else ""

    def _governor(self, i: int) -> tuple[int, str]:
        """Length in words and text of the longest governing verb that starts at word ``i``."""
        best: tuple[int, str] = (0, "")
        if i >= len(self.words) or self.words[i].text[0] not in self.lexicon.openings:
            return best
        text = ""
        for size in range(1, 5):
            if i + size > len(self.words) or self.words[i + size - 1].atom:
                break
            text += self.words[i + size - 1].text
            if len(text) > self.lexicon.longest_governor:
                break
            if text in self.lexicon.governors:
                best = (size, text)
        if not best[0] and not self.words[i].atom:
            best = self._with_adverb(self.words[i].text)
        return best

    def _with_adverb(self, text: str) -> tuple[int, str]:
        """A single word made of adverb and verb (认真落实, 抓好 before 用好)."""
        for cut in range(1, len(text) - 1):
            if text[cut:] in self.lexicon.governors and text[:cut] in self.lexicon.adverbs:
                return 1, text[cut:]
        return 0, ""

    def _close(self, after: str) -> None:
        if not self.chunk:
            return
        chunk = Chunk(self.chunk, self.governors, len(self.groups), after, self.lead)
        self.chunk, self.lead, self.opened = [], [], -1
        if self.want_head:
            self.group.head = chunk
            self._end_group()
        else:
            self.group.governors = self.governors
            self.group.chunks.append(chunk)

    def _end_group(self) -> None:
        if self.group.chunks:
            self.groups.append(self.group)
        self.group = Group()
        self.want_head = False


def groups_of(words: list[Word], lexicon: NameLexicon) -> list[Group]:
    """Lists of candidate chunks in the order of the text; a chunk that stands alone is a list of one."""
    return _Parser(words, lexicon).run()
