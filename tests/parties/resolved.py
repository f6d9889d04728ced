"""How well a resolution finds the truth of a made world: pairs right and wrong, and by kind of disturbance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from bench._parties_world import KINDS, World
from hefu.parties.entities.resolve import Resolution


@dataclass(frozen=True, slots=True)
class Measured:
    """Pairwise precision and recall, and by kind the share of mentions that stand with their firm's registered id."""

    precision: Fraction
    recall: Fraction
    by_kind: dict[str, tuple[int, int]]


def measure(world: World, found: Resolution) -> Measured:
    """Hold a resolution against the truth: every pair of ids of one firm is a true pair."""
    entity = dict(found.entities.iter_rows())
    pairs_true, pairs_found = _pairs(world.firm_of.values()), _pairs(entity.values())
    pairs_right = _pairs((world.firm_of[one], entity_id) for one, entity_id in entity.items())
    registered = {firm: one for one, firm in world.firm_of.items() if one not in world.kind_of}
    by_kind = {}
    for kind in KINDS:
        mentions = [one for one, how in world.kind_of.items() if how == kind]
        ends = ((one, registered[world.firm_of[one]]) for one in mentions)
        right = sum(entity.get(one, one) == entity.get(home, home) for one, home in ends)
        by_kind[kind] = (right, len(mentions))
    return Measured(Fraction(pairs_right, pairs_found), Fraction(pairs_right, pairs_true), by_kind)


def _pairs(labels: Iterable[object]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(labels).values())
