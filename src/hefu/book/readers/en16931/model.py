"""An invoice as the rules of EN 16931 look at it: its places in UBL, their texts and numbers, and what a rule is.

EN 16931 names business terms (BT) and groups (BG); CEN/TS 16931-3-2 binds each to a place in a UBL 2.1 Invoice or
CreditNote. Paths here are those places, with the prefixes `cbc` and `cac`; `LINE` and `QUANTITY` stand for what
the two kinds of document call a line and its quantity.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from hefu.book.readers.xml import Element
from hefu.core.texts import Text

_CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
_CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
INVOICE = "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
CREDIT_NOTE = "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote"

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_NUMBER_LENGTH_MAX = 40


class Gravity(enum.StrEnum):
    """How EN 16931's syntax binding flags a rule: the document is wrong, or should better be otherwise."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place of one document at which one rule is broken."""

    rule_id: str
    severity: Gravity
    where: str


class NotANumberError(ValueError):
    """A place that must hold a number holds something else; whatever is reckoned with it is broken there."""

    def __init__(self, element: Element) -> None:
        super().__init__(element.text)
        self.element = element


@lru_cache(maxsize=1024)
def _full(path: str) -> str:
    return path.replace("cbc:", _CBC).replace("cac:", _CAC)


def find(node: Element, path: str) -> list[Element]:
    """Return the elements at a path below a node, in the order of the document."""
    return node.findall(_full(path))


def words(node: Element) -> str:
    """Return an element's text without blanks at its ends, and one between words."""
    text = "".join(map(str, node.itertext("*"))) if len(node) else node.text or ""
    return " ".join(text.split())


def value(node: Element, path: str) -> str:
    """Return the text of the first element at a path; empty where there is none."""
    for found in find(node, path):
        return words(found)
    return ""


def said(node: Element, path: str) -> bool:
    """Whether any element at a path, or the attribute that the path ends in, has a text."""
    place, _, attribute = path.partition("/@")
    found = find(node, place)
    return any((each.get(attribute) or "").strip() if attribute else words(each) for each in found)


def number(element: Element) -> Decimal:
    """Return an element's number exactly. Raises NotANumberError."""
    text = words(element)
    if len(text) > _NUMBER_LENGTH_MAX or not _NUMBER.fullmatch(text):
        raise NotANumberError(element)
    return Decimal(text)


def figure(node: Element, path: str) -> Decimal | None:
    """Return the first number at a path, or None where nothing stands. Raises NotANumberError."""
    found = find(node, path)
    return number(found[0]) if found else None


def total(nodes: Iterable[Element], path: str) -> Decimal:
    """Return the sum of all numbers at a path below some nodes. Raises NotANumberError."""
    return sum((number(each) for node in nodes for each in find(node, path)), Decimal(0))


def is_vat(node: Element) -> bool:
    """Whether a tax category, or a party's tax registration, is of the scheme VAT."""
    return value(node, "cac:TaxScheme/cbc:ID").upper() == "VAT"


def vat(nodes: Iterable[Element]) -> list[Element]:
    """Return those of the scheme VAT."""
    return [node for node in nodes if is_vat(node)]


class Invoice:
    """One Invoice or CreditNote element, with the groups that many rules look at, each found once."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.is_credit_note = root.tag == CREDIT_NOTE

    def at(self, place: str) -> list[Element]:
        """Return the elements of a place: one of the groups below by its name, or a path from the root."""
        if place.isidentifier():
            found: list[Element] = getattr(self, place)
            return found
        if place.startswith(".//"):
            name, _, rest = place.removeprefix(".//").partition("/")
            nodes = self.named.get(_full(name), [])
            return [below for node in nodes for below in find(node, rest)] if rest else nodes
        return find(self.root, self.bound(place))

    def bound(self, path: str) -> str:
        """Return a path with the words of this kind of document."""
        if self.is_credit_note:
            return path.replace("LINE", "cac:CreditNoteLine").replace("QUANTITY", "cbc:CreditedQuantity")
        return path.replace("LINE", "cac:InvoiceLine").replace("QUANTITY", "cbc:InvoicedQuantity")

    @cached_property
    def document(self) -> list[Element]:
        """The document itself."""
        return [self.root]

    @cached_property
    def lines(self) -> list[Element]:
        """The lines (BG-25)."""
        return find(self.root, self.bound("LINE"))

    @cached_property
    def totals(self) -> list[Element]:
        """The document totals (BG-22); the document itself where they are missing altogether."""
        return self.at("cac:LegalMonetaryTotal") or self.document

    @cached_property
    def allowances(self) -> list[Element]:
        """Allowances of the document (BG-20)."""
        return _of_kind(self.document, charge=False)

    @cached_property
    def charges(self) -> list[Element]:
        """Charges of the document (BG-21)."""
        return _of_kind(self.document, charge=True)

    @cached_property
    def line_allowances(self) -> list[Element]:
        """Allowances of lines (BG-27)."""
        return _of_kind(self.lines, charge=False)

    @cached_property
    def line_charges(self) -> list[Element]:
        """Charges of lines (BG-28)."""
        return _of_kind(self.lines, charge=True)

    @cached_property
    def subtotals(self) -> list[Element]:
        """The VAT breakdown (BG-23)."""
        return self.at("cac:TaxTotal/cac:TaxSubtotal")

    @cached_property
    def categories(self) -> dict[tuple[str, str], list[tuple[Element, Element]]]:
        """What each VAT category is on, by place and code: the element and the category in it."""
        found: dict[tuple[str, str], list[tuple[Element, Element]]] = {}
        for place in ("lines", "allowances", "charges", "subtotals"):
            path = "cac:Item/cac:ClassifiedTaxCategory" if place == "lines" else "cac:TaxCategory"
            for node in self.at(place):
                for category in vat(find(node, path)):
                    found.setdefault((place, value(category, "cbc:ID")), []).append((node, category))
        return found

    @cached_property
    def seller(self) -> list[Element]:
        """The seller (BG-4)."""
        return self.at("cac:AccountingSupplierParty/cac:Party")

    @cached_property
    def buyer(self) -> list[Element]:
        """The buyer (BG-7)."""
        return self.at("cac:AccountingCustomerParty/cac:Party")

    @cached_property
    def representative(self) -> list[Element]:
        """The seller's tax representative (BG-11)."""
        return self.at("cac:TaxRepresentativeParty")

    @cached_property
    def named(self) -> dict[str, list[Element]]:
        """All elements, by full name."""
        found: dict[str, list[Element]] = {}
        for node in self.root.iter("*"):
            found.setdefault(str(node.tag), []).append(node)
        return found

    @cached_property
    def carriers(self) -> dict[str, list[Element]]:
        """The elements that carry an attribute, by its name."""
        found: dict[str, list[Element]] = {}
        for node in self.root.iter("*"):
            for name in node.attrib:
                found.setdefault(str(name), []).append(node)
        return found

    @cached_property
    def tax_registrations(self) -> list[Element]:
        """Every party's registrations for tax."""
        return self.at(".//cac:PartyTaxScheme")


def _of_kind(parents: list[Element], *, charge: bool) -> list[Element]:
    truth = ("true", "1") if charge else ("false", "0")
    return [
        found
        for parent in parents
        for found in find(parent, "cac:AllowanceCharge")
        if value(found, "cbc:ChargeIndicator") in truth
    ]


Breaks = Callable[[Invoice], Iterable[Element]]
"""Yields the elements at which a rule is broken."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id in the standard, what it asks for in our words, and where a document breaks it."""

    rule_id: str
    says: Text
    breaks: Breaks
    severity: Gravity = Gravity.FATAL


def each(place: str, broken: Callable[[Element], bool]) -> Breaks:
    """Build a rule's check: the elements of a place of which something is broken."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        for node in invoice.at(place):
            try:
                wrong = broken(node)
            except NotANumberError as error:
                yield error.element
            else:
                if wrong:
                    yield node

    return breaks


def needs(rule_id: str, place: str, paths: str, en: str, zh: str) -> Rule:
    """Build the rule that in each element of a place at least one of some paths (divided by a bar) has a text."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        wanted = [invoice.bound(path) for path in paths.split("|")]
        return (node for node in invoice.at(place) if not any(said(node, path) for path in wanted))

    return Rule(rule_id, Text(f"{en} is missing.", f"缺少{zh}。"), breaks)


def once(rule_id: str, place: str, path: str, en: str, zh: str) -> Rule:
    """Build the rule that in each element of a place a path stands at most once."""

    def breaks(invoice: Invoice) -> Iterator[Element]:
        for node in invoice.at(place):
            yield from find(node, path)[1:2]

    return Rule(rule_id, Text(f"{en} stands more than once.", f"{zh}出现多次。"), breaks)


def rows_of(table: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the rows of a table of rules: id, place and path on one line, the two languages on the next."""
    lines = iter(table.strip().splitlines())
    for line, says in zip(lines, lines, strict=True):
        rule_id, place, path = line.split()
        en, zh = says.strip().split(" | ")
        yield rule_id, place, path, en, zh
