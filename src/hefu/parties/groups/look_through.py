"""Look-through economic share: how much of a company is whose when every holding is followed down, circles included.

**Definition.** With W the matrix of direct shares (W[u, v]: what u holds of v), the look-through share of an owner in
v is the sum over all paths from owner to v of the product of the shares along them: the owner's row of (I - W)^-1 - I
(Brioschi, Buzzacchi and Colombo, J. Banking and Finance 13, 1989). It is not control: 60 % of 60 % is control of
both, and 36 % economically.

Shares are rationals; nothing is rounded before the last step. Strong components are solved one after the other by
Gaussian elimination, each once, so chains cost a multiplication a holding and only circles cost more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from hefu.graph.components import strong_components
from hefu.graph.graph import Graph
from hefu.parties.groups.links import WHOLE_BPS

Holdings = Mapping[int, Sequence[tuple[int, int]]]
"""For each holder (held, share_bps)."""


class CircularError(Exception):
    """The shares of a circle cannot be solved: it holds itself whole, or it is larger than the limit."""


def look_through(holdings: Holdings, owner: int, circle_parties_max: int = 200) -> dict[int, Fraction]:
    """Return the owner's look-through share in every company below it, as exact rationals.

    Raises CircularError where a circle holds itself whole (then no finite sum exists) or has more companies than
    `circle_parties_max`.
    """
    reached = _reached(holdings, owner)
    shares: dict[int, Fraction] = {}
    for held, bps in holdings.get(owner, ()):
        shares[held] = shares.get(held, Fraction(0)) + Fraction(bps, WHOLE_BPS)
    for circle in _in_order(holdings, reached):
        _settle(holdings, circle, shares, circle_parties_max)
    return {company: share for company, share in sorted(shares.items()) if share}


def share_bps(share: Fraction) -> int:
    """Return a share in whole basis points, rounded down."""
    return share.numerator * WHOLE_BPS // share.denominator


def _reached(holdings: Holdings, owner: int) -> list[int]:
    reached, edge = {owner}, {owner}
    while edge:
        edge = {held for one in edge for held, _ in holdings.get(one, ())} - reached
        reached |= edge
    return sorted(reached)


def _in_order(holdings: Holdings, reached: list[int]) -> list[list[int]]:
    """The strong components, holders before what they hold."""
    place = {company: at for at, company in enumerate(reached)}
    edges = [(place[one], place[held]) for one in reached for held, _ in holdings.get(one, ())]
    columns = np.array(edges, np.int32).reshape(-1, 2).T
    found = strong_components(Graph.of_numbers(len(reached), columns[0].copy(), columns[1].copy())).component
    circles: dict[int, list[int]] = {}
    for at, component in enumerate(found.tolist()):
        circles.setdefault(component, []).append(reached[at])
    below: dict[int, set[int]] = {}
    waits = dict.fromkeys(circles, 0)
    for one, held in {(int(found[a]), int(found[b])) for a, b in edges if found[a] != found[b]}:
        below.setdefault(one, set()).add(held)
        waits[held] += 1
    order, ready = [], sorted(circle for circle, above in waits.items() if not above)
    while ready:
        circle = ready.pop()
        order.append(circles[circle])
        for held in sorted(below.get(circle, ())):
            waits[held] -= 1
            if not waits[held]:
                ready.append(held)
    return order


def _settle(holdings: Holdings, circle: list[int], shares: dict[int, Fraction], limit: int) -> None:
    """Turn what comes into a circle from outside into its companies' final shares, and pass them on."""
    inside = {company: at for at, company in enumerate(circle)}
    within = [(inside[a], inside[b], bps) for a in circle for b, bps in holdings.get(a, ()) if b in inside]
    if within:
        if len(circle) > limit:
            raise CircularError
        came = [shares.get(company, Fraction(0)) for company in circle]
        shares |= dict(zip(circle, _solve(within, came), strict=True))
    for company in circle:
        share = shares.get(company, Fraction(0))
        for held, bps in holdings.get(company, ()):
            if share and held not in inside:
                shares[held] = shares.get(held, Fraction(0)) + share * Fraction(bps, WHOLE_BPS)


def _solve(within: list[tuple[int, int, int]], came: list[Fraction]) -> list[Fraction]:
    """Solve x = came + x W for one circle by elimination over the rationals."""
    size = len(came)
    rows = [[Fraction(int(a == b)) for b in range(size)] + [came[a]] for a in range(size)]
    for holder, held, bps in within:
        rows[held][holder] -= Fraction(bps, WHOLE_BPS)
    for column in range(size):
        pivot = next((row for row in range(column, size) if rows[row][column]), None)
        if pivot is None:
            raise CircularError
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [cell / lead for cell in rows[column]]
        for row in range(size):
            factor = rows[row][column]
            if row != column and factor:
                rows[row] = [cell - factor * top for cell, top in zip(rows[row], rows[column], strict=True)]
    solved = [row[size] for row in rows]
    if any(share < 0 for share in solved):
        raise CircularError
    return solved
