"""A plan's stable id."""

from __future__ import annotations

import hashlib

from extract.model import PlanMeta

SLUGS = {
    "党代会报告": "congress",
    "政府工作报告": "work-report",
    "规划纲要": "outline",
    "专项规划": "special",
    "其他": "other",
}
UNKNOWN_PLACE = "000000"


def plan_id(meta: PlanMeta, text: str) -> str:
    """``{code}-{year}-{kind}-{hash}``: 141100-2021-congress-1f2e3d; six hex digits of the clean text's SHA-256.

    The code is 000000 where the place is unknown, the year 0 where it is. The same text described the same way has
    the same id on every machine.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{meta.place_code or UNKNOWN_PLACE}-{meta.year}-{SLUGS.get(meta.kind, 'other')}-{digest}"
