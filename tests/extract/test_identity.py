"""Ids of plans."""

from __future__ import annotations

from dataclasses import replace

from extract.identity import SLUGS, plan_id
from extract.model import PLAN_KINDS, PlanMeta

META = PlanMeta("某报告", "吕梁市", "141100", "党代会报告", 2021, (2021, 2026))


def test_plan_id_is_code_year_kind_and_hash() -> None:
    # sha256("正文") begins with these six digits
    assert plan_id(META, "正文") == "141100-2021-congress-d661c3"


def test_plan_id_depends_on_the_text_only_in_its_hash() -> None:
    first, second = plan_id(META, "甲"), plan_id(META, "乙")
    assert first != second and first[:-6] == second[:-6]


def test_unknown_place_and_year() -> None:
    assert plan_id(replace(META, place_code="", year=0, kind="其他"), "x").startswith("000000-0-other-")


def test_every_kind_has_a_slug() -> None:
    assert set(SLUGS) == set(PLAN_KINDS) and len(set(SLUGS.values())) == len(SLUGS)
