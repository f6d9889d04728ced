"""A debtor's confirmation by a channel that the borrower controls; the debtor never pays (P7, P8; cases 5, 18).

The innocent twin: a debtor confirms through its own portal, and its group's first company pays on its behalf, as it is
authorised to.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import link, named, record, shells, some, untouched
from hefu.gym.schemes.claims import finance_deals
from hefu.gym.schemes.deals import Change, copy_deals, draw_series
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.world.world import FIRST_BANK, LENDERS

NAME = "forged_confirmation"

_STRENGTHS = (
    Strength(BLATANT, Text("six claims confirmed by the borrower's own upload and paid from its own account in the "
                           "debtor's name",
                           "六笔债权由借款人自行上传确认，并由其自有账户以债务人名义付款")),
    Strength(PLAIN, Text("four claims confirmed and paid by a dormant company that the borrower owns",
                         "四笔债权由借款人所持股的空壳公司确认并付款")),
    Strength(GUARDED, Text("two claims confirmed and paid by a dormant company with the borrower's telephone",
                           "两笔债权由与借款人共用电话的空壳公司确认并付款")),
    Strength(FAINT, Text("one claim confirmed and paid by a dormant company without any known tie",
                         "一笔债权由无已知关联的空壳公司确认并付款")),
)  # fmt: skip

_CLAIMS = {BLATANT: 6, PLAIN: 4, GUARDED: 2, FAINT: 1}
_TIES = {PLAIN: "owns", GUARDED: "shares_phone"}


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    world, invoices = block.world, block.rows("invoices")
    channel = shells(block, rng, count)
    series = draw_series(block, rng, len(channel), _CLAIMS[strength])
    size = len(series.of)
    unused = np.zeros(size, bool)
    change = Change(days=series.days, size_bps=rng.integers(7_000, 14_001, size), used=unused)
    deals = copy_deals(block, rng, series.template, series.paid_on, change)
    financed = finance_deals(block, rng, deals, notice=np.ones(size, bool))
    seller, debtor = invoices.of("seller_id", deals.invoice), invoices.of("buyer_id", deals.invoice)
    by = seller if strength == BLATANT else channel[series.of]
    confirmation = _confirm_by(block, deals.invoice, by, own=strength == BLATANT)
    paid = np.flatnonzero(financed.payment != NULL)
    words = np.array([block.word(world.names[int(one)].as_py()) for one in debtor[paid]], np.int64)
    block.rows("payments").change(
        financed.payment[paid], payer_id=by[paid], payer_account_id=by[paid], _payer_name=words
    )
    for one in range(len(np.unique(series.of))):
        mine = np.flatnonzero(series.of == one)
        rows = [
            row for at in mine for row in (*deals.rows(int(at), "unknown_to_debtor"), *financed.rows(int(at), "loan"))
        ]
        rows += named("confirmations", confirmation[mine], "forged") + named(
            "payments", financed.payment[mine], "payer"
        )
        if strength in _TIES:
            tie = link(block, rng, seller[mine[:1]], channel[[one]], _TIES[strength])
            rows += named("party_links", tie, "tie")
        rows += [] if strength == BLATANT else [("parties", int(channel[one]), "channel")]
        days = int(invoices.of("issued_on", deals.invoice[mine]).min()), int(financed.lent.drawn_on[mine].min())
        record(block, NAME, strength, days, financed.lent.amount_minor[mine].sum(), rows)


def _confirm_by(block: Block, invoice: Ints, by: Ints, *, own: bool) -> Ints:
    """Have others speak in the debtors' confirmations; return these, NULL where an invoice has none."""
    confirmations = block.rows("confirmations")
    things = np.full(len(invoice), NULL)
    at = confirmations.positions("invoice_id", invoice)
    of = np.argsort(invoice)[np.searchsorted(np.sort(invoice), confirmations["invoice_id"][at])]
    confirmations.change(at, source_id=block.world.source(by[of], as_buyer=not own))
    things[of] = confirmations["confirmation_id"][at]
    return things


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    payments, invoices, confirmations = (block.rows(name) for name in ("payments", "invoices", "confirmations"))
    confirmed = untouched(block, "invoices", np.unique(confirmations["invoice_id"]))
    confirmed = confirmed[block.world.leader[invoices.of("buyer_id", confirmed)] != NULL]
    at = payments.positions("_settles", confirmed)
    payee = payments["payee_id"][at]
    at = some(rng, at[(payee >= FIRST_BANK) & (payee < FIRST_BANK + LENDERS)], count)
    invoice = payments["_settles"][at]
    debtor = invoices.of("buyer_id", invoice)
    leader = block.world.leader[debtor]
    payments.change(at, payer_id=leader, payer_account_id=leader, ultimate_payer_id=debtor)
    for one in range(len(at)):
        told = confirmations.positions("invoice_id", invoice[[one]])
        day = int(payments["booked_on"][at[one]])
        rows = [("invoices", int(invoice[one]), "confirmed"), ("payments", int(at[one]), "on_behalf")]
        rows += named("confirmations", confirmations["confirmation_id"][told], "true")
        record(block, NAME, INNOCENT, (day, day), payments["amount_minor"][at[one]], rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("The borrower itself confirms and pays in the debtor's name", "借款人以债务人名义自行确认并付款"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("factoring with notice: the debtor confirms, its group's first company pays on its behalf as "
                       "authorised",
                       "明保理：债务人确认，由其集团母公司按授权代付"),
    cases=(5, 18),
    per_10000=10,
)  # fmt: skip
