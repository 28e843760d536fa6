"""Everything a server owner can set, by environment variables that start with KAEJON_."""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.disclosure.parameters import FLOORS, THRESHOLD
from data.errors import Problem
from data.text import Text

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings with their defaults; `python -m server settings` lists them."""

    model_config = SettingsConfigDict(env_prefix="KAEJON_", extra="ignore")

    build: Path = Field(ROOT / "data" / "build", description="Folder of snapshots and the pointer to the one on screen")
    reference: Path = Field(
        ROOT / "data" / "reference", description="Reference folder: areas, capitals, problem dimensions"
    )
    key_file: Path = Field(
        Path.home() / ".config" / "kaejon" / "household.key",
        description="Key that turns household ids into hashes; kept outside the build folder",
    )
    mappings: Path = Field(
        Path.home() / ".config" / "kaejon" / "mappings",
        description="Folder of mappings (TOML) that are matched to files by their headers",
    )
    host: str = Field("127.0.0.1", description="Address the server binds to")
    port: int = Field(8050, description="Port the server binds to")
    public_address: str = Field(
        "", description="Address under which readers reach this server; it stands in documents. Blank: host and port"
    )
    chromium: str = Field("chromium", description="Chromium that prints briefings as PDF and PNG: a path or a name")
    jobs: Path = Field(
        Path.home() / ".cache" / "kaejon" / "jobs", description="Folder of briefings that readers asked for"
    )
    job_places: int = Field(1, description="Briefings that are drawn at the same time")
    job_minutes: float = Field(5.0, description="Longest time one briefing may take")
    keep_jobs_hours: float = Field(24.0, description="Hours that a briefing stays for whoever asked for it")
    metrics_host: str = Field("127.0.0.1", description="Address of the metrics for Prometheus, apart from the pages")
    metrics_port: int = Field(0, description="Port of the metrics; 0 shows none")
    workers: int = Field(2, description="Web worker processes")
    query_threads: int = Field(2, description="DuckDB threads of one web worker")
    query_memory: str = Field("1GB", description="DuckDB memory limit of one web worker")
    query_seconds: float = Field(20.0, description="Longest time one query may run")
    large_questions: int = Field(
        2, ge=1, description="Free questions that one web worker answers at a time; its other threads stay for the rest"
    )
    large_memory: str = Field(
        "250MB", description="DuckDB memory limit of one of them, apart from that of the worker: it fails alone"
    )
    load_memory: str = Field("2GB", description="DuckDB memory limit of a load")
    keep_snapshots: int = Field(3, description="Snapshots kept for going back, the newest included")
    watch_settled_seconds: float = Field(
        2.0, description="How long a file of a watched folder must not have changed before it is loaded"
    )
    watch_waiting_seconds: int = Field(
        600, description="How long answers of a watched folder wait for their households before they count as failed"
    )
    keep_done_seconds: int = Field(
        0, description="How long loaded exports stay in the watched folder's `done`; 0 deletes them after the load"
    )
    keep_failed_days: float = Field(
        30.0,
        description="Days that exports which could not be loaded stay in the watched folder's `failed`, to be mended",
    )
    protect_menu: bool = Field(
        True,
        description="Protect the menu of a snapshot without a release at the first question; off, public roles see none of it",
    )
    threshold: int = Field(
        THRESHOLD,
        ge=FLOORS["public"],
        description="Households that a cell needs to be shown to the public; 10 at least",
    )
    threshold_policymaker: int | None = Field(
        None,
        ge=FLOORS["policymaker"],
        description="The same for policymakers; 5 at least, where blank that of the public. In force with the next release",
    )
    threshold_researcher: int | None = Field(
        None,
        ge=FLOORS["researcher"],
        description="The same for researchers; 5 at least, where blank that of the public",
    )
    item_scores: str = Field(
        "",
        description="Roles whose research packets hold the scores of single indicators, by comma: researcher, admin",
    )
    release_every_hours: float = Field(
        24.0, description="Hours between releases to public roles; made-up data are released with every load"
    )
    sign_in: bool = Field(False, description="Accounts and sign-in; without it everybody is public")
    only_signed_in: bool = Field(False, description="Whether even released figures need sign-in")
    store: Path = Field(
        Path.home() / ".config" / "kaejon" / "server.sqlite",
        description="Accounts and sessions, apart from every snapshot",
    )
    secret_key_file: Path = Field(
        Path.home() / ".config" / "kaejon" / "server.key",
        description="Secret key of the server; `python -m server new-secret` makes one",
    )
    openid_issuer: str = Field(
        "", description="Address of the OpenID provider that people sign in at; local accounts only where blank"
    )
    openid_client_id: str = Field("", description="What this server is called at the OpenID provider")
    openid_secret_file: Path = Field(
        Path.home() / ".config" / "kaejon" / "openid.secret",
        description="File with the secret of this server at the provider",
    )
    openid_scopes: str = Field("openid profile email", description="What the OpenID provider is asked to tell")
    openid_groups: Path = Field(
        Path.home() / ".config" / "kaejon" / "openid-groups.toml",
        description="Map of the provider's groups to roles and provinces",
    )
    openid_groups_claim: str = Field("groups", description="Claim of the token that names the groups")
    openid_second_factor: str = Field(
        "", description="Values of `amr` or `acr` that count as a second factor; ours is asked for where blank"
    )
    tls: str = Field("none", description="Who ends TLS: `proxy` in front of this server, or `none`")
    idle_minutes: float = Field(30.0, description="Minutes without a request after which a session ends")
    session_hours: float = Field(12.0, description="Hours after which a session ends whatever happens")
    frame_origin: str = Field("", description="Origin whose pages may show this one in a frame; none where blank")
    requests_per_minute: int = Field(1200, description="Requests a minute that one address may send to one worker")
    tries_per_minute: int = Field(10, description="Tries to sign in a minute that one address may send to one worker")
    audit_days: int = Field(1095, description="Days that entries stay in the audit")
    demo_households: int = Field(
        20000, description="Households that `make run` writes as demo data when there is no snapshot"
    )

    def threshold_of(self, role: str) -> int:
        """Return how many households a cell needs for a role; never below the floor, however the setting came about."""
        own = {"policymaker": self.threshold_policymaker, "researcher": self.threshold_researcher}.get(role)
        return max(self.threshold if own is None else own, FLOORS.get(role, 0))

    @property
    def thresholds(self) -> tuple[int, ...]:
        """Every threshold in force, lowest first."""
        return tuple(sorted({self.threshold_of(role) for role in FLOORS}))


def read_settings(**given) -> Settings:
    """Return the settings of the environment, with those given in their place. Raises Problem naming the wrong one."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        raise Problem(
            Text("ค่าตั้งไม่ถูกต้อง", "A setting has a value that is not allowed"),
            where=f"KAEJON_{first['loc'][0]}".upper(),
            got=str(first["input"]),
            expected=first["msg"],
            todo=Text(
                "แก้ตัวแปรสภาพแวดล้อมแล้วเริ่มใหม่ ดูทั้งหมดด้วย python -m server settings",
                "Change the environment variable and start again; python -m server settings lists them all",
            ),
        ) from error
