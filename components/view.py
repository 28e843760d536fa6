"""What every builder needs to know about the reader's view: language, selection, programme, data behind it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode

from data.reference import Reference
from data.selection import Selection
from data.text import Text, day, moment, year

PROGRAMME = Text("ทั้งโครงการ", "Whole programme")
PUBLISHED = Text("ตัวเลขที่เผยแพร่", "published figures")
NO_HOUSEHOLDS = Text("ยังไม่มีข้อมูลครัวเรือน", "There are no household data yet")
HOW_TO_LOAD = Text(
    "นำเข้าข้อมูลด้วย python -m etl load หรือลองข้อมูลสาธิตด้วย make demo",
    "Load data with python -m etl load, or try demo data with make demo",
)
ROUND = Text("รอบ {name}", "round {name}")
TWO_ROUNDS = Text("รอบ {first} ถึง {last}", "round {first} to {last}")


# These pages show published figures unless their address asks for household data; all others the reverse.
PUBLISHED_FIRST = ("/", "/province", "/data", "/methods")
# These know household data alone, so that their addresses say nothing of a source.
HOUSEHOLDS_ONLY = ("/capitals", "/causes", "/referrals", "/models", "/briefings")


def explicit_source(path: str, query: dict[str, str]) -> dict[str, str]:
    """Return URL parameters with the source as the address of a page writes it: only where it is not its default."""
    if path in PUBLISHED_FIRST or not path:
        return query
    others = {key: value for key, value in query.items() if key != "source"}
    if path in HOUSEHOLDS_ONLY:
        return others
    return others if query.get("source") == "households" else {**others, "source": "published"}


@dataclass(frozen=True)
class View:
    """rounds: {survey round: CE year}, empty where there is no snapshot; snapshot: its id; made_at: when it was made.

    account: name of who is signed in, "" for nobody, None where nobody can sign in; role: what it may see, in words; until:
    its last day. pinned: the snapshot that the address
    asks for, "" where it follows the newest; newer: whether there is a newer one; gone: an asked-for one that is not kept.
    """

    lang: str
    selection: Selection
    reference: Reference
    rounds: dict[int, int] = field(default_factory=dict)
    demo: bool = False
    made_at: datetime | None = None
    snapshot: str = ""
    account: str | None = None
    role: Text | None = None
    until: date | None = None
    pinned: str = ""
    newer: bool = False
    gone: str = ""

    @property
    def households(self) -> bool:
        """Whether the reader looks at household data rather than at published figures."""
        return self.selection.source == "households"

    @property
    def at_newest(self) -> "View":
        """The same view of household data in the newest round, with nothing else chosen."""
        return replace(self, selection=Selection(source="households"))

    @property
    def marked(self) -> bool:
        """Whether figures of this view carry the demo mark."""
        return self.demo and self.households

    @property
    def query(self) -> dict[str, str]:
        """URL parameters of this view, only what differs from the default."""
        own = {"lang": self.lang if self.lang != "th" else "", "snapshot": self.pinned}
        return self.selection.to_query() | {key: value for key, value in own.items() if value}

    def say(self, text: Text, **values) -> str:
        """Return words in the reader's language, `{name}` fields filled."""
        return text.format(**values)[self.lang] if values else text[self.lang]

    def link(self, path: str, *, lang: str = "", **changes) -> str:
        """Return the address of a page of ours that keeps this view, with some parameters changed."""
        query = explicit_source(
            path, replace(self, lang=lang or self.lang, selection=self.selection.at(**changes)).query
        )
        return path + (f"?{urlencode(query)}" if query else "")

    def place_link(self, code: str) -> str:
        """Return the address of a place's own page."""
        return self.link(f"/province/{code}", place="")

    @property
    def chosen_round(self) -> int | None:
        """The survey round on screen, None where there is none."""
        return self.selection.round if self.selection.round in self.rounds else max(self.rounds, default=None)

    @property
    def earlier_rounds(self) -> list[int]:
        """Survey rounds before the one on screen, newest first."""
        return sorted((number for number in self.rounds if number < (self.chosen_round or 0)), reverse=True)

    @property
    def base_round(self) -> int | None:
        """The round compared with: the chosen one, else the one before the round on screen, None where none is."""
        earlier = self.earlier_rounds
        return self.selection.base if self.selection.base in earlier else next(iter(earlier), None)

    @property
    def two_rounds(self) -> str:
        """Both rounds of a comparison in words, "" where there is no earlier one."""
        if self.base_round is None:
            return ""
        return self.say(TWO_ROUNDS, first=self.name_of(self.base_round), last=self.round_name)

    @property
    def round_name(self) -> str:
        """Survey year of the chosen round in the reader's era; the round's number where two share a year."""
        return self.name_of(self.chosen_round) if self.chosen_round is not None else ""

    def name_of(self, survey_round: int) -> str:
        """Return how a survey round is called."""
        label = year(self.rounds[survey_round], self.lang)
        twins = [other for other, ce_year in self.rounds.items() if ce_year == self.rounds[survey_round]]
        return f"{label}/{twins.index(survey_round) + 1}" if len(twins) > 1 else label

    @property
    def vintage(self) -> str:
        """Return what the data of this view are and when: the last part of every title."""
        return self.say(ROUND, name=self.round_name) if self.households else self.say(PUBLISHED)

    @property
    def snapshot_time(self) -> str:
        """When the snapshot was made, "" where there is none."""
        return moment(self.made_at, self.lang) if self.made_at else ""

    def on_day(self, iso: str) -> str:
        """Return an ISO date as a reader sees it."""
        return day(date.fromisoformat(iso), self.lang)
