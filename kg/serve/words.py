"""The words of the pages: written in Chinese, with their English here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kg.library import LibraryQuery

ENGLISH: dict[str, str] = {
    "规划图谱": "Plan graph",
    "总览": "Overview",
    "查询": "Query",
    "查询库": "Question library",
    "规划": "Plans",
    "县（市、区）": "Counties",
    "English": "中文",
    "标题": "Title",
    "地方": "Place",
    "文种": "Kind",
    "年份": "Year",
    "运行": "Run",
    "运行中……": "Running…",
    "自己写": "Write SPARQL",
    "改成 SPARQL": "Edit as SPARQL",
    "复制链接": "Copy link",
    "已复制": "Copied",
    "下载": "Download",
    "表格": "Table",
    "图表": "Chart",
    "关系图": "Graph",
    "原文": "Sentences",
    "行": "rows",
    "毫秒": "ms",
    "只显示前": "showing the first",
    "没有结果": "No results",
    "是": "yes",
    "否": "no",
    "筛选问题": "Filter questions",
    "不限": "any",
    "必填": "required",
    "没有找到原文": "No sentence found",
    "推断": "inferred",
    "第": "p.",
    "页": "",
    "事实": "Facts",
    "属性": "Attributes",
    "提到它的句子": "Sentences that name it",
    "指标": "Targets",
    "责任主体": "Subject",
    "数值": "Value",
    "到期": "Due",
    "目录": "Contents",
    "与其他县共有": "Shared with other counties",
    "数据": "Data",
    "在查询里打开": "Open as a query",
    "没有": "None",
    "共有的项目和产业": "Shared projects and industries",
    "按 Ctrl-Enter 运行，Ctrl-空格 补全": "Ctrl-Enter runs, Ctrl-Space completes",
    "连不上服务器": "The server cannot be reached",
    "太多，只画前": "too many, drawing the first",
    "没有适合画图的列": "No columns that suit a chart",
    "没有适合画关系图的列": "No columns that suit a graph",
    "每个事实都带着说出它的那句话": "Every fact with the sentence that says it",
    "列未全": "incomplete",
    "地名": "Place",
    "项目": "Project",
    "产业": "Industry",
    "组织": "Organisation",
    "举措": "Measure",
    "品牌": "Brand",
    "跳到正文": "Skip to content",
    "到期年份": "Due year",
    "包含的字": "Words in it",
    "状态": "Status",
    "名称": "Name",
    "目标": "Goal",
    "一个县": "One county",
    "另一个县": "Another county",
    "别名": "Other names",
    "纬度": "Latitude",
    "经度": "Longitude",
    "定义": "Definition",
    "例": "Example",
    "上位类": "Broader class",
    "出自": "From",
    "主体": "Subject",
    "关系": "Relation",
    "客体": "Object",
    "相邻的县": "Nearby counties",
    "图谱里中心点直线距离最近的县，至多 %d 个，%d 公里以内": (
        "The counties of the graph whose centres are nearest, at most %d, within %d km"
    ),
    "公里": "km",
    "要发展的产业": "Industries it means to develop",
    "指标，连同上级的": "Targets, with those set above it",
    "本页": "On this page",
    "它的项目": "Projects",
    "北": "N",
    "东北": "NE",
    "东": "E",
    "东南": "SE",
    "南": "S",
    "西南": "SW",
    "西": "W",
    "西北": "NW",
}
"""Chinese to English. A word that is not here stays as it is."""

_COLUMNS: MappingProxyType[str, str] = MappingProxyType({
    "一处": "One status", "一处原文": "Its sentence", "一方": "One side", "产业": "Industry", "产业数": "Industries",
    "主体": "Subject", "事实数": "Facts", "例": "Example", "依据": "Basis", "关系": "Relation", "前者原文": "First sentence",
    "到期": "Due", "单位": "Unit", "原文": "Sentence", "另一处": "Another status", "另一处原文": "Its sentence",
    "句": "Sentences", "合作方": "Partner", "同句次数": "Times together", "名称": "Name", "后者原文": "Second sentence",
    "品牌": "Brand", "地名": "Place", "地方": "Place", "地点": "Place", "实体": "Entities", "客体": "Object",
    "层级": "Level", "年份": "Year", "年内": "Within years", "指标": "Target", "提及": "Mentions", "数值": "Value",
    "文种": "Kind", "状态": "Status", "目标": "Goal", "端点": "End", "章节": "Section", "类别": "Kind", "线路": "Line",
    "组群": "Cluster", "联系": "Tie", "范围": "Scope", "规则": "Rule", "规划": "Plan", "规划地": "Plan of",
    "规划年": "Plan year", "规划数": "Plans", "远近": "Nearness", "项目": "Project", "项目数": "Projects", "频次": "Per",
    "举措": "Measure", "举措原文": "Its sentence", "县": "County",
})  # fmt: skip
"""English of the columns of the library's answers."""


VOCABULARY = frozenset({"类别", "状态", "关系", "文种", "层级", "联系", "范围", "一处", "另一处"})
"""Columns of the library's answers that hold words of the ontology, not names."""


def columns(language: str) -> Mapping[str, str]:
    """What the columns of the library's answers are called in a language, by variable; in Chinese as they are."""
    return _COLUMNS if language == "en" else {}


def question_title(query: LibraryQuery, language: str) -> str:
    """A library question's title in "zh" or "en"."""
    return (query.title_en if language == "en" else "") or query.title


def question_text(query: LibraryQuery, language: str) -> str:
    """What a library question asks, in "zh" or "en"."""
    return (query.question_en if language == "en" else "") or query.question


def in_language(text: str, language: str) -> str:
    """A word of the pages in "zh" or "en"."""
    return MappingProxyType(ENGLISH).get(text, text) if language == "en" else text
