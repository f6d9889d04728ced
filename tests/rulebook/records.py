"""A small file of records to be spoiled, and its parts."""

from __future__ import annotations

REGULATION = """
[regulation]
id = "trial"
number = "No. 1"
name.en = "Trial"
name.zh = "试行"
"""

RULE = """
[[rule]]
id = "trial.limit"
article = "1"
says.en = "At most ten."
says.zh = "不超过十。"
value = 10
unit = "count"
bound = "at_most"
stricter = "lower"
anchor = "conduct"
valid_from = 2025-01-01
status = "in_force"
certainty = "confirmed"
source.en = "two sources"
source.zh = "两个来源"
"""


def file_of(*rules: str) -> bytes:
    """One file of records."""
    return (REGULATION + "".join(rules)).encode()


def changed(old: str, new: str, text: str = RULE) -> str:
    """A rule with one part changed; the part must be there."""
    assert old in text, old
    return text.replace(old, new)
