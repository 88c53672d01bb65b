"""Evaluation of files: a gold annotation, and what the pipeline makes of the text it annotates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph

from extract.document import make_document
from extract.errors import PlanKGError, ReadError
from extract.pipeline import extract
from extract.read import read_path
from extract.read.raw import ReadFailure
from extract.resources import Resources
from kg.annotation import annotation_of
from kg.gazetteer_graph import KnownPlaces
from kg.rdf import plan_quads


def load_annotation(path: Path) -> dict[str, Any]:
    """An annotation file as JSON.

    Raises:
        ReadError: it cannot be read or is no annotation.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReadError(str(path), f"读不了（{error.strerror}）") from error
    except ValueError as error:
        raise ReadError(str(path), f"不是 UTF-8 的 JSON（{error}）") from error
    if not isinstance(value, dict) or not isinstance(value.get("entities"), list):
        raise ReadError(str(path), "不是标注文件：缺少 entities 列表")
    return value


def text_of(path: Path) -> Path:
    """The text an annotation file is about: ``docs/NAME.txt`` or ``NAME.txt`` beside it.

    Raises:
        ReadError: there is neither.
    """
    for candidate in (path.parent / "docs" / f"{path.stem}.txt", path.with_suffix(".txt")):
        if candidate.is_file():
            return candidate
    raise ReadError(str(path), f"找不到它标注的文本（docs/{path.stem}.txt 或 {path.stem}.txt）")


def system_annotation(gold: Path, resources: Resources) -> dict[str, Any]:
    """What the pipeline reads in the text of a gold file, through the graph and back into the annotation format."""
    (raw,) = read_path(text_of(gold))
    if isinstance(raw, ReadFailure):
        raise ReadError(raw.source, raw.reason)
    document = make_document(raw, resources.gazetteer)
    if not document.passages:
        raise PlanKGError(f"{raw.source}：没有正文")
    store = pyoxigraph.Store()
    store.bulk_extend(plan_quads(extract(document, resources), KnownPlaces(resources.gazetteer)))
    return annotation_of(store, document.id)
