"""What a camt entry or detail refers to: its own references, invoices in structured remittance, the remittance text."""

from __future__ import annotations

from hefu.book.readers.iso20022.camt_message import Message, major
from hefu.book.readers.xml import Element, children, local_name, text_of

_USTRD_LENGTH = 140
"""A remittance text of this length was cut: what follows continues it without a blank."""


def read_references(message: Message, payment_id: str, element: Element) -> None:
    """Keep every reference of an entry or detail."""
    for name in ("NtryRef", "AcctSvcrRef"):
        message.reference(payment_id, name, message.text(element, name))
    for group in message.every(element, "Refs"):
        for leaf in children(group):
            if local_name(leaf) == "Prtry":
                message.reference(
                    payment_id, "Prtry", message.text(leaf, "Ref"), type_code=message.text(leaf, "Tp") or None
                )
            else:
                message.reference(payment_id, local_name(leaf), text_of(leaf))
    for related in message.every(element, "RltdRmtInf"):
        message.reference(payment_id, "RmtId", message.text(related, "RmtId"))
    for structured in message.every(element, "RmtInf/Strd"):
        _structured(message, payment_id, structured)


def _structured(message: Message, payment_id: str, structured: Element) -> None:
    documents = message.every(structured, "RfrdDocInf")
    # An amount beside several documents belongs to none of them alone; `sweep` keeps it.
    amount = _amount(message, structured) if len(documents) == 1 and message.text(documents[0], "Nb") else {}
    for document in documents:
        _document(message, payment_id, document, amount)
    creditor = message.child(structured, "CdtrRefInf")
    message.reference(
        payment_id,
        "CdtrRefInf",
        message.text(creditor, "Ref", "CdtrRef"),
        type_code=_type_code(message, creditor, "Tp", "CdtrRefTp"),
    )


def _document(message: Message, payment_id: str, document: Element, amount: dict[str, object]) -> None:
    number = message.text(document, "Nb", "RfrdDocNb")
    message.reference(
        payment_id,
        "RfrdDocInf",
        number,
        type_code=_type_code(message, document, "Tp", "RfrdDocTp"),
        issued_on=message.day(document, "RltdDt"),
        **amount,
    )
    for line in message.every(document, "LineDtls/Id"):
        message.reference(
            payment_id,
            "LineDtls",
            number,
            referred_line_number=message.text(line, "Nb") or None,
            type_code=_type_code(message, line, "Tp"),
            issued_on=message.day(line, "RltdDt"),
        )


def _amount(message: Message, structured: Element) -> dict[str, object]:
    """Return the amount paid on the one document, or else the amount due on it."""
    for name in ("RmtdAmt", "DuePyblAmt"):
        leaf = message.child(structured, f"RfrdDocAmt/{name}")
        if leaf is not None:
            money = message.take(leaf)
            return {"amount_major": major(money), "currency": money.currency}
    return {}


def _type_code(message: Message, element: Element | None, *names: str) -> str | None:
    paths = [f"{name}/{path}" for name in names for path in ("CdOrPrtry/Cd", "CdOrPrtry/Prtry", "Cd", "Prtry")]
    return message.text(element, *paths) or None


def purpose_of(message: Message, entry: Element, detail: Element | None) -> str | None:
    """Return the remittance text of a payment, or else what the bank adds to it; None where nothing is written."""
    pieces = [text_of(leaf) for leaf in message.every(detail, "RmtInf/Ustrd")]
    purpose = "".join(piece if len(piece) == _USTRD_LENGTH else f"{piece} " for piece in pieces).strip()
    added = [text_of(leaf) for leaf in message.every(detail, "RmtInf/Strd/AddtlRmtInf")]
    written = " ".join(one for one in (purpose, *added) if one)
    return written or message.text(detail, "AddtlTxInf") or message.text(entry, "AddtlNtryInf") or None
