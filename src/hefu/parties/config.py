"""Thresholds of the questions about parties: every figure a lender may set, with its unit in its name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartiesConfig:
    """When two names are near enough to ask, and what counts as control.

    Lengths are those of the stem: the folded name without its legal form. A stem that is shorter than
    the least length is compared whole, never nearly. One edit is one character changed, put in, left
    out, or changed places with its neighbour.
    """

    han_stem_characters_min: int = 4
    han_edits_max: int = 1
    latin_stem_letters_min: int = 6
    latin_edits_max: int = 1
    latin_long_stem_letters_min: int = 12
    latin_long_edits_max: int = 2
    control_share_bps_min: int = 5_000
    control_steps_max: int = 8
    evidence_rows_max: int = 20
