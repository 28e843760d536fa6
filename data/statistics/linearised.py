"""Sampling errors of ratios by Taylor linearisation under strata and primary sampling units.

R = Y/X; each PSU's total of z = (y - R x)/X; V = sum over strata of n/(n-1) * sum of (t - mean t)^2, with replacement.
A group is a domain of the full design: PSUs outside it stay with t = 0. Everything is linear in y and x, so SQL only
hands over the sums and cross-products of PSU totals per group and stratum. Source: Wolter 2007, ch. 6; metrics.md.
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
    """Sums over PSUs per group and stratum, as arrays of one row per (group, stratum) that occurs.

    group, stratum: indices. y, x: sums of PSU totals. yy, xy, xx: sums of their products.
    """

    group: np.ndarray
    stratum: np.ndarray
    y: np.ndarray
    x: np.ndarray
    yy: np.ndarray
    xy: np.ndarray
    xx: np.ndarray


def ratio_errors(moments: Moments, design: Design, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (ratio, standard error) per group; both NaN where X is 0.

    A stratum with one PSU is centred at the grand mean of all PSUs, which is 0 for a linearised ratio.
    """
    total_y = np.bincount(moments.group, moments.y, minlength=groups)
    total_x = np.bincount(moments.group, moments.x, minlength=groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(total_x != 0, total_y / total_x, np.nan)
        r, x = ratio[moments.group], total_x[moments.group]
        sums = (moments.y - r * moments.x) / x
        squares = (moments.yy - 2 * r * moments.xy + r * r * moments.xx) / (x * x)
        n = design.psus[moments.stratum].astype(float)
        centred = np.where(n > 1, n / np.maximum(n - 1, 1) * (squares - sums * sums / n), squares)
    # Cancellation leaves tiny negative remainders where every PSU agrees.
    variance = np.bincount(moments.group, np.maximum(centred, 0), minlength=groups)
    return ratio, np.where(np.isnan(ratio), np.nan, np.sqrt(variance))


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


def t_quantile(degrees_of_freedom: int) -> float:
    """Return the two-sided 95 % quantile of t."""
    return float(stdtrit(max(degrees_of_freedom, 1), 0.5 + CONFIDENCE / 2))
