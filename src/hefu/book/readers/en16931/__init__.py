"""The business rules of EN 16931, the European standard for electronic invoices, on a UBL Invoice or CreditNote.

Written from the standard (EN 16931-1:2017+A1, its binding to UBL, CEN/TS 16931-3-2, and the published statements of
its rules, state of validation artefacts 1.3.16). Two families are named there and cannot be decided by a
machine: BR-CO-05 to BR-CO-08 ask that a reason and its code mean the same. Each other rule is one row or one small
function of the modules beside.

A document is never refused for breaking one: it is read, and its faults are rows of `document_faults`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from hefu.book.book import Row
from hefu.book.readers.en16931 import arithmetic, codes, conditions, datatypes, decimals, syntax, terms, vat
from hefu.book.readers.en16931.model import CREDIT_NOTE, INVOICE, Fault, Gravity, Invoice, Rule, value
from hefu.book.readers.xml import Element, children, local_name, root_of
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

__all__ = [
    "RULES",
    "STANDARD",
    "STATEMENTS",
    "Fault",
    "Gravity",
    "check_en16931",
    "claims_en16931",
    "fault_rows",
    "faults",
    "follows_en16931",
]

STANDARD = "EN 16931"
"""The standard's name, as rows of `document_judgements` hold it."""

_CLAIM = "urn:cen.eu:en16931"
_PARTS = (terms, conditions, arithmetic, vat, codes, decimals, syntax, datatypes)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        chain.from_iterable(part.RULES for part in _PARTS),
        key=lambda rule: rule.rule_id,
    )
)
"""Every rule, in the order of ids."""

STATEMENTS: Mapping[str, Text] = {rule.rule_id: rule.says for rule in RULES}
"""What each rule says, by id."""


def claims_en16931(root: Element) -> bool:
    """Whether a document says of itself that it follows EN 16931 (BT-24)."""
    return root.tag in {INVOICE, CREDIT_NOTE} and follows_en16931(value(root, "cbc:CustomizationID"))


def follows_en16931(specification: str | None) -> bool:
    """Whether the specification that an invoice names (BT-24) is EN 16931 or one made from it."""
    return (specification or "").startswith(_CLAIM)


def faults(root: Element) -> list[Fault]:
    """Return where a UBL Invoice or CreditNote breaks the rules, in the order of rule ids.

    Looks at the document whether it claims EN 16931 or not. Raises RefusalError (KIND_UNKNOWN) for another
    root element.
    """
    if root.tag not in {INVOICE, CREDIT_NOTE}:
        raise refuse(Refusal.KIND_UNKNOWN, kind=local_name(root)[:80])
    invoice, places = Invoice(root), _Places()
    return [Fault(rule.rule_id, rule.severity, places.of(node)) for rule in RULES for node in rule.breaks(invoice)]


def check_en16931(data: bytes) -> tuple[Fault, ...]:
    """Return the faults of a document from its bytes. Raises RefusalError as `root_of` and `faults` do."""
    return tuple(faults(root_of(data)))


def fault_rows(root: Element, document_id: str) -> list[Row]:
    """Return the rows of `document_faults` for one document; none where it does not claim EN 16931."""
    return list(_rows(root, document_id)) if claims_en16931(root) else []


def _rows(root: Element, document_id: str) -> Iterator[Row]:
    for ordinal, fault in enumerate(faults(root), 1):
        yield {
            "fault_id": f"{document_id}/fault/{ordinal}",
            "document_id": document_id,
            "rule": fault.rule_id,
            "severity": fault.severity.value,
            "location": fault.where,
        }


class _Places:
    """Where elements stand, counted among their like where there are several: `Invoice/InvoiceLine[2]/Price`."""

    def __init__(self) -> None:
        self._steps: dict[Element, dict[Element, str]] = {}

    def of(self, node: Element) -> str:
        """Return an element's place."""
        parent = node.getparent()
        if parent is None:
            return local_name(node)
        if parent not in self._steps:
            self._steps[parent] = _steps(parent)
        return f"{self.of(parent)}/{self._steps[parent][node]}"


def _steps(parent: Element) -> dict[Element, str]:
    """The step to each child, found once for all of them: a document may have many lines, each at fault."""
    like = Counter(child.tag for child in children(parent))
    seen: Counter[object] = Counter()
    steps = {}
    for child in children(parent):
        seen[child.tag] += 1
        steps[child] = local_name(child) + (f"[{seen[child.tag]}]" if like[child.tag] > 1 else "")
    return steps
