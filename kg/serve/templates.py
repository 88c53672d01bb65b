"""HTML from templates: everything that comes from the graph or the user is escaped by the template engine."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.serve.messages import Reply
from kg.serve.words import ENGLISH, in_language

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_NAMES = ("overview.html", "workbench.html", "resource.html", "plan.html")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, compiled."""
    made = Environment(
        loader=PackageLoader("kg.serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters["island"] = island
    for name in _NAMES:
        made.get_template(name)
    return made


def island(value: Any) -> Markup:
    """JSON that may stand inside a script element of a type that is not run."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(re.sub("[<>&\u2028\u2029]", lambda m: _ESCAPES[m.group()], text))


def page(name: str, language: str, status: int = 200, **values: Any) -> Reply:
    """The page of a template in a language ("zh" or "en")."""

    def word(text: str) -> str:
        return in_language(text, language)

    words = ENGLISH if language == "en" else {}
    text = environment().get_template(name).render(t=word, language=language, words=words, **values)
    body = text.encode("utf-8", "replace")
    return Reply(status, "text/html; charset=utf-8", body, {"Vary": "Accept, Cookie"})
