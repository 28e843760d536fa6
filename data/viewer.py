"""Who asks."""

from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from data.disclosure.parameters import FLOORS, THRESHOLD
from data.errors import Problem
from data.settings import Settings
from data.text import Text

ROLE_NAMES = {
    "public": Text("สาธารณะ", "public"),
    "policymaker": Text("ผู้กำหนดนโยบาย", "policymaker"),
    "researcher": Text("นักวิจัย", "researcher"),
    "operator": Text("ผู้ปฏิบัติงานในพื้นที่", "field operator"),
    "admin": Text("ผู้ดูแลระบบ", "administrator"),
}
ROLES = tuple(ROLE_NAMES)
# These two see cells as they are; everybody else sees what the gate lets through.
UNGATED_ROLES = frozenset({"operator", "admin"})
# These two may take de-identified rows away; the account of a researcher has a purpose, an agreement and an end.
PACKET_ROLES = frozenset({"researcher", "admin"})

TOO_LOW = Text("เกณฑ์ปกปิดต่ำกว่าที่อนุญาต", "The threshold is below what is allowed")


@dataclass(frozen=True, slots=True)
class Viewer:
    """A role with the home-level areas it is scoped to (empty: all), its stated purpose and the account behind it.

    Two accounts with the same rights are the same viewer: what one was answered, the other may be.
    threshold: households that a cell needs where the gate stands before this role. item_scores: whether research packets
    of this role hold the scores of single indicators. until: when the account ends, seconds since 1970, None for never.
    """

    role: str = "public"
    provinces: frozenset[str] = frozenset()
    purpose: str = ""
    account: str = field(default="", compare=False)
    threshold: int = THRESHOLD
    item_scores: bool = False
    until: float | None = field(default=None, compare=False)

    def __post_init__(self):
        if self.role not in ROLES:
            raise Problem(Text("ไม่รู้จักบทบาทนี้", "This role is not known"), got=self.role, expected=", ".join(ROLES))
        floor = FLOORS.get(self.role, 0)
        if self.threshold < floor:
            raise Problem(TOO_LOW, where=self.role, got=str(self.threshold), expected=f"{floor} or more")

    def under(self, settings: Settings) -> "Viewer":
        """Return this viewer with what the settings give to its role."""
        granted = self.role in settings.item_scores.split(",")
        return replace(self, threshold=settings.threshold_of(self.role), item_scores=granted)

    @property
    def gated(self) -> bool:
        """Whether small cells are hidden from this viewer."""
        return self.role not in UNGATED_ROLES

    @property
    def has_work_list(self) -> bool:
        """Whether open referrals may be read one by one: operators, and only inside areas of their own."""
        return self.role == "operator" and bool(self.provinces)

    @property
    def reads_households(self) -> bool:
        """Whether rows of single households may be read: admins, and operators inside areas of their own."""
        return self.role == "admin" or self.has_work_list

    @property
    def takes_packets(self) -> bool:
        """Whether research packets may be taken away."""
        return self.role in PACKET_ROLES


PUBLIC = Viewer()
# Who asks in the request under way. The server sets it at the start of every request; whoever asks nothing is public.
VIEWER: ContextVar[Viewer] = ContextVar("viewer", default=PUBLIC)
# What the request under way has been answered so far, for the audit; None where nobody records it.
ANSWERED: ContextVar[list[dict] | None] = ContextVar("answered", default=None)
