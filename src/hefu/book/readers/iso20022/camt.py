"""The reader of ISO 20022 account reports (camt.052), statements (camt.053) and notifications (camt.054).

Versions 1 to 13. A report is what the bank knows within the day: each entry has the state it gives, booked or
not, and a payment with the bank's own reference has one id in report, notification and statement.

One payment per transaction detail that has an amount of its own, else one per entry. What an entry says
besides is kept: every amount of the message stands in `payments`, `account_balances` or
`document_amounts`, so that nothing the bank wrote is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from hefu.book.book import Row
from hefu.book.ids import document_id
from hefu.book.readers.iso20022.camt_message import Message
from hefu.book.readers.iso20022.camt_parties import name_of, read_account, read_agent, read_party
from hefu.book.readers.iso20022.camt_references import purpose_of, read_references
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.xml import Element, children, local_name, path_of, root_of, text_of
from hefu.core.refusals import Refusal, refuse

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.05([234])\.001\.(?:0[1-9]|1[0-3])", re.ASCII)
_BODIES = {
    "2": ("BkToCstmrAcctRpt", "Rpt", "account_report"),
    "3": ("BkToCstmrStmt", "Stmt", "bank_statement"),
    "4": ("BkToCstmrDbtCdtNtfctn", "Ntfctn", "bank_notification"),
}

_STATES = {"BOOK": "booked", "PDNG": "pending", "FUTR": "pending", "INFO": "information"}
_TRUE = {"true": True, "1": True, "false": False, "0": False, "": False}
_NO_REFERENCE = {"", "NONREF", "NOTPROVIDED", "NOREF"}
_DRAFTS = "DRFT"


@dataclass(frozen=True, slots=True)
class Account:
    """The account a statement speaks of: who owns it, and the statement's own number and id.

    `place` begins the id of a payment to which the bank gives no reference of its own.
    """

    account_id: str
    currency: str
    owner_id: str | None
    owner_name: str | None
    statement_number: str
    statement_id: str
    place: str


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes one payment: an entry with one of its details, or an entry alone.

    `amount` is the element that says how much moved; `behind` are details that the payment lumps together.
    `detail_ordinal` is 0 where the payment is the whole entry.
    """

    account: Account
    entry: Element
    entry_ordinal: int
    detail: Element | None
    detail_ordinal: int
    amount: Element
    behind: tuple[Element, ...] = ()


def read_camt(data: bytes, source: Source) -> Rows:
    """Read one camt.052, camt.053 or camt.054 message.

    Raises RefusalError: XML_…, KIND_UNKNOWN for any other message or version, FIELD_MISSING where there is
    no statement or a field of it is not there, FIELD_REPEATED, CODE_UNKNOWN, and what money and dates refuse.
    """
    root = root_of(data)
    namespace = str(root.tag)[1:].partition("}")[0]
    match = _NAMESPACE.fullmatch(namespace)
    if match is None or local_name(root) != "Document":
        raise refuse(Refusal.KIND_UNKNOWN, kind=f"{namespace} {local_name(root)}"[:100])
    name, group, kind = _BODIES[match[1]]
    message = Message(Rows(source, kind), namespace)
    body = message.needed(root, f"{name}V01" if namespace.endswith(".01") else name)
    statements = message.every(body, group)
    if not statements:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(body)}/{group}")
    page = message.text(body, "GrpHdr/MsgPgntn/PgNb")
    accounts = [_account(message, statement, page) for statement in statements]
    parts = [part for pair in zip(accounts, statements, strict=True) for part in _parts(message, *pair)]
    told = Counter((part.account.account_id, _reference(message, part)) for part in parts)
    for part in parts:
        reference = _reference(message, part)
        _payment(message, part, reference if told[part.account.account_id, reference] == 1 else "")
    for account, statement in zip(accounts, statements, strict=True):
        _rest_of_statement(message, account, statement)
    recipient = read_party(message, message.child(body, "GrpHdr/MsgRcpt"))
    if recipient:
        message.role(accounts[0].statement_id, "MsgRcpt", recipient)
    message.sweep(root, accounts[0].statement_id, accounts[0].currency)
    return message.rows


def _rest_of_statement(message: Message, account: Account, statement: Element) -> None:
    for ordinal, balance in enumerate(message.every(statement, "Bal"), start=1):
        _balance(message, account, balance, ordinal)
    for ordinal, entry in enumerate(message.every(statement, "Ntry"), start=1):
        message.sweep(entry, f"{account.statement_id}/{ordinal}", account.currency)
    message.sweep(statement, account.statement_id, account.currency)


def _account(message: Message, statement: Element, page: str) -> Account:
    element = message.needed(statement, "Acct")
    owner, servicer = message.child(element, "Ownr"), message.child(element, "Svcr")
    owner_id, owner_name = read_party(message, owner), name_of(message, owner)
    bank_id = read_agent(message, servicer)
    account_id = read_account(message, element, owner_id=owner_id, bank_id=bank_id, owner_name=owner_name)
    if account_id is None:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(element)}/Id")
    read_account(message, message.child(statement, "RltdAcct"))
    number_leaf = message.needed(statement, "Id")
    number = text_of(number_leaf)
    if not number:
        raise refuse(Refusal.FIELD_EMPTY, field=path_of(number_leaf))
    page = message.text(statement, "StmtPgntn/PgNb", "NtfctnPgntn/PgNb", "RptPgntn/PgNb") or page
    # A bank may number its reports of a day as it does its statements: neither speaks for the other.
    is_report = local_name(statement) == "Rpt"
    kind = "report" if is_report else "statement"
    statement_id = message.given_once(document_id(kind, account_id, f"{number}.p{page}" if page else number))
    place = statement_id.removeprefix(f"{kind}:{account_id}/")
    return Account(
        account_id=account_id,
        currency=message.text(element, "Ccy"),
        owner_id=owner_id,
        owner_name=owner_name or message.text(element, "Nm") or None,
        statement_id=statement_id,
        statement_number=number,
        place=f"report/{place}" if is_report else place,
    )


def _balance(message: Message, account: Account, balance: Element, ordinal: int) -> None:
    money = message.take(message.needed(balance, "Amt"))
    message.needed(balance, "Dt")
    type_code = message.text(balance, "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd", "Tp/Prtry")
    if not type_code:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(balance)}/Tp")
    row: Row = {
        "balance_id": f"{account.statement_id}/{ordinal}",
        "account_id": account.account_id,
        "statement_number": account.statement_number,
        "type_code": type_code,
        "balance_minor": money.amount_minor * _signed(message, balance),
        "currency": money.currency,
        "balance_on": message.day(balance, "Dt"),
    }
    message.rows.add("account_balances", row)


# Entries and their details


def _parts(message: Message, account: Account, statement: Element) -> list[Part]:
    parts: list[Part] = []
    for ordinal, entry in enumerate(message.every(statement, "Ntry"), start=1):
        whole = message.needed(entry, "Amt")
        details = [*message.every(entry, "NtryDtls/TxDtls"), *message.every(entry, "TxDtls")]
        amounts = [_own_amount(message, entry, detail) for detail in details]
        if len(details) == 1 and _is_alone(message, entry):
            parts.append(Part(account, entry, ordinal, details[0], 0, _booked(message, amounts[0], whole)))
        elif details and all(amount is not None for amount in amounts):
            for n, (detail, amount) in enumerate(zip(details, amounts, strict=True), start=1):
                parts.append(Part(account, entry, ordinal, detail, n, whole if amount is None else amount))
        else:
            parts.append(Part(account, entry, ordinal, None, 0, whole, tuple(details)))
    return parts


def _own_amount(message: Message, entry: Element, detail: Element) -> Element | None:
    """Return the amount of a detail: `Amt` from version 3 on, before that `TxAmt`, else what was instructed."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        amount = message.child(detail, path)
        if amount is not None:
            return amount
    instructed = message.child(detail, "AmtDtls/InstdAmt/Amt")
    same = instructed is not None and instructed.get("Ccy") == message.needed(entry, "Amt").get("Ccy")
    return instructed if same else None


def _booked(message: Message, own: Element | None, whole: Element) -> Element:
    """Return the amount of an entry's only detail.

    The entry says what was booked on the account: a detail in another currency, or of zero, stands beside it.
    """
    if own is None:
        return whole
    money = message.money(own)
    return own if money.currency == whole.get("Ccy") and money.amount_minor else whole


def _is_alone(message: Message, entry: Element) -> bool:
    """Tell whether the one detail that is given is the only one there is."""
    return all(text_of(leaf) in {"", "1"} for leaf in message.every(entry, "NtryDtls/Btch/NbOfTxs"))


def _reference(message: Message, part: Part) -> str:
    """Return the bank's reference of a payment; one that a bank writes for want of a reference is none."""
    own = message.text(part.detail, "Refs/AcctSvcrRef")
    if own.upper() not in _NO_REFERENCE:
        return own
    entry = message.text(part.entry, "AcctSvcrRef")
    if entry.upper() in _NO_REFERENCE:
        return ""
    return f"{entry}/{part.detail_ordinal}" if part.detail_ordinal else entry


# Payments


def _payment(message: Message, part: Part, reference: str) -> None:
    account, entry, detail = part.account, part.entry, part.detail
    money = message.take(part.amount)
    if money.amount_minor < 0:
        raise refuse(Refusal.AMOUNT_NEGATIVE, field=path_of(part.amount), value=money)
    state = _state(message, entry)
    place = f"{part.entry_ordinal}/{part.detail_ordinal}" if part.detail_ordinal else str(part.entry_ordinal)
    named = reference or f"{account.place}/{place}"
    payment_id = message.given_once(f"{account.account_id}/{named}" + ("/reversal" if state == "reversed" else ""))
    end_to_end = message.text(detail, "Refs/EndToEndId")
    row: Row = {
        "payment_id": payment_id,
        "amount_minor": money.amount_minor,
        "currency": money.currency,
        "state": state,
        "booked_on": message.day(entry, "BookgDt"),
        "valued_on": message.day(entry, "ValDt"),
        "way": "bill" if message.text(entry, "BkTxCd/Domn/Fmly/Cd") == _DRAFTS else "transfer",
        "purpose": purpose_of(message, entry, detail),
        "end_to_end_number": None if end_to_end in _NO_REFERENCE else end_to_end,
        "bank_reference": message.text(detail, "Refs/AcctSvcrRef") or message.text(entry, "AcctSvcrRef") or None,
        "statement_number": account.statement_number,
        "entry_number": message.text(entry, "NtryRef") or str(part.entry_ordinal),
        "bank_code": _bank_code(message, detail) or _bank_code(message, entry),
        **_sides(message, part, _direction(message, part)),
    }
    message.rows.add("payments", row)
    for element in (entry, *part.behind, *([] if detail is None else [detail])):
        read_references(message, payment_id, element)
        _roles(message, payment_id, element)
    if detail is not None:
        message.sweep(detail, payment_id, account.currency)


def _sides(message: Message, part: Part, sign: int) -> Row:
    """Return who paid and who was paid: the account itself is one side, the detail names the other."""
    account = part.account
    parties = message.child(part.detail, "RltdPties")
    agents = message.child(part.detail, "RltdAgts")
    row: Row = {
        "ultimate_payer_id": read_party(message, message.child(parties, "UltmtDbtr")),
        "ultimate_payee_id": read_party(message, message.child(parties, "UltmtCdtr")),
    }
    for side, column, is_own in (("Dbtr", "payer", sign < 0), ("Cdtr", "payee", sign > 0)):
        element = message.child(parties, side)
        party_id, name = read_party(message, element), name_of(message, element)
        bank_id = read_agent(message, message.child(agents, f"{side}Agt"))
        account_id = read_account(
            message, message.child(parties, f"{side}Acct"), owner_id=party_id, bank_id=bank_id, owner_name=name
        )
        row[f"{column}_id"] = account.owner_id or party_id if is_own else party_id
        row[f"{column}_name"] = name or (account.owner_name if is_own else None)
        row[f"{column}_account_id"] = account.account_id if is_own else account_id
    return row


def _roles(message: Message, payment_id: str, element: Element) -> None:
    """Keep every party, bank and account that an entry or detail names, parties and banks with their role."""
    parties = message.child(element, "RltdPties")
    for side in ("Dbtr", "Cdtr"):
        owner = message.child(parties, side)
        account = message.child(parties, f"{side}Acct")
        read_account(message, account, owner_id=read_party(message, owner), owner_name=name_of(message, owner))
    for group in (parties, message.child(element, "RltdAgts")):
        for member in [] if group is None else children(group):
            named = message.child(member, "Pty") if local_name(member) == "Prtry" else member
            party_id = read_agent(message, member) or read_party(message, named)
            if party_id:
                message.role(payment_id, local_name(member), party_id)


def _state(message: Message, entry: Element) -> str:
    status = message.needed(entry, "Sts")
    named = next(children(status), status)
    value = text_of(named)
    if value not in _STATES or local_name(named) not in {"Sts", "Cd"}:
        raise refuse(Refusal.CODE_UNKNOWN, field=path_of(named), value=value[:40])
    reversal = message.text(entry, "RvslInd")
    if reversal not in _TRUE:
        raise refuse(Refusal.CODE_UNKNOWN, field=f"{path_of(entry)}/RvslInd", value=reversal[:40])
    return "reversed" if _TRUE[reversal] else _STATES[value]


def _direction(message: Message, part: Part) -> int:
    """Return +1 for money in. Whoever says the amount says the direction: a detail only where its amount is taken."""
    whole = _signed(message, part.entry)
    if part.detail is None or part.amount is message.child(part.entry, "Amt"):
        return whole
    return message.sign(part.detail) or whole


def _signed(message: Message, element: Element) -> int:
    sign = message.sign(element)
    if sign is None:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(element)}/CdtDbtInd")
    return sign


def _bank_code(message: Message, element: Element | None) -> str | None:
    """Return the bank transaction code as `PMNT/RCDT/BOOK`, with the bank's own behind a blank."""
    domain = [message.text(element, f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    own = message.text(element, "BkTxCd/Prtry/Cd")
    return " ".join(one for one in ("/".join(filter(None, domain)), own) if one) or None
