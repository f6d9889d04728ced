"""The standard's own tests: unit files say which rules must fire and which must not, whole documents are clean.

They lie beside the checkout where somebody keeps them; our own two documents always take part.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from hefu.book.readers.en16931 import STATEMENTS, check_en16931, faults
from tests.samples import SHARED, samples

SET = "{http://difi.no/xsd/vefa/validator/1.0}"
OWN = "tests/book/readers/en16931/samples/*.xml"
UNITS = sorted((SHARED / "en16931" / "test").glob("*-unit-UBL/*.xml")) if SHARED else []


@pytest.mark.parametrize(
    "path", [*samples(OWN, "en16931/ubl/examples/*.xml"), *samples(OWN, "en16931/test/testfiles/*.xml")[2:]]
)
def test_a_whole_document_is_clean(path: Path) -> None:
    assert check_en16931(path.read_bytes()) == ()


# Without the suite beside the checkout there is no case here, and pytest says so.
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_file_is_answered_as_it_says(path: Path) -> None:
    tests = list(etree.parse(path).getroot().iter(f"{SET}test"))
    assert tests
    for test in tests:
        document = next(child for child in test if not str(child.tag).startswith(SET))
        alone = etree.fromstring(etree.tostring(document))
        counts = Counter(fault.rule_id for fault in faults(alone))
        for wanted in test.iter(f"{SET}error"):
            times = int(wanted.get("number") or 0)
            assert counts[str(wanted.text)] == times if times else counts[str(wanted.text)] > 0
        for unwanted in test.iter(f"{SET}success"):
            assert unwanted.text in STATEMENTS
            assert counts[str(unwanted.text)] == 0
