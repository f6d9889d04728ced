"""Who is who? Parties that are one or look alike, control groups, economic dependence, suspected links."""

from __future__ import annotations

from hefu.parties.derive import derive
from hefu.parties.rules import broken_links, look_alike, one_group, suspected_link

RULES = (look_alike.RULE, one_group.RULE, suspected_link.RULE, broken_links.RULE)

__all__ = ["RULES", "derive"]
