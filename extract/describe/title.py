"""The title of a document."""

from __future__ import annotations

import re

from extract.describe.opening import Opening

_TITLE = re.compile(r"(?:报告|规划|纲要|方案|计划|意见|决定)(?:（[^（）]{1,16}）)?$")
_OCCASION = re.compile(r"\d日|会议|大会|作政府工作报告|^[—－-]")  # the line that tells when and where it was given
_BARE = re.compile(r"^(?:20\d\d年)?(?:人民)?(?:政府)?工作报告$|^报告$|^规划纲要$")
LONGEST = 60


def title_line(opening: Opening) -> str:
    """The title as it stands in the opening, the longest if there are several; "" if none."""
    lines = [line for line in opening.lines if len(line) <= LONGEST and _TITLE.search(line)]
    plain = [line for line in lines if not _OCCASION.search(line)]
    return max(plain, key=len, default="")


def full_title(line: str, hint: str, place: str, year: int, kind: str) -> str:
    """The title with place and year: the line itself if it names more than a kind, else put together.

    ``hint``: a title from the file's metadata, used where the text has none and it looks like one.
    """
    if line and not _BARE.match(line):
        return line
    if not line and hint and len(hint) <= LONGEST and _TITLE.search(hint) and not _BARE.match(hint):
        return hint
    name = re.sub(r"^20\d\d年", "", line) or (kind if kind != "其他" else "文件")
    return f"{year}年{place}{name}" if year else f"{place}{name}"
