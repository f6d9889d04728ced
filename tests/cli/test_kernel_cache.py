"""Where compiled kernels are kept: what the user said, else the user's cache folder, else one of the user's own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from hefu.cli.kernel_cache import VARIABLE, settle_kernel_cache


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def settled(**environment: str) -> str | None:
    settle_kernel_cache(environment)
    return environment.get(VARIABLE)


def test_what_the_user_said_stands() -> None:
    assert settled(NUMBA_CACHE_DIR="elsewhere") == "elsewhere"


def test_the_users_cache_folder_comes_first(tmp_path: Path) -> None:
    assert settled(HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "cache")) == str(tmp_path / "cache/hefu/kernels")
    assert settled(HOME=str(tmp_path), XDG_CACHE_HOME="relative") in {
        str(tmp_path / ".cache/hefu/kernels"),
        str(tmp_path / "Library/Caches/hefu/kernels"),
    }


def test_where_that_cannot_be_made_a_folder_of_the_users_own_serves(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "file").touch()
    folder = settled(HOME=str(tmp_path / "file"))
    assert folder == str(temporary / f"hefu-kernels-{os.getuid()}")
    assert Path(folder).stat().st_mode & 0o077 == 0


def test_a_folder_that_others_can_write_to_or_a_link_is_never_taken(temporary: Path, tmp_path: Path) -> None:
    planted = temporary / f"hefu-kernels-{os.getuid()}"
    planted.mkdir()
    planted.chmod(0o777)
    assert settled() is None
    planted.rmdir()
    (tmp_path / "theirs").mkdir()
    planted.symlink_to(tmp_path / "theirs")
    assert settled() is None
