"""Facility (授信) and drawdown (用信) are two decisions. A facility pays nothing out; a drawdown does."""

from __future__ import annotations

import enum

from hefu.core.texts import Text


class DecisionKind(enum.IntEnum):
    """What is decided on, strictest first: a request that does not say is judged as one that moves money."""

    DRAWDOWN = 0
    FACILITY = 1

    @property
    def code(self) -> str:
        """The word that stands in requests and machine-readable answers."""
        return self.name.lower()


KIND_NAMES = {
    DecisionKind.DRAWDOWN: Text("Drawdown", "用信"),
    DecisionKind.FACILITY: Text("Facility", "授信"),
}
"""Each kind in words."""
