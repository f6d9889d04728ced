"""The sample chain end to end: verdicts, pages, replay, and the wall between them and the applicant."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hefu.assess.policy import Policy, policy_of
from hefu.assess.replay import replay
from hefu.assess.run import assess
from hefu.assess.write import Answer, answer, write_answer
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language

STEEL = Path(__file__).parents[2] / "examples" / "steel"
AS_OF = datetime.fromisoformat("2026-11-20T10:40:00+08:00")
EXPECTED: dict[str, dict[str, Any]] = {
    request["folder"]: request
    for request in tomllib.loads((STEEL / "expected.toml").read_text(encoding="utf-8"))["request"]
}
NAMES = ("sound", "financed-twice", "undelivered", "look-alike-payer")


@pytest.fixture
def steel(tmp_path: Path) -> Path:
    """A copy of the sample chain that a test may spoil."""
    return Path(shutil.copytree(STEEL, tmp_path / "steel"))


def answered(root: Path, name: str, policy: Policy | None = None) -> Answer:
    return answer(root / name, root / "book", AS_OF, policy or Policy())


@functools.cache
def shipped(name: str) -> Answer:
    """The answer to a request of the chain as it ships: worked out once, for tests that only read it."""
    return answered(STEEL, name)


def written(root: Path, name: str, language: Language = Language.EN) -> Path:
    """Write the answer that a copy of the chain has before it is spoiled: the same bytes wherever it lies."""
    return write_answer(shipped(name), root / "out" / name, language)


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_request_gets_its_verdict_for_its_reason(name: str) -> None:
    given = shipped(name)
    expected = EXPECTED[name]
    assert given.dossier["verdict"]["outcome"] == expected["outcome"]
    decisive = {finding["rule"] for finding in given.dossier["findings"] if finding["counts"]}
    assert decisive == set(expected["rules"])
    assert given.dossier["refused"] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_a_dossier_stands_in_both_languages(name: str) -> None:
    texts = [text for text in _texts(shipped(name).dossier) if text["en"] != text["zh"]]
    assert len(texts) > 40
    assert all(text["en"] and text["zh"] and "{" not in text["en"] + text["zh"] for text in texts)


def _texts(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        if value.keys() == {"en", "zh"}:
            return [value]
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


def test_the_undelivered_request_is_not_lent_a_cent() -> None:
    amount = shipped("undelivered").dossier["amount"]
    assert amount["supportable"]["amount_minor"] == 0
    assert next(step for step in amount["constraints"] if step["binding"])["code"] == "borrowing_base"


def test_the_same_request_gives_the_same_bytes_wherever_it_lies(steel: Path) -> None:
    here, there = shipped("sound"), answered(steel, "sound")
    assert here.dossier_bytes == there.dossier_bytes
    assert here.receipt == there.receipt


REPLAY_EACH = """
import sys
from click.testing import CliRunner
from hefu.cli.main import main
root, *names = sys.argv[1:]
for name in names:
    given = ["--request", f"{root}/{name}", "--book", f"{root}/book"]
    done = CliRunner().invoke(main, ["replay", f"{root}/out/{name}", *given])
    print(done.exit_code, done.output.strip())
"""


def test_a_replay_in_another_process_zone_and_locale_says_same(steel: Path) -> None:
    for name in NAMES:
        written(steel, name)
    done = subprocess.run(
        [sys.executable, "-c", REPLAY_EACH, steel, *NAMES],
        env={**os.environ, "TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HEFU_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["0 Same answer."] * len(NAMES), done.stderr


def spoil_invoice(steel: Path, folder: Path) -> None:
    paper = next((steel / "sound" / "from-applicant").glob("invoice-*.xml"))
    paper.write_bytes(paper.read_bytes().replace(b"<cbc:Note>", b"<cbc:Note>x", 1) + b"\n")
    del folder


def add_paper(steel: Path, folder: Path) -> None:
    paper = next((steel / "sound" / "from-applicant").glob("invoice-*.xml"))
    shutil.copy(paper, paper.with_name("again.xml"))
    del folder


def lose_paper(steel: Path, folder: Path) -> None:
    next((steel / "sound" / "from-buyer").glob("receipt-*.xml")).unlink()
    del folder


def raise_line(steel: Path, folder: Path) -> None:
    lines = steel / "book" / "facilities.csv"
    lines.write_text(lines.read_text(encoding="utf-8").replace("seller", "buyer", 1), encoding="utf-8")
    del folder


def alter_receipt(folder: Path, change: dict[str, Any]) -> None:
    path = folder / "receipt.json"
    receipt = json.loads(path.read_bytes())
    path.write_text(json.dumps({**receipt, **change}), encoding="utf-8")


def alter_config(steel: Path, folder: Path) -> None:
    config = Policy().plain()
    config["credit"]["advance_rate_bps"] = 9000
    alter_receipt(folder, {"config": config})
    del steel


def alter_rule(steel: Path, folder: Path) -> None:
    rules = json.loads((folder / "receipt.json").read_bytes())["rules"]
    alter_receipt(folder, {"rules": [{**rules[0], "sha256": "0" * 64}, *rules[1:]]})
    del steel


def alter_dossier(steel: Path, folder: Path) -> None:
    path = folder / "dossier.json"
    path.write_bytes(path.read_bytes().replace(b'"outcome":"lend"', b'"outcome":"refer"'))
    del steel


# what is done to the inputs or the record, is the answer still the same, what is named
REPLAYS = (
    (spoil_invoice, False, "input_changed request/from-applicant/invoice-"),
    (add_paper, False, "input_added request/from-applicant/again.xml"),
    (lose_paper, False, "input_absent request/from-buyer/receipt-"),
    (raise_line, False, "input_changed book/facilities.csv"),
    (alter_config, False, "config_changed "),
    (alter_rule, True, "rule_changed trade.four_way_match"),
    (alter_dossier, False, "record_changed dossier.json"),
)


@pytest.mark.parametrize(("spoil", "same", "named"), REPLAYS, ids=lambda value: getattr(value, "__name__", None))
def test_a_replay_names_what_differs(steel: Path, spoil: Any, same: bool, named: str) -> None:  # noqa: ANN401 - a step
    folder = written(steel, "sound")
    spoil(steel, folder)
    outcome = replay(folder, steel / "sound", steel / "book")
    assert outcome.same is same
    assert any(f"{d.code} {d.what}".startswith(named) for d in outcome.differences), outcome.differences


def test_an_untouched_answer_replays_without_any_difference(steel: Path) -> None:
    outcome = replay(written(steel, "sound"), steel / "sound", steel / "book")
    assert (outcome.same, outcome.differences) == (True, ())


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "hefu-receipt/1"}'])
def test_what_is_no_receipt_is_refused(steel: Path, content: str) -> None:
    folder = written(steel, "sound")
    (folder / "receipt.json").write_text(content, encoding="utf-8")
    with pytest.raises(RefusalError, match="receipt_unreadable"):
        replay(folder, steel / "sound", steel / "book")


def test_the_applicant_sees_the_same_page_whatever_was_found(steel: Path) -> None:
    """The tipping-off wall: trouble planted in the lender's own book changes the verdict and no byte of the page."""
    before = written(steel, "sound")
    clean = {path.name: path.read_bytes() for path in before.glob("applicant*")}
    number = json.loads((before / "dossier.json").read_bytes())["request"]["invoice_ids"][0]
    book = steel / "book" / "receivables.csv"
    header, row = book.read_text(encoding="utf-8").splitlines()[:2]
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    cells |= {"receivable_id": "planted", "invoice_id": number, "state": "assigned"}
    book.write_text(book.read_text(encoding="utf-8") + ",".join(cells.values()) + "\n", encoding="utf-8")
    after = write_answer(answered(steel, "sound"), before, Language.EN)
    assert json.loads((after / "dossier.json").read_bytes())["verdict"]["outcome"] != "lend"
    assert {path.name: path.read_bytes() for path in after.glob("applicant*")} == clean


@pytest.mark.parametrize("name", NAMES)
def test_no_finding_reaches_the_applicant(steel: Path, name: str) -> None:
    folder = written(steel, name)
    dossier = json.loads((folder / "dossier.json").read_bytes())
    pages = "".join(path.read_text(encoding="utf-8") for path in folder.glob("applicant*"))
    for finding in dossier["findings"]:
        secrets = (finding["finding_id"], finding["rule"], finding["text"]["en"], finding["text"]["zh"])
        assert not any(secret in pages for secret in secrets)
    assert not any(word in pages.lower() for word in ("suspic", "fraud", "risk", "可疑", "风险", "拒绝", "decline"))


def test_a_refused_paper_leaves_its_check_open_and_is_never_lent_on(steel: Path) -> None:
    scan = steel / "sound" / "from-applicant" / "scan.xml"
    scan.write_text("<!DOCTYPE a><a/>", encoding="utf-8")
    dossier = answered(steel, "sound").dossier
    assert dossier["verdict"]["outcome"] == "refer"
    refused = [(entry["code"], entry["sha256"]) for entry in dossier["refused"]]
    assert refused == [("xml_doctype", hashlib.sha256(scan.read_bytes()).hexdigest())]
    assert dossier["coverage"][0]["checks"][0]["state"] == "not_assessed"


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_that_had_nothing_to_look_at_is_not_shown_as_passed(name: str) -> None:
    dossier = shipped(name).dossier
    checks = {check["rule"]: check for row in dossier["coverage"] for check in row["checks"]}
    assert checks["trade.en16931"]["state"] == "not_applicable"
    assert "EN 16931" in checks["trade.en16931"]["why"]["en"]
    assert checks["trade.invoice_arithmetic"]["state"] == "passed"


def test_an_invoice_that_is_not_among_the_papers_is_never_lent_on(steel: Path) -> None:
    request = steel / "sound" / "request.toml"
    request.write_text(
        request.read_text(encoding="utf-8").replace("invoices = [", 'invoices = ["99",'), encoding="utf-8"
    )
    dossier = answered(steel, "sound").dossier
    assert dossier["verdict"]["outcome"] == "refer"
    assert "99" in dossier["coverage"][0]["checks"][0]["why"]["en"]


def test_an_invoice_of_somebody_else_stops_the_request(steel: Path) -> None:
    request = steel / "sound" / "request.toml"
    other = tomllib.loads((steel / "undelivered" / "request.toml").read_text(encoding="utf-8"))["debtor_id"]
    own = tomllib.loads(request.read_text(encoding="utf-8"))["debtor_id"]
    request.write_text(request.read_text(encoding="utf-8").replace(own, other), encoding="utf-8")
    findings = answered(steel, "sound").dossier["findings"]
    assert ("request.papers", "stop") in {(finding["rule"], finding["severity"]) for finding in findings}


def test_a_stricter_policy_refers_what_the_house_lends_on() -> None:
    strict = policy_of({"decide": {"refer_at": "low"}}, "policy.toml")
    assert shipped("sound").dossier["verdict"]["outcome"] == "lend"
    assert answered(STEEL, "sound", strict).dossier["verdict"]["outcome"] == "refer"


def test_what_was_learned_after_the_moment_is_not_seen(steel: Path) -> None:
    early = datetime.fromisoformat("2026-11-01T00:00:00+08:00")
    dossier = answer(steel / "sound", steel / "book", early, Policy()).dossier
    assert dossier["verdict"]["outcome"] != "lend"


def test_a_file_that_changes_while_it_is_read_is_refused(steel: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def meanwhile(*args: Any) -> Any:  # noqa: ANN401 - passes through what it wraps
        (steel / "sound" / "late.xml").write_text("<a/>", encoding="utf-8")
        return assess(*args)

    monkeypatch.setattr("hefu.assess.write.assess", meanwhile)
    with pytest.raises(RefusalError, match="changed while"):
        answered(steel, "sound")


def test_a_folder_with_other_files_is_never_replaced(steel: Path) -> None:
    folder = written(steel, "sound")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusalError, match="folder_not_empty"):
        written(steel, "sound")
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_an_answer_that_fails_half_way_leaves_the_older_one_whole(steel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(steel, "sound")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    given = shipped("sound")

    def full_disk(_self: Path, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_answer(given, folder, Language.EN)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(("chosen", "other"), [(Language.EN, "zh"), (Language.ZH, "en")])
def test_pages_stand_in_both_languages_and_link_to_each_other(steel: Path, chosen: Language, other: str) -> None:
    folder = written(steel, "undelivered", chosen)
    for kind in ("dossier", "applicant"):
        page, opposite = (folder / f"{kind}.html"), (folder / f"{kind}.{other}.html")
        assert f'href="{opposite.name}"' in page.read_text(encoding="utf-8")
        assert f'href="{page.name}"' in opposite.read_text(encoding="utf-8")
