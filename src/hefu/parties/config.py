"""Thresholds of the questions about parties: every figure a lender may set, with its unit in its name."""

from __future__ import annotations

from dataclasses import dataclass, field

from hefu.core.law import Certainty


@dataclass(frozen=True, slots=True)
class EntityConfig:
    """When two ids are one party. Points are added up for what agrees and taken off for what contradicts.

    Two are one from `same_points_min` on, and only where their names are the same or nearly so; below it, from
    `undecided_points_min` on, nobody can tell. The points of a telephone, account, representative or address hold
    while so few firms share it as `*_firms_max` says; beyond, it is an office tower's or an agent's and gives
    `hub_points`. A Chinese core (the name without region and form) shorter than `han_core_characters_min` is never
    near another.
    """

    same_points_min: int = 80
    undecided_points_min: int = 60
    name_points: int = 60
    name_region_unknown_points: int = 45
    name_near_points: int = 35
    name_near_region_unknown_points: int = 25
    other_form_points: int = -15
    phone_points: int = 45
    account_points: int = 50
    representative_points: int = 20
    address_points: int = 45
    address_near_points: int = 20
    hub_points: int = 8
    phone_differs_points: int = -5
    representative_differs_points: int = -10
    phone_firms_max: int = 4
    account_firms_max: int = 3
    representative_firms_max: int = 6
    address_firms_max: int = 6
    han_core_characters_min: int = 3
    block_parties_max: int = 200


@dataclass(frozen=True, slots=True)
class RelatedConfig:
    """Who stands behind whom, who lives off whom, and what two parties may share without being linked.

    The halves at which dependence begins are those that supervisors use (BCBS 283, 大额风险暴露办法); until the law's
    text is before us they are not confirmed, and every row says so.
    """

    dependence_share_bps_min: int = 5_000
    guarantee_net_assets_bps_min: int = 5_000
    dependence_days: int = 365
    dependence_certainty: Certainty = Certainty.UNCONFIRMED
    common_source_parties_max: int = 50
    sharers_max: int = 8
    evidence_rows_max: int = 20


@dataclass(frozen=True, slots=True)
class PartiesConfig:
    """When two names are near enough to ask.

    Lengths are those of the stem: the folded name without its legal form. A stem that is shorter than the least
    length is compared whole, never nearly. One edit is one character changed, put in, left out, or changed places
    with its neighbour.
    """

    han_stem_characters_min: int = 4
    han_edits_max: int = 1
    latin_stem_letters_min: int = 6
    latin_edits_max: int = 1
    latin_long_stem_letters_min: int = 12
    latin_long_edits_max: int = 2
    evidence_rows_max: int = 20
    entities: EntityConfig = field(default_factory=EntityConfig)
    related: RelatedConfig = field(default_factory=RelatedConfig)
