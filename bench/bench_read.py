"""What reading, cleaning, outlining and describing reach: python bench/bench_read.py [--pdf] (needs ../shared).

Prints, over the 127 reports of ../shared/corpus and the annotated ones of ../shared/gold: agreement of place, year
and kind with the index (each disagreement on its own line), of place and period with the annotation, the share of
annotated evidence found in the clean text, annotated targets in passages marked as past, and MB/s of
processor time. With --pdf also the share of characters in order in pages that Chromium sets from reports, in eight layouts.
"""

from __future__ import annotations

import csv
import difflib
import html
import json
import re
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extract.clean import clean
from extract.describe import describe
from extract.gazetteer import Gazetteer
from extract.read import RawDocument, Sandbox, read_path
from extract.structure import outline
from extract.structure.headings import headings_of
from extract.structure.paragraphs import front_length, paragraphs_of
from extract.structure.patterns import structure_patterns
from extract.structure.tense import past_paragraphs
from extract.structure.tree import innermost, tree_of

SHARED = Path(__file__).resolve().parents[2] / "shared"
# columns, gutter mm, points, leading, font, justified, indent em, style of headings, a second headline in the middle
LAYOUTS = (
    (3, 8, 11, 1.7, "Serif", True, 2, "font-size:1.2em;text-align:center", False),
    (4, 6, 10.5, 1.5, "Sans", True, 2, "font-weight:bold;text-indent:2em;font-size:1em", False),
    (5, 4.5, 9.5, 1.45, "Serif", True, 2, "font-size:1.3em;margin:6px 0", False),
    (2, 10, 12, 1.8, "Sans", False, 2, "font-size:1.15em", False),
    (3, 6, 10.5, 1.6, "Serif", False, 0, "font-size:1.2em;margin:8px 0", True),
    (4, 5, 10, 1.5, "Sans", True, 2, "font-size:1.4em;text-align:center;margin:7px 0", True),
    (1, 0, 12, 1.9, "Serif", True, 2, "font-size:1.2em;text-align:center", False),
    (6, 5, 9, 1.4, "Sans", True, 2, "font-size:1em;font-weight:bold", False),
)


def squeezed(text: str) -> str:
    """For comparison: NFKC without white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def cleaned(path: Path) -> str:
    """Clean text of a plain text file."""
    return clean(RawDocument(path.name, path.read_text(encoding="utf-8-sig"))).text


def measure_corpus(gazetteer: Gazetteer) -> None:
    """Agreement with index.csv without the file name, and speed."""
    with (SHARED / "corpus/index.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    agreeing = size = 0
    seconds = {"clean": 0.0, "describe": 0.0, "outline": 0.0}
    for row in rows:
        data = (SHARED / "corpus" / row["file"]).read_bytes()
        size += len(data)
        raw = RawDocument("x", data.decode("utf-8-sig"))
        at = [time.process_time()]
        text = clean(raw).text
        at.append(time.process_time())
        meta = describe(text, "x", gazetteer)
        at.append(time.process_time())
        outline(text, year=meta.year, period=meta.period)
        at.append(time.process_time())
        for name, begun, ended in zip(seconds, at, at[1:], strict=False):
            seconds[name] += ended - begun
        codes = {division.code for division in gazetteer.named(row["place"], townships=False)}
        if meta.place_code in codes and meta.year == int(row["year"]) and meta.kind == row["kind"]:
            agreeing += 1
        else:
            print(f"  {row['file']}: index {row['place']} {row['year']}, text {meta.place} {meta.year} {meta.kind}")
    print(f"place, year and kind agree: {agreeing} of {len(rows)}")
    each = ", ".join(f"{name} {size / 1e6 / spent:.1f}" for name, spent in seconds.items())
    print(f"MB/s of UTF-8: {each}; together {size / 1e6 / sum(seconds.values()):.1f}")


def measure_gold(gazetteer: Gazetteer) -> None:
    """Agreement with the annotation."""
    place = period = evidence = found = targets = past = documents = 0
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = cleaned(SHARED / "gold/docs" / f"{path.stem}.txt")
        meta = describe(text, "x", gazetteer)
        documents += 1
        place += meta.place == gold["planning_place"]
        period += list(meta.period) == gold["planning_period"]
        whole = squeezed(text)
        _, passages = outline(text, year=meta.year, period=meta.period)
        planned = "".join(squeezed(text[p.start : p.end]) for p in passages if not p.past)
        for kind in ("entities", "targets", "goals", "relations"):
            for item in gold.get(kind, []):
                quote = squeezed(item.get("evidence") or "")
                evidence += bool(quote)
                found += bool(quote) and quote in whole
                if kind in ("targets", "goals") and quote in whole:
                    targets += 1
                    past += quote not in planned
    print(f"annotated documents: place {place}, period {period} of {documents}")
    print(f"evidence found in the clean text: {found} of {evidence} ({found / evidence:.4f})")
    print(f"annotated targets and goals in passages marked past: {past} of {targets}")


def measure_tense() -> None:
    """Reviews told from plans by their words alone: agreement with what the headings say, with the headings taken away."""
    patterns = structure_patterns()
    counts = {(said, found): 0 for said in (True, False) for found in (True, False)}
    for path in sorted((SHARED / "corpus").glob("*.txt")):
        paragraphs = paragraphs_of(cleaned(path))
        headings = headings_of(paragraphs, patterns)
        nodes = tree_of(headings, paragraphs)
        holder = innermost(nodes, len(paragraphs))
        said = past_paragraphs(paragraphs, nodes, holder, patterns)
        own = {heading.paragraph for heading in headings if not heading.run_in}
        notes = next((n.first for n in nodes if patterns.glossary.search(n.heading.title)), len(paragraphs))
        kept = [n for n in range(front_length(paragraphs), notes) if n not in own]
        bare = tuple(paragraphs[n] for n in kept)
        for number, found in zip(kept, past_paragraphs(bare, (), [None] * len(bare), patterns), strict=True):
            counts[said[number], found] += 1
    right = counts[True, True]
    precision, recall = right / (right + counts[False, True]), right / (right + counts[True, False])
    f1 = 2 * precision * recall / (precision + recall)
    print(f"past paragraphs without headings: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def page_of(text: str, layout: tuple[int, float, float, float, str, bool, int, str, bool]) -> str:
    """A newspaper page as HTML."""
    columns, gutter, points, leading, font, justified, indent, heading, twice = layout
    blocks = []
    for line in text.split("\n"):
        tag = "h2" if len(line) < 32 and line[-1] not in "。！？；：" else "p"
        blocks.append(f"<{tag}>{html.escape(line)}</{tag}>")
    style = (
        "@page{size:260mm 370mm;margin:16mm 12mm}body{margin:0;font-family:'Noto " + font + " CJK SC'"
        f"{';text-align:justify' if justified else ''}}}.c{{column-count:{columns};column-gap:{gutter}mm;"
        f"font-size:{points}pt;line-height:{leading}}}p{{margin:0;text-indent:{indent}em}}h2{{margin:0;{heading}}}"
        "h1{font-size:30pt;text-align:center;margin:2mm 0}"
    )
    cut = len(blocks) // 2 if twice else len(blocks)
    second = f"<h1>真抓实干再上新台阶</h1><div class=c>{''.join(blocks[cut:])}</div>" if twice else ""
    return f"<style>{style}</style><h1>凝心聚力谱写新篇章</h1><div class=c>{''.join(blocks[:cut])}</div>{second}"


def measure_pdf() -> None:
    """Characters in the right order of pages set by Chromium."""
    from playwright.sync_api import sync_playwright

    reports = sorted((SHARED / "corpus").glob("county-*.txt"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver, Sandbox() as sandbox:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for number, layout in enumerate(LAYOUTS):
            text = cleaned(reports[number * 7 % len(reports)])[:7000].rpartition("\n")[0]
            path = Path(folder) / f"{number}.pdf"
            page.set_content(page_of(text, layout))
            page.pdf(path=path, prefer_css_page_size=True)
            begun = time.monotonic()
            (raw,) = read_path(path, sandbox=sandbox)
            spent = time.monotonic() - begun
            if not isinstance(raw, RawDocument):
                print(f"  {layout}: {raw}")
                continue
            a, b = squeezed(text), squeezed(clean(raw).text)
            blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
            share = sum(block.size for block in blocks) / len(a)
            pages = len(raw.page_starts)
            print(f"  {layout[0]} columns, gutter {layout[1]} mm: {share:.4f} in order, {pages} pages, {spent:.1f} s")
        browser.close()


if __name__ == "__main__":
    divisions = Gazetteer.load()
    measure_corpus(divisions)
    measure_gold(divisions)
    measure_tense()
    if "--pdf" in sys.argv[1:]:
        measure_pdf()
