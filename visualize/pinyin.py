"""Search keys of Chinese names: pinyin in full and its initials, worked out when the page is written."""

from __future__ import annotations

from collections.abc import Callable

LONGEST = 14  # characters of a name that are spelt out: nobody types a whole sentence's initials


def romaniser() -> Callable[[str], str]:
    """A function from a name to "full initials" in lower case ("lishiqu lsq"), "" without Chinese characters.

    Readings follow the phrase (重庆 chongqing). Loading pypinyin's tables takes a tenth of a second,
    hence only on demand.
    """
    from pypinyin import lazy_pinyin

    known: dict[str, str] = {}

    def keys(name: str) -> str:
        name = name[:LONGEST]
        if name not in known:
            known[name] = _keys(lazy_pinyin(name, errors=_plain_run), name)
        return known[name]

    return keys


def _plain_run(run: str) -> str:
    """What stands between Chinese characters, marked, so that its letters all count as initials (5G基站: 5gjz)."""
    return "=" + "".join(c for c in run if c.isascii() and c.isalnum())


def _keys(syllables: list[str], name: str) -> str:
    if not any("\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" for c in name):
        return ""
    plain = [s.lower() for s in syllables if s.isascii()]
    full = "".join(s.removeprefix("=") for s in plain)
    return f"{full} {''.join(s[1:] if s.startswith('=') else s[:1] for s in plain)}"
