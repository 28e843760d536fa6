"""The rules of the house as functions of a source tree; each returns its breaches, one line each."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOMS = ("data", "etl", "components", "pages", "server", "briefings", "app")
# What each room may import from ours. A name stands for itself and all below it; the longest that fits decides.
# Raw ids of households are read by commands alone, never where the web is answered.
RAW_IDS = dict.fromkeys(("data.crosswalk", "data.subject", "data.worklist"), False)
ARROWS: dict[str, dict[str, bool]] = {
    "data": {"data": True},
    "data vocabulary": {"data": True, "data.queries": False, "data.library": False},
    "components": {"components": True, "data": True}
    | dict.fromkeys(("data.queries", "data.library", "data.snapshot", "data.settings"), False)
    | RAW_IDS,
    "pages": {"components": True, "data": True} | RAW_IDS,
    "server": {"server": True, "data": True} | RAW_IDS,
    "briefings": {"briefings": True, "components": True, "data": True} | RAW_IDS,
    "etl": {"etl": True, "data": True, "data.queries": False, "data.library": False},
    "app": {"pages": True, "components": True, "data": True, "server": True} | RAW_IDS,
    "benchmarks": {
        "benchmarks": True,
        "briefings": True,
        "etl": True,
        "data": True,
        "server": True,
        "components.parts": True,
        "tests.serving": True,
        "tests.browsing": True,
    },
}
# Modules of data/ that stand above its vocabulary.
ASKING = ("data.__main__", "data.library", "data.queries", "data.release", "data.subject", "data.worklist")
ONLY_IN = {
    "dash": ("app", "pages", "components", "server"),
    "dash_bootstrap_components": ("app", "pages", "components"),
    "plotly": ("app", "pages", "components", "briefings"),
    "pptx": ("briefings",),
    "pypdfium2": ("briefings",),
    "matplotlib": ("briefings",),
    "flask": ("app", "server", "benchmarks"),
    "duckdb": ("data", "etl", "benchmarks", "tests"),
}
SQL = re.compile(
    r"\bSELECT\b[\s\S]*\bFROM\b|\bINSERT\s+INTO\b|\bCREATE\s+(OR\s+REPLACE\s+)?(TEMP\w*\s+)?(TABLE|VIEW|MACRO)\b"
    r"|\bDELETE\s+FROM\b|\bDROP\s+(TABLE|VIEW)\b|\bCOPY\b[\s\S]*\b(TO|FROM)\s*'|\bATTACH\s+'|\bUPDATE\s+\w+\s+SET\b"
)
LOWER_SQL = re.compile(
    r"^\s*(select|with|from)\s[\s\S]*\b(from|select)\s+[\w.{]+\s*(where|group|order|join|limit|;|$)", re.M
)
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b|\b(?:rgb|hsl)a?\(")
CSS_COLOUR = re.compile(rf":[^;{{}}]*(?:{COLOUR.pattern})[^{{}}]*?[;}}]")
COLOUR_HOMES = ("components/theme.py", "assets/tokens.css")
HOST = re.compile(r"https?://([\w.-]+)|[\"'(]//([\w-]+(?:\.[\w-]+)+)")
# The last two name vocabularies of XML; nobody calls them.
OWN_HOSTS = ("127.0.0.1", "localhost", "www.w3.org", "schemas.openxmlformats.org")
LONGEST_FILE = 400


def python_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield (room, path) of every Python file of the product and its benchmarks."""
    for room in (*ROOMS, "benchmarks"):
        found = [root / "app.py"] if room == "app" else sorted((root / room).rglob("*.py"))
        yield from ((room, path) for path in found if path.is_file())


def asset_files(root: Path) -> list[Path]:
    """Return the style sheets and scripts that we write."""
    return sorted(path for path in (root / "assets").rglob("*") if path.suffix in (".css", ".js"))


def imports(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of every import; `from a import b` yields `a.b`, because b may be a module."""
    package = path.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else [])))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def wrong_arrows(root: Path) -> list[str]:
    """Imports between rooms that point the wrong way."""
    found = []
    for room, path in python_files(root):
        allowed = ARROWS["data vocabulary"] if room == "data" and not _asks(path, root) else ARROWS[room]
        for line, name in imports(path, root):
            if name.split(".")[0] in (*ROOMS, "tests", "benchmarks") and not _allows(allowed, name):
                found.append(f"{path.relative_to(root)}:{line} imports {name}")
    return found


def _asks(path: Path, root: Path) -> bool:
    module = ".".join(path.relative_to(root).with_suffix("").parts)
    return module.startswith(ASKING)


def _allows(allowed: dict[str, bool], name: str) -> bool:
    parts = name.split(".")
    heads = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((allowed[head] for head in heads if head in allowed), False)


def wrong_rooms(root: Path) -> list[str]:
    """Third-party packages in rooms that must not know them."""
    return [
        f"{path.relative_to(root)}:{line} imports {name}"
        for room, path in python_files(root)
        for line, name in imports(path, root)
        if room not in ONLY_IN.get(name.split(".")[0], (room,))
    ]


def unpinned(root: Path) -> list[str]:
    """Third-party imports of the product whose package has no line in requirements.txt."""
    pins = {line.split("==")[0].lower().replace("_", "-") for line in pin_lines(root / "requirements.txt")}
    homes = packages_distributions()
    found = []
    for room, path in python_files(root):
        for line, name in imports(path, root):
            top = name.split(".")[0]
            if room == "benchmarks" or top in sys.stdlib_module_names or top in (*ROOMS, "tests"):
                continue
            if not {home.lower().replace("_", "-") for home in homes.get(top, ["?"])} & pins:
                found.append(f"{path.relative_to(root)}:{line} imports {top}, which requirements.txt does not pin")
    return found


def pin_lines(path: Path) -> list[str]:
    """Return the lines of a requirements file that are no comment."""
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every string of a Python file but docstrings; fields of f-strings become `{}`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (docs | inner):
            yield node.lineno, node.value


def stray_sql(root: Path) -> list[str]:
    """SQL outside data/ and etl/."""
    found = [
        f"{path.relative_to(root)}:{line} holds SQL"
        for room, path in python_files(root)
        if room not in ("data", "etl", "benchmarks")
        for line, text in texts(path)
        if SQL.search(text) or LOWER_SQL.search(text)
    ]
    rooms = [root / room for room in ("components", "pages", "server", "assets", "docs")]
    return found + [f"{path.relative_to(root)} is SQL" for room in rooms for path in sorted(room.rglob("*.sql"))]


def stray_colours(root: Path) -> list[str]:
    """Colours outside the theme and the tokens."""
    found = [
        f"{path.relative_to(root)}:{line} has the colour {hit[0]}"
        for _, path in python_files(root)
        if path.relative_to(root).as_posix() not in COLOUR_HOMES
        for line, text in texts(path)
        if (hit := COLOUR.search(text))
    ]
    for path in asset_files(root):
        if path.relative_to(root).as_posix() not in COLOUR_HOMES:
            pattern = CSS_COLOUR if path.suffix == ".css" else COLOUR
            found += [f"{path.relative_to(root)} has the colour {hit[0]}" for hit in pattern.finditer(_code(path))]
    return found


def _code(path: Path) -> str:
    """Return a style sheet or script without its block comments."""
    return re.sub(r"/\*[\s\S]*?\*/", "", path.read_text(encoding="utf-8"))


def other_hosts(root: Path) -> list[str]:
    """Addresses of other machines, and Bootstrap themes, which are such addresses."""
    sources = [(path, text) for _, path in python_files(root) for _, text in texts(path)]
    sources += [(path, _code(path)) for path in asset_files(root)]
    found = []
    for path, text in sources:
        hosts = {first or second for first, second in HOST.findall(text)} - set(OWN_HOSTS)
        found += [f"{path.relative_to(root)} names the host {host}" for host in sorted(hosts)]
    themes = [
        (path, name) for _, path in python_files(root) for name in _attributes(path) if name.endswith("dbc.themes")
    ]
    return found + [f"{path.relative_to(root)} uses {name}" for path, name in themes]


def _attributes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def debug_modes(root: Path) -> list[str]:
    """Calls that switch debugging on."""
    return [
        f"{path.relative_to(root)}:{node.lineno} sets debug=True"
        for _, path in python_files(root)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "debug" and getattr(node.value, "value", None) is True
    ]


def long_files(root: Path) -> list[str]:
    """Source files that want to be two."""
    paths = [path for _, path in python_files(root)] + asset_files(root) + sorted((root / "tests").rglob("*.py"))
    lengths = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in paths]
    return [f"{path.relative_to(root)} has {lines} lines" for path, lines in lengths if lines > LONGEST_FILE]


RULES = (wrong_arrows, wrong_rooms, unpinned, stray_sql, stray_colours, other_hosts, debug_modes, long_files)
