"""Which one paper would settle most of what is unknown."""

from __future__ import annotations

import ast
from pathlib import Path

from hefu.core.paper_kinds import PAPER_NAMES, PaperKind
from hefu.decide.unknown import settling
from tests.decide.cases import check

ORDER, INVOICE, BANK = PaperKind.ORDER, PaperKind.INVOICE, PaperKind.BANK_STATEMENT
SOURCES = Path(__file__).parents[2] / "src" / "hefu"


def test_the_paper_that_settles_the_most_checks_comes_first() -> None:
    checks = [check("a", papers=(ORDER,)), check("b", papers=(BANK,)), check("c", papers=(BANK, BANK))]
    assert [(one.paper, one.rules) for one in settling(checks)] == [(BANK, ("b", "c")), (ORDER, ("a",))]


def test_a_tie_goes_to_the_paper_that_stands_first_in_the_list() -> None:
    checks = [check("a", papers=(BANK,)), check("b", papers=(ORDER,)), check("c", papers=(INVOICE,))]
    assert [one.paper for one in settling(checks)] == [INVOICE, ORDER, BANK]
    assert settling(checks) == settling(checks[::-1])


def test_a_check_that_needs_two_papers_is_settled_by_neither() -> None:
    assert settling([check("a", papers=(ORDER, BANK))]) == ()


def test_a_check_whose_paper_nobody_named_is_settled_by_none() -> None:
    assert settling([check("a", papers=(PaperKind.UNSTATED,)), check("b")]) == ()


def test_every_kind_of_paper_has_its_words() -> None:
    assert PAPER_NAMES.keys() == set(PaperKind)


def test_every_rule_names_the_paper_that_would_settle_what_it_could_not_assess() -> None:
    unnamed = [
        f"{path.relative_to(SOURCES)}:{node.lineno}"
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Unassessed" and not _names_paper(node)
    ]
    assert unnamed == []


def _names_paper(call: ast.Call) -> bool:
    return len(call.args) == 6 or any(keyword.arg == "paper" for keyword in call.keywords)
