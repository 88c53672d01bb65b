"""What the stages look things up in: loaded once, passed along, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.entities.assemble import Assembler
from extract.entities.confidence import Confidence, load_confidence
from extract.gazetteer import Gazetteer
from extract.gazetteer.letters import Letters
from extract.goals import GoalRules, load_goal_rules
from extract.names import NameLexicon, load_lexicon
from extract.places.finder import PlaceFinder
from extract.quantities import TargetRules, load_target_rules
from extract.segment import Segmenter, segmenter

if TYPE_CHECKING:
    from extract.tagger import Tagger


@dataclass(frozen=True)
class Resources:
    """Gazetteer, tables, segmenter and, unless told otherwise, the learned models (None with ``--no-model``)."""

    gazetteer: Gazetteer
    places: PlaceFinder
    letters: Letters
    lexicon: NameLexicon
    segmenter: Segmenter
    assembler: Assembler
    targets: TargetRules
    goals: GoalRules
    tagger: Tagger | None = None
    confidence: Confidence | None = None


def load_resources(folder: Path | None = None, *, model: bool = True, engine: str = "jieba") -> Resources:
    """Load everything from the tables' folder (default: ``extract.tables.data_dir``).

    Raises:
        TableError: a table is missing or broken.
    """
    gazetteer = Gazetteer.load(folder)
    tagger = None
    if model:
        from extract.tagger import Tagger

        tagger = Tagger.load(folder / "model" if folder else None, gazetteer)
    lexicon = load_lexicon(folder)
    letters = Letters(gazetteer, folder)
    return Resources(
        gazetteer=gazetteer,
        places=PlaceFinder(gazetteer, letters=letters),
        letters=letters,
        lexicon=lexicon,
        segmenter=segmenter(engine),
        assembler=Assembler.load(lexicon),
        targets=load_target_rules(folder),
        goals=load_goal_rules(folder, model=model),
        tagger=tagger,
        confidence=load_confidence(folder) if model else None,
    )
