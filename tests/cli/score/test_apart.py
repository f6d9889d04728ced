"""What trains is never loaded to apply a card, to watch it, or to decide."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import ROOT
from tests.tidy.tree import Source, sources

TRAINERS = re.compile(r"^\s*(import|from)\s+(optbinning|sklearn|ortools|pandas)\b", re.MULTILINE)
EXAMPLE = ROOT / "examples" / "scoring" / "german-credit"

PROGRAM = """
import sys
from click.testing import CliRunner
from hefu.cli.main import COMMANDS, main
import hefu.assess.write, hefu.credit, hefu.credit.scoring, hefu.decide
for name, _ in COMMANDS:
    assert main.get_command(None, name) is not None
{planted}
for arguments in (["apply"], ["drift"]):
    result = CliRunner().invoke(main, ["score", *arguments, {model!r}, {data!r}, "--lang", "en"])
    assert result.exit_code in (0, 1) and result.stdout, result.output
print(sorted(set(sys.modules) & {{"optbinning", "sklearn", "ortools"}}))
"""


def cells(path: Path) -> Path:
    """Forty rows that the example can read."""
    header = "STATUS_ACCOUNT,DURATION_MONTHS,CREDIT_HISTORY,PURPOSE,AMOUNT,BONDS,EMPLOYMENT,INSTALLMENT_RATE"
    header += ",OTHER_DEBTORS,PROPERTY,INSTALLMENT_PLANS,HOUSING"
    row = "A11,24,A32,A40,2500,A61,A73,4,A101,A121,A143,A152"
    path.write_text("\n".join([header, *[row] * 40]) + "\n", encoding="utf-8")
    return path


def loaded(data: Path, planted: str = "") -> str:
    program = PROGRAM.format(model=str(EXAMPLE), data=str(data), planted=planted)
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_no_command_but_training_loads_what_trains(tmp_path: Path) -> None:
    assert loaded(cells(tmp_path / "rows.csv")) == "[]"


def test_a_command_that_loads_it_is_caught(tmp_path: Path) -> None:
    assert loaded(cells(tmp_path / "rows.csv"), "import sklearn") == "['sklearn']"


def importers(some: list[Source]) -> list[str]:
    return [str(source.path) for source in some if source.room is not None and TRAINERS.search(source.text)]


def test_one_file_alone_imports_what_trains() -> None:
    assert importers(list(sources(ROOT))) == ["src/hefu/cli/score/fit.py"]


@pytest.mark.parametrize(
    "text", ["import optbinning", "from sklearn.metrics import auc", "def f():\n    import ortools"]
)
def test_another_file_that_imports_it_is_caught(text: str) -> None:
    path = type(next(sources(ROOT)).path)("src/hefu/decide/decision.py")
    assert importers([Source(path, text)]) == [str(path)]
