"""Parties, banks and accounts of a camt message."""

from __future__ import annotations

from hefu.book.book import Row
from hefu.book.ids import account_id
from hefu.book.readers.iso20022.camt_message import Message
from hefu.book.readers.xml import Element, children, local_name, text_of
from hefu.core.identifiers import Scheme, is_valid
from hefu.core.money import exponent

_OF_ISSUER = {"CUST", "BANK", "EMPL"}
"""Schemes of ISO 20022 whose numbers say nothing without the one who gave them."""

_SCHEMES = {"GS1G": "gln"}
_COLUMNS = {"TXID": "tax_number", "COID": "registration_number"}
_BIC_HEAD_OFFICE = "XXX"


def read_party(message: Message, element: Element | None) -> str | None:
    """Add the party that an element names and return its id, or None where it names none.

    From version 8 on the party stands one level deeper, as `Pty` or as a bank in `Agt`.
    """
    bank = message.child(element, "Agt")
    if element is None or bank is not None:
        return read_agent(message, bank)
    inner = message.child(element, "Pty")
    party = element if inner is None else inner
    organisation, person = message.child(party, "Id/OrgId"), message.child(party, "Id/PrvtId")
    identifiers = _identifiers(message, organisation) + _identifiers(message, person)
    kind = "person" if person is not None else "company" if organisation is not None else "unknown"
    return _add(message, party, identifiers, kind)


def read_agent(message: Message, element: Element | None) -> str | None:
    """Add the bank that an element names (`Svcr`, `DbtrAgt`) and return its id, or None where it names none."""
    institution = message.child(element, "FinInstnId")
    if institution is None:
        return None
    nested = message.child(institution, "CmbndId")
    part = institution if nested is None else nested
    identifiers = [("lei", message.text(part, "LEI")), ("bic", _bic(message.text(part, "BICFI", "BIC")))]
    member = message.text(part, "ClrSysMmbId/MmbId", "ClrSysMmbId/Id")
    system = message.text(part, "ClrSysMmbId/ClrSysId/Cd", "ClrSysMmbId/ClrSysId/Prtry") or "clearing"
    identifiers.append((_word(system), member))
    identifiers += [_other(message, other) for other in message.every(part, "Othr")]
    return _add(message, part, [(scheme, value) for scheme, value in identifiers if value], "bank")


def read_account(message: Message, element: Element | None, **known: str | None) -> str | None:
    """Add an account and return its id, or None where it has none; `known` are further columns of its row.

    An account that the message names again makes one row; what the first mention lacked is filled in.
    Raises RefusalError (CURRENCY_UNKNOWN).
    """
    value = message.text(element, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC", "Prxy/Id")
    if element is None or not value:
        return None
    identity = account_id(value)
    currency = message.text(element, "Ccy") or None
    if currency:
        exponent(currency)
    name = message.text(element, "Nm") or known.get("owner_name")
    row: Row = {**known, "account_id": identity, "owner_name": name, "currency": currency}
    standing = message.account_rows.setdefault(identity, row)
    if standing is row:
        message.rows.add("bank_accounts", row)
    else:
        standing.update({column: new for column, new in row.items() if new and not standing.get(column)})
    return identity


def name_of(message: Message, element: Element | None) -> str | None:
    """Return the name that a party element carries, as written."""
    name = message.text(element, "Nm", "Pty/Nm", "Agt/FinInstnId/Nm", "FinInstnId/Nm", "FinInstnId/CmbndId/Nm")
    return name or None


def _add(message: Message, party: Element, identifiers: list[tuple[str, str]], kind: str) -> str | None:
    # In version 1 name and address of a bank stand one level deeper.
    deeper = message.child(party, "NmAndAdr")
    named = party if deeper is None else deeper
    name = message.text(named, "Nm")
    if not name and not identifiers:
        return None
    row: Row = {
        "kind": kind,
        "name": name or None,
        "country": message.text(named, "PstlAdr/Ctry", "CtryOfRes") or None,
        "address": _address(message.child(named, "PstlAdr")),
        "phone": message.text(named, "CtctDtls/PhneNb", "CtctDtls/MobNb") or None,
    }
    others = []
    for scheme, value in identifiers:
        column = "uscc" if is_valid(Scheme.USCC, value) else _COLUMNS.get(scheme.upper(), scheme)
        if column in {"uscc", "lei", *_COLUMNS.values()} and column not in row:
            row[column] = value
        else:
            others.append(f"{scheme}:{value}")
    row["other_number"] = " ".join(others) or None
    return message.rows.add_party(_strongest_first(identifiers), row)


def _identifiers(message: Message, holder: Element | None) -> list[tuple[str, str]]:
    found = [("lei", message.text(holder, "LEI"))]
    found += [_other(message, other) for name in ("Othr", "PrtryId") for other in message.every(holder, name)]
    found += [("bic", _bic(message.text(holder, "AnyBIC", "BICOrBEI", "BIC")))]
    found += [(_word(name), message.text(holder, path)) for name, path in _FIRST_VERSION]
    return [(scheme, value) for scheme, value in found if value]


# In version 1 an identifier's element is its scheme.
_FIRST_VERSION = (("TXID", "TaxIdNb"), ("DUNS", "DUNS"), ("GS1G", "EANGLN"), ("BANK", "BkPtyId"), ("BIC", "BEI"))


def _other(message: Message, other: Element) -> tuple[str, str]:
    scheme = message.text(other, "SchmeNm/Cd", "SchmeNm/Prtry")
    issuer = message.text(other, "Issr")
    if scheme in _OF_ISSUER and issuer:
        scheme = f"{scheme}@{issuer}"
    return _word(scheme or issuer or "id"), message.text(other, "Id")


def _strongest_first(identifiers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    telling = [one for one in identifiers if one[0].upper() not in _OF_ISSUER]
    return sorted(telling, key=lambda one: (not is_valid(Scheme.USCC, one[1]), one[0] != "lei"))


def _word(scheme: str) -> str:
    return _SCHEMES.get(scheme, "-".join(scheme.lower().split()))


def _bic(text: str) -> str:
    """Return a BIC without the XXX of a head office, which may be left out."""
    return text.upper().removesuffix(_BIC_HEAD_OFFICE) if len(text) == len("AAAABBCCXXX") else text.upper()


def _address(element: Element | None) -> str | None:
    if element is None:
        return None
    leaves = [leaf for leaf in children(element) if next(children(leaf), None) is None]
    parts = [text_of(leaf) for leaf in leaves if local_name(leaf) not in {"Ctry", "AdrTp"}]
    return ", ".join(part for part in parts if part) or None
