"""Control by the majority of votes: who is controlled by whom, through chains and cross-holdings.

**Definition (control by voting majority).** Let S be a controller with those who act in concert with it and, for a
natural person or whoever acts with one, his kin. The controlled set is the least set C such that a company v lies in
C if control of v by a member of S or C is stated, or if S and C together hold more than half of the votes of v. Votes
of those who act in concert with a member of C count with its own. Shares that a company holds of itself have no
votes: they count neither above nor below the line. **Exactly half** is joint control: v is then a member, with
whatever v controls, of the group of each holder of a half, and its votes do not help either of them to control
others.

Kin are those the book links directly; kin of kin are not taken to be kin (集团客户授信指引: three generations direct,
two collateral). The least fixpoint exists because votes only add up as C grows (Knaster and Tarski).

`control_kernel` finds C for each head by a work list: every holding of a member is added once. Heads that another
head controls are skipped; a circle of companies that control one another with nobody above is named by the first that
no other alone controls, else by the first.
"""

# ruff: noqa: PLR2004 - the kernel's numbers of BASES

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from hefu.graph.kernel import kernel
from hefu.parties.arrays import array
from hefu.parties.groups.links import WHOLE_BPS, Links

BASES = ("controller", "majority_of_votes", "joint_control", "stated_control", "acts_in_concert", "kin")
"""Why a party is a member, as the kernel numbers it."""

_CONTROLLER, _MAJORITY, _JOINT, _STATED, _CONCERT, _KIN = range(len(BASES))


@dataclass(frozen=True, slots=True)
class Rows:
    """Holdings laid out by holder: those of u are places `starts[u]:starts[u + 1]` of `to`, `share_bps`, `stated`."""

    starts: np.ndarray
    to: np.ndarray
    share_bps: np.ndarray
    stated: np.ndarray


def members(links: Links) -> pl.DataFrame:
    """Return head, member, share_bps, basis (a place in BASES), steps.

    One row per membership, heads and members in order.

    Only groups in which something is controlled, or half controlled, are listed.
    """
    count = len(links.ids)
    holdings, concert, kin = _rows(links.holdings, count), _friends(links, "acts_in_concert"), _friends(links, "kin")
    votes = WHOLE_BPS - links.self_bps
    found = _run((holdings, concert, kin, votes), _heads(links, count), skip=True)
    found = _without_part_groups(found, links)
    joint = found.filter(pl.col("basis") == _JOINT)
    halves = array(joint["member"].unique().sort(), np.int32)
    below = _run((holdings, concert, kin, votes), halves, skip=False)
    grown = pl.concat([found, _below(joint, below)])
    # A party that is wholly and half controlled by one head is wholly controlled.
    order = pl.col("basis").replace_strict({_JOINT: 1}, default=0)
    best = grown.sort(order, "steps").unique(["head", "member"], keep="first").sort("head", "member")
    controls = pl.col("basis").is_in([_MAJORITY, _JOINT, _STATED]).any().over("head")
    return best.filter(controls)


def _rows(holdings: pl.DataFrame, count: int) -> Rows:
    starts = np.searchsorted(holdings["one"].to_numpy(), np.arange(count + 1)).astype(np.int64)
    to, share_bps = array(holdings["other"], np.int32), array(holdings["share_bps"], np.int64)
    return Rows(starts, to, share_bps, array(holdings["stated"], np.bool_))


def _friends(links: Links, kind: str) -> tuple[np.ndarray, np.ndarray]:
    some = links.together.filter(pl.col("kind") == kind)
    starts = np.searchsorted(some["one"].to_numpy(), np.arange(len(links.ids) + 1)).astype(np.int64)
    return starts, array(some["other"], np.int32)


def _heads(links: Links, count: int) -> np.ndarray:
    """Everybody who holds something or acts with one who does.

    Whom nobody holds first, then whom nobody alone controls.
    """
    held = links.holdings
    candidates = np.zeros(count, np.bool_)
    candidates[held["one"].to_numpy()] = True
    candidates[links.together["one"].to_numpy()] = True
    rank = np.zeros(count, np.int8)
    rank[held["other"].to_numpy()] = 1
    alone = held.filter(pl.col("stated") | (2 * pl.col("share_bps") > WHOLE_BPS))
    rank[alone["other"].to_numpy()] = 2
    heads = np.flatnonzero(candidates)
    return heads[np.argsort(rank[heads], kind="stable")].astype(np.int32)


def _run(
    laid: tuple[Rows, tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray], np.ndarray],
    heads: np.ndarray,
    *,
    skip: bool,
) -> pl.DataFrame:
    holdings, concert, kin, votes = laid
    edges = (holdings.starts, holdings.to, holdings.share_bps, holdings.stated)
    head, member, share, basis, steps, controlled = control_kernel(heads, edges, concert, kin, votes, skip)
    frame = pl.DataFrame({"head": head, "member": member, "share_bps": share, "basis": basis, "steps": steps})
    if not skip:
        return frame
    # A head met first may turn out to be controlled by a later one: then its group is a part of that one's.
    return frame.filter(~pl.Series(controlled[head]))


def _without_part_groups(found: pl.DataFrame, links: Links) -> pl.DataFrame:
    """Drop the group of one who acts with others where another group holds all of it; of equal ones the first stays."""
    friends = links.together["one"].unique()
    within = found.filter(pl.col("member").is_in(friends.implode()) & (pl.col("head") != pl.col("member")))
    wanted = pl.concat([within["head"], within["member"]]).unique()
    sets: dict[int, set[int]] = {}
    for head, member in found.filter(pl.col("head").is_in(wanted.implode())).select("head", "member").iter_rows():
        sets.setdefault(head, set()).add(member)
    dropped = {
        part
        for whole, part in within.select("head", "member").iter_rows()
        if part in sets and sets[part] <= sets[whole] and (sets[part] < sets[whole] or whole < part)
    }
    return found.filter(~pl.col("head").is_in(sorted(dropped)))


def _below(joint: pl.DataFrame, below: pl.DataFrame) -> pl.DataFrame:
    """What a half-controlled company controls belongs to both groups too, under the same basis."""
    controlled = below.filter(pl.col("basis").is_in([_MAJORITY, _STATED, _CONCERT]))
    met = joint.select("head", half="member", above="steps").join(controlled, left_on="half", right_on="head")
    basis = pl.lit(_JOINT, dtype=pl.Int8)
    return met.select("head", "member", "share_bps", basis=basis, steps=pl.col("steps") + pl.col("above"))


@kernel
def control_kernel(  # noqa: C901, PLR0912, PLR0915 - one loop over shared scratch; its twin is the oracle of the tests
    heads: np.ndarray,
    edges: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    concert: tuple[np.ndarray, np.ndarray],
    kin: tuple[np.ndarray, np.ndarray],
    votes: np.ndarray,
    skip: bool,  # noqa: FBT001 - a kernel takes its arguments by place
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Find the controlled set of each head; see the module. `votes` is by company how many votes there are, in bps.

    Returns the columns head, member, share, basis, steps, and which parties some head but themselves controls.
    """
    starts, to, shares, stated = edges
    count = len(votes)
    room = 1024
    out = np.empty((5, room), np.int64)
    filled = 0
    held, touched = np.zeros(count, np.int64), np.empty(count, np.int32)
    basis, steps = np.full(count, -1, np.int8), np.zeros(count, np.int32)
    queue = np.empty(count, np.int32)
    controlled = np.zeros(count, np.bool_)
    for head in heads:
        if skip and controlled[head]:
            continue
        touched_count, ended, place = 0, 0, 0
        basis[head], steps[head] = 0, 0
        queue[0], ended = head, 1
        # Whoever acts in concert with the head, then the kin of all of them: they vote with it whatever it holds.
        while place < ended:
            for friend in concert[1][concert[0][queue[place]] : concert[0][queue[place] + 1]]:
                if basis[friend] < 0:
                    basis[friend], steps[friend] = 4, 0
                    queue[ended] = friend
                    ended += 1
            place += 1
        acting_count = ended
        for acting in range(acting_count):
            for friend in kin[1][kin[0][queue[acting]] : kin[0][queue[acting] + 1]]:
                if basis[friend] < 0:
                    basis[friend], steps[friend] = 5, 0
                    queue[ended] = friend
                    ended += 1
        place = 0
        while place < ended:
            one = queue[place]
            place += 1
            for friend in concert[1][concert[0][one] : concert[0][one + 1]]:
                if basis[friend] < 0 and basis[one] != 5:
                    basis[friend], steps[friend] = 4, steps[one]
                    queue[ended] = friend
                    ended += 1
            for edge in range(starts[one], starts[one + 1]):
                other = to[edge]
                if held[other] == 0:
                    touched[touched_count] = other
                    touched_count += 1
                # One more than the shares, so that a holding of nothing is touched once too; taken off below.
                held[other] += (np.int64(shares[edge]) << 24) + 1
                majority = 2 * (held[other] >> 24) > votes[other]
                if basis[other] < 0 and (stated[edge] or majority):
                    basis[other], steps[other] = (1 if majority else 3), steps[one] + 1
                    queue[ended] = other
                    ended += 1
        for place in range(ended):
            one = queue[place]
            # Who acts in concert with a member, or is kin of the head, has a set of his own: see
            # `_without_part_groups`.
            if one != head and (basis[one] == 1 or basis[one] == 3):
                controlled[one] = True
        for place in range(touched_count):
            other = touched[place]
            half = votes[other] > 0 and 2 * (held[other] >> 24) == votes[other]
            if basis[other] < 0 and half:
                basis[other], steps[other] = 2, 1
                queue[ended] = other
                ended += 1
        if filled + ended > room:
            room = 2 * (filled + ended)
            grown = np.empty((5, room), np.int64)
            grown[:, :filled] = out[:, :filled]
            out = grown
        for place in range(ended):
            one = queue[place]
            if basis[one] == 3 and 2 * (held[one] >> 24) > votes[one]:
                basis[one] = 1
            if ended > 1:
                out[0, filled], out[1, filled], out[2, filled] = head, one, held[one] >> 24
                out[3, filled], out[4, filled] = basis[one], steps[one]
                filled += 1
            basis[one] = -1
        for place in range(touched_count):
            held[touched[place]] = 0
    kept = out[:, :filled]
    return (
        kept[0].astype(np.int32),
        kept[1].astype(np.int32),
        kept[2].copy(),
        kept[3].astype(np.int8),
        kept[4].astype(np.int32),
        controlled,
    )
