"""The settings as a list, for the command line and for the README."""

from pathlib import Path

from data.settings import ROOT, Settings

BLANK = "(blank)"


def setting_rows(settings: Settings) -> list[tuple[str, str, str, str]]:
    """Return (variable, default, value now, description) for every setting, in the order of the model."""
    return [
        (f"KAEJON_{name}".upper(), shown(field.default), shown(getattr(settings, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def shown(value: object) -> str:
    """Return a value as a person would type it: paths from the project's folder or from home."""
    if value is None:
        return BLANK
    if not isinstance(value, Path):
        return str(value) or BLANK
    for base, prefix in ((ROOT, ""), (Path.home(), "~/")):
        if value.is_relative_to(base):
            return prefix + value.relative_to(base).as_posix()
    return str(value)
