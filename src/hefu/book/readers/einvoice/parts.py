"""Leaves and groups of an e-invoice's XML: each stands once, and an absent leaf reads as an empty one."""

from __future__ import annotations

from collections.abc import Iterable

from hefu.book.readers.xml import Element, only, path_of, text_of
from hefu.core.refusals import Refusal, RefusalError, refuse


def child(parent: Element, name: str) -> Element:
    """Return the one group of that name; none is refused (FIELD_MISSING), a second one too (FIELD_REPEATED)."""
    found = only(parent, name)
    if found is None:
        raise missing(parent, name)
    return found


def word(parent: Element | None, name: str) -> str:
    """Return a leaf's text, empty where the leaf or its group is not there or is declared nil."""
    leaf = None if parent is None else only(parent, name)
    return "" if leaf is None else text_of(leaf)


def filled(parent: Element, name: str) -> str:
    """Return a leaf's text; refused where it is not there (FIELD_MISSING) or empty (FIELD_EMPTY)."""
    leaf = child(parent, name)
    text = text_of(leaf)
    if not text:
        raise refuse(Refusal.FIELD_EMPTY, field=path_of(leaf))
    return text


def missing(parent: Element, name: str) -> RefusalError:
    """Build the refusal of a field that is not there."""
    return refuse(Refusal.FIELD_MISSING, field=f"{path_of(parent)}/{name}")


def contradiction(field: str, found: str, other: str, expected: str) -> RefusalError:
    """Build the refusal of a document that states one thing in two ways."""
    return refuse(Refusal.DOCUMENT_CONTRADICTS, field=field, found=found[:40], other=other, expected=expected[:40])


def refuse_repeated(found: Iterable[Element]) -> None:
    """Refuse a second element where one may stand, wherever it is hidden."""
    for again in list(found)[1:]:
        raise refuse(Refusal.FIELD_REPEATED, field=path_of(again))
