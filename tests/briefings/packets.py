"""A research packet as a reader opens it, for tests."""

import json
import zipfile
from pathlib import Path

import pandas

from briefings.packet import Wanted, write_packet
from data.library import Library
from data.viewer import Viewer

PURPOSE = "a thesis on the causes of poverty"
TELLING = [
    "region_code",
    "province_code",
    "district_code",
    "size_band",
    "size",
    "head_sex",
    "head_age_group",
    "head_age_band",
]
RESEARCHER = Viewer("researcher", purpose="thesis", account="somsri")


class Made:
    """A packet that was made, unpacked, with what was recorded of it."""

    def __init__(self, library: Library, folder: Path, viewer: Viewer = RESEARCHER, **query: str):
        self.recorded: list[dict] = []
        self.path = write_packet(
            Wanted(query, PURPOSE), library, viewer, folder, lambda **facts: self.recorded.append(facts), lambda: None
        )
        with zipfile.ZipFile(self.path) as archive:
            archive.extractall(folder)
        self.folder = folder / self.path.stem
        self.rows = pandas.read_csv(self.folder / "microdata.csv", dtype=str, keep_default_na=False)
        self.facts = json.loads((self.folder / "metadata.json").read_text())

    def table(self, name: str) -> pandas.DataFrame:
        """Return a small table of the packet; blanks stay blank."""
        return pandas.read_csv(self.folder / name, dtype={"place": str, "code": str}, encoding="utf-8-sig", keep_default_na=False)  # fmt: skip


def by_figure(table: pandas.DataFrame) -> pandas.DataFrame:
    """Return {(place, figure): n, value} of a table of figures."""
    return table.assign(value=pandas.to_numeric(table["value"])).set_index(["place", "figure"]).sort_index()
