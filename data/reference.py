"""A programme as data: its areas, capitals, problem dimensions and published figures."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from data.prices import Prices, read_prices
from data.tables import read_table, wrong
from data.targets import Target, read_targets
from data.text import UNDEFINED, Text

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
# Lower bounds of living levels 2, 3 and 4 on the overall score of 1 to 4.
LEVEL_BOUNDS = (1.75, 2.5, 3.25)


@dataclass(frozen=True, slots=True)
class Area:
    """One place of one level. `code` is unique over all levels of a reference."""

    code: str
    level: str
    parent_code: str
    name: Text
    pilot: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator with its exact weight inside its group (capital) or in the whole (problem).

    sensitive: health or disability (section 26 of the PDPA): the disclosure gate takes its higher threshold.
    """

    key: str
    name: Text
    weight: Fraction
    note: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A capital or a problem dimension with its indicators, in reference order."""

    key: str
    name: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure of one place; `value` is None where nothing was published. `period` is in CE years."""

    code: str
    measure: str
    period: str
    value: float | None
    unit: str
    source: str
    captured_on: str
    note: str


@dataclass(frozen=True, slots=True)
class Need:
    """A need of a referral or a kind of help; `dimension` is the problem dimension it answers, "" for none."""

    key: str
    name: Text
    dimension: str


@dataclass(frozen=True, eq=False)
class Reference:
    """A reference folder as read by `load_reference`; compared by identity, told apart by `id`."""

    name: Text
    levels: tuple[str, ...]
    home_level: str
    sampling: str
    years: str
    default_k: str
    level_bounds: tuple[float, ...]
    areas: dict[str, Area]
    capitals: tuple[Group, ...]
    dimensions: tuple[Group, ...]
    needs: tuple[Need, ...]
    published: tuple[Published, ...]
    prices: Prices
    targets: tuple[Target, ...]
    fiscal_month: int
    words: dict[tuple[str, str], Text]
    id: str
    folder: Path

    @cached_property
    def lower_levels(self) -> tuple[str, ...]:
        """Levels below the home level, from the top."""
        return self.levels[self.levels.index(self.home_level) + 1 :]

    @cached_property
    def upper_levels(self) -> tuple[str, ...]:
        """Levels above the home level, from the top."""
        return self.levels[: self.levels.index(self.home_level)]

    @cached_property
    def home_areas(self) -> tuple[Area, ...]:
        """The home-level areas the programme works in: the pilots, or all where none is marked."""
        home = [area for area in self.areas.values() if area.level == self.home_level]
        return tuple([area for area in home if area.pilot] or home)

    @cached_property
    def root(self) -> Area:
        """The first area of the highest level."""
        return next(area for area in self.areas.values() if area.level == self.levels[0])

    def word(self, kind: str, key: str) -> Text:
        """Name of an agency, a reason, a model group or another key of the exports; one nobody named keeps its key."""
        return self.words.get((kind, key)) or Text(key or UNDEFINED, key or UNDEFINED)

    @cached_property
    def _children(self) -> dict[str, tuple[Area, ...]]:
        found: dict[str, list[Area]] = {}
        for area in self.areas.values():
            found.setdefault(area.parent_code, []).append(area)
        return {code: tuple(areas) for code, areas in found.items()}

    def children(self, code: str) -> tuple[Area, ...]:
        """Areas directly below `code`, in file order."""
        return self._children.get(code, ())

    def path(self, code: str) -> tuple[Area, ...]:
        """The area and all above it, from the top."""
        area = self.areas[code]
        above = self.path(area.parent_code) if area.parent_code in self.areas else ()
        return (*above, area)

    @cached_property
    def capital_items(self) -> tuple[Item, ...]:
        """All capital indicators in reference order."""
        return tuple(item for group in self.capitals for item in group.items)

    @cached_property
    def sensitive_dimensions(self) -> frozenset[str]:
        """Problem dimensions all of whose indicators are sensitive; what is given for them is, too."""
        return frozenset(group.key for group in self.dimensions if all(item.sensitive for item in group.items))

    @cached_property
    def published_periods(self) -> dict[str, frozenset[str]]:
        """{published measure: its periods}."""
        found: dict[str, set[str]] = {}
        for figure in self.published:
            found.setdefault(figure.measure, set()).add(figure.period)
        return {measure: frozenset(periods) for measure, periods in found.items()}

    @cached_property
    def problem_items(self) -> tuple[Item, ...]:
        """All problem indicators in reference order."""
        return tuple(item for group in self.dimensions for item in group.items)


def load_reference(folder: Path) -> Reference:
    """Read and check a reference folder. Raises Problem naming file, got and expected."""
    settings = _read_toml(folder)
    areas = _read_areas(folder, settings["levels"])
    return Reference(
        name=Text(settings["name_th"], settings["name_en"]),
        levels=tuple(settings["levels"]),
        home_level=settings["home_level"],
        sampling=settings["sampling"],
        years=settings["years"],
        default_k=str(settings.get("default_k", "1/3")),
        level_bounds=tuple(settings.get("level_bounds", LEVEL_BOUNDS)),
        areas=areas,
        capitals=_read_groups(folder / "capital_indicators.csv", "capital", total_of="group"),
        dimensions=_read_groups(folder / "problem_indicators.csv", "dimension", total_of="all"),
        needs=_read_needs(folder / "needs.csv"),
        published=_read_published(folder / "published_figures.csv"),
        prices=read_prices(folder / "cpi.csv"),
        targets=read_targets(folder / "targets.csv", set(areas)),
        fiscal_month=settings.get("fiscal_month", 1),
        words=_read_words(folder / "words.csv"),
        id=_fingerprint(folder),
        folder=folder,
    )


def _read_toml(folder: Path) -> dict:
    path = folder / "reference.toml"
    if not path.is_file():
        raise wrong("ไม่พบ reference.toml", "There is no reference.toml", path, "nothing", "a reference folder")
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong("อ่าน reference.toml ไม่ได้", "reference.toml cannot be read", path, error, "valid TOML") from error
    wanted = {"name_th": str, "name_en": str, "levels": list, "home_level": str, "sampling": str, "years": str}
    for key, kind in wanted.items():
        if not isinstance(settings.get(key), kind):
            raise wrong(f"ขาดค่า {key}", f"{key} is missing", path, settings.get(key), kind.__name__)
    allowed = {"sampling": ("census", "survey"), "years": ("BE", "CE"), "home_level": tuple(settings["levels"])}
    for key, values in allowed.items():
        if settings[key] not in values:
            raise wrong(f"ค่า {key} ไม่ถูกต้อง", f"{key} is not allowed", path, settings[key], " or ".join(values))
    if settings.get("fiscal_month", 1) not in range(1, 13):
        got = settings["fiscal_month"]
        raise wrong("ค่า fiscal_month ไม่ถูกต้อง", "fiscal_month is not allowed", path, got, "a month from 1 to 12")
    for level in settings["levels"]:
        if not KEY.fullmatch(level):
            raise wrong("ชื่อระดับไม่ถูกต้อง", "A level name is not allowed", path, level, KEY.pattern)
    return settings


def _read_areas(folder: Path, levels: list[str]) -> dict[str, Area]:
    path = folder / "areas.csv"
    areas: dict[str, Area] = {}
    for row in read_table(path, ("code", "level", "parent_code", "name_th", "name_en")):
        code = row["code"]
        if not CODE.fullmatch(code) or row["level"] not in levels:
            raise wrong("รหัสหรือระดับไม่ถูกต้อง", "A code or level is not allowed", path, row, ", ".join(levels))
        if code in areas:
            raise wrong("รหัสพื้นที่ซ้ำ", "An area code stands twice", path, code, "codes unique over all levels")
        name = Text(row["name_th"] or row["name_en"] or code, row["name_en"] or row["name_th"] or code)
        areas[code] = Area(code, row["level"], row["parent_code"], name, row.get("pilot", "") == "1")
    _check_parents(path, areas, levels)
    return areas


def _check_parents(path: Path, areas: dict[str, Area], levels: list[str]) -> None:
    for area in areas.values():
        parent = areas.get(area.parent_code)
        rank = levels.index(area.level)
        if rank and (parent is None or levels.index(parent.level) != rank - 1):
            raise wrong(
                "พื้นที่ไม่มีพื้นที่แม่ในระดับถัดขึ้นไป",
                "An area has no parent one level up",
                path,
                f"{area.code} -> {area.parent_code or 'blank'}",
                f"a code of level {levels[rank - 1]}",
            )
    if not any(area.level == levels[0] for area in areas.values()):
        raise wrong("ไม่มีพื้นที่ระดับบนสุด", "No area of the top level", path, "none", levels[0])


def _fraction(path: Path, text: str) -> Fraction:
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise wrong("น้ำหนักไม่ใช่ตัวเลข", "A weight is no number", path, text, "such as 1/18 or 0.2") from error
    if value < 0:
        raise wrong("น้ำหนักติดลบ", "A weight is negative", path, text, "0 or more")
    return value


def _read_groups(path: Path, group: str, total_of: str) -> tuple[Group, ...]:
    if not path.is_file():
        return ()
    columns = (*(f"{part}_{kind}" for part in (group, "indicator") for kind in ("key", "th", "en")), "weight")
    groups: dict[str, tuple[Text, list[Item]]] = {}
    seen: set[str] = set()
    for row in read_table(path, columns):
        key = row["indicator_key"]
        if not KEY.fullmatch(key) or not KEY.fullmatch(row[f"{group}_key"]) or key.lower() in seen:
            raise wrong(
                "รหัสตัวชี้วัดซ้ำหรือไม่ถูกต้อง", "An indicator key is not allowed or stands twice", path, key, KEY.pattern
            )
        seen.add(key.lower())
        name = Text(row["indicator_th"] or key, row["indicator_en"] or key)
        item = Item(
            key, name, _fraction(path, row["weight"]), row.get("weight_note", ""), row.get("sensitive", "") == "1"
        )
        group_key = row[f"{group}_key"]
        group_name = Text(row[f"{group}_th"] or group_key, row[f"{group}_en"] or group_key)
        groups.setdefault(group_key, (group_name, []))[1].append(item)
    found = tuple(Group(key, name, tuple(items)) for key, (name, items) in groups.items())
    _check_weights(path, found, total_of)
    return found


def _check_weights(path: Path, groups: tuple[Group, ...], total_of: str) -> None:
    sums = {group.key: sum((item.weight for item in group.items), Fraction(0)) for group in groups}
    if total_of == "all" and groups:
        sums = {"all indicators": sum(sums.values(), Fraction(0))}
    for name, total in sums.items():
        if total != 1:
            raise wrong("น้ำหนักรวมไม่เท่ากับ 1", "Weights do not add up to 1", path, f"{name}: {total}", "1")


def _read_needs(path: Path) -> tuple[Need, ...]:
    if not path.is_file():
        return ()
    rows = read_table(path, ("need", "dimension_key", "name_th", "name_en"))
    return tuple(Need(row["need"], Text(row["name_th"], row["name_en"]), row["dimension_key"]) for row in rows)


def _read_words(path: Path) -> dict[tuple[str, str], Text]:
    if not path.is_file():
        return {}
    rows = read_table(path, ("kind", "key", "name_th", "name_en"))
    return {(row["kind"], row["key"]): Text(row["name_th"], row["name_en"]) for row in rows}


def _read_published(path: Path) -> tuple[Published, ...]:
    if not path.is_file():
        return ()
    columns = ("province_code", "measure", "period", "value", "unit", "source", "captured_on", "note")
    return tuple(
        Published(
            row["province_code"],
            row["measure"],
            row["period"],
            float(row["value"]) if row["value"] else None,
            *(row[name] for name in columns[4:]),
        )
        for row in read_table(path, columns)
    )


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("*.csv")), folder / "reference.toml"]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
