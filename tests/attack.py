"""An attacker with a linear programme: everything the public can fetch as equations, and how far a hidden count is known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from data.gate import HIDDEN

Expression = dict[str, float]


@dataclass
class Attacker:
    """Unknown counts, at least 0, by (area, quantity); equations and inequalities between them."""

    index: dict[tuple[str, str], int] = field(default_factory=dict)
    equal: list[tuple[dict[int, float], float]] = field(default_factory=list)
    most: list[tuple[dict[int, float], float]] = field(default_factory=list)

    def unknown(self, area: str, quantity: str) -> int:
        return self.index.setdefault((area, quantity), len(self.index))

    def _terms(self, area: str, expression: Expression) -> dict[int, float]:
        return {self.unknown(area, quantity): factor for quantity, factor in expression.items()}

    def equals(self, area: str, expression: Expression, value: float) -> None:
        self.equal.append((self._terms(area, expression), value))

    def at_most(self, area: str, expression: Expression, value: float = 0) -> None:
        self.most.append((self._terms(area, expression), value))

    def adds_up(self, parent: str, children: Iterable[str], quantities: Iterable[str]) -> None:
        children = list(children)
        for quantity in quantities:
            terms = {self.unknown(child, quantity): 1.0 for child in children}
            self.equal.append((terms | {self.unknown(parent, quantity): -1.0}, 0.0))

    def hears(self, area: str, told: Iterable[tuple[object, Expression, Expression | None]]) -> None:
        """Take in visible cells: a count, or a rate as numerator - rate x denominator = 0. None tells nothing."""
        for value, numerator, denominator in told:
            if value is HIDDEN or value is None:
                continue
            if denominator is None:
                self.equals(area, numerator, value)
                continue
            terms = dict(numerator)
            for quantity, factor in denominator.items():
                terms[quantity] = terms.get(quantity, 0) - value * factor
            self.equals(area, terms, 0)

    def _matrix(self, rows: list[tuple[dict[int, float], float]]):
        if not rows:
            return None, None
        data, where, places = [], [], []
        for row, (terms, _) in enumerate(rows):
            data += terms.values()
            where += [row] * len(terms)
            places += terms
        matrix = csr_matrix((data, (where, places)), shape=(len(rows), len(self.index)))
        return matrix, np.array([value for _, value in rows])

    @cached_property
    def _programme(self):
        return (*self._matrix(self.most), *self._matrix(self.equal))

    def end(self, area: str, expression: Expression, sign: int) -> float:
        """Return the greatest (sign 1) or least (sign -1) value that agrees with everything heard."""
        terms = self._terms(area, expression)
        goal = np.zeros(len(self.index))
        goal[list(terms)] = [-sign * factor for factor in terms.values()]
        result = linprog(goal, *self._programme, bounds=(0, None), method="highs")
        if result.status == 3:
            return sign * np.inf
        assert result.status == 0, result.message
        return -sign * result.fun

    def interval(self, area: str, expression: Expression, truth: float) -> tuple[float, float]:
        """Return least and greatest value; where the greatest is above the truth already, the least is not looked for."""
        high = self.end(area, expression, 1)
        return (-np.inf if high > truth + 0.01 else self.end(area, expression, -1)), high
