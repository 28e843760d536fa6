"""Words for the person at the terminal, apart from the request log."""

import sys
from collections.abc import Callable

from data.errors import Problem
from data.text import LANGS


def say(*lines: str) -> None:
    """Write lines to standard error."""
    print("\n".join(lines), file=sys.stderr, flush=True)


def told(work: Callable[[], None]) -> None:
    """Run something; a Problem is told in both languages and ends the program with exit code 1."""
    try:
        work()
    except Problem as problem:
        for lang in LANGS:
            say(*problem.lines(lang))
        sys.exit(1)
