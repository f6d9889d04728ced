"""The campaign of `make campaign-replay` at a size for every commit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from campaigns.replay.__main__ import again, given
from campaigns.replay.world import case
from hefu.assess.receipt import hash_folder

COUNT, SEED = 6, 20261123


def test_random_requests_replay_to_the_same_bytes_under_other_circumstances(tmp_path: Path) -> None:
    outcomes = given(COUNT, SEED, tmp_path)
    assert outcomes.total() == COUNT
    (part,) = again(COUNT, tmp_path)
    assert (part["replayed"], part["differ"]) == (COUNT, [])
    ran = part["ran"]
    assert isinstance(ran, dict)
    assert (ran["zone"][0], ran["hash_seed"], ran["cores"], ran["polars_threads"]) == ("NST", "12345", 1, 1)
    assert os.environ.get("TZ") != "America/St_Johns"


def test_the_same_seed_draws_the_same_case_and_another_draws_another(tmp_path: Path) -> None:
    drawn = [case(tmp_path / str(at), seed) for at, seed in enumerate((5, 5, 6))]
    hashes = [(hash_folder(one.request), hash_folder(one.book), one.as_of, one.policy, one.seed) for one in drawn]
    assert hashes[0] == hashes[1] != hashes[2]


def test_an_answer_that_depended_on_the_zone_would_be_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted defect: what is written down differs from what the next process works out."""
    given(1, SEED, tmp_path)
    (dossier,) = (tmp_path / "dossiers").glob("*/dossier.json")
    dossier.write_bytes(dossier.read_bytes().replace(b'"as_of":"2026', b'"as_of":"2027', 1))
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    (part,) = again(1, tmp_path)
    assert "record_changed dossier.json" in str(part["differ"])
