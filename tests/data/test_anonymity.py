"""Any rows come out so that k share all that is told, judged by pandas over what came out."""

import itertools

import duckdb
import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.packet.anonymity import WITHHELD, Hierarchy, ladder, protect

HIERARCHIES = [
    Hierarchy(("region", "province"), (10.0, 1.0)),
    Hierarchy(("band", "size"), (3.0, 1.0)),
    Hierarchy(("sex",), (3.0,)),
]
COLUMNS = [column for hierarchy in HIERARCHIES for column in hierarchy.columns]
# Fine values that lie in coarse ones, as places and bands do; a missing value is one of its own.
PLACES = {"p1": "r1", "p2": "r1", "p3": "r2", "missing": "missing"}
SIZES = {"1": "low", "2": "low", "3": "high", "missing": "missing"}
ROW = st.tuples(st.sampled_from(list(PLACES)), st.sampled_from(list(SIZES)), st.sampled_from(["f", "m", "missing"]))


def protected(rows: list[tuple[str, str, str]], k: int) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Return the rows before and after, each with its number."""
    before = pandas.DataFrame(
        [(number, PLACES[place], place, SIZES[size], size, sex) for number, (place, size, sex) in enumerate(rows)],
        columns=["number", *COLUMNS],
    ).astype(dict.fromkeys(COLUMNS, "object"))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE rows AS SELECT * FROM before")
        protect(connection, "rows", "shown", HIERARCHIES, k)
        return before, connection.execute("FROM shown ORDER BY number").df()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(ROW, max_size=60), k=st.integers(2, 6))
def test_no_group_is_smaller_than_k_and_nothing_is_told_that_was_not_there(rows, k):
    before, after = protected(rows, k)
    groups = after.groupby(COLUMNS, dropna=False).size()
    assert groups.empty or groups.min() >= k
    # Fewer than k rows are left out, and none where k were alike to begin with.
    assert len(before) - len(after) < k
    told = before.set_index("number").loc[after["number"], COLUMNS].reset_index(drop=True)
    for hierarchy in HIERARCHIES:
        for column in hierarchy.columns:
            assert ((after[column] == told[column]) | (after[column] == WITHHELD)).all()
        # What is coarse is withheld only with all that is finer.
        for coarse, fine in itertools.pairwise(hierarchy.columns):
            assert (after.loc[after[coarse] == WITHHELD, fine] == WITHHELD).all()


@pytest.mark.parametrize(("rows", "left"), [([], 0), ([("p1", "1", "f")] * 4, 0), ([("p1", "1", "f")] * 5, 5)])
def test_fewer_than_k_rows_are_left_out(rows, left):
    _, after = protected(rows, 5)
    assert len(after) == left


def test_the_cheapest_loss_that_makes_k_is_taken():
    """Five of p1 with one member keep all; three of p2 and two of p1 with two members share all but the province."""
    rows = [("p1", "1", "f")] * 5 + [("p2", "2", "f")] * 3 + [("p1", "2", "f")] * 2
    _, after = protected(rows, 5)
    assert after.iloc[:5][COLUMNS].drop_duplicates().to_numpy().tolist() == [["r1", "p1", "low", "1", "f"]]
    # (p2, 2) and (p1, 2) differ in the province alone: losing it costs 1, the least there is.
    assert after.iloc[5:][COLUMNS].drop_duplicates().to_numpy().tolist() == [["r1", WITHHELD, "low", "2", "f"]]


def test_a_row_like_no_other_loses_what_makes_it_so_and_others_keep_theirs():
    """Nine alike and one man: with k = 5 he cannot be told with anybody, so he is left out and the nine stay as they are."""
    rows = [("p1", "1", "f")] * 9 + [("p1", "1", "m")]
    before, after = protected(rows, 5)
    assert len(after) == 9 and (after[COLUMNS] == before.loc[:8, COLUMNS]).all(axis=None)


def test_the_ladder_goes_from_no_loss_to_the_loss_of_all_and_names_every_way_once():
    ways = ladder(HIERARCHIES)
    assert ways[0] == (2, 2, 1) and ways[-1] == (0, 0, 0)
    assert len(set(ways)) == len(ways) == 3 * 3 * 2
    # The province (1) and the exact size (1) are cheaper to lose than the sex (3).
    assert ways[1:4] == [(2, 1, 1), (1, 2, 1), (1, 1, 1)]
