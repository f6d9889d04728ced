"""What each bank is owed by one customer or group, as a share of its capital, in bps rounded up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hefu.core.findings import RowRef
from hefu.core.money import BPS_WHOLE, Money, Rounding, divide
from hefu.core.texts import Text
from hefu.rulebook.impact.measured import Measured, Probe, Row, Scene, kinds_of, largest

_LIVE_LOANS = ("open", "overdue")
_LIVE_VOUCHERS = ("open", "financed", "overdue")
_NO_CAPITAL = Text("the lender's capital is not in the book", "账簿中没有贷款人的资本数据")
_OTHER_CURRENCY = Text("the debt is in another currency than the capital", "债务与资本币种不同")
_GROSS = Text("gross, before any risk mitigation", "未扣除风险缓释")


@dataclass(frozen=True, slots=True)
class _Debt:
    lender_id: str
    debtor_id: str
    money: Money


def single(column: str, *, banks: bool, vouchers: bool) -> Probe:
    """Build the probe of one customer: loans, and vouchers held where `vouchers`, against a column of capital."""

    def probe(scene: Scene) -> list[Measured]:
        kinds = kinds_of(scene.tables)
        debts = [debt for debt in _debts(scene, vouchers=vouchers) if (kinds.get(debt.debtor_id) == "bank") == banks]
        return _shares(scene, debts, column)

    return probe


def grouped(column: str) -> Probe:
    """Build the probe of a control group; a party that the caller puts into no group is left out."""

    def probe(scene: Scene) -> list[Measured]:
        kinds = kinds_of(scene.tables)
        debts = [debt for debt in _debts(scene, vouchers=True) if kinds.get(debt.debtor_id) != "bank"]
        found = []
        for name, members in sorted((scene.groups or {}).items()):
            found += _shares(
                scene, [replace(debt, debtor_id=name) for debt in debts if debt.debtor_id in members], column
            )
        return found

    return probe


def _debts(scene: Scene, *, vouchers: bool) -> list[_Debt]:
    loans = [row for row in scene.tables.rows("loans") if row["state"] in _LIVE_LOANS]
    found = [
        _Debt(row["lender_id"], row["borrower_id"], Money(row["outstanding_minor"], row["currency"]))
        for row in largest(loans, "loan_id", "outstanding_minor")
    ]
    lenders = {debt.lender_id for debt in found} | {row["lender_id"] for row in scene.tables.rows("lender_capital")}
    held = [row for row in scene.tables.rows("vouchers") if row["state"] in _LIVE_VOUCHERS]
    if vouchers:
        found += [
            _Debt(row["holder_id"], row["issuer_id"], Money(row["amount_minor"], row["currency"]))
            for row in largest(held, "voucher_id", "amount_minor")
            if row["holder_id"] in lenders
        ]
    return found


def _shares(scene: Scene, debts: list[_Debt], column: str) -> list[Measured]:
    capital = _capital(scene)
    sums: dict[tuple[str, str, str], int] = {}
    for debt in debts:
        key = (debt.lender_id, debt.debtor_id, debt.money.currency)
        sums[key] = sums.get(key, 0) + debt.money.amount_minor
    return [
        _share(capital.get(lender), lender, party, Money(total, currency), column)
        for (lender, party, currency), total in sorted(sums.items())
    ]


def _share(capital: Row | None, lender: str, party: str, owed: Money, column: str) -> Measured:
    missing = None
    if capital is None or capital[column] <= 0:
        missing = _NO_CAPITAL
    elif capital["currency"] != owed.currency:
        missing = _OTHER_CURRENCY
    value = None
    if capital is not None and missing is None:
        value = divide(owed.amount_minor * BPS_WHOLE, capital[column], Rounding.UP)
    return Measured(
        subject=RowRef("lender_capital", capital["capital_id"] if capital else lender),
        party_id=party,
        value=value,
        amount=owed,
        missing=missing,
        condition=_GROSS,
    )


def _capital(scene: Scene) -> dict[str, Row]:
    """Return the latest statement of each bank's capital; of two of one day, the lower."""
    found: dict[str, Row] = {}
    rows = [row for row in scene.tables.rows("lender_capital") if row["licence"] == "bank"]
    for row in sorted(rows, key=lambda row: (row["stated_on"], -row["tier1_minor"], row["source_id"])):
        if row["stated_on"] <= scene.today:
            found[row["lender_id"]] = row
    return found
