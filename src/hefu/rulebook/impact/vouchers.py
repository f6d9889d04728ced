"""Live receivables vouchers by the months from issue to payment."""

from __future__ import annotations

from hefu.core.findings import RowRef
from hefu.rulebook.calendar import months_spanned
from hefu.rulebook.impact.measured import Measured, Row, Scene, money

_LIVE = ("open", "financed")


def tenors(scene: Scene) -> list[Measured]:
    """Return each live voucher's tenor in months, a day over counting as a month."""
    return [_tenor(row) for row in scene.tables.rows("vouchers") if row["state"] in _LIVE]


def _tenor(row: Row) -> Measured:
    return Measured(
        subject=RowRef("vouchers", row["voucher_id"], row["source_id"]),
        party_id=row["issuer_id"],
        value=months_spanned(row["issued_on"], max(row["issued_on"], row["due_on"])),
        amount=money(row, "amount_minor"),
        happened_on=row["issued_on"],
        ends_on=row["due_on"],
    )
