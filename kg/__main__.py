"""``python -m kg`` is ``plankg``."""

from kg.cli import main

main()
