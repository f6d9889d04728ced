"""Who may import whom: the tree keeps the contracts, and the contracts catch who breaks them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tidy.checks import offences
from tests.tidy.money import floats_on_money
from tests.tidy.purity import clocks
from tests.tidy.tree import ROOT, TOOLS


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The library and its contracts, to be spoiled."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_library_keeps_the_import_contracts(copy: Path) -> None:
    verdict = _lint_imports(copy)
    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("trade", "funds"),
        ("credit", "trade"),
        ("decide", "book"),
        ("decide", "trade"),
        ("parties", "trade"),
        ("book", "assess"),
        ("core", "book"),
        ("rulebook", "book"),
        ("rulebook", "parties"),
        ("assess", "cli"),
    ],
)
def test_a_forbidden_import_breaks_a_contract(copy: Path, importer: str, imported: str) -> None:
    _plant(copy, importer, f"import hefu.{imported}\n")
    verdict = _lint_imports(copy)
    assert verdict.returncode == 1
    assert f"hefu.{importer} -> hefu.{imported}" in verdict.stdout


def test_a_package_without_a_floor_breaks_a_contract(copy: Path) -> None:
    _plant(copy, "attic", '"""A package nobody placed."""\n')
    verdict = _lint_imports(copy)
    assert verdict.returncode == 1
    assert "attic" in verdict.stdout


def test_a_planted_float_and_a_planted_clock_are_found_in_the_library(copy: Path) -> None:
    _plant(copy, "credit", "limit_minor = 1_000 * 0.8\n")
    _plant(copy, "trade", "import time\n\nstarted = time.time()\n")
    found = offences(copy, floats_on_money, clocks)
    planted = {"src/hefu/credit/__init__.py": "float", "src/hefu/trade/__init__.py": "reads the clock"}
    assert {offence.partition(":")[0] for offence in found} == set(planted)
    for path, what in planted.items():
        assert any(path in offence and what in offence for offence in found)


def _plant(copy: Path, package: str, code: str) -> None:
    module = copy / "src" / "hefu" / package / "__init__.py"
    module.parent.mkdir(exist_ok=True)
    with module.open("a") as file:
        file.write(f"\n{code}")


def _lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [str(TOOLS / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
