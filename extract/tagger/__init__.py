"""Names found by a small trained network; see ``data/model/README.md`` for what it learned from."""

from extract.tagger.tagger import Tagger

__all__ = ["Tagger"]
