"""Consumer prices of a programme: what turns baht of one year into baht of another."""

from dataclasses import dataclass, field
from pathlib import Path

from data.tables import ce_year, read_table, real_number, wrong


@dataclass(frozen=True, slots=True)
class Prices:
    """index: {CE year: index}, empty where the programme gives none; source: who published it."""

    index: dict[int, float] = field(default_factory=dict, hash=False)
    source: str = ""

    @property
    def year(self) -> int | None:
        """Year whose prices real baht are in: the newest of the index."""
        return max(self.index, default=None)

    @property
    def factors(self) -> dict[int, float]:
        """{CE year: what a baht of that year is worth in baht of the newest}."""
        return {year: self.index[self.year] / value for year, value in self.index.items()}


def read_prices(path: Path) -> Prices:
    """Read `cpi.csv`: year (either era), index, source. Raises Problem for a year that stands twice or an index of 0."""
    if not path.is_file():
        return Prices()
    rows = read_table(path, ("year", "index", "source"))
    index: dict[int, float] = {}
    for row in rows:
        year, value = ce_year(path, row["year"]), real_number(path, row["index"])
        if year in index or value <= 0:
            raise wrong("ดัชนีราคาซ้ำหรือไม่เป็นบวก", "An index stands twice or is not positive", path, row, "one per year")
        index[year] = value
    return Prices(index, "; ".join(dict.fromkeys(row["source"] for row in rows if row["source"])))
