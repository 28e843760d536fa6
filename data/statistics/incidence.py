"""Time to an event when other events compete and some cases are still open (Aalen-Johansen)."""

import numpy as np


def cumulative_incidence(reached: np.ndarray, exited: np.ndarray, open_: np.ndarray) -> np.ndarray:
    """Return the share that has reached the event by each day, of all that entered.

    reached, exited, open_: counts per day from day 0 along the last axis; other axes are groups. An exit competes: it
    ends the case without the event. A case still open leaves the risk set after its day. Source: Aalen and Johansen 1978.
    """
    ended = reached + exited
    at_risk = np.cumsum((ended + open_)[..., ::-1], axis=-1)[..., ::-1].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        surviving = np.cumprod(np.where(at_risk > 0, 1 - ended / at_risk, 1), axis=-1)
        before = np.concatenate((np.ones((*surviving.shape[:-1], 1)), surviving[..., :-1]), axis=-1)
        return np.cumsum(np.where(at_risk > 0, before * reached / at_risk, 0), axis=-1)


def day_reached(incidence: np.ndarray, share: float) -> int | None:
    """Return the first day on which the incidence of one group is at least a share, None where it never is."""
    # The running sum may miss an exact half by a rounding.
    days = np.flatnonzero(incidence >= share - 1e-12)
    return int(days[0]) if len(days) else None
