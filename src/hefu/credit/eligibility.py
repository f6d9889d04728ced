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
from datetime import date, timedelta

import polars as pl

from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, Licence
from hefu.core.money import BPS_WHOLE
from hefu.core.texts import Text
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


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One test: its code, what it says of a claim that fails it, the test itself, and the duty it serves, if any."""

    code: str
    says: Text
    bites: Callable[[Terms], pl.Expr]
    rule_id: str = ""


def _flag(name: str) -> Callable[[Terms], pl.Expr]:
    return lambda _: pl.col(name).fill_null(value=False)


def _either(*names: str) -> Callable[[Terms], pl.Expr]:
    return lambda _: pl.any_horizontal(*(pl.col(name).fill_null(value=False) for name in names))


def _bars_banks(bites: pl.Expr) -> Callable[[Terms], pl.Expr]:
    """A bar for banks; a lender of unknown licence is held to it too."""
    return lambda terms: bites & pl.lit(terms.licence in {Licence.BANK, None})


def _overdue(terms: Terms) -> pl.Expr:
    return (pl.col("due_first") < terms.today) & (pl.col("unpaid_minor") > 0)


def _beyond(terms: Terms) -> pl.Expr:
    return pl.lit(value=False) if terms.ends_on is None else pl.col("due_last") > terms.ends_on


def _cross_aged(terms: Terms) -> pl.Expr:
    """More than so much of what this debtor owes, to anybody in the book, is long overdue.

    Each currency by itself; amounts are compared by whole parts, so that no product leaves 64 bits.
    """
    aged = pl.col("due_first") < terms.today - timedelta(days=terms.config.cross_aging_days)
    debtor = ["debtor_id", "currency"]
    long_overdue = pl.when(aged).then(pl.col("unpaid_minor")).otherwise(0).sum().over(debtor)
    owed = pl.col("unpaid_minor").sum().over(debtor)
    share = terms.config.cross_aging_bps_max
    allowed = owed // BPS_WHOLE * share + owed % BPS_WHOLE * share // BPS_WHOLE
    return (long_overdue > allowed) & (owed > 0)


EXCLUSIONS = (
    Exclusion(
        "other_currency",
        Text("in another currency", "币种不同"),
        lambda terms: (pl.col("currency") != terms.currency) | (pl.col("other_currency") != terms.currency),
    ),
    Exclusion("void", Text("the invoice is void", "发票已作废"), _flag("void")),
    Exclusion("nothing_billed", Text("nothing is billed", "无开票金额"), lambda _: pl.col("gross_minor") <= 0),
    Exclusion(
        "not_yet",
        Text("not yet in being: billed after today, or of an unknown day", "尚不存在：开票日晚于今日或不明"),
        lambda terms: (pl.col("issued_on") > terms.today).fill_null(value=False),
    ),
    Exclusion(
        "future_claim",
        Text("a future claim, nothing delivered yet: barred to banks", "未来应收账款（尚未交付），银行不得叙做"),
        _bars_banks(pl.col("exists_minor").fill_null(0) <= 0),
        "bank_factoring.no_future_receivables",
    ),
    Exclusion(
        "from_bill",
        Text("arises from a bill: barred to banks", "因票据产生的付款请求权，银行不得叙做"),
        _bars_banks(pl.col("from_bill").fill_null(value=False)),
        "bank_factoring.no_claims_from_bills",
    ),
    Exclusion(
        "consignment",
        Text("goods on consignment: barred to banks", "寄售合同项下，银行不得叙做"),
        _bars_banks(pl.col("from_consignment").fill_null(value=False)),
        "bank_factoring.no_consignment",
    ),
    Exclusion("collected", Text("collected already", "已收款"), _flag("collected")),
    Exclusion("assigned", Text("assigned already", "已转让"), _either("assigned", "filed")),
    Exclusion("pledged", Text("pledged already", "已质押"), _flag("pledged")),
    Exclusion("vouchered", Text("a voucher was issued on it", "已开立电子凭证"), _flag("vouchered")),
    Exclusion("financed", Text("another lender reports it as financed", "其他机构报告已融资"), _flag("financed")),
    Exclusion("diluted", Text("diluted away", "已稀释"), _flag("diluted")),
    Exclusion(
        "related", Text("seller and debtor are of one control group", "买卖双方属同一集团客户"), _flag("related")
    ),
    Exclusion("listed", Text("the debtor is on a list of overdue payers", "债务人在逾期名单上"), _flag("listed")),
    Exclusion("disputed", Text("disputed", "存在争议"), _flag("disputed")),
    Exclusion("overdue", Text("overdue", "已逾期"), _overdue),
    Exclusion(
        "cross_aged",
        Text("too much of what the debtor owes is long overdue", "债务人长期逾期占比过高（交叉账龄）"),
        _cross_aged,
    ),
    Exclusion("no_due_day", Text("the day of payment is not known", "到期日不明"), _flag("no_due_day")),
    Exclusion("beyond_term", Text("due after the term", "到期日超出融资期限"), _beyond),
    Exclusion(
        "not_delivered",
        Text("not delivered, or only the seller says so", "未收货，或仅有卖方陈述"),
        lambda _: pl.col("delivered_minor") <= 0,
    ),
)
"""Every exclusion in the order in which it is asked."""

REASONS = {one.code: one.says for one in EXCLUSIONS}
"""What each code says."""


def cites_of(codes: Collection[str], terms: Terms, at: Context, product: str) -> tuple[Figure, ...]:
    """Return the duties behind some reasons that are in force today; an exclusion without one stands by itself."""
    days = {Anchor.CONTRACT_SIGNING: terms.today}
    ids = [one.rule_id for one in EXCLUSIONS if one.rule_id and one.code in codes]
    found = [figure_of(at, rule_id, days, terms.licence, product) for rule_id in ids]
    return tuple(one for one in found if isinstance(one, Figure))


def with_reasons(claims: pl.LazyFrame, terms: Terms) -> pl.LazyFrame:
    """Return the claims with the column `reason`: the code of the first test that bites, null where none does.

    Asked of all claims of the book, since what a debtor owes besides may bar his others.
    """
    tests = [pl.when(one.bites(terms)).then(pl.lit(one.code)) for one in EXCLUSIONS]
    return claims.with_columns(pl.coalesce(tests).alias("reason"))
