"""Ids of things in the book: the same thing on two papers gets the same id, whoever wrote them.

A party's id is its identifier, never its name. A document's id is its kind, its issuer and its number in
folded form, so that a number in full width or with another kind of dash names the same document.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from hefu.core.canonical import sha256_hex
from hefu.core.identifiers import Scheme, identify, is_valid
from hefu.core.names import fold_name, fold_number

_EAS = {"0088": "gln", "0199": "lei", "0002": "sirene", "0007": "orgnr-se", "0060": "duns", "0192": "orgnr-no"}
"""Codes of ISO 6523 (used as schemeID in UBL) that have a plain word here; others are kept as codes."""

_CHECKED = {"uscc": Scheme.USCC, "lei": Scheme.LEI, "gln": Scheme.GLN}


def party_id(identifiers: Iterable[tuple[str, str]], name: str, source_id: str) -> str:
    """Return a party's id from its identifiers as (scheme, value), strongest first.

    The first identifier that is not blank gives the id. One whose check digit is wrong keeps its scheme
    with a question mark (`uscc?:…`), so that it never passes for the right one. A party that the paper
    only names is known within that paper alone (`unnamed:…@source`).
    """
    for scheme, value in identifiers:
        compact = "".join(value.split())
        if compact:
            return _identified(_EAS.get(scheme, scheme.lower()), compact)
    return f"unnamed:{sha256_hex(fold_name(name).encode())[:12]}@{source_id}"


# The same few parties and accounts stand on a lender's papers again and again.
@lru_cache(maxsize=65_536)
def _identified(scheme: str, value: str) -> str:
    if is_valid(Scheme.USCC, value):
        return str(identify(Scheme.USCC, value))
    if scheme in _CHECKED and is_valid(_CHECKED[scheme], value):
        return str(identify(_CHECKED[scheme], value))
    return f"{scheme}?:{value}" if scheme in _CHECKED else f"{scheme or 'id'}:{value}"


@lru_cache(maxsize=65_536)
def account_id(value: str) -> str:
    """Return an account's id: `iban:…` where it is one, else `account:…`."""
    compact = "".join(value.split()).upper()
    return f"iban:{compact}" if is_valid(Scheme.IBAN, compact) else f"account:{compact}"


def document_id(kind: str, issuer_id: str, number: str) -> str:
    """Return a document's id: `order:ISSUER/NUMBER`."""
    return f"{kind}:{issuer_id}/{fold_number(number)}"


def invoice_id(seller_id: str, number: str) -> str:
    """Return an invoice's id: the 20-digit tax invoice number is one by itself (数电票), any other needs its seller."""
    if seller_id.startswith("uscc") and is_valid(Scheme.TAX_INVOICE, number):
        return str(identify(Scheme.TAX_INVOICE, number))
    return document_id("invoice", seller_id, number)


def line_id(document: str, line_number: str) -> str:
    """Return a line's id: `DOCUMENT#LINE`."""
    return f"{document}#{line_number}"
