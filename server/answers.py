"""Answers of callbacks written as JSON in one pass.

Dash walks every answer in Python to make it plain before it writes it: a third of the time of a page whose rows are
at hand. The writer here asks components for their plain form only where it meets them.
"""

from typing import Any

import dash._callback
import orjson

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


def install_json() -> None:
    """Let Dash write the answers of callbacks with `to_json`."""
    dash._callback.to_json = to_json


def to_json(value: Any) -> str:
    """Return JSON of dicts, lists, numbers, text, NumPy arrays and Dash components; not-a-number becomes null."""
    return orjson.dumps(value, default=_plain, option=OPTIONS).decode()


def _plain(value: Any) -> Any:
    if hasattr(value, "to_plotly_json"):
        return value.to_plotly_json()
    raise TypeError(f"{type(value).__name__} cannot be an answer")
