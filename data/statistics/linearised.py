"""Sampling errors of ratios by Taylor linearisation under strata and primary sampling units.

R = Y/X; each PSU's total of z = (y - R x)/X; V = sum over strata of n/(n-1) * sum of (t - mean t)^2, with replacement.
The difference of two ratios has z = (y1 - R1 x1)/X1 - (y0 - R0 x0)/X0, so what they share counts as it should.
A group is a domain of the full design: PSUs outside it stay with t = 0. Everything is linear in y and x, so SQL only
hands over the sums and cross-products of PSU totals per group and stratum. Source: Wolter 2007, ch. 6.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Design:
    """The full design of a round: PSUs per stratum, in the order that `stratum` indexes of moments refer to."""

    psus: np.ndarray

    @property
    def degrees_of_freedom(self) -> int:
        """PSUs less strata."""
        return int(self.psus.sum()) - len(self.psus)

    @property
    def lone_strata(self) -> int:
        """Strata with a single PSU."""
        return int((self.psus == 1).sum())


@dataclass(frozen=True)
class Moments:
    """Sums over PSUs per group and stratum, as arrays of one place per (group, stratum) that occurs.

    group, stratum: indices. sums: {name: sums of PSU totals}; products: {(name, name): sums of their products}, each
    pair in the order of `sums`. groups: how many there are.
    """

    group: np.ndarray
    stratum: np.ndarray
    sums: dict[str, np.ndarray]
    products: dict[tuple[str, str], np.ndarray]
    groups: int

    def total(self, name: str) -> np.ndarray:
        """Return the sum per group."""
        return np.bincount(self.group, self.sums[name], minlength=self.groups)

    def ratio(self, y: str, x: str) -> np.ndarray:
        """Return y/x per group, NaN where x is 0."""
        whole = self.total(x)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(whole != 0, self.total(y) / whole, np.nan)

    def weights(self, y: str, x: str) -> dict[str, np.ndarray]:
        """Return what the linearised ratio takes of each PSU total, per group."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share = 1 / np.where(self.total(x) != 0, self.total(x), np.nan)
        return {y: share, x: -self.ratio(y, x) * share}

    def error(self, weights: dict[str, np.ndarray], design: Design) -> np.ndarray:
        """Return the standard error per group of the sum of weighted totals, NaN where a weight is.

        A stratum with one PSU is centred at the grand mean of all PSUs, which is 0 for what is linearised.
        """
        names = [name for name in self.sums if name in weights]
        per = {name: weights[name][self.group] for name in names}
        sums = sum(per[name] * self.sums[name] for name in names)
        squares = sum(
            (1 if one == other else 2) * per[one] * per[other] * self.products[one, other]
            for place, one in enumerate(names)
            for other in names[place:]
        )
        n = design.psus[self.stratum].astype(float)
        centred = np.where(n > 1, n / np.maximum(n - 1, 1) * (squares - sums * sums / n), squares)
        # Cancellation leaves tiny negative remainders where every PSU agrees.
        variance = np.bincount(self.group, np.maximum(np.nan_to_num(centred), 0), minlength=self.groups)
        undefined = np.any([np.isnan(weights[name]) for name in names], axis=0)
        return np.where(undefined, np.nan, np.sqrt(variance))


def ratio_errors(moments: Moments, design: Design, y: str, x: str) -> tuple[np.ndarray, np.ndarray]:
    """Return (ratio, standard error) per group; both NaN where X is 0."""
    return moments.ratio(y, x), moments.error(moments.weights(y, x), design)


def difference_error(moments: Moments, design: Design, one: tuple[str, str], other: tuple[str, str]) -> np.ndarray:
    """Return the standard error per group of the difference of two ratios (y, x) of four different totals."""
    less = {name: -weight for name, weight in moments.weights(*other).items()}
    return moments.error(moments.weights(*one) | less, design)


def plain_interval(estimate: float, error: float, degrees_of_freedom: float) -> tuple[float, float]:
    """Return the 95 % interval with t of what may be any number, such as a difference."""
    half = t_quantile(degrees_of_freedom) * error
    return estimate - half, estimate + half


def logit_interval(estimate: np.ndarray, error: np.ndarray, degrees_of_freedom: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the 95 % interval of shares on the logit scale with t; at 0, 1 or no error the estimate itself."""
    t = t_quantile(degrees_of_freedom)
    inside = (estimate > 0) & (estimate < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.log(estimate / (1 - estimate))
        half = t * error / (estimate * (1 - estimate))
        low = np.where(inside, 1 / (1 + np.exp(-(centre - half))), estimate)
        high = np.where(inside, 1 / (1 + np.exp(-(centre + half))), estimate)
    return low, high


def t_quantile(degrees_of_freedom: float) -> float:
    """Return the two-sided 95 % quantile of t."""
    return float(stdtrit(max(degrees_of_freedom, 1), 0.5 + CONFIDENCE / 2))
