"""Who may lawfully pay for whom: the list of authorised payers, and where an authorisation falls short."""

from __future__ import annotations

from hefu.book.book import Row
from hefu.core.texts import Text
from hefu.funds.scene import Scene, Settlement
from hefu.parties.groups.links import in_force

_OUT_OF_FORCE = Text("not in force on the day of payment", "付款当日不在有效期内")
_OTHER_CREDITOR = Text("given for another creditor", "授权针对其他收款人")
_EXCEEDED = Text("its limit is exceeded", "超过授权限额")
_BORROWER_ONLY = Text("only the borrower states it", "仅有借款人单方陈述")


def authorised(scene: Scene, paid: Settlement, payer: str) -> bool:
    """Tell whether some authorisation covers this payer, debtor, creditor, day and amount in full."""
    return any(_why_not(scene, paid, row) is None for row in _for(scene, paid, payer))


def shortfall(scene: Scene, paid: Settlement, payer: str) -> Text | None:
    """Return why this payer's authorisations for this debtor do not cover the payment; None where there are none."""
    reasons = [_why_not(scene, paid, row) for row in _for(scene, paid, payer)]
    return next((why for why in reasons if why is not None), None)


def _for(scene: Scene, paid: Settlement, payer: str) -> list[Row]:
    debtors = paid.billed("buyer_id")
    return [
        row
        for row in scene.authorisations
        if scene.is_one(payer, row["payer_id"]) and all(scene.is_one(one, row["debtor_id"]) for one in debtors)
    ]


def _why_not(scene: Scene, paid: Settlement, row: Row) -> Text | None:
    creditors = {*paid.billed("seller_id"), *paid.billed("payee_id")}
    if row["source_id"] not in scene.trusted:
        return _BORROWER_ONLY
    if not in_force(row, paid.day):
        return _OUT_OF_FORCE
    if row["creditor_id"] and not any(scene.is_one(row["creditor_id"], one) for one in creditors):
        return _OTHER_CREDITOR
    return _EXCEEDED if _exceeds(paid, row) else None


def _exceeds(paid: Settlement, row: Row) -> bool:
    """Tell whether the whole payment is above the limit; a limit in another currency covers nothing."""
    if row["limit_minor"] is None:
        return False
    return any(
        p["amount_minor"] > row["limit_minor"] or (row["currency"] or p["currency"]) != p["currency"]
        for p in paid.payments
    )
