"""The data that ship inside the package. The one place of the rule book that reads anything; see decision 17."""

from __future__ import annotations

from importlib import resources


def shipped_files(package: str) -> dict[str, bytes]:
    """Return the TOML files of one of our own packages by name. No path comes from outside; nothing else is read."""
    return {item.name: item.read_bytes() for item in resources.files(package).iterdir() if item.name.endswith(".toml")}
