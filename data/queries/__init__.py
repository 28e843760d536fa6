"""The questions, each with one home. `ask` is the only door: it knows who asks and lets the gate answer."""

from data.queries.ask import METHOD_VERSION, QUESTIONS, ask

__all__ = ["METHOD_VERSION", "QUESTIONS", "ask"]
