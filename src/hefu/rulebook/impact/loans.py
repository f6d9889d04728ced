"""Live loans: days overdue, bad shares of a debtor, terms, and payments out of working-capital loans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hefu.core.findings import RowRef
from hefu.core.law import Anchor, Figure, Licence
from hefu.core.money import BPS_WHOLE, Money, Rounding, divide
from hefu.core.texts import Text
from hefu.rulebook.calendar import months_completed, months_spanned
from hefu.rulebook.impact.measured import Measured, Row, Scene, largest, money, prc_day

WORKING_CAPITAL = "working_capital_loan"

_LIVE = ("open", "overdue")
_IF_UNPAID = Text("if it is still unpaid then", "如届时仍未偿还")
_BY_DAYS = Text("bad debt counted by days overdue alone", "不良仅按逾期天数计")
_DRAWN = Text("the day of drawdown stands for the day of signing", "以放款日代替合同签订日")
_NO_PRODUCT = Text("the loan's product is not in the book", "账簿中没有该笔融资的产品")
_NO_DUE = Text("the day of repayment is not in the book", "账簿中没有到期日")
_NO_DAYS = Text("the days overdue that count are in no rule on that day", "该日没有规定逾期天数的规则")
_NO_DAY = Text("the day of payment is not in the book", "账簿中没有付款日")
_NOT_YUAN = Text("the payment is not in yuan", "付款币种不是人民币")
_NO_END = Text("the last day of the registration is not in the book", "账簿中没有登记到期日")


def overdue_days(scene: Scene) -> list[Measured]:
    """Return each live loan that is due by the rule's first day, with its days overdue then."""
    return [_overdue(row, scene) for row in _live(scene) if row["due_on"] is None or row["due_on"] < scene.first_day]


def _overdue(row: Row, scene: Scene) -> Measured:
    due_on = row["due_on"]
    return Measured(
        subject=RowRef("loans", row["loan_id"], row["source_id"]),
        party_id=row["borrower_id"],
        value=None if due_on is None else (scene.first_day - due_on).days,
        amount=money(row, "outstanding_minor"),
        ends_on=due_on,
        grows_from=due_on,
        missing=_NO_DUE if due_on is None else None,
        condition=_IF_UNPAID,
    )


def bad_share_own(scene: Scene) -> list[Measured]:
    """Return for each lender and borrower the share of the debt that is bad by its days on the rule's first day."""
    over = _over_days(scene, "classification.overdue_substandard_over")
    return _bad_shares(scene, over, lambda row: (row["borrower_id"], row["lender_id"]))


def bad_share_all(scene: Scene) -> list[Measured]:
    """Return for each borrower the share of the debt to all lenders in the book that is overdue for long."""
    over = _over_days(scene, "classification.contamination_all_overdue_over")
    return _bad_shares(scene, over, lambda row: (row["borrower_id"], ""))


def _over_days(scene: Scene, rule_id: str) -> int | None:
    """Return of more than how many days overdue the law speaks on the rule's first day."""
    found = scene.law.figure(rule_id, {Anchor.CLASSIFICATION: scene.first_day}, Licence.BANK)
    return found.value if isinstance(found, Figure) else None


def _bad_shares(scene: Scene, over: int | None, owner: Callable[[Row], tuple[str, str]]) -> list[Measured]:
    owed: dict[tuple[tuple[str, str], str], list[Row]] = {}
    for row in _live(scene):
        owed.setdefault((owner(row), row["currency"]), []).append(row)
    return [_bad_share(rows, over, scene.first_day) for _, rows in sorted(owed.items())]


def _bad_share(rows: list[Row], over: int | None, day: date) -> Measured:
    whole = sum(row["outstanding_minor"] for row in rows)
    late = [row for row in rows if row["due_on"] is not None and (day - row["due_on"]).days > (over or 0)]
    missing = _NO_DAYS if over is None else _NO_DUE if any(row["due_on"] is None for row in rows) else None
    bad = sum(row["outstanding_minor"] for row in late)
    return Measured(
        subject=RowRef("loans", rows[0]["loan_id"]),
        party_id=rows[0]["borrower_id"],
        value=None if missing else divide(bad * BPS_WHOLE, whole, Rounding.UP),
        amount=Money(whole, rows[0]["currency"]),
        missing=missing,
        condition=_BY_DAYS,
    )


def terms(scene: Scene) -> list[Measured]:
    """Return the term in months of each live working-capital loan, a day over counting as a month."""
    return [_term(row) for row in _live(scene) if row["product"] in (WORKING_CAPITAL, None, "")]


def _term(row: Row) -> Measured:
    missing = _NO_PRODUCT if not row["product"] else _NO_DUE if row["due_on"] is None else None
    return Measured(
        subject=RowRef("loans", row["loan_id"], row["source_id"]),
        party_id=row["borrower_id"],
        value=None if missing else months_spanned(row["drawn_on"], max(row["drawn_on"], row["due_on"])),
        amount=money(row, "outstanding_minor"),
        happened_on=row["drawn_on"],
        ends_on=row["due_on"],
        missing=missing,
        condition=_DRAWN,
    )


def payouts(scene: Scene) -> list[Measured]:
    """Return what borrowers of live working-capital loans paid to one payee since the drawdown, payment by payment."""
    borrowers: dict[str, Row] = {}
    for row in sorted(_live(scene), key=lambda row: row["drawn_on"]):
        if row["product"] == WORKING_CAPITAL:
            borrowers.setdefault(row["borrower_id"], row)
    rows = [row for row in scene.tables.rows("payments") if row["state"] in ("booked", "pending")]
    paid = largest(rows, "payment_id", "amount_minor")
    return [_payout(row, borrowers[row["payer_id"]]) for row in paid if _since(row, borrowers.get(row["payer_id"]))]


def _since(row: Row, loan: Row | None) -> bool:
    day = row["booked_on"] or row["valued_on"]
    return loan is not None and (day is None or day >= loan["drawn_on"])


def _payout(row: Row, loan: Row) -> Measured:
    dated = row["booked_on"] or row["valued_on"]
    missing = _NO_DAY if dated is None else _NOT_YUAN if row["currency"] != "CNY" else None
    return Measured(
        subject=RowRef("payments", row["payment_id"], row["source_id"]),
        party_id=row["payer_id"],
        value=None if missing else row["amount_minor"],
        amount=money(row, "amount_minor"),
        happened_on=loan["drawn_on"],
        ends_on=loan["due_on"],
        missing=missing,
        condition=_DRAWN,
    )


def registered_at_most(scene: Scene) -> list[Measured]:
    """Return the term in months of each live filing, a day over counting as a month."""
    return [_registered(row, months_spanned) for row in _filings(scene)]


def registered_at_least(scene: Scene) -> list[Measured]:
    """Return the whole months of each live filing's term."""
    return [_registered(row, months_completed) for row in _filings(scene)]


def _registered(row: Row, months: Callable[[date, date], int]) -> Measured:
    filed_on, ends_on = prc_day(row["filed_at"]), row["expires_on"]
    return Measured(
        subject=RowRef("filings", row["filing_id"], row["source_id"]),
        party_id=row["debtor_id"],
        value=None if ends_on is None else months(filed_on, max(filed_on, ends_on)),
        amount=money(row, "amount_minor"),
        happened_on=filed_on,
        ends_on=ends_on,
        missing=_NO_END if ends_on is None else None,
    )


def _filings(scene: Scene) -> list[Row]:
    return [row for row in scene.tables.rows("filings") if row["state"] in ("live", "objected")]


def _live(scene: Scene) -> list[Row]:
    rows = [row for row in scene.tables.rows("loans") if row["state"] in _LIVE and row["outstanding_minor"] > 0]
    return largest(rows, "loan_id", "outstanding_minor")
