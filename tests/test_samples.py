"""Sample files: our own always, larger ones where they lie beside the checkout."""

from pathlib import Path

import pytest

from tests import samples as module
from tests.samples import samples


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout, shared = tmp_path / "checkout", tmp_path / "shared"
    for path in (checkout / "own" / "b.xml", checkout / "own" / "a.xml", shared / "large" / "c.xml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<a/>")
    monkeypatch.setattr(module, "ROOT", checkout)
    monkeypatch.setattr(module, "SHARED", shared)


@pytest.mark.usefixtures("beside")
def test_our_own_come_first_then_the_shared_ones() -> None:
    assert [case.id for case in samples("own/*.xml", "large/*.xml")] == ["own/a.xml", "own/b.xml", "large/c.xml"]


@pytest.mark.usefixtures("beside")
def test_without_shared_files_our_own_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHARED", None)
    assert [case.id for case in samples("own/*.xml", "large/*.xml")] == ["own/a.xml", "own/b.xml"]


@pytest.mark.usefixtures("beside")
def test_a_test_may_not_live_on_shared_files_alone() -> None:
    with pytest.raises(FileNotFoundError):
        samples("nothing/*.xml", "large/*.xml")
