"""The sample requests come to the same verdicts in a whole economy: what `make run` shows."""

from __future__ import annotations

import pytest

from hefu.assess.policy import Policy
from hefu.assess.run import assess
from hefu.book import Book
from hefu.core.context import Context
from hefu.gym.make import make
from hefu.gym.plan import Plan
from tests.examples.papers import STEEL
from tests.examples.test_steel_verdicts import AS_OF, EXPECTED, LAW


@pytest.fixture(scope="module")
def woven(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A small economy with the lender's own rows woven into it."""
    folder = tmp_path_factory.mktemp("economy") / "book"
    make(Plan(60, 23, seed=7), folder)
    return Book.open(STEEL / EXPECTED["book"]).joined(Book.open(folder))


def test_an_economy_around_them_changes_no_verdict(woven: Book) -> None:
    found = {
        case["folder"]: assess(STEEL / case["folder"], woven, Context(AS_OF, law=LAW), Policy()).decision.outcome.code
        for case in EXPECTED["request"]
    }
    assert found == {case["folder"]: case["outcome"] for case in EXPECTED["request"]}


def test_the_economy_is_there(woven: Book) -> None:
    own = Book.open(STEEL / EXPECTED["book"])
    assert woven.table("invoices").num_rows > 10 * own.table("invoices").num_rows
