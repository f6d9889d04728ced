"""From pairs to entities: parties are joined strongest pair first, never two that different identifiers hold apart.

An id without a telling identifier that is equally near to two parties which are certainly two stays alone: nobody can
say which of them it is. Only succession joins what identifiers hold apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow.compute as pc

from hefu.graph.kernel import kernel
from hefu.parties.arrays import begins, each_once, flat, texts
from hefu.parties.entities.identifiers import TELLING

IDENTIFIER_POINTS = 1_000
SUCCESSION_POINTS = 2_000


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs that may join two parties, with their points. int32 arrays, first before second."""

    first: np.ndarray
    second: np.ndarray
    points: np.ndarray


def telling_codes(identifiers: pl.DataFrame, count: int) -> np.ndarray:
    """Return for each telling scheme and party the number of its identifier, -1 where it has none.

    Int32 (schemes, count).

    Of several values of one scheme the first in order counts.
    """
    codes = np.full((len(TELLING), count), -1, np.int32)
    for row, scheme in enumerate(TELLING):
        of_scheme = identifiers["scheme"] == scheme
        if not of_scheme.any():
            continue
        some = identifiers.filter(of_scheme)
        parties = some["party"].to_numpy()
        first = begins(parties)
        ranks = some["value"].gather(first).rank("dense")
        codes[row, parties[first]] = ranks.to_numpy().astype(np.int32) - 1
    return codes


def identifier_edges(identifiers: pl.DataFrame) -> Edges:
    """Join all that bear one identifier: each with the first that bears it. They lie in the order of parties."""
    named = pc.binary_join_element_wise(texts(identifiers["scheme"]), texts(identifiers["value"]), ":")
    parties, codes = identifiers["party"].to_numpy(), np.array(flat(named).dictionary_encode().indices)
    first = parties[np.unique(codes, return_index=True)[1]][codes] if len(codes) else parties
    joins = each_once(first[first != parties].astype(np.int64) << 32 | parties[first != parties])
    points = np.full(len(joins), IDENTIFIER_POINTS, np.int32)
    return Edges((joins >> 32).astype(np.int32), (joins & 0xFFFFFFFF).astype(np.int32), points)


def joined(edges: Edges, codes: np.ndarray, same_points_min: int) -> np.ndarray:
    """Return for each party the first party of its entity."""
    strong = edges.points >= same_points_min
    first, second, points = edges.first[strong], edges.second[strong], edges.points[strong]
    ambiguous = ambiguous_kernel(first, second, points, codes)
    held = (ambiguous[first] | ambiguous[second]) & (points < IDENTIFIER_POINTS)
    first, second, points = first[~held], second[~held], points[~held]
    # Succession has the most points and yet comes last: it may join what identifiers hold apart.
    order = np.lexsort((second, first, -points, points >= SUCCESSION_POINTS))
    return join_kernel(first[order], second[order], points[order] >= SUCCESSION_POINTS, codes.copy())


@kernel
def apart_kernel(codes: np.ndarray, one: int, other: int) -> bool:
    """Tell whether two parties have different identifiers of one telling scheme."""
    for scheme in range(len(codes)):
        if codes[scheme, one] >= 0 and codes[scheme, other] >= 0 and codes[scheme, one] != codes[scheme, other]:
            return True
    return False


@kernel
def ambiguous_kernel(first: np.ndarray, second: np.ndarray, points: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Tell which parties without a telling identifier have their strongest pairs with parties that are apart."""
    count = codes.shape[1]
    best, partner = np.zeros(count, np.int32), np.full(count, -1, np.int32)
    ambiguous = np.zeros(count, np.bool_)
    for edge in range(len(first)):
        for side in range(2):
            one = first[edge] if side == 0 else second[edge]
            other = second[edge] if side == 0 else first[edge]
            if codes[:, one].max() >= 0 or codes[:, other].max() < 0 or points[edge] < best[one]:
                continue
            if points[edge] > best[one]:
                best[one], partner[one], ambiguous[one] = points[edge], other, False
            elif apart_kernel(codes, partner[one], other):
                ambiguous[one] = True
    return ambiguous


@kernel
def _root(roots: np.ndarray, party: int) -> int:
    while roots[party] != party:
        roots[party] = roots[roots[party]]
        party = roots[party]
    return party


@kernel
def join_kernel(first: np.ndarray, second: np.ndarray, succeeds: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Join pairs in order unless their entities are apart; return the first party of each party's entity."""
    roots = np.arange(codes.shape[1]).astype(np.int32)
    for edge in range(len(first)):
        one, other = _root(roots, first[edge]), _root(roots, second[edge])
        if one == other or (not succeeds[edge] and apart_kernel(codes, one, other)):
            continue
        low, high = min(one, other), max(one, other)
        roots[high] = low
        for scheme in range(len(codes)):
            if codes[scheme, low] < 0:
                codes[scheme, low] = codes[scheme, high]
    for party in range(len(roots)):
        roots[party] = _root(roots, party)
    return roots
