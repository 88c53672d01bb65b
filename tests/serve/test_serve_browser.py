"""The pages in a real Chromium: what an analyst does, from the query to the file, and that nothing else is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from kg.serve.server import WorkbenchServer
from tests.serve.client import get
from tests.serve.conftest import HOSTILE

LOCATED = "SELECT ?project ?place { ?project a plan:Project ; plan:locatedIn ?place } ORDER BY ?project ?place"
NUMBERS = 'SELECT ?name ?n { VALUES (?name ?n) { ("甲" 10) ("乙" 9) ("丙" 100) } }'
YEARS = 'SELECT ?name ?year ?n { VALUES (?name ?year ?n) { ("甲" 2021 3) ("甲" 2025 5) ("乙" 2021 4) } }'


@dataclass
class Bench:
    """A page over the running server: ``foreign`` requests to other hosts, ``errors`` of its scripts."""

    page: Any
    root: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str, **parameters: str) -> None:
        self.page.goto(self.root + path + (f"?{urlencode(parameters)}" if parameters else ""))
        if path == "/query":
            self.page.wait_for_selector("html[data-ready]", state="attached")

    def write(self, query: str) -> None:
        """Runs a query from the editor and waits for its answer."""
        self.open("/query", query=query)
        self.page.wait_for_selector("#result:not([hidden]), #error:not([hidden])")

    def column(self, number: int) -> list[str]:
        found: list[str] = self.page.locator(f"#table tbody tr td:nth-child({number + 1})").all_inner_texts()
        return found

    def download(self, form: str) -> tuple[str, bytes]:
        with self.page.expect_download() as waited:
            self.page.click(f"[data-format={form}]")
        return waited.value.suggested_filename, Path(waited.value.path()).read_bytes()


@pytest.fixture(scope="module")
def bench(browser: Any, server: WorkbenchServer) -> Iterator[Bench]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_default_timeout(30_000)
    made = Bench(context.new_page(), f"http://127.0.0.1:{server.port}")
    own = (made.root + "/", "data:", "blob:")
    made.page.on("request", lambda r: None if r.url.startswith(own) else made.foreign.append(r.url))
    made.page.on("pageerror", lambda e: made.errors.append(str(e)))
    made.page.on("console", lambda m: made.errors.append(m.text) if "Content Security Policy" in m.text else None)
    yield made
    context.close()


@pytest.fixture(autouse=True)
def clean(bench: Bench) -> Iterator[None]:
    """After each test: no other host was asked, no script failed, the policy forbade nothing, no markup ran."""
    yield
    assert (bench.foreign, bench.errors) == ([], [])
    assert bench.page.title() != "owned"


def test_a_query_is_written_with_completion_and_run(bench: Bench) -> None:
    bench.open("/query")
    page = bench.page
    page.click(".CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?x { ?x a plan:Proj")
    page.locator(".CodeMirror-hint", has_text="plan:Project").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" }")
    assert page.locator(".cm-keyword", has_text="SELECT").count() == 1
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#table tbody tr")
    assert page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()") == (
        "SELECT ?x { ?x a plan:Project }"
    )


def test_a_label_is_completed(bench: Bench) -> None:
    bench.open("/query")
    page = bench.page
    page.click(".CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.type('SELECT ?x { ?x skos:prefLabel "柳林')
    page.locator(".CodeMirror-hint", has_text="柳林县").first.click()
    page.wait_for_timeout(100)  # the editor takes the focus back a moment after a click
    page.keyboard.type(" }")
    page.click("#run")
    page.wait_for_selector("#table tbody tr")
    assert bench.column(1) == ["柳林县"]


def test_an_error_is_shown_at_its_place(bench: Bench) -> None:
    bench.write("SELECT ?s {\n  ?s ?p ?o\n}\nLIMIT 10 oops")
    assert "第 4 行第 10 列" in bench.page.inner_text("#error")
    assert bench.page.inner_text(".wrong") == "oops"
    cursor = bench.page.evaluate("(() => { const c = document.querySelector('.CodeMirror').CodeMirror.getCursor(); "
                                 "return [c.line, c.ch] })()")  # fmt: skip
    assert cursor == [3, 9]


def test_an_error_is_told_in_english_with_its_place(bench: Bench) -> None:
    bench.open("/query", lang="en")
    bench.write("SELECT * {\n  ?s ?p ?o\n  FILTR(?o = 1) }")
    assert bench.page.inner_text("#error").startswith("Line 3, column 3: ")
    bench.open("/", lang="zh")


def test_a_question_is_asked_by_form(bench: Bench) -> None:
    bench.open("/query", name="projects-in-county")
    page = bench.page
    page.locator("#field-county-values option[value=柳林县]").wait_for(state="attached")
    assert not page.is_visible("#result")
    page.fill("#field-county", "柳林县")
    page.click("#form .main")
    page.wait_for_selector("#table tbody tr")
    assert page.url.endswith(urlencode({"name": "projects-in-county", "county": "柳林县"}))
    href = page.get_attribute("#table tbody a", "href")
    assert get_status(bench, href) == 200
    shared, rows = page.url, bench.column(1)
    page.goto("about:blank")
    page.goto(shared)  # the address asks the same question again
    page.wait_for_selector("#table tbody tr")
    assert bench.column(1) == rows
    page.click("#to-sparql")
    assert "SELECT" in page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")


def get_status(bench: Bench, path: str) -> int:
    status: int = bench.page.request.get(bench.root + path).status
    return status


def test_a_column_sorts_as_numbers(bench: Bench) -> None:
    bench.write(NUMBERS)
    bench.page.click("#table th:nth-child(3) button")
    assert bench.column(2) == ["9", "10", "100"]
    bench.page.click("#table th:nth-child(3) button")
    assert bench.column(1) == ["丙", "甲", "乙"]
    assert bench.page.get_attribute("#table th:nth-child(3)", "aria-sort") == "descending"


def test_a_row_opens_to_its_sentence(bench: Bench) -> None:
    bench.write(LOCATED)
    bench.page.click("#table tbody tr:first-child .open button")
    bench.page.wait_for_selector(".evidence blockquote")
    quote = bench.page.inner_text(".evidence mark.quote >> nth=0")
    assert quote and quote in bench.page.inner_text(".evidence blockquote p >> nth=0")
    target = bench.page.get_attribute(".evidence blockquote footer a >> nth=0", "href")
    assert get_status(bench, target) == 200
    bench.page.click("#table tbody tr:first-child .open button")
    assert bench.page.locator(".evidence").count() == 0


def test_a_target_s_row_marks_the_words_not_the_title(bench: Bench) -> None:
    bench.open("/query", name="targets")
    bench.page.wait_for_selector("#table tbody tr")
    bench.page.click("#table tbody tr:first-child .open button")
    bench.page.wait_for_selector(".evidence blockquote")
    assert bench.page.locator(".evidence blockquote").count() == 1
    assert bench.page.locator(".evidence mark.quote").count() >= 1


def test_charts(bench: Bench) -> None:
    bench.write(NUMBERS)
    bench.page.click("[data-view=chart]")
    widths = [float(b.get_attribute("width")) for b in bench.page.locator("#chart rect").all()]
    assert [round(w / widths[0], 3) for w in widths] == [1.0, 0.9, 10.0]
    bench.write(YEARS)
    bench.page.click("[data-view=chart]")
    assert bench.page.locator("#chart polyline").count() == 2
    assert bench.page.locator("#chart circle").count() == 3
    bench.write(LOCATED)
    assert bench.page.is_disabled("[data-view=chart]")


def test_graphs(bench: Bench) -> None:
    for query in (LOCATED, f"CONSTRUCT {{ ?project plan:locatedIn ?place }} {LOCATED[LOCATED.index('{') :]}"):
        bench.write(query)
        bench.page.click("[data-view=graph]")
        assert bench.page.locator("#graph circle").count() >= 2
        assert bench.page.get_attribute("#graph a >> nth=0", "href").startswith("/id/")
    assert "位于" in bench.page.locator("#graph .word").first.text_content()


def test_a_graph_of_many_parts_stays_together(bench: Bench) -> None:
    """Forces alone would drive parts without a link between them to the ends of a huge picture."""
    start = "https://w3id.org/plankg/id/place/"
    values = " ".join(f"(<{start}a{number}> <{start}b{number}>)" for number in range(30))
    bench.write(f"CONSTRUCT {{ ?a plan:locatedIn ?b }} {{ VALUES (?a ?b) {{ {values} }} }}")
    bench.page.click("[data-view=graph]")
    assert bench.page.locator("#graph circle").count() == 60
    width, height = (float(bench.page.get_attribute("#graph svg", name)) for name in ("width", "height"))
    assert max(width, height) < 2_000
    assert bench.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_downloads(bench: Bench) -> None:
    bench.write('SELECT ?a ?b { VALUES (?a ?b) { ("=1+1" "+x") ("-y" "@z") ("山西" "a,b") } }')
    name, body = bench.download("csv")
    assert name == "result.csv"
    assert body.startswith(b"\xef\xbb\xbfa,b\r\n")
    assert body.decode("utf-8-sig").splitlines()[1:] == ["'=1+1,'+x", "'-y,'@z", '山西,"a,b"']
    name, body = bench.download("json")
    assert name == "result.json" and b'"=1+1"' in body  # not for spreadsheets: as it is
    assert bench.page.is_disabled("[data-format=ttl]")
    bench.write("CONSTRUCT { ?c a plan:County } { ?c a plan:County } LIMIT 2")
    name, body = bench.download("ttl")
    assert name == "result.ttl" and b"County" in body


def test_the_language_is_switched_and_kept(bench: Bench) -> None:
    bench.open("/query")
    bench.page.click("a.language")
    bench.page.wait_for_selector("html[lang=en]")
    assert bench.page.inner_text("#run") == "Run"
    bench.open("/")
    assert bench.page.get_attribute("html", "lang") == "en"
    bench.page.click("a.language")
    bench.page.wait_for_selector("html[lang=zh-CN]")


def test_markup_in_labels_is_text(bench: Bench) -> None:
    bench.write("SELECT ?p ?l { ?p a plan:Project ; skos:prefLabel ?l FILTER(CONTAINS(?l, '<img')) }")
    assert bench.column(2) == [HOSTILE]
    bench.page.click("#table tbody tr:first-child .open button")
    bench.page.wait_for_selector(".evidence blockquote")
    assert HOSTILE in bench.page.inner_text(".evidence blockquote p >> nth=0")
    href = bench.page.get_attribute("#table tbody a >> nth=0", "href")
    bench.open(href)
    assert bench.page.inner_text("h1") == HOSTILE
    for path in ("/", "/page/plan/140100-2020-x-cccc"):
        bench.open(path)
        assert "</script><script>" in bench.page.inner_text("main")
        assert bench.page.locator("main img, main script").count() == 0


def test_pages_to_read(bench: Bench) -> None:
    bench.open("/id/plan/141100-2021-dangdaihui-aaaa")  # a browser is led to the page
    assert bench.page.url.endswith("/page/plan/141100-2021-dangdaihui-aaaa")
    assert bench.page.locator("article a.m.Place").count() > 0
    anchor = bench.page.get_attribute(".contents a >> nth=0", "href")
    assert bench.page.locator(f"article [id='{anchor[1:]}']").count() == 1
    bench.open("/id/place/141125")
    assert bench.page.inner_text("h1") == "柳林县"
    assert bench.page.locator("h2").count() >= 4
    summary = bench.page.locator("details summary").first
    summary.click()
    assert bench.page.locator("details[open] mark.quote").count() >= 1


def test_a_phone_has_no_sideways_page(bench: Bench) -> None:
    bench.page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/", "/query", "/page/place/141125", "/page/plan/141100-2021-dangdaihui-aaaa", "/query?name=targets"):
        bench.page.goto(bench.root + path)
        assert bench.page.evaluate("document.documentElement.scrollWidth") <= 390, path
    bench.page.set_viewport_size({"width": 1280, "height": 800})


def test_303_by_accept(server: WorkbenchServer) -> None:
    for accept, place in (
        ("text/html", "/page/place/141125"),
        ("text/turtle", "/data/place/141125.ttl"),
        ("application/ld+json", "/data/place/141125.jsonld"),
        ("application/n-triples", "/data/place/141125.nt"),
    ):
        got = get(server, "/id/place/141125", Accept=accept)
        assert (got.status, got.headers["location"]) == (303, place)
        assert get(server, place).status == 200
    assert get(server, "/id/place/141125", Accept="image/png").status == 406
