"""Files to raw text: txt, html, docx, pdf, spreadsheets, zips and folders of them, each file on its own.

>>> for outcome in read_path("reports/"):                              # doctest: +SKIP
...     print(outcome.source, len(outcome.text) if isinstance(outcome, RawDocument) else outcome.reason)
"""

from extract.read.raw import Limits, RawDocument, ReadFailure
from extract.read.reader import files_at, read_bytes, read_data, read_path, walk
from extract.read.sandbox import Sandbox

__all__ = [
    "Limits",
    "RawDocument",
    "ReadFailure",
    "Sandbox",
    "files_at",
    "read_bytes",
    "read_data",
    "read_path",
    "walk",
]
