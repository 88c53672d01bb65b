"""A graph, or a county's part of it, taken away as files. The same graph gives the same bytes.

``csv`` is a folder of tables (``nodes``, ``edges``, ``targets``, ``goals``, ``facts``) unless the path ends in
``.csv``: then it is one file, all facts with their sentences. ``html``, ``md`` and ``docx`` are a brief to read. Everything is
written beside and then renamed, so that a reader never sees a part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pyoxigraph import Quad

from extract.errors import PlanKGError
from kg.county import CountyPart, Membership, county_part
from kg.export_brief import Brief, county_brief, whole_brief
from kg.export_brief_docx import to_docx
from kg.export_brief_text import to_markdown, to_page
from kg.export_csv import csv_files, facts_csv
from kg.export_network import gexf_bytes, graphml_bytes
from kg.export_part import part_quads
from kg.export_rdf import RDF_FORMATS, rdf_bytes
from kg.facts import Facts, Thing
from kg.facts_read import read_facts
from kg.network import build_network
from kg.place_names import find_place
from kg.store import GraphStore
from kg.store_files import disk_error, write_atomically

__all__ = ["COUNTY_FORMATS", "FORMATS", "Exporter", "write_export"]

FORMATS = ("ttl", "jsonld", "nq", "trig", "graphml", "gexf", "csv", "html", "md", "docx")
COUNTY_FORMATS = ("ttl", "jsonld", "graphml", "csv", "html", "md")
"""What ``write_all_counties`` makes for each county."""

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]|\A\.+|[. ]+\Z')
Content = bytes | dict[str, bytes]


class Exporter:
    """Exports from one open graph; reads it once, at the first export that needs its facts."""

    def __init__(self, graph: GraphStore) -> None:
        self._graph = graph
        self._last: tuple[str, list[Quad]] = ("", [])

    @cached_property
    def facts(self) -> Facts:
        """Everything in the graph."""
        return read_facts(self._graph.store)

    @cached_property
    def membership(self) -> Membership:
        """Which counties things belong to."""
        return Membership(self.facts)

    def counties(self) -> tuple[Thing, ...]:
        """The counties with facts, by code."""
        return self.membership.with_facts()

    def county(self, name: str) -> CountyPart:
        """The part of the county with this name, short name or code.

        Raises:
            UnknownPlaceError: no such county in the graph; the nearest are offered.
        """
        found = find_place(self._graph.store, name, counties=True)
        return county_part(self.facts, self.facts.things[found.node.value], self.membership)

    def whole(self, form: str) -> Content:
        """The whole graph in a format; csv as files by name.

        Raises:
            PlanKGError: no such format.
        """
        _check(form)
        if form in RDF_FORMATS:
            return rdf_bytes(self._graph.quads(), form)
        return self._rendered(form, self.facts, "规划知识图谱", lambda: whole_brief(self.facts), None)

    def part(self, part: CountyPart, form: str) -> Content:
        """A county's part in a format; csv as files by name.

        Raises:
            PlanKGError: no such format.
        """
        _check(form)
        if form in RDF_FORMATS:
            return rdf_bytes(self._quads(part), form)
        return self._rendered(form, part.facts, part.county.label, lambda: county_brief(part, self.membership), part)

    def facts_table(self, part: CountyPart | None = None) -> bytes:
        """One csv table of all facts with their sentences, of the whole graph or of a county."""
        return facts_csv(part.facts if part else self.facts)

    def write_all_counties(
        self, directory: Path, formats: Iterable[str] = COUNTY_FORMATS
    ) -> Iterator[tuple[Thing, Path]]:
        """A folder for each county with facts, named after it (two of a name: with their codes); yields as it goes.

        Raises:
            StoreError: the directory cannot be written.
        """
        counties, wanted = self.counties(), tuple(formats)
        names = [thing.label for thing in counties]
        for thing in counties:
            name = thing.label if names.count(thing.label) == 1 else f"{thing.label}-{thing.code or thing.iri[-8:]}"
            folder = directory / (_UNSAFE.sub("_", name) or "_")
            part = county_part(self.facts, thing, self.membership)
            for form in wanted:
                content = self.part(part, form)
                for file, data in (
                    content if isinstance(content, dict) else {f"{folder.name}.{form}": content}
                ).items():
                    _write(folder / file, data)
            yield thing, folder

    def _quads(self, part: CountyPart) -> list[Quad]:
        """The part's quads; those of the last part are kept, as several formats of a county are made in a row."""
        if self._last[0] != part.county.iri:
            self._last = (part.county.iri, part_quads(self._graph.store, part.facts))
        return self._last[1]

    def _rendered(
        self, form: str, facts: Facts, title: str, brief: Callable[[], Brief], part: CountyPart | None
    ) -> Content:
        if form in ("graphml", "gexf"):
            network = build_network(facts, title=title, whole=self.membership)
            return graphml_bytes(network) if form == "graphml" else gexf_bytes(network)
        if form == "csv":
            return csv_files(facts, self.membership, part.scope) if part else csv_files(facts, self.membership)
        if form == "docx":
            return to_docx(brief())
        return (to_markdown(brief()) if form == "md" else to_page(brief())).encode()


def write_export(graph: GraphStore, form: str, path: Path, *, county: str | None = None) -> Path:
    """Writes the whole graph or a county's part to ``path`` and returns it.

    Raises:
        PlanKGError: no such format or county.
        StoreError: the path cannot be written.
    """
    exporter = Exporter(graph)
    part = exporter.county(county) if county else None
    if form == "csv" and path.suffix.lower() == ".csv":
        _write(path, exporter.facts_table(part))
        return path
    content = exporter.part(part, form) if part else exporter.whole(form)
    if isinstance(content, bytes):
        _write(path, content)
    else:
        for name, data in content.items():
            _write(path / name, data)
    return path


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    except OSError as error:
        raise disk_error(path, error) from error


def _check(form: str) -> None:
    if form not in FORMATS:
        raise PlanKGError(f"没有 {form} 这种格式；可用的有 {'、'.join(FORMATS)}")
