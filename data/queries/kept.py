"""Answers of this process: what was worked out once for a snapshot, a selection and a viewer is not worked out again."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

KEPT_ANSWERS = 512
Answer = TypeVar("Answer")

ANSWERS: OrderedDict[tuple, object] = OrderedDict()
_lock = threading.Lock()


def kept(key: tuple, answer: Callable[[], Answer]) -> Answer:
    """Return the answer kept under a key, made where there is none; those used longest ago make room."""
    with _lock:
        if key in ANSWERS:
            ANSWERS.move_to_end(key)
            return ANSWERS[key]
    made = answer()
    with _lock:
        ANSWERS[key] = made
        while len(ANSWERS) > KEPT_ANSWERS:
            ANSWERS.popitem(last=False)
    return made
