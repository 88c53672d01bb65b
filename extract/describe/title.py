"""The title of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.describe.opening import Opening

_TITLE = re.compile(r"(?:报告|规划|纲要|方案|计划|意见|决定)(?:（[^（）]{1,16}）)?$")
_ISSUED = re.compile(
    r"(?:关于)?(?:印发|下发|发布)《?([^《》]{4,56}?(?:规划|纲要|方案|计划)(?:（[^（）]{1,16}）)?)》?的(?:通知|决定)"
)
_BROKEN = re.compile(r"(?:国民经济和社会|国民经济和社会发展|五年规划|五年规划和|远景目标|年)$")
_REST = re.compile(
    r"(?:和|及|与|暨|发展|第|[二2][〇0].{1,4}年|规划|纲要|远景).*(?:纲要|规划|计划)(?:（[^（）]{1,16}）)?$"
)
_OCCASION = re.compile(r"\d日|会议|大会|作政府工作报告|^[—－-]")  # the line that tells when and where it was given
_BARE = re.compile(r"^(?:20\d\d年)?(?:人民)?(?:政府)?工作报告$|^报告$|^规划纲要$")
LONGEST = 60


def title_line(opening: Opening) -> str:
    """The title as it stands in the opening, the longest if there are several; "" if none.

    A title broken over two lines (…第十四个五年规划 / 和二〇三五年远景目标纲要) is one; a notice that issues a plan
    (关于印发…规划的通知) names it.
    """
    issued = next((match for line in opening.lines if (match := _ISSUED.search(line))), None)
    if issued:
        return issued[1]
    lines = [line for line in _unbroken(opening.lines) if len(line) <= LONGEST and _TITLE.search(line)]
    plain = [line for line in lines if not _OCCASION.search(line)]
    return max(plain, key=len, default="")


def _unbroken(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if found and _BROKEN.search(found[-1]) and _REST.match(line) and len(found[-1] + line) <= LONGEST:
            found[-1] += line
        else:
            found.append(line)
    return found


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
