"""The short form of a division's name: 离石区 -> 离石, 恩施土家族苗族自治州 -> 恩施, 临县 -> 临县."""

from __future__ import annotations

import re
from functools import lru_cache

# The 55 nationalities of GB/T 3304, without 族; longest first where one begins another.
_NATIONALITIES = (
    "乌孜别克|柯尔克孜|达斡尔|俄罗斯|鄂温克|鄂伦春|哈萨克|维吾尔|塔吉克|塔塔尔|土家|蒙古|朝鲜|布依|哈尼|傈僳|"
    "拉祜|东乡|纳西|景颇|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|德昂|保安|裕固|独龙|赫哲|门巴|珞巴|基诺|高山|"
    "各|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|京"
)
_WITHOUT_ZU = "乌孜别克|柯尔克孜|达斡尔|鄂温克|鄂伦春|哈萨克|维吾尔|塔吉克|锡伯|蒙古"
_PEOPLE = f"(?:(?:{_NATIONALITIES})族|{_WITHOUT_ZU})"
_AUTONOMOUS = re.compile(f"^(.*?)({_PEOPLE}*)自治[区州县旗]$")
_ETHNIC_TOWNSHIP = re.compile(f"^(.*?)({_PEOPLE}*)民?族?乡$")
_SUFFIXES = tuple(
    "特别行政区 地区 街道办事处 街道 林区 特区 新区 苏木 省 市 县 区 盟 旗 镇 乡".split(" ")  # noqa: SIM905
)
# What is left of 阿拉善左旗, 井陉矿区, 铜山新区 without its suffix would be no name.
_DIRECTED = re.compile("[左右前中后联]旗$|合旗$|矿区$|开发区$|管理区$|市辖区$")


@lru_cache(maxsize=8192)
def short_name(name: str) -> str:
    """``name`` without its administrative suffix and the peoples of an autonomous division.

    The whole name is returned where one character or nothing would be left (临县, 东区).

    >>> [short_name(n) for n in ("离石区", "临县", "内蒙古自治区", "东乡族自治县", "阿拉善左旗", "浦东新区")]
    ['离石', '临县', '内蒙古', '东乡', '阿拉善左旗', '浦东']
    """
    match = _AUTONOMOUS.match(name) if name[-3:-1] == "自治" else None
    if match is None and "族" in name:
        match = _ETHNIC_TOWNSHIP.match(name)
    if match is not None:
        return _autonomous_short(name, match)
    if name[-1:] in ("旗", "区") and _DIRECTED.search(name):
        return name
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            stem = name[: -len(suffix)]
            return stem if len(stem) > 1 else name
    return name


def _autonomous_short(name: str, match: re.Match[str]) -> str:
    stem = match.group(1)
    if not stem:  # 东乡族自治县: the people is the name
        stem = match.group(2).removesuffix("族")
    if stem == "内":  # 内蒙古: the people is part of the name
        return "内蒙古"
    return stem if len(stem) > 1 else name
