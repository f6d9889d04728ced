"""The payer has a name like the debtor's but is another company (P3, P8; case 13).

The innocent twin: a debtor's own finance company, named after it, owned by it and authorised, pays on its behalf.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.schemes.acts import link, named, record, shells
from hefu.gym.schemes.claims import finance_deals
from hefu.gym.schemes.deals import Change, copy_deals, draw_series
from hefu.gym.schemes.money import pay_as_trade, pay_bare
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.settlement import REPAYMENT

NAME = "look_alike_payer"

_STRENGTHS = (
    Strength(BLATANT, Text("six claims paid by a company whose name differs from the debtor's in 3 characters",
                           "六笔债权由名称与债务人相差 3 个字的公司付款")),
    Strength(PLAIN, Text("four claims, 2 characters apart", "四笔债权，名称相差 2 个字")),
    Strength(GUARDED, Text("three claims, 1 character apart", "三笔债权，名称相差 1 个字")),
    Strength(FAINT, Text("two claims, the very same name: only account and credit code are another's",
                         "两笔债权，名称完全相同，仅账户与统一社会信用代码不同")),
)  # fmt: skip

_APART = {BLATANT: 3, PLAIN: 2, GUARDED: 1, FAINT: 0}
_CLAIMS = {BLATANT: 6, PLAIN: 4, GUARDED: 3, FAINT: 2}
_LETTERS = "恒泰华鑫瑞丰宏远东海金隆永达信诚利通顺和盛源"
_BRAND_FROM = 2


def _alike(name: str, apart: int, rng: np.random.Generator) -> str:
    """Return a name that differs in so many characters after the town."""
    letters = list(name)
    for at in range(_BRAND_FROM, _BRAND_FROM + apart):
        letters[at] = str(rng.choice([letter for letter in _LETTERS if letter != name[at]]))
    return "".join(letters)


def _rename(block: Block, company: int, name: str) -> int:
    """Have register and banks know a company by a name; return the name's place among the block's words."""
    word = block.word(name)
    parties, accounts = block.rows("parties"), block.rows("bank_accounts")
    parties.change(parties["party_id"] == company, _name=word)
    accounts.change(accounts["owner_id"] == company, _owner_name=word)
    return word


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    world, invoices, payments = block.world, block.rows("invoices"), block.rows("payments")
    payers = shells(block, rng, count)
    series = draw_series(block, rng, len(payers), _CLAIMS[strength])
    size = len(series.of)
    change = Change(days=series.days, size_bps=rng.integers(7_000, 14_001, size), used=np.zeros(size, bool))
    deals = copy_deals(block, rng, series.template, series.paid_on, change)
    financed = finance_deals(block, rng, deals, notice=np.zeros(size, bool))
    for one in range(len(np.unique(series.of))):
        mine, payer = np.flatnonzero(series.of == one), int(payers[one])
        seller, debtor = (int(invoices.of(name, deals.invoice[mine[:1]])[0]) for name in ("seller_id", "buyer_id"))
        word = _rename(block, payer, _alike(world.names[debtor].as_py(), _APART[strength], rng))
        paid = mine[financed.payment[mine] != NULL]
        payment = financed.payment[paid]
        payments.change(payment, payer_id=payer, payer_account_id=payer, _payer_name=word)
        fed = _feed(block, rng, (seller, payer), payment, word, hidden=strength in {GUARDED, FAINT})
        rows = [row for at in mine for row in (*deals.rows(int(at), "claim"), *financed.rows(int(at), "loan"))]
        rows += named("payments", payment, "look_alike_payer") + named("payments", fed, "feeding")
        rows += [("parties", payer, "look_alike")]
        issued = int(invoices.of("issued_on", deals.invoice[mine]).min())
        seen = int(payments["booked_on"][payment].min()) if len(payment) else block.plan.end_day - 1
        record(block, NAME, strength, (issued, seen), financed.lent.amount_minor[mine].sum(), rows)


def _feed(
    block: Block, rng: np.random.Generator, sides: tuple[int, int], payment: Ints, word: int, *, hidden: bool
) -> Ints:
    """Let the borrower send the money that comes back to it as the debtor's, a day or two before.

    Hidden: as if it paid an invoice of the week.
    """
    payments = block.rows("payments")
    size = len(payment)
    day, amount = payments["booked_on"][payment] - rng.integers(1, 3, size), payments["amount_minor"][payment]
    seller, payer = (np.full(size, side) for side in sides)
    if hidden:
        _, fed = pay_as_trade(block, rng, seller, payer, amount, day)
    else:
        fed = pay_bare(block, rng, seller, payer, amount, day, REPAYMENT)
    payments.change(fed, _payee_name=word)
    return fed


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    world, invoices, payments = block.world, block.rows("invoices"), block.rows("payments")
    payers = shells(block, rng, count)
    series = draw_series(block, rng, len(payers), 2)
    deals = copy_deals(block, rng, series.template, series.paid_on, Change(days=series.days))
    financed = finance_deals(block, rng, deals, notice=np.zeros(len(series.of), bool))
    since = block.plan.first_day - 60
    for one in range(len(np.unique(series.of))):
        mine, payer = np.flatnonzero(series.of == one), payers[[one]]
        debtor = invoices.of("buyer_id", deals.invoice[mine[:1]])
        name = world.names[int(debtor[0])].as_py()
        word = _rename(block, int(payer[0]), name.replace("股份有限", "").replace("有限责任", "").replace("有限", "")
                       .removesuffix("公司") + "财务有限公司")  # fmt: skip
        paid = financed.payment[mine[financed.payment[mine] != NULL]]
        payments.change(paid, payer_id=payer[0], payer_account_id=payer[0], _payer_name=word,
                        ultimate_payer_id=debtor[0])  # fmt: skip
        tie = link(block, rng, debtor, payer, "owns", 10_000)
        leave = block.rows("payer_authorisations").append(
            payer_id=payer, debtor_id=debtor, way=code("payer_authorisations", "way", "finance_company"),
            limit_minor=10**12, valid_from=since, valid_to=since + 365 * 4,
            source_id=world.source(debtor, as_buyer=True), known_at=since * DAY_US + rng.integers(0, 5, 1) * DAY_US,
        )  # fmt: skip
        rows = [row for at in mine for row in (*deals.rows(int(at), "claim"), *financed.rows(int(at), "loan"))]
        rows += named("payments", paid, "on_behalf") + named("party_links", tie, "owned")
        rows += [*named("payer_authorisations", leave, "authorised"), ("parties", int(payer[0]), "finance_company")]
        first = int(invoices.of("issued_on", deals.invoice[mine]).min())
        record(block, NAME, INNOCENT, (first, first), financed.lent.amount_minor[mine].sum(), rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("A company with the debtor's name, or nearly, pays in its place", "名称与债务人相同或相似的公司代其付款"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("the debtor's own finance company, named after it, owned and authorised, pays on its behalf",
                       "债务人全资、同名且获授权的财务公司代付"),
    cases=(13,),
    per_10000=10,
)  # fmt: skip
