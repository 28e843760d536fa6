"""What SQL casts by itself is what the reader would have read; where SQL is not sure it leaves the cell to the reader."""

import duckdb
import pytest

from data.reference import load_reference
from data.settings import Settings
from etl.casting import cheap_sql
from etl.contracts import Column, contracts
from etl.plans import JOINT, Feed
from etl.values import read

DAY, ROUND = Column("survey_date", "date"), Column("survey_round", "whole", low=1, high=99_999_999)
# 2567 B.E. = 2024 C.E. is a leap year and 2568 is none; C.E. 2568 would be one.
DATES = [f"{day}/{month}/{year}" for day in (1, 12, 28, 29, 30, 31, 32) for month in (1, 2, 4, 12, 13)
         for year in (69, 1850, 1899, 1900, 2023, 2024, 2399, 2400, 2443, 2567, 2568, 2569, 2643, 2700, 20690)]  # fmt: skip
ROUNDS = [
    f"{year}{JOINT}{number}"
    for year in ("2568", "2025", "68", "1899", "2400", "2101", "2644", "", "ปี 2568")
    for number in ("1", "9", "12", "", "ครั้งที่ 2")
]


def cast(feed: Feed, cells: list[str]) -> list:
    """The cells as the cheap cast of their column gives them."""
    sql = (
        f"SELECT {cheap_sql(0, feed)} FROM (SELECT unnest(?) AS r0, generate_subscripts(?, 1) AS place) ORDER BY place"
    )
    with duckdb.connect() as connection:
        return [row[0] for row in connection.execute(sql, [cells, cells]).fetchall()]


@pytest.mark.parametrize(
    ("feed", "cells", "sure"),
    [
        (Feed(DAY, ("d",)), DATES, 142),
        (Feed(DAY, ("d",), month_first=True), DATES, 71),
        (Feed(ROUND, ("y", "r")), ROUNDS, 4),
    ],
)
def test_what_sql_casts_is_what_the_reader_reads(feed, cells, sure):
    # Years from 1900 to 2100: 1900, 2023, 2024, 2443, 2567, 2568, 2569, and of 2643 (2100) its first day. Each has 20 of
    # the days (12 + 3 + 3 + 2), 2024 also 29 February: 7 x 20 + 1 + 1. Month first: 2 months x 5 days x 7 + 1.
    # Rounds: 2568 and 2025 with 1 and 9.
    found = cast(feed, cells)
    for cell, value in zip(cells, found, strict=True):
        assert value is None or (str(value), "") == feed.read(cell), cell
    assert sum(value is not None for value in found) == sure


@pytest.mark.parametrize(
    ("cell", "value"), [("29/2/2567", None), ("29/2/2568", None), ("28/2/2568", "2025-02-28"), ("1/2/69", None)]
)
def test_a_day_that_one_calendar_lacks_is_left_to_the_reader(cell, value):
    # 29/2/2567 is 29 February 2024, which only the reader knows; 29/2/2568 is no day, which only the reader says.
    assert [found and str(found) for found in cast(Feed(DAY, ("d",)), [cell])] == [value]


def test_none_is_no_schooling_where_schooling_is_asked_and_nothing_elsewhere():
    schooling = next(
        c for c in contracts(load_reference(Settings().reference))[0].columns if c.name == "head_education"
    )
    cells = ["none", "None", "ไม่มี", "-", "primary"]
    # SQL is sure of the word itself; any other form of it is left to the reader.
    assert cast(Feed(schooling, ("e",)), cells) == ["none", None, None, None, "primary"]
    assert [read(schooling, cell) for cell in cells] == [
        ("none", ""),
        ("none", ""),
        ("", ""),
        ("", ""),
        ("primary", ""),
    ]
    assert read(Column("need", "text"), "none") == ("", "") and cast(
        Feed(Column("need", "text"), ("n",)), ["none"]
    ) == [None]
