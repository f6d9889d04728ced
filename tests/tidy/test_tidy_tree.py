"""The tree keeps the rules of the house."""

import importlib.metadata
import re
import tomllib

import pytest

from tests.tidy.checks import CHECKS
from tests.tidy.shape import MEDIAN_LINES_BELOW, median_function_lines
from tests.tidy.tree import ROOT, Check, sources


@pytest.fixture(scope="module")
def found() -> dict[Check, list[str]]:
    """What each check objects to in the tree, every file being parsed once."""
    every: dict[Check, list[str]] = {check: [] for check in CHECKS}
    for source in sources(ROOT):
        for check in CHECKS:
            every[check] += check(source)
    return every


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_tree_keeps_the_rule(check: Check, found: dict[Check, list[str]]) -> None:
    assert not found[check], "\n".join(found[check])


def test_the_middle_function_of_the_library_is_short() -> None:
    library = [source for source in sources(ROOT) if source.room is not None]
    assert library
    assert median_function_lines(library) < MEDIAN_LINES_BELOW


def test_the_installed_version_is_the_newest_of_the_changelog() -> None:
    newest = re.search(r"^## (\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert importlib.metadata.version("hefu") == newest[1]


def test_the_locks_pin_every_dependency_and_agree() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = settings["dependency-groups"]
    wanted = {_name(line) for line in settings["project"]["dependencies"] + groups["build"]}
    run, dev, campaign = _pins("run"), _pins("dev"), _pins("campaign")
    assert wanted <= {_name(pin) for pin in run}
    assert wanted | {_name(line) for line in groups["dev"]} <= {_name(pin) for pin in dev}
    assert {_name(line) for line in groups["campaign"]} <= {_name(pin) for pin in campaign}
    assert run <= dev <= campaign


def _pins(lock: str) -> set[str]:
    """The lines of a lock that pin a package, without their hashes."""
    return set(re.findall(r"^(\w\S+==.*?) \\$", (ROOT / "locks" / f"{lock}.txt").read_text(), re.MULTILINE))


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower()
