"""Who is who? Names, identifiers and control groups, and parties that look like others."""

from __future__ import annotations

from hefu.parties.rules import look_alike

RULES = (look_alike.RULE,)
