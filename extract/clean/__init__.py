r"""Raw text to clean text: one paragraph a line, furniture and layout removed, every removal on record.

>>> clean_text = clean(RawDocument("a.txt", "政 府 工 作 报 告\r\n2 0 2 1年增长８％以上。"))
>>> clean_text.text
'政府工作报告\n2021年增长8%以上。'
"""

from extract.clean.pipeline import CleanText, clean

__all__ = ["CleanText", "clean"]
