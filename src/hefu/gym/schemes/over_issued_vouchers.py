"""A core firm issues receivables vouchers above what it truly owes, at long terms (P4; case 17).

The innocent twin is a season: within a month several true deliveries, each turned into a voucher.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Flags, Ints, part_bps
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.schemes.acts import between, named, record, untouched
from hefu.gym.schemes.claims import write_ledger
from hefu.gym.schemes.deals import Change, copy_deals, draw_series, financeable, templates
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.fates import lender_of
from hefu.gym.stages.lending import VOUCHER_LOAN, Lent, lend
from hefu.gym.stages.papers import HOUR_US, later
from hefu.gym.stages.settlement import VOUCHER, pay
from hefu.gym.world.world import VOUCHER_PLATFORM

NAME = "over_issued_vouchers"

_STRENGTHS = (
    Strength(BLATANT, Text("six vouchers of 365 days with no invoice behind them, all financed",
                           "六张无发票依据、期限 365 天的凭证，全部融资")),
    Strength(PLAIN, Text("three further vouchers of 270 to 360 days on one invoice that became a voucher before, all "
                         "financed",
                         "就已开立凭证的同一发票再开三张期限 270 至 360 天的凭证，全部融资")),
    Strength(GUARDED, Text("a voucher of 90 to 180 days on an invoice that was paid by transfer before, financed",
                           "就已转账付清的发票开立期限 90 至 180 天的凭证并融资")),
    Strength(FAINT, Text("a voucher on an invoice, of its term, financed; the invoice is paid by transfer as well",
                         "按发票期限开立凭证并融资，该发票同时又以转账付清")),
)  # fmt: skip

_PIECES = {BLATANT: 6, PLAIN: 3, GUARDED: 1, FAINT: 1}
_TERM_DAYS = {BLATANT: (365, 365), PLAIN: (270, 360), GUARDED: (90, 180)}
_TERM_MAX, _LENT_BPS, _RATE_BPS, _FINANCED_AFTER = 180, 9_500, 340, (1, 5)
_SEASON, _SEASON_EVERY, _FINANCED = 4, 7, 0.4


@dataclass(frozen=True, slots=True)
class _Issue:
    """Vouchers to write. One entry per voucher."""

    issuer: Ints
    holder: Ints
    invoice: Ints
    amount_minor: Ints
    issued_on: Ints
    due_on: Ints
    financed: Flags
    settles: Flags
    """Whether its payment settles the invoice in the accounts."""


@dataclass(frozen=True, slots=True)
class _Issued:
    voucher: Ints
    loan: Ints
    payout: Ints
    payment: Ints
    drawn_on: Ints


def _state(  # noqa: PLR0913, PLR0917 - one statement of the platform
           block: Block, rng: np.random.Generator, issue: _Issue, at: Ints, word: str, day: Ints, holder: Ints,
           thing: Ints | None = None, hour: int = 1) -> Ints:  # fmt: skip
    key = {} if thing is None else {"voucher_id": thing[at]}
    return block.rows("vouchers").append(
        **key, issuer_id=issue.issuer[at], holder_id=holder[at], invoice_id=issue.invoice[at],
        amount_minor=issue.amount_minor[at], issued_on=issue.issued_on[at], due_on=issue.due_on[at],
        state=np.full(len(at), code("vouchers", "state", word)),
        source_id=np.full(len(at), int(block.world.source(VOUCHER_PLATFORM))),
        known_at=later(rng, day[at], 0, hour=hour),
    )  # fmt: skip


def _write(block: Block, rng: np.random.Generator, issue: _Issue) -> _Issued:
    """Write vouchers with their lives: open, financed some days later, paid when due."""
    size, end = len(issue.issuer), block.plan.end_day
    every = np.arange(size)
    voucher = _state(block, rng, issue, every, "open", issue.issued_on, issue.holder)
    day = issue.issued_on + between(rng, _FINANCED_AFTER, size)
    lent_on = issue.financed & (day < end) & (day + 1 < issue.due_on)
    at, due = np.flatnonzero(lent_on), issue.due_on < end
    lender = np.where(lent_on, lender_of(block, issue.holder, rng), issue.holder)
    _state(block, rng, issue, at, "financed", day, lender, voucher)
    happened = day[at] * DAY_US + rng.integers(1, 9, len(at)) * HOUR_US + rng.integers(0, 3_600, len(at)) * 1_000_000
    signed = happened + rng.integers(60, 3_600 * 4, len(at)) * 1_000_000
    block.rows("voucher_transfers").append(
        voucher_id=voucher[at], from_id=issue.holder[at], to_id=lender[at], amount_minor=issue.amount_minor[at],
        signed_for_at=signed, happened_at=happened, known_at=signed + 1_000_000,
        source_id=np.full(len(at), int(block.world.source(VOUCHER_PLATFORM))),
    )  # fmt: skip
    loan, payout, payment = np.full(size, NULL), np.full(size, NULL), np.full(size, NULL)
    payout[at] = block.rows("payments").things + np.arange(len(at))
    closes = np.where(due, issue.due_on, NULL)[at]
    loan[at] = lend(block, Lent(
        issue.holder[at], lender[at], np.full(len(at), VOUCHER_LOAN), part_bps(issue.amount_minor[at], _LENT_BPS),
        np.full(len(at), _RATE_BPS), day[at], issue.due_on[at], closes,
        np.where(closes == NULL, 0, issue.amount_minor[at]),
    ), rng)  # fmt: skip
    paid = np.flatnonzero(due)
    _state(block, rng, issue, paid, "paid", issue.due_on, lender, voucher, hour=12)
    into = np.where(lent_on, block.world.collection_account(lender), issue.holder)
    payment[paid] = pay(
        block, rng, issue.issuer[paid], issue.issuer[paid], lender[paid], into[paid], issue.amount_minor[paid],
        issue.due_on[paid], _for=np.full(len(paid), VOUCHER),
        _settles=np.where(issue.settles, issue.invoice, NULL)[paid],
        _invoice=np.where(lent_on, NULL, issue.invoice)[paid],
    )  # fmt: skip
    return _Issued(voucher, loan, payout, payment, day)


def _vouchered(block: Block) -> tuple[Ints, Ints]:
    """Return invoices that became vouchers and that no instance names, and the days on which they did."""
    vouchers = block.rows("vouchers")
    invoices, first = np.unique(vouchers["invoice_id"], return_index=True)
    known = invoices != NULL
    invoices, issued = invoices[known], vouchers["issued_on"][first[known]]
    free = np.isin(invoices, untouched(block, "invoices", invoices))
    return invoices[free], issued[free]


def _chosen(block: Block, rng: np.random.Generator, strength: str, count: int) -> tuple[Ints, Ints]:
    """Draw the invoices behind, and the days on which vouchers are issued on them."""
    end = block.plan.end_day - _FINANCED_AFTER[1]
    if strength == PLAIN:
        things, issued = _vouchered(block)
        day = issued + between(rng, (2, 20), len(things))
    else:
        things, paid = templates(block)
        good = financeable(block, things)
        things, paid = things[good], paid[good]
        issued = block.rows("invoices").of("issued_on", things)
        day = paid + between(rng, (2, 20), len(things))
        if strength == FAINT:
            day = np.minimum(issued + between(rng, (1, 15), len(things)), paid - 1)
    at = rng.permutation(np.flatnonzero(day < end))[:count]
    return things[at], day[at]


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    invoices = block.rows("invoices")
    things, day = _chosen(block, rng, strength, count)
    of = np.repeat(np.arange(len(things)), _PIECES[strength])
    things, day = things[of], day[of]
    size = len(of)
    due = np.maximum(np.minimum(invoices.of("due_on", things), day + _TERM_MAX), day + 2)
    if strength != FAINT:
        due = day + between(rng, _TERM_DAYS[strength], size)
    issued = _write(block, rng, _Issue(
        issuer=invoices.of("buyer_id", things), holder=invoices.of("seller_id", things),
        invoice=np.full(size, NULL) if strength == BLATANT else things,
        amount_minor=invoices.of("payable_minor", things), issued_on=day, due_on=due,
        financed=np.ones(size, bool), settles=np.zeros(size, bool),
    ))  # fmt: skip
    for one in range(len(np.unique(of))):
        mine = np.flatnonzero(of == one)
        rows = [] if strength == BLATANT else [("invoices", int(things[mine[0]]), "used_twice")]
        rows += named("vouchers", issued.voucher[mine], "over_issued") + named("loans", issued.loan[mine], "loan")
        rows += named("payments", issued.payout[mine], "payout") + named("payments", issued.payment[mine], "redeemed")
        amount = invoices.of("payable_minor", things[mine]).sum()
        record(block, NAME, strength, (day[mine].min(), day[mine].min()), amount, rows)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    invoices = block.rows("invoices")
    series = draw_series(block, rng, count, _SEASON, every_days=_SEASON_EVERY)
    size = len(series.of)
    deals = copy_deals(block, rng, series.template, series.paid_on,
                       Change(days=series.days, size_bps=rng.integers(8_000, 20_001, size)))  # fmt: skip
    row = invoices.first(deals.invoice)
    day = np.minimum(invoices["issued_on"][row] + between(rng, (1, 15), size), invoices["due_on"][row] - 2)
    due = np.minimum(invoices["due_on"][row], day + _TERM_MAX)
    deals = replace(deals, paid_on=np.where(due < block.plan.end_day, due, NULL))
    seller = invoices["seller_id"][row]
    write_ledger(block, rng, deals, day, seller, "vouchered", np.full(size, NULL))
    issued = _write(block, rng, _Issue(
        invoices["buyer_id"][row], seller, deals.invoice, invoices["payable_minor"][row], day, due,
        financed=rng.random(size) < _FINANCED, settles=np.ones(size, bool),
    ))  # fmt: skip
    for one in range(len(np.unique(series.of))):
        mine = np.flatnonzero(series.of == one)
        rows = [row for at in mine for row in deals.rows(int(at), "season")]
        rows += named("vouchers", issued.voucher[mine], "season") + named("loans", issued.loan[mine], "loan")
        rows += named("payments", issued.payout[mine], "payout") + named("payments", issued.payment[mine], "redeemed")
        amount = invoices.of("payable_minor", deals.invoice[mine]).sum()
        record(block, NAME, INNOCENT, (day[mine].min(), day[mine].min()), amount, rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("More vouchers are issued than is owed", "凭证超额开立"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("a season: four true deliveries a week apart, each turned into a voucher once",
                       "旺季：四笔真实交货，每笔相隔一周，各开立一张凭证"),
    cases=(17,),
    per_10000=10,
)  # fmt: skip
