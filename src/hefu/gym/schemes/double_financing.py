"""One invoice financed at two lenders (P2: identity of the document; cases 1, 14, 19, 20).

The innocent twin is refinanced lawfully: the first lender is repaid before the second pays out.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import NULL, Block, Instance, code
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.lending import FACTORING, PLEDGE_LOAN, Lent, advance_minor
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


def _other_lender(lender: Ints, rng: np.random.Generator) -> Ints:
    return FIRST_BANK + (lender - FIRST_BANK + rng.integers(1, LENDERS, len(lender))) % LENDERS


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    words = _financed_once(block, rng, count)
    receivables = block.rows("receivables")
    original, first = receivables["invoice_id"][words], receivables["loan_id"][words]
    gap = np.zeros(len(words), np.int64) if strength == BLATANT else rng.integers(1, 6, len(words))
    drawn = np.minimum(receivables["valid_from"][words] + gap, block.plan.end_day - 1)
    second = _disguised(block, original, drawn, strength, rng)
    lent = _second_loan(block, second, first, drawn, rng)
    begun = len(block.rows("financings")), block.rows("filings").things
    quiet = np.zeros(len(words), bool)
    loans = finance_claims(block, second, lent, quiet, rng, alone=second != original)
    financings = block.rows("financings")
    told = np.arange(begun[0], len(financings))
    if strength == BLATANT:
        financings.change(told, invoice_id=financings["_token"][told])
    else:
        financings.change(told, invoice_id=NULL)
    for at in range(len(words)):
        rows = [("invoices", original[at], "financed_twice"), ("loans", first[at], "first_loan"),
                ("loans", loans[at], "second_loan"), ("filings", begun[1] + at, "second_filing")]  # fmt: skip
        rows += [("invoices", second[at], "second_copy")] if second[at] != original[at] else []
        instance = Instance(NAME, strength, False, int(drawn[at]), int(drawn[at]), int(lent.amount_minor[at]))  # noqa: FBT003 - not innocent
        block.truth.plant(instance, rows)


def _disguised(block: Block, original: Ints, drawn: Ints, strength: str, rng: np.random.Generator) -> Ints:
    """Return the invoice that the second lender is shown: the same, or a copy changed as the strength says."""
    if strength in {BLATANT, PLAIN}:
        return original
    invoices, lines = block.rows("invoices"), block.rows("invoice_lines")
    rows = invoices.first(original)
    size = len(original)
    faint = strength == FAINT
    bps = 10_000 + (rng.choice([-1, 1], size) * rng.integers(10, 201, size) if faint else np.zeros(size, np.int64))
    shift = rng.integers(-5, 6, size) if faint else np.zeros(size, np.int64)
    issued = np.minimum(invoices["issued_on"][rows] + shift, drawn)
    net = invoices["net_minor"][rows] * bps // 10_000
    tax = invoices["tax_minor"][rows] * bps // 10_000
    copies = invoices.copy(
        rows, _like=np.full(size, NULL) if faint else original, _deal=NULL, _off_book=1,
        issued_on=issued, due_on=invoices["due_on"][rows] + issued - invoices["issued_on"][rows],
        lines_minor=net, net_minor=net, tax_minor=tax, gross_minor=net + tax, payable_minor=net + tax,
        source_id=block.world.source(invoices["seller_id"][rows]),
    )  # fmt: skip
    at = np.flatnonzero(np.isin(lines["invoice_id"], original))
    of = np.searchsorted(np.sort(original), lines["invoice_id"][at])
    copy = copies[np.argsort(original)][of]
    changed = lines["net_minor"][at] * bps[np.argsort(original)][of] // 10_000
    lines.copy(at, invoice_id=copy, net_minor=changed, source_id=invoices.of("source_id", copy))
    return copies


def _second_loan(block: Block, invoice: Ints, first: Ints, drawn: Ints, rng: np.random.Generator) -> Lent:
    """Return the second lender's loan: in terms as the first one's, repaid with it or somewhat later, if at all."""
    loans, invoices = block.rows("loans"), block.rows("invoices")
    lender = _other_lender(loans.of("lender_id", first), rng)
    amount = advance_minor(invoices.of("payable_minor", invoice), rng)
    due = invoices.of("due_on", invoice) + 30
    closes = _closing(block, first) + rng.integers(0, 10, len(drawn))
    closes = np.where((closes > drawn) & (closes < block.plan.end_day), closes, NULL)
    product = np.where(rng.random(len(drawn)) < 0.65, FACTORING, PLEDGE_LOAN)  # noqa: PLR2004 - as often as honest claims
    return Lent(loans.of("borrower_id", first), lender, product, amount, loans.of("rate_bps", first), drawn,
                np.maximum(due, drawn + 1), closes,
                np.zeros(len(drawn), np.int64))  # fmt: skip


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
        instance = Instance(NAME, INNOCENT, True, int(again[at]), int(again[at]), int(lent.amount_minor[at]))  # noqa: FBT003 - innocent
        block.truth.plant(instance, rows)


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
