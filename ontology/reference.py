"""The reference page of the ontology, made from ``plan.ttl`` and ``shapes.ttl``: one HTML file that loads nothing.

``python -m ontology.reference docs/ontology.html`` writes it; a test compares the committed page with a new one.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from ontology.vocab import ONT, PLAN

_PREFIXES = {
    ONT: "plan:",
    str(RDF): "rdf:",
    str(RDFS): "rdfs:",
    str(SKOS): "skos:",
    str(DCTERMS): "dcterms:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo:",
}
_SHAPE = Namespace("https://w3id.org/plankg/shape#")
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --dim: #777; }
body { font: 16px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 0 auto;
  max-width: 62rem; padding: 1rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; margin: 1rem 0 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; }
nav a { margin-right: 1rem; }
article { padding: .75rem 0; border-bottom: 1px solid var(--line); }
article:target { background: var(--soft); }
p { margin: .2rem 0; }
code { font-family: ui-monospace, Consolas, monospace; font-size: .9em; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .3rem 0 0; font-size: .9rem; }
dt { color: var(--dim); } dd { margin: 0; } .en { color: var(--dim); }
"""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the page: an anchor, a title in both languages and its terms in order."""

    anchor: str
    title: str
    english: str
    terms: tuple[URIRef, ...]


def load_ontology() -> Graph:
    """``ontology/plan.ttl``."""
    return _read("plan.ttl")


def render(ontology: Graph, shapes: Graph) -> str:
    """The page, the same for the same two files."""
    groups = tuple(_groups(ontology))
    digest = b64encode(sha256(_STYLE.encode()).digest()).decode()
    header = next(ontology.subjects(RDF.type, OWL.Ontology))
    title = _text(ontology, header, DCTERMS.title, "zh")
    links = "".join(f'<a href="#{g.anchor}">{escape(g.title)}</a>' for g in groups)
    body = "".join(_group_html(ontology, group) for group in groups)
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title} <span class="en">{_text(ontology, header, DCTERMS.title, "en")}</span></h1>
{_both(ontology, header, DCTERMS.description)}
{_both(ontology, header, SKOS.scopeNote)}
<p><code>PREFIX plan: &lt;{escape(ONT)}&gt;</code></p>
<nav>{links}<a href="#borrowed">借用的词汇</a><a href="#shapes">约束</a></nav>
{body}{_borrowed_html(ontology)}{_shapes_html(shapes)}</body>
</html>
"""


def main(path: Path) -> None:
    """Write the page to ``path``."""
    path.write_text(render(load_ontology(), _read("shapes.ttl")), encoding="utf-8")


def _read(name: str) -> Graph:
    return Graph().parse(data=files("ontology").joinpath(name).read_text("utf-8"), format="turtle")


def _groups(ontology: Graph) -> Iterator[Group]:
    order = [PLAN[name] for name in PLAN.__annotations__ if not name.startswith("_")]
    kinds = [t for t in order if (t, RDFS.subClassOf, PLAN.Project) in ontology]
    classes = [t for t in order if (t, RDF.type, OWL.Class) in ontology and t not in kinds]
    statuses = [t for t in order if (t, RDF.type, PLAN.Status) in ontology]
    relations = [t for t in order if (t, RDFS.subPropertyOf, PLAN.relation) in ontology]
    used = {*kinds, *classes, *statuses, *relations}
    yield Group("classes", "类", "Classes", tuple(classes))
    yield Group("kinds", "项目的种类", "Kinds of project", tuple(kinds))
    yield Group("statuses", "项目的状态", "Statuses", tuple(statuses))
    yield Group("relations", "关系", "Relations", tuple(relations))
    yield Group("properties", "属性", "Properties", tuple(t for t in order if t not in used))


def _group_html(ontology: Graph, group: Group) -> str:
    terms = "".join(_term_html(ontology, term) for term in group.terms)
    return (
        f'<h2 id="{group.anchor}">{escape(group.title)} <span class="en">{escape(group.english)}</span></h2>\n{terms}'
    )


def _term_html(ontology: Graph, term: URIRef) -> str:
    label, english = (_text(ontology, term, RDFS.label, language) for language in ("zh", "en"))
    rows = [
        ("上位", _links(ontology.objects(term, RDFS.subClassOf))),
        ("上位", _links(ontology.objects(term, RDFS.subPropertyOf))),
        ("主语", _links(ontology.objects(term, RDFS.domain))),
        ("宾语", _links(ontology.objects(term, RDFS.range))),
        ("标注词", _codes(ontology.objects(term, SKOS.notation))),
        ("承诺程度", _codes(ontology.objects(term, PLAN.commitment))),
        ("例", _text(ontology, term, SKOS.example, "zh")),
    ]
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows if value)
    name = escape(str(term).removeprefix(ONT))
    return (
        f'<article id="{name}"><h3>{label} <span class="en">{english}</span> <code>plan:{name}</code></h3>\n'
        f"{_both(ontology, term, SKOS.definition)}\n<dl>{listed}</dl></article>\n"
    )


def _borrowed_html(ontology: Graph) -> str:
    terms = sorted(
        t for t in ontology.subjects(SKOS.scopeNote) if isinstance(t, URIRef) and not str(t).startswith(ONT[:-1])
    )
    rows = "".join(
        f"<article><h3><code>{escape(_short(t))}</code></h3>{_both(ontology, t, SKOS.scopeNote)}</article>\n"
        for t in terms
    )
    return f'<h2 id="borrowed">借用的词汇 <span class="en">Borrowed terms</span></h2>\n{rows}'


def _shapes_html(shapes: Graph) -> str:
    """What each shape demands, in its own messages."""
    parts = []
    for shape in sorted(s for s in shapes.subjects(RDF.type, SH.NodeShape) if isinstance(s, URIRef)):
        holders = [shape, *shapes.objects(shape, SH.property), *shapes.objects(shape, SH.sparql)]
        messages = sorted({escape(str(m)) for holder in holders for m in shapes.objects(holder, SH.message)})
        targets = [*shapes.objects(shape, SH.targetClass), *shapes.objects(shape, SH.targetSubjectsOf)]
        listed = "".join(f"<p>{message}</p>" for message in messages)
        name = escape(str(shape).removeprefix(str(_SHAPE)))
        parts.append(f"<article><h3><code>shape:{name}</code> {_links(iter(targets))}</h3>\n{listed}</article>\n")
    return f'<h2 id="shapes">约束 <span class="en">SHACL shapes</span></h2>\n{"".join(parts)}'


def _text(graph: Graph, subject: Node, predicate: URIRef, language: str) -> str:
    found = sorted(
        str(value)
        for value in graph.objects(subject, predicate)
        if isinstance(value, Literal) and value.language == language
    )
    return escape("；".join(found))


def _both(graph: Graph, subject: Node, predicate: URIRef) -> str:
    chinese, english = (_text(graph, subject, predicate, language) for language in ("zh", "en"))
    return f'<p>{chinese}</p><p class="en" lang="en">{english}</p>'


def _links(terms: Iterator[Node]) -> str:
    def link(name: str) -> str:
        local = escape(name.removeprefix("plan:"))
        return (
            f'<a href="#{local}"><code>{escape(name)}</code></a>'
            if name.startswith("plan:")
            else f"<code>{escape(name)}</code>"
        )

    return " ".join(link(name) for name in sorted(_short(term) for term in terms))


def _codes(values: Iterator[Node]) -> str:
    return " ".join(f"<code>{escape(str(value))}</code>" for value in sorted(values, key=str))


def _short(term: Node) -> str:
    for namespace, prefix in _PREFIXES.items():
        if str(term).startswith(namespace):
            return prefix + str(term)[len(namespace) :]
    return str(term)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m ontology.reference docs/ontology.html")
    main(Path(sys.argv[1]))
