"""Payment terms of contracts and of invoices not yet due, in days from delivery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hefu.core.findings import RowRef
from hefu.core.texts import Text
from hefu.rulebook.impact.measured import Measured, Row, Scene, kinds_of, money

_IF_LARGE = Text(
    "if the buyer was a large firm and the seller a small or medium one at signing",
    "如订立合同时买方为大型企业、卖方为中小企业",
)
_IF_SMALL = Text("if the seller was a small or medium firm at signing", "如订立合同时卖方为中小企业")
_IF_PUBLIC = Text(
    "if the buyer is a public body and the seller was a small or medium firm at signing",
    "如买方为机关、事业单位，且订立合同时卖方为中小企业",
)
_NO_TERM = Text("the contract's payment term is not in the book", "账簿中没有合同账期")
_NO_DELIVERY = Text("the day of delivery is not in the book", "账簿中没有交付日")

Condition = Callable[[str], Text | None]
"""From a buyer's kind to what must hold besides; None: the rule does not reach that buyer."""


def large_firms(scene: Scene) -> list[Measured]:
    """Return what firms owe, that are not public bodies or persons. The book does not say how large they are."""
    return _terms(scene, lambda kind: None if kind in ("public_body", "person") else _IF_LARGE)


def public_bodies(scene: Scene) -> list[Measured]:
    """Return what public bodies owe, and those of whose kind nothing is known."""
    return _terms(scene, {"public_body": _IF_SMALL, "unknown": _IF_PUBLIC}.get)


def _terms(scene: Scene, condition: Condition) -> list[Measured]:
    kinds = kinds_of(scene.tables)
    conditions = {kind: condition(kind) for kind in {*kinds.values(), "unknown"}}
    delivered = _delivered(scene)
    found = []
    for row in scene.tables.rows("contracts"):
        besides = conditions[kinds.get(row["buyer_id"], "unknown")]
        if besides and (row["valid_to"] is None or row["valid_to"] > scene.first_day):
            found.append(_of_contract(row, besides))
    for row in scene.tables.rows("invoices"):
        besides = conditions[kinds.get(row["buyer_id"], "unknown")]
        if besides and row["kind"] == "invoice" and row["due_on"] and row["due_on"] >= scene.today:
            found.append(_of_invoice(row, delivered, besides))
    return found


def _of_contract(row: Row, besides: Text) -> Measured:
    """Measure a contract in force: what is delivered under it from the first day on falls under the rule."""
    return Measured(
        subject=RowRef("contracts", row["contract_id"], row["source_id"]),
        party_id=row["buyer_id"],
        value=row["payment_term_days"],
        amount=money(row, "amount_minor"),
        ends_on=row["valid_to"],
        missing=_NO_TERM if row["payment_term_days"] is None else None,
        condition=besides,
    )


def _of_invoice(row: Row, delivered: Mapping[tuple[str, str, str], date], besides: Text) -> Measured:
    day = delivered.get((row["seller_id"], row["buyer_id"], row["order_number"] or ""))
    return Measured(
        subject=RowRef("invoices", row["invoice_id"], row["source_id"]),
        party_id=row["buyer_id"],
        value=None if day is None else (row["due_on"] - day).days,
        amount=money(row, "payable_minor"),
        happened_on=day,
        ends_on=row["due_on"],
        missing=_NO_DELIVERY if day is None else None,
        condition=besides,
    )


def _delivered(scene: Scene) -> dict[tuple[str, str, str], date]:
    """Return the first day on which goods of an order came in, by seller, buyer and order number."""
    found: dict[tuple[str, str, str], date] = {}
    for row in scene.tables.rows("deliveries"):
        key = (row["seller_id"], row["buyer_id"], row["order_number"] or "")
        if row["order_number"] and row["received_on"]:
            found[key] = min(row["received_on"], found.get(key, row["received_on"]))
    return found
