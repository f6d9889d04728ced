"""Plain twins of the group kernels: the definitions, written out over sets and fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

Holdings = Mapping[tuple[str, str], tuple[int, bool]]
Friends = set[tuple[str, str, str]]


def groups_by_definition(
    holdings: Holdings, friends: Friends, own: Mapping[str, int]
) -> set[tuple[str, str, int, str]]:
    """Rows (controller, member, votes held together, basis) of every group, from the definition in `control.py`."""
    heads = {one for one, _ in holdings} | {one for one, _, _ in friends}
    found = {head: _controlled(head, holdings, friends, own) for head in sorted(heads)}
    order = sorted(heads, key=lambda head: (_rank(head, holdings), head))
    kept: list[str] = []
    covered: set[str] = set()
    for head in order:
        if head not in covered:
            kept.append(head)
            covered |= _covers(head, found[head])
    kept = [head for head in kept if not any(head in _covers(other, found[other]) for other in kept if other != head)]
    kept = _largest_of_friends(kept, found, friends)
    rows = set()
    for head in kept:
        rows |= _rows(head, found, holdings, friends, own)
    return rows


def _rank(head: str, holdings: Holdings) -> int:
    into = [value for (_, held), value in holdings.items() if held == head]
    return 0 if not into else 2 if any(stated or 2 * share > 10_000 for share, stated in into) else 1


def _controlled(  # noqa: C901 - the definition in one piece
    head: str, holdings: Holdings, friends: Friends, own: Mapping[str, int]
) -> dict[str, str]:
    """Whoever votes with the head, with the basis: the least fixpoint by plain iteration."""
    basis = {head: "controller"}
    direct = {head}
    grown = True
    while grown:
        grown = False
        for one, other, kind in sorted(friends):
            if kind == "acts_in_concert" and other not in basis and basis.get(one, "kin") != "kin":
                basis[other], grown = "acts_in_concert", True
                if one in direct:
                    direct.add(other)
        for one, other, kind in sorted(friends):
            if kind == "kin" and other not in basis and one in direct:
                basis[other], grown = "kin", True
        if grown:
            continue
        for company in sorted({held for _, held in holdings} - set(basis)):
            if _stated(company, basis, holdings) or _majority(company, basis, holdings, own):
                basis[company], grown = "majority_of_votes", True
    for company, why in basis.items():
        if why == "majority_of_votes" and not _majority(company, basis, holdings, own):
            basis[company] = "stated_control"
    return basis


def _votes(company: str, holders: Mapping[str, str], holdings: Holdings) -> int:
    return sum(share for (one, held), (share, _) in holdings.items() if held == company and one in holders)


def _majority(company: str, holders: Mapping[str, str], holdings: Holdings, own: Mapping[str, int]) -> bool:
    return 2 * _votes(company, holders, holdings) > 10_000 - own[company]


def _stated(company: str, holders: Mapping[str, str], holdings: Holdings) -> bool:
    return any(stated for (one, held), (_, stated) in holdings.items() if held == company and one in holders)


def _covers(head: str, basis: Mapping[str, str]) -> set[str]:
    return {one for one, why in basis.items() if one != head and why in {"majority_of_votes", "stated_control"}}


def _largest_of_friends(kept: list[str], found: Mapping[str, Mapping[str, str]], friends: Friends) -> list[str]:
    acting = {one for one, _, _ in friends}
    return [head for head in kept if head not in acting or not _within_another(head, kept, found)]


def _within_another(head: str, kept: list[str], found: Mapping[str, Mapping[str, str]]) -> bool:
    mine = set(found[head])
    others = [other for other in kept if other != head and mine <= set(found[other])]
    return any(mine < set(found[other]) or other < head for other in others)


def _rows(
    head: str, found: Mapping[str, Mapping[str, str]], holdings: Holdings, friends: Friends, own: Mapping[str, int]
) -> set[tuple[str, str, int, str]]:
    basis = found[head]
    rows = {one: (head, one, _votes(one, basis, holdings), why) for one, why in basis.items()}
    for company in sorted({held for _, held in holdings} - set(basis)):
        votes = 10_000 - own[company]
        if votes and 2 * _votes(company, basis, holdings) == votes:
            rows.setdefault(company, (head, company, votes // 2, "joint_control"))
            below = _controlled(company, holdings, friends, own)
            for one, why in below.items():
                if why in {"majority_of_votes", "stated_control", "acts_in_concert"}:
                    rows.setdefault(one, (head, one, _votes(one, below, holdings), "joint_control"))
    controls = {"majority_of_votes", "stated_control", "joint_control"}
    return set(rows.values()) if any(row[3] in controls for row in rows.values()) else set()


def whole_system(
    holdings: Mapping[int, Sequence[tuple[int, int]]], owner: int, size: int
) -> dict[int, Fraction] | None:
    """The owner's row of (I - W)^-1 - I by elimination over the whole matrix; None where it has no inverse."""
    rows = [
        [Fraction(int(a == b)) for b in range(size)] + [Fraction(int(a == b)) for b in range(size)] for a in range(size)
    ]
    for one, held in holdings.items():
        for other, share in held:
            rows[one][other] -= Fraction(share, 10_000)
    for column in range(size):
        pivot = next((row for row in range(column, size) if rows[row][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [cell / rows[column][column] for cell in rows[column]]
        for row in range(size):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [cell - factor * top for cell, top in zip(rows[row], rows[column], strict=True)]
    inverse = [row[size:] for row in rows]
    shares = {at: inverse[owner][at] - int(at == owner) for at in range(size)}
    return {at: share for at, share in shares.items() if share}
