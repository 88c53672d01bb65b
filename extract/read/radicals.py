"""Radicals that stand for characters.

Fonts map several code points to one glyph, and PDF writers pick any of them on the way back: text made with Noto CJK
comes out with ⻓ (U+2ED3, a radical) for 长. Kangxi radicals have compatibility decompositions (NFKC); the
supplement has none, its equivalents are those of EquivalentUnifiedIdeograph.txt of the Unicode Character Database.
"""

from __future__ import annotations

import unicodedata

# U+2E80 onward, one character for each code point; a space where there is no plain equivalent.
_SUPPLEMENT = (
    " 厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵 旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网网网羊羊羊"
    "耂肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙"
    "龜亀龟"
)
_FIRST = 0x2E80
_OTHERS = {"⼾": "户"}  # NFKC gives the traditional 戶


def plain_character(char: str) -> str:
    """The character that a radical or compatibility ideograph stands for; itself if there is none.

    >>> plain_character("⻓"), plain_character("⼯"), plain_character("长")
    ('长', '工', '长')
    """
    index = ord(char) - _FIRST
    if 0 <= index < len(_SUPPLEMENT) and _SUPPLEMENT[index] != " ":
        return _SUPPLEMENT[index]
    if "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return _OTHERS.get(char) or unicodedata.normalize("NFKC", char)
    return char
