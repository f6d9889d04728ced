"""What the READMEs say is true: every command they name exists, and the notebook example runs as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hefu.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_command_and_no_other(name: str) -> None:
    named = set(re.findall(r"`hefu (\w+)", text(name)))
    assert named == {command for command, _ in COMMANDS}


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_of_the_readme_exists(name: str) -> None:
    targets = set(re.findall(r"^(\w+):.*## ", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"make (\w+)\s+#", text(name))) <= targets
    assert {"run", "test"} <= targets


@pytest.mark.parametrize("name", READMES)
def test_every_file_that_the_readme_links_to_exists(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text(name))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_notebook_example_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", text("README.md"), re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "trade.four_way_match" in done.stdout
