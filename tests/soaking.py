"""How often a hardship is tried: a few times in `make test`, many times in `make soak`, which also tells what it saw."""

import os
import sys

SOAKING = os.environ.get("SOAK") == "1"


def times(few: int, many: int) -> int:
    """Return how often to try now."""
    return many if SOAKING else few


def tell(line: str) -> None:
    """Add a line to the report of `make soak`."""
    if SOAKING:
        print(f"\nsoak: {line}", file=sys.__stderr__, flush=True)
