"""Sample files for tests: always our own small ones, and the large public ones where they lie beside the checkout."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

ROOT = Path(__file__).resolve().parents[1]
_BESIDE = ROOT.parent / "shared" / "data"
SHARED = _BESIDE if _BESIDE.is_dir() else None


def samples(own: str, shared: str | None = None) -> "list[ParameterSet]":
    """One case per file that matches `own` in the checkout, and per file that matches `shared` beside it.

    For pytest.mark.parametrize. Our own must exist, so no test comes to depend on files that others do not have.
    """
    ours = _cases(ROOT, own)
    if not ours:
        raise FileNotFoundError(own)
    return ours + (_cases(SHARED, shared) if SHARED and shared else [])


def _cases(folder: Path, pattern: str) -> "list[ParameterSet]":
    """The files in order, each named by its path inside the folder."""
    files = sorted(path for path in folder.glob(pattern) if path.is_file())
    return [pytest.param(path, id=path.relative_to(folder).as_posix()) for path in files]
