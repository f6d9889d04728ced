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

Where shares come to no more than 100 %, few groups overlap and all of them together are about as large as the links.
Where they come to more, every holder may control all that is below, and the groups together grow with the square. So
both are bounded (`Bounds`): a group that is cut is listed with its controller, marked, and never shown as whole.
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
class Bounds:
    """How large groups may be: parties of one, memberships of all together, and holdings followed for all together.

    The latter two grow with the book: so many for each of its parties, and never fewer than the least.
    """

    group_parties_max: int = 100_000
    party_memberships_max: int = 2
    party_holdings_max: int = 50
    memberships_least: int = 100_000

    def limits(self, parties_count: int) -> np.ndarray:
        """Return the three limits for a book of so many parties."""
        memberships = max(self.memberships_least, self.party_memberships_max * parties_count)
        holdings = self.party_holdings_max * max(self.memberships_least, parties_count)
        return np.array([self.group_parties_max, memberships, holdings], np.int64)


@dataclass(frozen=True, slots=True)
class Rows:
    """Holdings laid out by holder: those of u are places `starts[u]:starts[u + 1]` of `to`, `share_bps`, `stated`."""

    starts: np.ndarray
    to: np.ndarray
    share_bps: np.ndarray
    stated: np.ndarray


def members(links: Links, bounds: Bounds | None = None) -> tuple[pl.DataFrame, pl.Series]:
    """Return head, member, share_bps, basis (a place in BASES), steps; and the heads whose groups were cut.

    One row per membership, heads and members in order.

    Only groups in which something is controlled, or half controlled, are listed, and of cut ones the controller.
    """
    bounds = bounds or Bounds()
    count = len(links.ids)
    holdings, concert, kin = _rows(links.holdings, count), _friends(links, "acts_in_concert"), _friends(links, "kin")
    laid = (holdings, concert, kin, WHOLE_BPS - links.self_bps)
    found, cut = _run(laid, _heads(links, count), bounds, skip=True)
    if len(links.together):
        found = _without_part_groups(found, links)
    if (found["basis"] == _JOINT).any():
        found, cut = _with_joint(found, cut, laid, bounds)
    return _shown(found, cut, count), cut


Laid = tuple[Rows, tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray], np.ndarray]
"""Holdings, who acts in concert, who is kin, and votes by company, laid out for the kernel."""


def _with_joint(found: pl.DataFrame, cut: pl.Series, laid: Laid, bounds: Bounds) -> tuple[pl.DataFrame, pl.Series]:
    joint = found.filter(pl.col("basis") == _JOINT)
    below, below_cut = _run(laid, array(joint["member"].unique().sort(), np.int32), bounds, skip=False)
    more, joint_cut = _below(joint, below, below_cut, int(bounds.limits(len(laid[3]))[1]))
    # A party that is wholly and half controlled by one head is wholly controlled.
    order = pl.col("basis").replace_strict({_JOINT: 1}, default=0)
    grown = pl.concat([found, more]).sort(order, "steps").unique(["head", "member"], keep="first")
    return grown, pl.concat([cut, joint_cut]).unique().sort()


def _shown(found: pl.DataFrame, cut: pl.Series, count: int) -> pl.DataFrame:
    """Memberships of groups in which something is controlled, and of cut ones the controller alone, in order."""
    heads, basis = found["head"].to_numpy(), found["basis"].to_numpy()
    listed = np.zeros(count, np.bool_)
    listed[heads[(basis == _MAJORITY) | (basis == _JOINT) | (basis == _STATED)]] = True
    listed[cut.to_numpy()] = False
    whole = found.filter(pl.Series(listed[heads])) if count else found
    if len(cut):
        alone = pl.DataFrame({"head": cut, "member": cut}, schema={"head": pl.Int32, "member": pl.Int32})
        rest = {"share_bps": pl.lit(0, pl.Int64), "basis": pl.lit(_CONTROLLER, pl.Int8), "steps": pl.lit(0, pl.Int32)}
        whole = pl.concat([whole, alone.with_columns(**rest)])
    return whole.sort("head", "member") if len(whole) > 1 else whole


def _rows(holdings: pl.DataFrame, count: int) -> Rows:
    starts = np.searchsorted(holdings["one"].to_numpy(), np.arange(count + 1)).astype(np.int64)
    to, share_bps = array(holdings["other"], np.int32), array(holdings["share_bps"], np.int64)
    return Rows(starts, to, share_bps, array(holdings["stated"], np.bool_))


def _friends(links: Links, kind: str) -> tuple[np.ndarray, np.ndarray]:
    chosen = links.together["kind"] == kind
    one, other = links.together["one"].filter(chosen), links.together["other"].filter(chosen)
    return np.searchsorted(one.to_numpy(), np.arange(len(links.ids) + 1)).astype(np.int64), array(other, np.int32)


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
    alone = held["stated"] | (held["share_bps"] > WHOLE_BPS // 2)
    rank[held["other"].filter(alone).to_numpy()] = 2
    heads = np.flatnonzero(candidates)
    return heads[np.argsort(rank[heads], kind="stable")].astype(np.int32)


def _run(laid: Laid, heads: np.ndarray, bounds: Bounds, *, skip: bool) -> tuple[pl.DataFrame, pl.Series]:
    holdings, concert, kin, votes = laid
    edges = (holdings.starts, holdings.to, holdings.share_bps, holdings.stated)
    limits = bounds.limits(len(votes))
    head, member, share, basis, steps, controlled, cut = control_kernel(heads, edges, concert, kin, votes, skip, limits)
    cut_heads = np.flatnonzero(cut).astype(np.int32)
    columns = {"head": head, "member": member, "share_bps": share, "basis": basis, "steps": steps}
    if skip:
        # A head met first may turn out to be controlled by a later one: then its group is a part of that one's.
        kept, cut_heads = ~controlled[head], cut_heads[~controlled[cut_heads]]
        columns = {name: column[kept] for name, column in columns.items()}
    return pl.DataFrame([pl.Series(name, column) for name, column in columns.items()]), pl.Series(cut_heads)


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


def _below(
    joint: pl.DataFrame, below: pl.DataFrame, below_cut: pl.Series, memberships_max: int
) -> tuple[pl.DataFrame, pl.Series]:
    """What a half-controlled company controls belongs to both groups too, under the same basis; and who is cut."""
    controlled = below.filter(pl.col("basis").is_in([_MAJORITY, _STATED, _CONCERT]))
    sizes = controlled.group_by(member="head").agg(size=pl.len().cast(pl.Int64))
    sized = joint.join(sizes, on="member", how="left").sort("head", "member")
    total = pl.col("size").fill_null(0).cum_sum()
    cut = sized.filter((total > memberships_max) | pl.col("member").is_in(below_cut.implode()))["head"].unique()
    kept = joint.filter(~pl.col("head").is_in(cut.implode()))
    met = kept.select("head", half="member", above="steps").join(controlled, left_on="half", right_on="head")
    basis = pl.lit(_JOINT, dtype=pl.Int8)
    return met.select("head", "member", "share_bps", basis=basis, steps=pl.col("steps") + pl.col("above")), cut


Friends = tuple[np.ndarray, np.ndarray]
"""Who acts with whom, laid out by party: starts, and the others."""

Edges = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""The columns of `Rows` in order."""

Scratch = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""By party: basis (-1: no member), steps, votes held; then the queue of members and the list of whom they hold."""


@kernel
def _join_friends(one: int, why: int, friends: Friends, scratch: Scratch, ended: int) -> int:
    basis, steps, _, queue, _ = scratch
    for friend in friends[1][friends[0][one] : friends[0][one + 1]]:
        if basis[friend] < 0:
            basis[friend], steps[friend] = why, steps[one]
            queue[ended] = friend
            ended += 1
    return ended


@kernel
def _bloc(head: int, concert: Friends, kin: Friends, scratch: Scratch) -> int:
    """Queue the head, whoever acts in concert with it, then the kin of all of them: they vote with it in any case."""
    basis, steps, _, queue, _ = scratch
    basis[head], steps[head] = 0, 0
    queue[0], ended, place = head, 1, 0
    while place < ended:
        ended = _join_friends(queue[place], 4, concert, scratch, ended)
        place += 1
    for acting in range(place):
        ended = _join_friends(queue[acting], 5, kin, scratch, ended)
    return ended


@kernel
def _grow(
    edges: Edges, concert: Friends, votes: np.ndarray, scratch: Scratch, ended: int, most: int, left: int
) -> tuple[int, int, int]:
    """Add every holding of every member once, and whoever they come to control.

    Return how many members and held, and how many holdings may still be followed; stop above `most` members, or
    where none may.
    """
    starts, to, shares, stated = edges
    basis, steps, held, queue, touched = scratch
    place, touched_count = 0, 0
    while place < ended <= most and left >= 0:
        one = queue[place]
        place += 1
        left -= 1 + starts[one + 1] - starts[one]
        if basis[one] != 5:
            ended = _join_friends(one, 4, concert, scratch, ended)
        for edge in range(starts[one], starts[one + 1]):
            other = to[edge]
            if held[other] == 0:
                touched[touched_count] = other
                touched_count += 1
            # One more than the shares, so that a holding of nothing is touched once too.
            held[other] += (np.int64(shares[edge]) << 24) + 1
            majority = 2 * (held[other] >> 24) > votes[other]
            if basis[other] < 0 and (stated[edge] or majority):
                basis[other], steps[other] = (1 if majority else 3), steps[one] + 1
                queue[ended] = other
                ended += 1
    return ended, touched_count, left


@kernel
def _settle(votes: np.ndarray, scratch: Scratch, ended: int, touched_count: int) -> int:
    """Queue whoever is held by exactly half; call a stated control that votes bear out a majority."""
    basis, steps, held, queue, touched = scratch
    for place in range(ended):
        one = queue[place]
        if basis[one] == 3 and 2 * (held[one] >> 24) > votes[one]:
            basis[one] = 1
    for place in range(touched_count):
        other = touched[place]
        if basis[other] < 0 and votes[other] > 0 and 2 * (held[other] >> 24) == votes[other]:
            basis[other], steps[other] = 2, 1
            queue[ended] = other
            ended += 1
    return ended


@kernel
def control_kernel(
    heads: np.ndarray,
    edges: Edges,
    concert: Friends,
    kin: Friends,
    votes: np.ndarray,
    skip: bool,  # noqa: FBT001 - a kernel takes its arguments by place
    limits: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Find the controlled set of each head; see the module. `votes` is by company how many votes there are, in bps.

    `limits` are those of `Bounds` in order. Returns the columns head, member, share, basis, steps; which parties some
    head but themselves controls; and which heads were cut, of which no row stands.
    """
    count, filled, left = len(votes), 0, limits[2]
    out = np.empty((5, 1024), np.int64)
    basis, steps, held = np.full(count, -1, np.int8), np.zeros(count, np.int32), np.zeros(count, np.int64)
    queue, touched = np.empty(count, np.int32), np.empty(count, np.int32)
    scratch = (basis, steps, held, queue, touched)
    controlled, cut = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    for head in heads:
        if skip and controlled[head]:
            continue
        if left < 0 or filled >= limits[1]:
            cut[head] = edges[0][head] < edges[0][head + 1]
            continue
        begun = _bloc(head, concert, kin, scratch)
        ended, touched_count, left = _grow(edges, concert, votes, scratch, begun, limits[0], left)
        whole = ended <= limits[0] and left >= 0 and filled + ended <= limits[1]
        if whole:
            ended = _settle(votes, scratch, ended, touched_count)
        cut[head] = not whole
        if whole and filled + ended > out.shape[1]:
            grown = np.empty((5, 2 * (filled + ended)), np.int64)
            grown[:, :filled] = out[:, :filled]
            out = grown
        for place in range(ended):
            one = queue[place]
            # Who acts in concert or is kin has a set of his own: see `_without_part_groups`.
            if one != head and (basis[one] == 1 or basis[one] == 3):
                controlled[one] = True
            if whole and ended > 1:
                out[0, filled], out[1, filled], out[2, filled] = head, one, held[one] >> 24
                out[3, filled], out[4, filled] = basis[one], steps[one]
                filled += 1
            basis[one] = -1
        held[touched[:touched_count]] = 0
    narrow = out[:, :filled].astype(np.int32)
    return (
        narrow[0].copy(),
        narrow[1].copy(),
        out[2, :filled].copy(),
        narrow[3].astype(np.int8),
        narrow[4].copy(),
        controlled,
        cut,
    )
