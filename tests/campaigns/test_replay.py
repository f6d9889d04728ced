"""The campaign of `make campaign-replay` at a size for every commit."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from campaigns.replay import __main__ as campaign
from campaigns.replay import altered
from campaigns.replay.again import same_again
from campaigns.replay.given import given
from campaigns.replay.world import case
from hefu.assess.receipt import hash_folder
from hefu.assess.replay import Difference, Replay

COUNT, SEED = 3, 2


def changed(kind: str, drawn: Path, aside: Path) -> str:
    """Change one byte of what the first answer rests on; return what went wrong."""
    chance = random.Random(1)  # noqa: S311 - to choose a byte
    return dict(altered.KINDS)[kind](chance, drawn / "dossiers" / "000000", drawn / "store", aside)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counter[str]]:
    """A small batch that was answered here, and how its requests came out."""
    place = tmp_path_factory.mktemp("drawn")
    return place, given(place, SEED, 0, COUNT)


def test_requests_come_out_every_way(drawn: tuple[Path, Counter[str]]) -> None:
    assert {name.split()[1] for name in drawn[1]} == {"lend", "refer", "decline"}


def test_answers_replay_to_the_same_bytes_elsewhere_and_changes_are_named(drawn: tuple[Path, Counter[str]]) -> None:
    told = campaign.told("again", drawn[0], SEED, 1, environment=campaign.OTHERWISE)
    assert (told["replayed"], told["differ"], told["unnamed"]) == (COUNT, [], [])
    assert told["named"] == {"paper": 1, "book": 1, "law": 1}
    there = told["there"]
    assert (there["zone"][0], there["hash_seed"], there["polars_threads"]) == ("NST", "12345", 1)


def test_a_rule_of_which_one_byte_changed_is_named(drawn: tuple[Path, Counter[str]]) -> None:
    told = campaign.told("rule", drawn[0], 0, environment=campaign.OTHERWISE)
    assert told == {"module": "hefu.credit.rules.entrusted_payment", "fault": ""}


@pytest.mark.parametrize("kind", ["policy", "store"])
def test_a_threshold_or_an_object_that_changed_is_named(
    drawn: tuple[Path, Counter[str]], tmp_path: Path, kind: str
) -> None:
    assert changed(kind, drawn[0], tmp_path) == ""
    assert same_again(drawn[0] / "dossiers" / "000000", drawn[0] / "store") == ""


@pytest.mark.parametrize("kind", ["paper", "book", "law", "policy", "store"])
def test_a_change_that_goes_unnamed_is_a_fault(
    drawn: tuple[Path, Counter[str]], tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted defect: a replay that looks at nothing, and one that names something else beside."""
    for at, differences in enumerate(((), (Difference("input_changed", "request/another"),))):
        outcome = Replay(same=not differences, differences=differences)
        monkeypatch.setattr(altered, "replay", lambda *_, outcome=outcome: outcome)
        monkeypatch.setattr(altered, "from_store", lambda *_, outcome=outcome: outcome)
        assert changed(kind, drawn[0], tmp_path / str(at))


def test_an_answer_that_depended_on_the_zone_would_be_caught(drawn: tuple[Path, Counter[str]], tmp_path: Path) -> None:
    """The planted defect: what is written down differs from what the next process works out."""
    folder = Path(shutil.copytree(drawn[0] / "dossiers" / "000000", tmp_path / "000000"))
    path = folder / "dossier.json"
    path.write_bytes(path.read_bytes().replace(b'"as_of":"2026', b'"as_of":"2027', 1))
    assert "record_changed dossier.json" in same_again(folder, drawn[0] / "store")


def test_the_same_seed_draws_the_same_case_and_another_draws_another(tmp_path: Path) -> None:
    drawn = [case(tmp_path / str(at), seed) for at, seed in enumerate((5, 5, 6))]
    hashes = [(hash_folder(one.request), hash_folder(one.book), one.as_of, one.policy, one.seed) for one in drawn]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_run_that_was_cut_short_goes_on_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[int, int]] = []

    def batch(_: Path, seed: int, start: int, stop: int) -> dict[str, Any]:
        if len(begun) == 2:
            raise RuntimeError("cut short")
        begun.append((start, stop))
        return {"replayed": stop - start, "seed": seed}

    monkeypatch.setattr(campaign, "batch", batch)
    with pytest.raises(RuntimeError, match="cut short"):
        campaign.run_all(tmp_path, 7, 120, 1)
    first = list(begun)
    begun.clear()
    done = campaign.run_all(tmp_path, 7, 120, 1)
    assert (first, begun) == ([(0, 50), (50, 100)], [(100, 120)])
    assert sum(one["replayed"] for one in done) == 120
    assert all(json.loads(path.read_bytes())["seed"] == 7 for path in tmp_path.glob("*.json"))


def test_one_fault_fails_the_campaign(capsys: pytest.CaptureFixture[str]) -> None:
    good = {
        "outcomes": {"facility lend": 2},
        "replayed": 2,
        "differ": [],
        "named": {"paper": 1},
        "unnamed": [],
        "rule": {"module": "one", "fault": ""},
        "here": {},
        "there": {},
    }
    assert campaign.report([good], 2)
    assert "{'paper': 1, 'rule': 1}" in capsys.readouterr().out
    assert not campaign.report([good], 3)
    for fault in ({"differ": ["000001"]}, {"unnamed": ["000001"]}, {"rule": {"module": "one", "fault": "unnamed"}}):
        assert not campaign.report([{**good, **fault}], 2)
