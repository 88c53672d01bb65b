"""Cleaning: a table of raw and clean texts, the tables' own examples, properties on arbitrary text."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.clean import clean
from extract.clean.tables import clean_tables, furniture_rows
from extract.read.raw import RawDocument

SHARED = Path(__file__).resolve().parents[3] / "shared"


def cleaned(raw: str) -> str:
    return clean(RawDocument("t.txt", raw)).text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("政 府 工 作 报 告", "政府工作报告"),
        ("县长??杨林????各位代表：", "县长杨林各位代表："),
        ("增长８．５％以上", "增长8.5%以上"),
        ("2 0 0 1年投资36.5 9亿元", "2001年投资36.59亿元"),
        ("实施“1 10 100”工程", "实施“1 10 100”工程"),  # a lost sign, not a number set apart
        ("推进 5G 基站与 Smart City 建设", "推进5G基站与Smart City建设"),
        ("今年目标是:增长7%,确保完成!", "今年目标是：增长7%，确保完成！"),
        ("投资1,359万元，9:30开工", "投资1,359万元，9:30开工"),
        ("(一)抓好工业(重点)", "（一）抓好工业（重点）"),
        ("第一段。\\r\\n第二段。", "第一段。\n第二段。"),
        ("&nbsp;&nbsp;今年&ldquo;三农&rdquo;工作&emsp......", "今年“三农”工作......"),
        ("奋勇争先蹚蹚出新路", "奋勇争先蹚出新路"),
        ("渐渐改善，处处见绿，家家户户，熠熠生辉，孜孜矻矻", "渐渐改善，处处见绿，家家户户，熠熠生辉，孜孜矻矻"),
        ("（上接 1—4版）我们坚持", "我们坚持"),
        ("第一段。\n（下转第三版）\n第二段。", "第一段。\n第二段。"),
        ("续建项目（接转1个项目）", "续建项目（接转1个项目）"),
        ("提升人民（下转3版）\n（上接第1版）生活水平。", "提升人民生活水平。"),
        ("⻘山不⽼，⼯业强县", "青山不老，工业强县"),
        ("⸺五年来，变化很大。", "——五年来，变化很大。"),
        ("他说“好”。", "他说“好”。"),  # quotes stay as they are
        ("发展特色产业，\n壮大集体经济。\n三、民生", "发展特色产业，壮大集体经济。\n三、民生"),
    ],
)
def test_clean_table(raw: str, text: str) -> None:
    assert cleaned(raw) == text


def test_note_numbers_go_and_the_notes_keep_theirs() -> None:
    body = "落实“三清一改”[1]行动，推进“放管服”［2］改革。\n" * 3
    notes = "名词解释\n[1]“三清一改”：清垃圾。\n[2]“放管服”：简政放权。"
    text = cleaned(body + notes)
    assert "“三清一改”行动" in text and "“放管服”改革" in text
    assert "\n[1]“三清一改”：" in text


def broken(paragraphs: list[str], width: int = 20) -> str:
    """Set paragraphs in lines of a newspaper column, blank lines between, first lines short by two characters."""
    lines: list[str] = []
    for paragraph in paragraphs:
        rest = paragraph
        take = width - 2
        while rest:
            lines.append(rest[:take])
            rest, take = rest[take:], width
    return "\n\n".join(lines)


def test_lines_broken_by_a_column_are_joined_to_the_same_paragraphs() -> None:
    paragraphs = [
        "三、加快建设现代化产业体系",
        "推进产业转型升级。坚持把实体经济作为根基，深入实施链长制，培育壮大五大特色产业集群，年内新增规模以上企业三十户。",
        "推进农业提质增效。建设高标准农田两万亩，发展设施蔬菜三千亩，让更多群众在家门口实现稳定就业和持续增收。",
        "推进文旅深度融合。实施古城保护利用工程，完善游客服务中心、停车场等配套设施，打响本地文化旅游品牌。",
        "四、持续增进民生福祉",
        "坚持教育优先发展，新建改扩建学校六所，引进优秀教师二百名，办好人民满意的教育，促进城乡教育均衡发展。",
        "坚持健康优先理念，推进县域医共体建设，改造提升乡镇卫生院八所，让群众就近享受优质医疗服务，放心看病。",
    ]
    paragraphs = [p if len(p) < 20 else p + p[p.index("。") + 1 :] for p in paragraphs]
    assert cleaned(broken(paragraphs)).split("\n") == paragraphs


def test_real_paragraphs_are_not_joined() -> None:
    paragraphs = [f"（{n}）抓好第{n}项工作，确保按期完成。" + "再接再厉。" * (n % 7) for n in range(1, 40)]
    assert cleaned("\n".join(paragraphs)).split("\n") == paragraphs


HEAD = "工作报告\n2021年青岚县政府工作报告\n时间：2023-01-24????作者：某网????来源：政府官网????阅读：\n303\n评论：\n0\n内容摘要：\n"
OPENING = "政府工作报告——2021年2月5日在青岚县第十七届人民代表大会第五次会议上各位代表：现在，我代表县人民政府向大会报告工作，请予审议。"
TAIL = "分享到：\nQQ空间\n上一篇：\n2022年云台县政府工作报告\n本栏最新\n12-03\n修武县2025年政府工作报告\n标签云\n北京市"


def test_head_digest_and_tail_of_a_scraped_page_go() -> None:
    raw = f"{HEAD}{OPENING}......\n{OPENING}\n一、2020年工作回顾\n一年来，成绩显著。\n{TAIL}"
    result = clean(RawDocument("t.txt", raw))
    assert result.text.split("\n")[0] == "2021年青岚县政府工作报告"
    assert result.text.count("现在，我代表") == 1
    assert result.text.endswith("成绩显著。") and "修武" not in result.text
    assert {"页首", "内容摘要", "页尾"} <= {removal.reason for removal in result.removed}
    for removal in result.removed:
        assert re.sub(r"\s|\?", "", removal.text) in re.sub(r"\s|\?", "", raw[removal.start : removal.end])


def test_a_date_of_delivery_on_its_own_line_stays() -> None:
    assert "2005年2月26日" in cleaned("政府工作报告\n2005年2月26日\n各位代表：\n现在报告工作。")


@pytest.mark.parametrize("row", furniture_rows(), ids=lambda row: row["编号"])
def test_furniture_row_matches_its_example_and_not_its_counterexample(row: dict[str, str]) -> None:
    pattern = re.compile(row["句式"])
    match = pattern.search if row["位置"] == "句" else pattern.fullmatch
    assert match(row["应识别"])
    assert not match(row["不应识别"])


def test_doublings_are_outside_gb2312() -> None:
    for char in clean_tables().doublings:
        with pytest.raises(UnicodeEncodeError):
            char.encode("gb2312")


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="我们。，；：“”（）()一二三、1 2%\n\r\t&?[]—蹚上接下转版\u3000\ufeff⻓\\rn", max_size=300)
    | st.text(max_size=200)
)
def test_clean_keeps_its_promises_on_any_text(raw: str) -> None:
    result = clean(RawDocument("t.txt", raw, ((0, 1), (len(raw) // 2, 2))))
    assert all(line and line == line.strip(" ") for line in result.text.split("\n")) or result.text == ""
    assert "\r" not in result.text and "\t" not in result.text
    for removal in result.removed:
        assert 0 <= removal.start < removal.end <= len(raw)
    assert [page for _, page in result.page_starts] == [1, 2]
    assert all(0 <= offset <= len(result.text) for offset, _ in result.page_starts)
    result.text.encode("utf-8")


def test_removed_pieces_stand_at_their_raw_offsets() -> None:
    raw = "各位代表：\n（上接1版）我们坚持发展。\ufeff\n奋勇蹚蹚出新路。"
    for removal in clean(RawDocument("t.txt", raw)).removed:
        assert raw[removal.start : removal.end] == removal.text


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="needs ../shared/gold")
def test_gold_evidence_is_found_in_the_clean_text() -> None:
    found = total = 0
    for path in sorted((SHARED / "gold").glob("*.json")):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        text = _squeezed(cleaned((SHARED / "gold/docs" / f"{path.stem}.txt").read_text(encoding="utf-8")))
        for kind in ("entities", "targets", "goals", "relations"):
            for item in annotation.get(kind, []):
                if item.get("evidence"):
                    total += 1
                    found += _squeezed(item["evidence"]) in text
    assert found >= 0.99 * total  # the rest has a note number in its middle


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
