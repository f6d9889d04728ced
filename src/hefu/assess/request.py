"""A financing request: who asks whom for how much, on which invoices, for how long, at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hefu.assess.products import PRODUCTS, Product
from hefu.assess.settings import load_toml, record
from hefu.core.money import Money, Rounding, divide
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.decide import DecisionKind

FILE_NAME = "request.toml"
_DAYS_LOAN_YEAR = 360
_DAYS_COST_YEAR = 365
_BPS_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class _Fee:
    name_en: str
    name_zh: str
    amount: str


@dataclass(frozen=True, slots=True)
class _File:
    """The request as its file has it."""

    request_id: str
    lender_id: str
    applicant_id: str
    debtor_id: str
    product: str
    amount: str
    currency: str
    starts_on: date
    ends_on: date
    rate_bps: int
    invoices: tuple[str, ...]
    fees: tuple[_Fee, ...] = ()
    kind: DecisionKind = DecisionKind.DRAWDOWN
    facility_id: str = ""
    payee_id: str = ""
    payee_account_id: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, checked. `invoice_numbers` are as written; `fees` are (name, amount).

    A request that does not say its kind is a drawdown, of which more is asked. `facility_id` is the line it draws
    on; `payee_id` and `payee_account_id` are whom the lender is to pay, where that is not the applicant.
    """

    request_id: str
    lender_id: str
    applicant_id: str
    debtor_id: str
    product: Product
    amount: Money
    starts_on: date
    ends_on: date
    rate_bps: int
    invoice_numbers: tuple[str, ...]
    fees: tuple[tuple[Text, Money], ...]
    kind: DecisionKind
    facility_id: str = ""
    payee_id: str = ""
    payee_account_id: str = ""

    @property
    def tenor_days(self) -> int:
        """Days from start to end."""
        return (self.ends_on - self.starts_on).days

    @property
    def interest(self) -> Money:
        """Simple interest for the tenor, ACT/360, rounded half up to the minor unit."""
        numerator = self.amount.amount_minor * self.rate_bps * self.tenor_days
        return Money(divide(numerator, _BPS_WHOLE * _DAYS_LOAN_YEAR, Rounding.HALF_UP), self.amount.currency)

    @property
    def cost(self) -> Money:
        """Interest and all fees."""
        return sum((amount for _, amount in self.fees), self.interest)

    @property
    def yearly_cost_bps(self) -> int:
        """All-in cost as a share of the amount, over a year of 365 days, in basis points, rounded up."""
        numerator = self.cost.amount_minor * _DAYS_COST_YEAR * _BPS_WHOLE
        return divide(numerator, self.amount.amount_minor * self.tenor_days, Rounding.UP)


def read_request(folder: Path) -> Request:
    """Return the request that stands in a folder's `request.toml`. Raises RefusalError with the reason."""
    path = folder / FILE_NAME
    file = record(_File, load_toml(path), FILE_NAME)
    if file.product not in PRODUCTS:
        raise refuse(
            Refusal.CONFIG_VALUE_WRONG, path=FILE_NAME, key="product", value=file.product, reason=", ".join(PRODUCTS)
        )
    request = Request(
        request_id=file.request_id,
        lender_id=file.lender_id,
        applicant_id=file.applicant_id,
        debtor_id=file.debtor_id,
        product=PRODUCTS[file.product],
        amount=Money.parse(file.amount, file.currency),
        starts_on=file.starts_on,
        ends_on=file.ends_on,
        rate_bps=file.rate_bps,
        invoice_numbers=file.invoices,
        fees=tuple((Text(fee.name_en, fee.name_zh), Money.parse(fee.amount, file.currency)) for fee in file.fees),
        kind=file.kind,
        facility_id=file.facility_id,
        payee_id=file.payee_id,
        payee_account_id=file.payee_account_id,
    )
    _insist(request)
    return request


def _insist(request: Request) -> None:
    """Refuse what no lender could decide on."""
    wrong = (
        (request.amount.amount_minor <= 0, Text("the amount is not above nil", "申请金额不大于零")),
        (request.tenor_days <= 0, Text("it ends before it starts", "到期日不晚于起始日")),
        (request.rate_bps < 0, Text("the rate is negative", "利率为负")),
        (
            request.kind is DecisionKind.FACILITY and bool(request.facility_id),
            Text("a facility draws on no other facility", "授信申请不得引用其他授信"),
        ),
        (not request.invoice_numbers, Text("it names no invoice", "未列明发票")),
        (
            len(set(request.invoice_numbers)) < len(request.invoice_numbers),
            Text("it names an invoice twice", "重复列明同一发票"),
        ),
        (
            len({request.lender_id, request.applicant_id, request.debtor_id}) < len(("lender", "applicant", "debtor")),
            Text("lender, applicant and debtor are not three parties", "贷款人、申请人与债务人不是三个不同主体"),
        ),
    )
    for holds, reason in wrong:
        if holds:
            raise refuse(Refusal.REQUEST_INCONSISTENT, reason=reason)
