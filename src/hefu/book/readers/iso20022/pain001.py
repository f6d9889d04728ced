"""The reader of ISO 20022 payment orders (pain.001, customer credit transfer initiation), versions 3 to 12.

An order is what a payer asked of his bank, not money that moved: each transfer is a payment in the state
`information`. The message's own counts and sums must hold. What no column takes is kept in `document_references`,
`document_parties`, `document_amounts` and `document_notes`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from hefu.book.book import Row
from hefu.book.ids import document_id
from hefu.book.readers.iso20022.camt_message import Message, major
from hefu.book.readers.iso20022.camt_parties import name_of, read_account, read_agent, read_party
from hefu.book.readers.iso20022.camt_references import purpose_of, read_references
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.xml import Element, children, local_name, path_of, root_of, text_of
from hefu.core.decimals import parse_major
from hefu.core.identifiers import Scheme, identify
from hefu.core.refusals import Refusal, refuse

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:pain\.001\.001\.(?:0[3-9]|1[0-2])", re.ASCII)
_BODY = "CstmrCdtTrfInitn"
_WAYS = {"TRF": "transfer", "TRA": "transfer", "CHK": "other"}
_NOT_PROVIDED = "NOTPROVIDED"
_INTERMEDIARIES = ("IntrmyAgt1", "IntrmyAgt2", "IntrmyAgt3")
# Values that a column, reference or amount holds as written.
_HELD = frozenset(["MsgId", "PmtInfId", "InstrId", "EndToEndId", "UETR"])


@dataclass(frozen=True, slots=True)
class Order:
    """One block of transfers from one account (PmtInf), and what it says of all of them, read once."""

    element: Element
    order_id: str
    account_id: str
    common: Row


def read_pain001(data: bytes, source: Source) -> Rows:
    """Read one pain.001 message.

    Raises RefusalError: XML_…, KIND_UNKNOWN for any other message or version, FIELD_MISSING, FIELD_EMPTY,
    FIELD_REPEATED, CODE_UNKNOWN, IDENTIFIER_WRONG for an IBAN, AMOUNT_NEGATIVE, DOCUMENT_CONTRADICTS where a count or
    sum is not that of the transfers, and what money and dates refuse.
    """
    root = root_of(data)
    namespace = str(root.tag)[1:].partition("}")[0]
    if not _NAMESPACE.fullmatch(namespace) or local_name(root) != "Document":
        raise refuse(Refusal.KIND_UNKNOWN, kind=f"{namespace} {local_name(root)}"[:100])
    message = Message(Rows(source, "payment_order"), namespace)
    body = message.needed(root, _BODY)
    header = message.needed(body, "GrpHdr")
    number = _filled(message, header, "MsgId")
    blocks = message.every(body, "PmtInf")
    if not blocks:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(body)}/PmtInf")
    orders = [_order(message, block, number) for block in blocks]
    amounts = [_transfers(message, order) for order in orders]
    _check(message, header, [amount for some in amounts for amount in some])
    message_id = message.given_once(document_id("order_message", orders[0].account_id, number))
    _roles(message, message_id, header, ("InitgPty", "FwdgAgt"))
    _notes(message, message_id, root, without=str(blocks[0].tag))
    message.sweep(root, message_id, "")
    return message.rows


def _order(message: Message, block: Element, message_number: str) -> Order:
    number = _filled(message, block, "PmtInfId")
    message.needed(block, "Dbtr")
    debtor = _side(message, block, "Dbtr", "payer")
    account_id = debtor["payer_account_id"]
    if account_id is None:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(block)}/DbtrAcct/Id")
    common: Row = {
        "state": "information",
        "valued_on": message.day(block, "ReqdExctnDt"),
        "way": _way(message, block),
        "statement_number": message_number,
        "entry_number": number,
        "ultimate_payer_id": read_party(message, message.child(block, "UltmtDbtr")),
        **debtor,
    }
    order_id = message.given_once(document_id("order", account_id, f"{message_number}/{number}"))
    return Order(block, order_id, account_id, common)


def _transfers(message: Message, order: Order) -> list[Decimal]:
    """Add the transfers of a block and what it says besides; return their amounts in major units."""
    transfers = message.every(order.element, "CdtTrfTxInf")
    if not transfers:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(order.element)}/CdtTrfTxInf")
    amounts = [_payment(message, order, transfer, n) for n, transfer in enumerate(transfers, start=1)]
    _check(message, order.element, amounts)
    _roles(message, order.order_id, order.element, ("ChrgsAcctAgt",))
    read_account(message, message.child(order.element, "ChrgsAcct"))
    _notes(message, order.order_id, order.element, without=str(transfers[0].tag))
    message.sweep(order.element, order.order_id, "")
    return amounts


def _payment(message: Message, order: Order, transfer: Element, ordinal: int) -> Decimal:
    amount = message.child(transfer, "Amt/EqvtAmt/Amt")
    amount = message.needed(transfer, "Amt/InstdAmt") if amount is None else amount
    money = message.take(amount)
    if money.amount_minor < 0:
        raise refuse(Refusal.AMOUNT_NEGATIVE, field=path_of(amount), value=money)
    payment_id = message.given_once(f"{order.order_id}/{ordinal}")
    end_to_end = _filled(message, transfer, "PmtId/EndToEndId")
    row: Row = {
        **order.common,
        "payment_id": payment_id,
        "amount_minor": money.amount_minor,
        "currency": money.currency,
        "purpose": purpose_of(message, transfer, transfer),
        "end_to_end_number": None if end_to_end == _NOT_PROVIDED else end_to_end,
        "ultimate_payee_id": read_party(message, message.child(transfer, "UltmtCdtr")),
        **_side(message, transfer, "Cdtr", "payee"),
    }
    ultimate_payer_id = read_party(message, message.child(transfer, "UltmtDbtr"))
    if ultimate_payer_id:
        row["ultimate_payer_id"] = ultimate_payer_id
    message.rows.add("payments", row)
    for leaf in children(message.needed(transfer, "PmtId")):
        message.reference(payment_id, local_name(leaf), text_of(leaf))
    read_references(message, payment_id, transfer)
    _roles(message, payment_id, transfer, _INTERMEDIARIES)
    _notes(message, payment_id, transfer)
    message.sweep(transfer, payment_id, "")
    return major(money)


def _side(message: Message, element: Element, side: str, column: str) -> Row:
    """Return who pays or is paid, by what name, through which account."""
    party = message.child(element, side)
    party_id, name = read_party(message, party), name_of(message, party)
    account = message.child(element, f"{side}Acct")
    number = message.text(account, "Id/IBAN")
    if number:
        identify(Scheme.IBAN, number)
    bank_id = _agent(message, message.child(element, f"{side}Agt"))
    account_id = read_account(message, account, owner_id=party_id, bank_id=bank_id, owner_name=name)
    return {f"{column}_id": party_id, f"{column}_name": name, f"{column}_account_id": account_id}


def _agent(message: Message, element: Element | None) -> str | None:
    """Return the id of a bank; one that is named as not provided is none."""
    if message.text(element, "FinInstnId/Othr/Id") == _NOT_PROVIDED:
        return None
    return read_agent(message, element)


def _way(message: Message, block: Element) -> str:
    leaf = message.needed(block, "PmtMtd")
    if text_of(leaf) not in _WAYS:
        raise refuse(Refusal.CODE_UNKNOWN, field=path_of(leaf), value=text_of(leaf)[:40])
    return _WAYS[text_of(leaf)]


def _roles(message: Message, owner_id: str, element: Element, names: Collection[str]) -> None:
    for name in names:
        member = message.child(element, name)
        party_id = _agent(message, member) or read_party(message, member)
        if party_id:
            message.role(owner_id, name, party_id)


def _check(message: Message, element: Element, amounts: list[Decimal]) -> None:
    """Hold a header's count and sum to its transfers; a sum adds amounts whatever their currency."""
    for name, counted in (("NbOfTxs", Decimal(len(amounts))), ("CtrlSum", sum(amounts, Decimal()))):
        leaf = message.child(element, name)
        if leaf is not None and parse_major(text_of(leaf)) != counted:
            raise refuse(
                Refusal.DOCUMENT_CONTRADICTS,
                field=path_of(leaf),
                found=text_of(leaf),
                other=f"{path_of(element)}/CdtTrfTxInf",
                expected=format(counted, "f"),
            )


def _filled(message: Message, element: Element, path: str) -> str:
    leaf = message.needed(element, path)
    if not text_of(leaf):
        raise refuse(Refusal.FIELD_EMPTY, field=path_of(leaf))
    return text_of(leaf)


def _notes(message: Message, owner_id: str, element: Element, without: str = "") -> None:
    """Keep every value below an element that has no other place; parts named `without` keep their own."""
    for child in children(element):
        if child.tag == without:
            continue
        for name, value in child.attrib.items():
            if name != "Ccy":
                _note(message, owner_id, f"{path_of(child)}/@{etree.QName(name).localname}", str(value))
        if next(children(child), None) is not None:
            _notes(message, owner_id, child, without)
        elif child.get("Ccy") is None and local_name(child) not in _HELD:
            _note(message, owner_id, path_of(child), text_of(child))


def _note(message: Message, owner_id: str, path: str, said: str) -> None:
    if said:
        row: Row = {"note_id": message.ordinal(owner_id, path), "document_id": owner_id, "path": path, "said": said}
        message.rows.add("document_notes", row)
