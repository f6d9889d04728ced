"""The page that lists the rules names each that there is, and no other."""

from __future__ import annotations

import re

import pytest

from hefu.book.readers.detect import read_document
from hefu.book.readers.en16931 import RULES
from hefu.core.refusals import RefusalError
from tests.book.readers.test_judged import SOURCE
from tests.samples import ROOT

PAGE = (ROOT / "docs" / "reference" / "en16931.md").read_text(encoding="utf-8")
_RANGE = re.compile(r"([A-Z-]+-)(\d+)(?: – \1(\d+))?")


def listed() -> list[str]:
    """Every id of the first table, its ranges written out."""
    table, _, _ = PAGE.partition("## Not as")
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith(("| BR", "| UBL"))]
    return [
        f"{prefix}{number:0{len(first)}d}"
        for cell in cells
        for prefix, first, last in _RANGE.findall(cell)
        for number in range(int(first), int(last or first) + 1)
    ]


def test_the_page_lists_each_rule_once_and_no_other() -> None:
    assert sorted(listed()) == sorted(rule.rule_id for rule in RULES if rule.rule_id != "UBL-CR")
    assert "`UBL-CR`" in PAGE


def test_a_cross_industry_invoice_is_refused_as_the_page_says() -> None:
    data = b'<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'
    with pytest.raises(RefusalError, match="kind_unknown"):
        read_document(data, SOURCE)
