"""The writer of ISO 20022 payment orders: one batch of transfers from one account as pain.001.001.09.

The same batch gives the same bytes. Nothing is corrected: what a bank would refuse, or what would be read back as
something else, is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from lxml import etree

from hefu.book.readers.iso20022.camt_message import major
from hefu.book.readers.xml import Element, trimmed
from hefu.core.identifiers import Scheme, identify
from hefu.core.money import Money
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"

_NUMBER_LENGTH = 35
_TEXT_LENGTH = 140
_DIGITS_MAX = 18
_LIKE_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
_NOT_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_ABOVE_ZERO = Text("an amount above zero", "大于零的金额")
_BIC_WANTED = Text("a BIC of 8 or 11 characters", "8 位或 11 位 BIC")
_ZONED = Text("a moment with its zone", "带时区的时间")


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer: how much, to whom, into which account, and for what.

    `account` is an IBAN or a domestic account number; `invoice_numbers` are the invoices it pays.
    """

    end_to_end_number: str
    amount: Money
    creditor_name: str
    account: str
    bic: str | None = None
    remittance: str | None = None
    invoice_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferBatch:
    """Transfers from one account, to be executed on one day. `created_at` carries its zone."""

    message_number: str
    batch_number: str
    created_at: datetime
    initiator_name: str
    debtor_name: str
    account: str
    bic: str | None
    execute_on: date
    transfers: tuple[Transfer, ...]


def write_pain001(batch: TransferBatch) -> bytes:
    """Return a batch as one pain.001.001.09 message in UTF-8.

    Raises RefusalError: FIELD_MISSING without transfers, FIELD_EMPTY, FIELD_MALFORMED for a text that is too long or
    would be read back differently, an amount not above zero, a BIC, a moment without zone; NUMBER_TOO_LARGE,
    IDENTIFIER_WRONG for an account.
    """
    if not batch.transfers:
        raise refuse(Refusal.FIELD_MISSING, field="transfers")
    root: Element = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})
    body = _add(root, "CstmrCdtTrfInitn")
    header = _add(body, "GrpHdr")
    _add(header, "MsgId", _text("message_number", batch.message_number, _NUMBER_LENGTH))
    _add(header, "CreDtTm", _moment(batch.created_at))
    _totals(header, batch)
    _add(_add(header, "InitgPty"), "Nm", _text("initiator_name", batch.initiator_name, _TEXT_LENGTH))
    block = _add(body, "PmtInf")
    _add(block, "PmtInfId", _text("batch_number", batch.batch_number, _NUMBER_LENGTH))
    _add(block, "PmtMtd", "TRF")
    _totals(block, batch)
    _add(_add(block, "ReqdExctnDt"), "Dt", batch.execute_on.isoformat())
    _add(_add(block, "Dbtr"), "Nm", _text("debtor_name", batch.debtor_name, _TEXT_LENGTH))
    _account(block, "DbtrAcct", batch.account)
    bank = _add(_add(block, "DbtrAgt"), "FinInstnId")
    if batch.bic is None:
        _add(_add(bank, "Othr"), "Id", "NOTPROVIDED")
    else:
        _add(bank, "BICFI", _bic(batch.bic))
    for transfer in batch.transfers:
        _transfer(block, transfer)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _transfer(block: Element, transfer: Transfer) -> None:
    element = _add(block, "CdtTrfTxInf")
    number = _text("end_to_end_number", transfer.end_to_end_number, _NUMBER_LENGTH)
    _add(_add(element, "PmtId"), "EndToEndId", number)
    amount = _add(_add(element, "Amt"), "InstdAmt", _amount(transfer.amount))
    amount.set("Ccy", transfer.amount.currency)
    if transfer.bic is not None:
        _add(_add(_add(element, "CdtrAgt"), "FinInstnId"), "BICFI", _bic(transfer.bic))
    _add(_add(element, "Cdtr"), "Nm", _text("creditor_name", transfer.creditor_name, _TEXT_LENGTH))
    _account(element, "CdtrAcct", transfer.account)
    if transfer.remittance is None and not transfer.invoice_numbers:
        return
    remittance = _add(element, "RmtInf")
    if transfer.remittance is not None:
        _add(remittance, "Ustrd", _text("remittance", transfer.remittance, _TEXT_LENGTH))
    for invoice in transfer.invoice_numbers:
        document = _add(_add(remittance, "Strd"), "RfrdDocInf")
        _add(_add(_add(document, "Tp"), "CdOrPrtry"), "Cd", "CINV")
        _add(document, "Nb", _text("invoice_numbers", invoice, _NUMBER_LENGTH))


def _totals(element: Element, batch: TransferBatch) -> None:
    total = sum((major(transfer.amount) for transfer in batch.transfers), Decimal())
    if len(total.as_tuple().digits) > _DIGITS_MAX:
        raise refuse(Refusal.NUMBER_TOO_LARGE, value=format(total, "f"))
    _add(element, "NbOfTxs", str(len(batch.transfers)))
    _add(element, "CtrlSum", format(total, "f"))


def _account(parent: Element, name: str, number: str) -> None:
    is_iban = _LIKE_IBAN.match(number) is not None
    identifier = identify(Scheme.IBAN if is_iban else Scheme.ACCOUNT, number)
    place = _add(_add(parent, name), "Id")
    if is_iban:
        _add(place, "IBAN", identifier.value)
    else:
        _add(_add(place, "Othr"), "Id", identifier.value)


def _amount(money: Money) -> str:
    if money.amount_minor <= 0:
        raise refuse(Refusal.FIELD_MALFORMED, field="amount", value=money, wanted=_ABOVE_ZERO)
    if len(str(money.amount_minor)) > _DIGITS_MAX:
        raise refuse(Refusal.NUMBER_TOO_LARGE, value=money.decimal())
    return money.decimal()


def _bic(bic: str) -> str:
    if not _BIC.fullmatch(bic):
        raise refuse(Refusal.FIELD_MALFORMED, field="bic", value=bic[:40], wanted=_BIC_WANTED)
    return bic


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise refuse(Refusal.FIELD_MALFORMED, field="created_at", value=moment.isoformat(), wanted=_ZONED)
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _text(field: str, text: str, limit: int) -> str:
    if not text:
        raise refuse(Refusal.FIELD_EMPTY, field=field)
    if len(text) > limit or text != trimmed(text) or _NOT_XML.search(text):
        wanted = Text(
            f"at most {limit} characters without line breaks or doubled blanks",
            f"至多 {limit} 个字符，不含换行或连续空格的文字",
        )
        raise refuse(Refusal.FIELD_MALFORMED, field=field, value=repr(text[:40]), wanted=wanted)
    return text


def _add(parent: Element, name: str, text: str | None = None) -> Element:
    element: Element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element
