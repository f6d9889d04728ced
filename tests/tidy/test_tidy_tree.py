"""The tree keeps the rules of the house."""

import importlib.metadata
import re

import pytest

from tests.tidy.checks import CHECKS, offences
from tests.tidy.shape import MEDIAN_LINES_BELOW, median_function_lines
from tests.tidy.tree import ROOT, Check, sources


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_tree_keeps_the_rule(check: Check) -> None:
    found = offences(ROOT, check)
    assert not found, "\n".join(found)


def test_the_middle_function_of_the_library_is_short() -> None:
    library = [source for source in sources(ROOT) if source.room is not None]
    assert library
    assert median_function_lines(library) < MEDIAN_LINES_BELOW


def test_the_installed_version_is_the_newest_of_the_changelog() -> None:
    newest = re.search(r"^## (\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert importlib.metadata.version("hefu") == newest[1]
