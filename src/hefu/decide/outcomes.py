"""The three outcomes, strictest first."""

from __future__ import annotations

import enum


class Outcome(enum.IntEnum):
    """The three outcomes, strictest first."""

    DECLINE = 0
    REFER = 1
    LEND = 2

    @property
    def code(self) -> str:
        """The word that stands in machine-readable answers."""
        return self.name.lower()
