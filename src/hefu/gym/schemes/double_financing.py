"""One invoice financed at two lenders (P2: identity of the document; cases 1, 14, 19, 20).

The innocent twin is refinanced lawfully: the first lender is repaid before the second pays out.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import NULL, Block, Instance, code
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.deals import times
from hefu.gym.stages.fates import financed_after_days, lender_of
from hefu.gym.stages.lending import Lent, advance_minor
from hefu.gym.stages.security import finance_claims
from hefu.gym.world.world import FIRST_BANK, LENDERS

NAME = "double_financing"

_STRENGTHS = (
    Strength(BLATANT, Text("the same number at both lenders, named in clear, on the same day",
                           "两家机构同一天收到同一发票号，均为明文")),
    Strength(PLAIN, Text("the same number at both, 1 to 5 days apart, at the second as blind token only",
                         "同一发票号，相隔 1 至 5 天，第二家仅报盲化标记")),
    Strength(GUARDED, Text("one digit of 20 differs at the second; amount and day are equal",
                           "第二家的发票号 20 位中有 1 位不同，金额与日期相同")),
    Strength(FAINT, Text("another number; amount within 2 %, day within 5, the same order",
                         "发票号不同，金额相差不超过 2%，日期相差不超过 5 天，订单相同")),
)  # fmt: skip


def _financed_once(block: Block, rng: np.random.Generator, count: int) -> Ints:
    """Draw claims that are financed honestly, each once, as positions of the first lenders' words."""
    receivables = block.rows("receivables")
    lenders = receivables["source_id"] // 2
    loan = receivables["loan_id"]
    words = np.flatnonzero((loan != NULL) & (lenders >= FIRST_BANK) & (lenders < FIRST_BANK + LENDERS))
    taken = [row.thing for row in block.truth.rows if row.table == "invoices"]
    words = words[~np.isin(receivables["invoice_id"][words], np.array(taken, np.int64))]
    return np.sort(rng.permutation(words)[:count])


def _other_lender(block: Block, lender: Ints, rng: np.random.Generator) -> Ints:
    """Draw a lender as often as honest companies have it, but not the same one."""
    other = lender.copy()
    while (same := np.flatnonzero(other == lender)).size:
        borrowers = rng.integers(block.companies.start, block.companies.stop, len(same))
        other[same] = lender_of(block, borrowers, rng)
    return other


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    words = _financed_once(block, rng, count)
    shift = rng.integers(-5, 6, len(words)) if strength == FAINT else np.zeros(len(words), np.int64)
    drawn = _drawn(block, words, strength, rng) + shift
    there = drawn < block.plan.end_day
    words, drawn, shift = words[there], drawn[there], shift[there]
    receivables = block.rows("receivables")
    original, first = receivables["invoice_id"][words], receivables["loan_id"][words]
    second = _disguised(block, original, shift, strength, rng)
    lent = _second_loan(block, second, first, drawn, rng)
    begun = len(block.rows("financings")), block.rows("filings").things
    quiet = np.zeros(len(words), bool)
    loans = finance_claims(block, second, lent, quiet, rng, alone=second != original)
    _report(block, begun[0], clear=strength == BLATANT)
    for at in range(len(words)):
        rows = [("invoices", original[at], "financed_twice"), ("loans", first[at], "first_loan"),
                ("loans", loans[at], "second_loan"), ("filings", begun[1] + at, "second_filing")]  # fmt: skip
        rows += [("invoices", second[at], "second_copy")] if second[at] != original[at] else []
        day = int(drawn[at])
        block.truth.plant(Instance(NAME, strength, False, day, day, int(lent.amount_minor[at])), rows)  # noqa: FBT003 - not innocent


def _drawn(block: Block, words: Ints, strength: str, rng: np.random.Generator) -> Ints:
    """Return when the second lender pays: with the first, days after, or whenever honest claims are financed."""
    receivables = block.rows("receivables")
    if strength in {BLATANT, PLAIN}:
        return receivables["valid_from"][words] + (0 if strength == BLATANT else rng.integers(1, 6, len(words)))
    issued = block.rows("invoices").of("issued_on", receivables["invoice_id"][words])
    return issued + financed_after_days(len(words), rng)


def _report(block: Block, begin: int, *, clear: bool) -> None:
    """What the second lender tells others names the invoice in clear only where nothing is hidden."""
    financings = block.rows("financings")
    told = np.arange(begin, len(financings))
    financings.change(told, invoice_id=financings["_token"][told] if clear else NULL)


def _disguised(block: Block, original: Ints, shift: Ints, strength: str, rng: np.random.Generator) -> Ints:
    """Return the invoice that the second lender is shown: the same, or a copy changed as the strength says."""
    if strength in {BLATANT, PLAIN}:
        return original
    invoices, faint = block.rows("invoices"), strength == FAINT
    rows, size = invoices.first(original), len(original)
    copies = invoices.copy(
        rows, _like=np.full(size, NULL) if faint else original, _deal=NULL, _off_book=1,
        issued_on=invoices["issued_on"][rows] + shift, due_on=invoices["due_on"][rows] + shift,
        source_id=block.world.source(invoices["seller_id"][rows]),
    )  # fmt: skip
    more = rng.choice(np.array([-1, 1]), size) * rng.integers(10, 181, size) if faint else np.zeros(size, np.int64)
    _copy_lines(block, original, copies, 10_000 + more)
    return copies


def _copy_lines(block: Block, original: Ints, copies: Ints, more_bps: Ints) -> None:
    """Copy the lines with so much more or less of the goods, or at another price where the goods are few.

    Net, tax and total follow from the lines as they do on any invoice.
    """
    invoices, lines = block.rows("invoices"), block.rows("invoice_lines")
    order = np.argsort(original)
    at = np.flatnonzero(np.isin(lines["invoice_id"], original))
    of = order[np.searchsorted(original[order], lines["invoice_id"][at])]
    quantity, price, bps = lines["quantity_milli"][at], lines["unit_price_major"][at], more_bps[of]
    step = np.where(quantity % 1_000 == 0, 1_000, 20)
    few = quantity < step * 1_000
    changed = np.where(few, quantity, np.maximum(part_bps(quantity, bps) // step, 1) * step)
    other = np.where(few, part_bps(price, bps), price)
    same = bps == 10_000  # noqa: PLR2004 - the whole
    net = np.where(same, lines["net_minor"][at], times(changed, other))
    lines.copy(
        at, invoice_id=copies[of], net_minor=net, quantity_milli=changed, unit_price_major=other,
        source_id=invoices.of("source_id", copies[of]),
    )  # fmt: skip
    total, tax = np.zeros(len(copies), np.int64), np.zeros(len(copies), np.int64)
    np.add.at(total, of, net)
    np.add.at(tax, of, part_bps(net, lines["tax_bps"][at]))
    invoices.change(invoices.first(copies), lines_minor=total, net_minor=total, tax_minor=tax,
                    gross_minor=total + tax, payable_minor=total + tax)  # fmt: skip


def _second_loan(block: Block, invoice: Ints, first: Ints, drawn: Ints, rng: np.random.Generator) -> Lent:
    """Return the second lender's loan: of the kind and on the terms of the first, repaid with it, if at all."""
    loans, invoices = block.rows("loans"), block.rows("invoices")
    rows = loans.first(first)
    due = invoices.of("due_on", invoice) + 30
    closing = _closing(block, first)
    closes = np.maximum(closing + rng.integers(0, 3, len(drawn)), drawn + 1)
    closes = np.where((closing != NULL) & (closes < block.plan.end_day), closes, NULL)
    return Lent(
        loans["borrower_id"][rows], _other_lender(block, loans["lender_id"][rows], rng), loans["_product"][rows],
        advance_minor(invoices.of("payable_minor", invoice), rng), loans["rate_bps"][rows], drawn, due, closes,
        np.zeros(len(drawn), np.int64),
    )  # fmt: skip


def _closing(block: Block, loan: Ints) -> Ints:
    """Return the day on which each loan is repaid, NULL where it is not."""
    events = block.rows("loan_events")
    closing = np.full(block.rows("loans").things, NULL)
    repaid = events["event"] == code("loan_events", "event", "repaid")
    closing[events["loan_id"][repaid]] = events["happened_on"][repaid]
    return closing[loan]


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    """Refinance claims: repaid at the first lender, then, at the earliest a day later, financed at another."""
    receivables = block.rows("receivables")
    words = _financed_once(block, rng, count * 4)
    loan = receivables["loan_id"][words]
    repaid = receivables["valid_to"][words]
    again = repaid + 1
    fit = (repaid != NULL) & (again < block.plan.end_day - 1)
    words, loan, again = words[fit][:count], loan[fit][:count], again[fit][:count]
    invoice = receivables["invoice_id"][words]
    lent = _second_loan(block, invoice, loan, again, rng)
    loans = finance_claims(block, invoice, lent, np.zeros(len(words), bool), rng)
    for at in range(len(words)):
        rows = [
            ("invoices", invoice[at], "refinanced"),
            ("loans", loan[at], "repaid"),
            ("loans", loans[at], "second_loan"),
        ]
        day = int(again[at])
        block.truth.plant(Instance(NAME, INNOCENT, True, day, day, int(lent.amount_minor[at])), rows)  # noqa: FBT003 - innocent


SCHEME = Scheme(
    name=NAME,
    says=Text("One invoice is financed at two lenders", "同一发票在两家机构重复融资"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("refinanced: the first lender is repaid at least a day before the second pays out",
                       "再融资：第一家机构结清至少一天之后，第二家才放款"),
    cases=(1, 7, 14, 19, 20),
)  # fmt: skip
