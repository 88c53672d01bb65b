"""How each class and relation looks and what it is called: colour and shape, Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """One class of the graph on the page; ``shape`` is a vis-network shape or one that ``shapes.js`` draws."""

    name: str
    zh: str
    en: str
    colour: str
    shape: str


# Colours keep apart under the common colour blindnesses; shapes tell classes apart without colour.
CLASSES = (
    ClassStyle("Place", "地点", "Place", "#3b6ea5", "dot"),
    ClassStyle("Project", "项目", "Project", "#d0752b", "square"),
    ClassStyle("Industry", "产业", "Industry", "#3d8f5f", "triangle"),
    ClassStyle("Organization", "机构", "Organization", "#8566ad", "diamond"),
    ClassStyle("Measure", "举措", "Measure", "#2b8f96", "triangleDown"),
    ClassStyle("Brand", "品牌", "Brand", "#c19a1b", "star"),
    ClassStyle("Target", "指标值", "Target", "#b8475a", "cross"),
    ClassStyle("Goal", "目标", "Goal", "#a05a7f", "hexagon"),
    ClassStyle("Indicator", "指标", "Indicator", "#6b7785", "ring"),
)
OTHER = ClassStyle("Other", "其他", "Other", "#8a8f98", "dot")

PREDICATES = {
    "locatedIn": ("位于", "located in"),
    "connects": ("连接", "connects"),
    "partOf": ("属于", "part of"),
    "develops": ("发展", "develops"),
    "serves": ("服务于", "serves"),
    "radiates": ("辐射带动", "radiates"),
    "cooperatesWith": ("合作", "cooperates with"),
    "within": ("辖于", "within"),
    "subject": ("责任主体", "subject"),
}

CHANGES = {
    "kept": ("保留", "kept", "#7a8797"),
    "new": ("新增", "new", "#1f8a4c"),
    "gone": ("不再提及", "gone", "#c2413b"),
}

LEVELS = {
    "country": "国家",
    "province": "省级",
    "prefecture": "地级",
    "county": "县级",
    "township": "乡级",
    "village": "村级",
    "cluster": "城市群",
    "region": "区域",
    "urban": "城区",
    "water": "河湖",
    "mountain": "山",
}

_BY_NAME = {style.name: style for style in CLASSES}


def style_of(name: str) -> ClassStyle:
    """The style of a class; ``OTHER`` for one that is not ours."""
    return _BY_NAME.get(name, OTHER)
