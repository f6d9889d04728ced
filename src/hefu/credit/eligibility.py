"""Which receivables may count, and the one reason why each other does not.

The tests are asked in the order below and the first that bites is the reason, so that every excluded claim has exactly
one. An exclusion is the lender's own caution and needs no law; where the law bars a claim to some lenders only, the
licence decides, and a lender whose licence is not known is held to the strictest.

Sources: 银监会令 2014-5 (商业银行保理业务管理暂行办法) for banks, 民法典 545-549, 761-769 for assignment and factoring,
银发〔2025〕77号 art. 13-15 for vouchers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, Licence
from hefu.core.money import BPS_WHOLE
from hefu.core.texts import Text
from hefu.credit.arrays import NEVER, Flags, Ints, day_number
from hefu.credit.claims import Claims
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of


@dataclass(frozen=True, slots=True)
class Terms:
    """What eligibility depends on besides the claims: the day, the licence, the last day of the term, the currency.

    `ends_on` is None for a running line that has no last day.
    """

    today: date
    currency: str
    licence: Licence | None
    ends_on: date | None
    config: CreditConfig


Test = Callable[[Claims, Terms], Flags]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One test: its code, what it says of a claim that fails it, the test itself, and the duty it serves, if any."""

    code: str
    says: Text
    bites: Test
    rule_id: str = ""


def _marked(*marks: str) -> Test:
    return lambda claims, _: np.logical_or.reduce([claims.marked(mark) for mark in marks])


def _bars_banks(bites: Callable[[Claims], Flags]) -> Test:
    """A bar for banks; a lender of unknown licence is held to it too."""
    return lambda claims, terms: bites(claims) & (terms.licence in {Licence.BANK, None})


def _other_currency(claims: Claims, terms: Terms) -> Flags:
    return ~(claims.currency.equals(terms.currency) & claims.other_currency.equals(terms.currency))


def _related(claims: Claims, _: Terms) -> Flags:
    return claims.related


def _listed(claims: Claims, _: Terms) -> Flags:
    return claims.listed


def _not_yet(claims: Claims, terms: Terms) -> Flags:
    later: Flags = (claims.issued_on > day_number(terms.today)) & (claims.issued_on != NEVER)
    return later


def _overdue(claims: Claims, terms: Terms) -> Flags:
    overdue: Flags = (claims.due_first < day_number(terms.today)) & (claims.unpaid_minor > 0)
    return overdue


def _beyond(claims: Claims, terms: Terms) -> Flags:
    last = NEVER if terms.ends_on is None else day_number(terms.ends_on)
    beyond: Flags = (claims.due_last > last) & (claims.due_last != NEVER)
    return beyond


def _cross_aged(claims: Claims, terms: Terms) -> Flags:
    """More than so much of what this debtor owes, to anybody in the book, is long overdue.

    Each currency by itself; amounts are compared by whole parts, so that no product leaves 64 bits.
    """
    aged = claims.due_first < day_number(terms.today) - terms.config.cross_aging_days
    long_overdue = _of_debtor(claims, np.where(aged, claims.unpaid_minor, 0))
    owed = _of_debtor(claims, claims.unpaid_minor)
    share = terms.config.cross_aging_bps_max
    allowed = owed // BPS_WHOLE * share + owed % BPS_WHOLE * share // BPS_WHOLE
    above: Flags = (long_overdue > allowed) & (owed > 0)
    return above


def _of_debtor(claims: Claims, amounts: Ints) -> Ints:
    """Return for each claim the sum over its debtor's claims in its currency."""
    debtor, currency = claims.debtor, claims.currency
    sums = np.zeros((len(debtor.values), len(currency.values)), np.int64)
    np.add.at(sums, (debtor.codes, currency.codes), amounts)
    of_each: Ints = sums[debtor.codes, currency.codes]
    return of_each


EXCLUSIONS = (
    Exclusion(
        "other_currency",
        Text("in another currency", "币种不同"),
        _other_currency,
    ),
    Exclusion("void", Text("the invoice is void", "发票已作废"), _marked("void")),
    Exclusion("nothing_billed", Text("nothing is billed", "无开票金额"), lambda claims, _: claims.gross_minor <= 0),
    Exclusion(
        "not_yet",
        Text("not yet in being: billed after today, or of an unknown day", "尚不存在：开票日晚于今日或不明"),
        _not_yet,
    ),
    Exclusion(
        "future_claim",
        Text("a future claim, nothing delivered yet: barred to banks", "未来应收账款（尚未交付），银行不得叙做"),
        _bars_banks(lambda claims: claims.exists_minor <= 0),
        "bank_factoring.no_future_receivables",
    ),
    Exclusion(
        "from_bill",
        Text("arises from a bill: barred to banks", "因票据产生的付款请求权，银行不得叙做"),
        _bars_banks(lambda claims: claims.marked("from_bill")),
        "bank_factoring.no_claims_from_bills",
    ),
    Exclusion(
        "consignment",
        Text("goods on consignment: barred to banks", "寄售合同项下，银行不得叙做"),
        _bars_banks(lambda claims: claims.marked("from_consignment")),
        "bank_factoring.no_consignment",
    ),
    Exclusion("collected", Text("collected already", "已收款"), _marked("collected")),
    Exclusion("assigned", Text("assigned already", "已转让"), _marked("assigned", "filed")),
    Exclusion("pledged", Text("pledged already", "已质押"), _marked("pledged")),
    Exclusion("vouchered", Text("a voucher was issued on it", "已开立电子凭证"), _marked("vouchered")),
    Exclusion("financed", Text("another lender reports it as financed", "其他机构报告已融资"), _marked("financed")),
    Exclusion("diluted", Text("diluted away", "已稀释"), _marked("diluted")),
    Exclusion(
        "related",
        Text("seller and debtor are of one control group", "买卖双方属同一集团客户"),
        lambda claims, _: claims.related,
    ),
    Exclusion(
        "listed",
        Text("the debtor is on a list of overdue payers", "债务人在逾期名单上"),
        lambda claims, _: claims.listed,
    ),
    Exclusion("disputed", Text("disputed", "存在争议"), _marked("disputed")),
    Exclusion("overdue", Text("overdue", "已逾期"), _overdue),
    Exclusion(
        "cross_aged",
        Text("too much of what the debtor owes is long overdue", "债务人长期逾期占比过高（交叉账龄）"),
        _cross_aged,
    ),
    Exclusion("no_due_day", Text("the day of payment is not known", "到期日不明"), lambda claims, _: claims.no_due_day),
    Exclusion("beyond_term", Text("due after the term", "到期日超出融资期限"), _beyond),
    Exclusion(
        "not_delivered",
        Text("not delivered, or only the seller says so", "未收货，或仅有卖方陈述"),
        lambda claims, _: claims.delivered_minor <= 0,
    ),
)
"""Every exclusion in the order in which it is asked."""

ELIGIBLE = len(EXCLUSIONS)
"""As the place of a reason: there is none."""

REASONS = {one.code: one.says for one in EXCLUSIONS}
"""What each code says."""


def cites_of(codes: Collection[str], terms: Terms, at: Context, product: str) -> tuple[Figure, ...]:
    """Return the duties behind some reasons that are in force today; an exclusion without one stands by itself."""
    days = {Anchor.CONTRACT_SIGNING: terms.today}
    ids = [one.rule_id for one in EXCLUSIONS if one.rule_id and one.code in codes]
    found = [figure_of(at, rule_id, days, terms.licence, product) for rule_id in ids]
    return tuple(one for one in found if isinstance(one, Figure))


def reasons_of(claims: Claims, terms: Terms) -> Ints:
    """Return for each claim the place in EXCLUSIONS of the first test that bites, ELIGIBLE where none does.

    Asked of all claims of the book, since what a debtor owes besides may bar his others.
    """
    found = np.full(len(claims), ELIGIBLE, np.int64)
    for place, one in reversed(list(enumerate(EXCLUSIONS))):
        found[one.bites(claims, terms)] = place
    return found
