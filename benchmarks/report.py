"""One line per thing measured, with its limit and whether it was kept."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """Lines printed as they come; remembers whether any limit was broken."""

    failures: list[str] = field(default_factory=list)

    def say(self, text: str = "") -> None:
        """Print a line that has no limit."""
        print(text, flush=True)

    def limit(self, name: str, value: float, most: float, unit: str, detail: str = "") -> None:
        """Print a measured value against the most it may be."""
        kept = value <= most
        words = f"{'PASS' if kept else 'FAIL'}  {name}: {value:.2f} {unit} (at most {most:.2f})"
        self.say(f"{words}  {detail}".rstrip())
        if not kept:
            self.failures.append(name)
