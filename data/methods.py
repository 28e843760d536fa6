"""How each number is computed, read from the docstring of the function that computes it."""

import inspect
from collections.abc import Callable

from data.text import Text

THAI_MARK = "ไทย: "


def method_of(answer: Callable) -> Text:
    """Return a question's method in both languages: its docstring, whose paragraph in Thai begins with `ไทย:`.

    Paragraphs are parted by a line break.
    """
    paragraphs = [" ".join(text.split()) for text in inspect.getdoc(answer).split("\n\n")]
    thai = [text.removeprefix(THAI_MARK) for text in paragraphs if text.startswith(THAI_MARK)]
    english = [text for text in paragraphs if not text.startswith(THAI_MARK)]
    return Text("\n".join(thai), "\n".join(english))
