"""Clean text to sections (the tree of headings) and passages (sentences), each telling past from plan."""

from extract.structure.outline import outline

__all__ = ["outline"]
