"""Rule mentions of projects, industries, organisations, measures and brands."""

from extract.names.find import find_names
from extract.names.lexicon import NameLexicon, load_lexicon

__all__ = ["NameLexicon", "find_names", "load_lexicon"]
