"""Answers of this process: what was worked out once for a snapshot, a selection and a viewer is not worked out again."""

import threading
from collections.abc import Callable
from typing import TypeVar

from cachetools import LRUCache

# Numbers kept by one process, about a hundred bytes each. A crowd of every role asks for thousands of small answers: a limit
# on how many are kept made each role push out what the others had.
KEPT_CELLS = 2_000_000
Answer = TypeVar("Answer")


def cells(answer: object) -> int:
    """Return how many numbers an answer holds: rows of a question, or sums by score of each area; 1 at least."""
    if isinstance(answer, dict):
        return 1 + sum(area.below.size for area in answer.values())
    rows = getattr(answer, "rows", ())
    return 1 + sum(len(row) for row in rows)


ANSWERS: LRUCache[tuple, object] = LRUCache(KEPT_CELLS, getsizeof=cells)
_lock = threading.Lock()


def kept(key: tuple, answer: Callable[[], Answer]) -> Answer:
    """Return the answer kept under a key, made where there is none; those used longest ago make room for it."""
    with _lock:
        if key in ANSWERS:
            return ANSWERS[key]
    made = answer()
    with _lock:
        # What is larger than all the room is made anew each time.
        if cells(made) <= ANSWERS.maxsize:
            ANSWERS[key] = made
    return made
