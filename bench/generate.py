"""Plan documents with known facts, in any number: county work reports in this project's own words.

    python -m bench.generate --documents 10000 --seed 1 OUT

Writes OUT/docs/NAME.txt and OUT/NAME.json, the annotation of all that the text says, in the format of the gold
annotations: ``plankg build OUT/docs`` builds them, ``plankg evaluate OUT/*.json`` and ``bench.score_generated`` score
them. A document depends on its number and the seed alone: the first hundred are the same however many are made. No two
are of the same county and year. Words, sentences and frames are tables in ``bench/generated``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.generate_document import Report, Tables
from bench.generate_words import settings
from extract.gazetteer import Gazetteer

_YEARS = range(2016, 2027)


def documents(
    count: int, seed: int, *, first: int = 0, characters: int = 0
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and annotation of ``count`` reports, from the ``first`` on, of about ``characters`` (0: as reports are).

    Raises:
        ValueError: more than there are counties and years.
    """
    found, tables = settings(Gazetteer.load()), Tables.load()
    pairs = [(setting, year) for setting in found for year in _YEARS]
    random.Random(f"order-{seed}").shuffle(pairs)
    if first + count > len(pairs):
        raise ValueError(f"at most {len(pairs)} documents: {len(found)} counties in {len(_YEARS)} years")
    for number in range(first, first + count):
        setting, year = pairs[number]
        name = f"{setting.county.code}-{year}-g{seed}"
        text, annotation = Report(setting, year, tables, f"{seed}-{setting.county.code}-{year}", characters).write()
        yield name, text, {"document": name, **annotation}


def write(folder: Path, count: int, seed: int, *, characters: int = 0) -> int:
    """Writes the documents and their annotations; the number of bytes of text."""
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    size = 0
    for name, text, annotation in documents(count, seed, characters=characters):
        data = text.encode()
        size += len(data)
        (folder / "docs" / f"{name}.txt").write_bytes(data)
        written = json.dumps(annotation, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(written + "\n", encoding="utf-8")
    return size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--characters", type=int, default=0, help="about how long each is; 0: as reports are")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    try:
        size = write(options.out, options.documents, options.seed, characters=options.characters)
    except ValueError as error:
        parser.error(str(error))
    print(f"{options.documents} documents, {size / 1e6:.1f} MB of text in {options.out / 'docs'}")


if __name__ == "__main__":
    main()
