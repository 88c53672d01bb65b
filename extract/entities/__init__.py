"""Mentions to entities: which mentions stand, what they are short for, and what is one thing."""

from extract.entities.assemble import assemble
from extract.entities.resolve import resolve

__all__ = ["assemble", "resolve"]
