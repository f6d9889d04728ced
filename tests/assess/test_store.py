"""A store keeps what an answer rests on; the answer is re-run from it alone, and what was touched is named."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from hefu.assess import law as law_in_use
from hefu.assess.law import LawInUse, law_of, law_shipped
from hefu.assess.policy import Policy
from hefu.assess.replay import replay, replay_from_store
from hefu.assess.store import ObjectsRefusedError, Store, lay_out
from hefu.assess.write import answer, keep, write_answer
from hefu.core.canonical import sha256_hex
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language

STEEL = Path(__file__).parents[2] / "examples" / "steel"
AS_OF = datetime.fromisoformat("2026-11-20T10:40:00+08:00")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An answer that was written and kept, once for all tests; each works on a copy."""
    place = tmp_path_factory.mktemp("kept")
    given = answer(STEEL / "sound", STEEL / "book", AS_OF, Policy())
    keep(given, STEEL / "sound", STEEL / "book", place / "store")
    write_answer(given, place / "dossier", Language.EN)
    return place


@pytest.fixture
def place(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "copy"))


def test_an_answer_is_re_run_from_the_store_alone(place: Path) -> None:
    outcome = replay_from_store(place / "dossier", place / "store")
    assert (outcome.same, outcome.differences) == (True, ())


def test_every_object_lies_under_the_hash_of_its_content(place: Path) -> None:
    objects = [path for path in (place / "store" / "objects").rglob("*") if path.is_file()]
    assert len(objects) > 40
    assert all(sha256_hex(path.read_bytes()) == path.parent.name + path.name for path in objects)


def test_keeping_again_changes_nothing(place: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (place / "store").rglob("*")}
    given = answer(STEEL / "sound", STEEL / "book", AS_OF, Policy())
    keep(given, STEEL / "sound", STEEL / "book", place / "store")
    assert {path: path.stat().st_mtime_ns for path in (place / "store").rglob("*")} == before


def object_of(place: Path, part: str, name: str) -> Path:
    receipt = json.loads((place / "dossier" / "receipt.json").read_bytes())
    hashes = receipt["law"]["files"] if part == "law" else receipt["inputs"][part]
    sha256: str = next(found for known, found in hashes.items() if known.startswith(name))
    return place / "store" / "objects" / sha256[:2] / sha256[2:]


# which object is touched, by its place and the beginning of its name
TOUCHED = (
    ("request", "from-applicant/invoice-"),
    ("request", "request.toml"),
    ("book", "facilities.csv"),
    ("law", "nfra"),
)


@pytest.mark.parametrize(("part", "name"), TOUCHED)
def test_an_object_that_is_gone_is_named(place: Path, part: str, name: str) -> None:
    object_of(place, part, name).unlink()
    with pytest.raises(ObjectsRefusedError, match=f"object_missing.*{part}/{name}"):
        replay_from_store(place / "dossier", place / "store")


@pytest.mark.parametrize(("part", "name"), TOUCHED)
def test_an_object_of_which_one_byte_changed_is_named(place: Path, part: str, name: str) -> None:
    path = object_of(place, part, name)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ObjectsRefusedError, match=f"object_tampered.*{part}/{name}"):
        replay_from_store(place / "dossier", place / "store")


def test_every_object_that_cannot_be_given_is_named_at_once(place: Path) -> None:
    for name in ("facilities.csv", "loans.csv"):
        object_of(place, "book", name).unlink()
    with pytest.raises(ObjectsRefusedError) as caught:
        replay_from_store(place / "dossier", place / "store")
    named = [dict(refused.fields)["what"] for refused in caught.value.all_refused]
    assert named == ["book/facilities.csv", "book/loans.csv"]


def test_a_name_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    for name in ("../evil", "/evil", "a/../../evil"):
        with pytest.raises(RefusalError):
            lay_out({name: b"x"}, tmp_path / "in")
    assert not (tmp_path / "evil").exists()


def test_what_is_no_hash_is_never_looked_for(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="object_missing"):
        Store(tmp_path).get("../../../etc/passwd", "x")


# The rule book in use


def older_law() -> LawInUse:
    """A rule book of another day: one figure differs from the shipped one."""
    files = dict(law_shipped().files)
    name = next(name for name, data in files.items() if b"entrusted_payment.payee_over" in data)
    text = files[name].decode()
    at = text.index("value", text.index("entrusted_payment.payee_over"))
    line = text[at : text.index("\n", at)]
    return LawInUse({**files, name: text.replace(line, "value = 500_000_000", 1).encode()})


def test_an_answer_under_an_older_rule_book_is_re_run_under_that_very_one(tmp_path: Path) -> None:
    old = older_law()
    given = answer(STEEL / "sound", STEEL / "book", AS_OF, Policy(), law=old)
    assert given.dossier["law"]["version"] == old.book.version != law_shipped().book.version
    folder = write_answer(given, tmp_path / "dossier", Language.EN)
    keep(given, STEEL / "sound", STEEL / "book", tmp_path / "store")
    for outcome in (replay(folder, STEEL / "sound", STEEL / "book"), replay_from_store(folder, tmp_path / "store")):
        assert outcome.same
        assert {one.code for one in outcome.differences} == {"law_newer"}
        assert "entrusted_payment.payee_over" in outcome.differences[0].what


def test_a_record_of_the_law_that_was_altered_is_named(place: Path) -> None:
    path = place / "dossier" / "law.json"
    path.write_text(json.dumps({name: data.decode() for name, data in older_law().files.items()}), encoding="utf-8")
    outcome = replay(place / "dossier", STEEL / "sound", STEEL / "book")
    assert not outcome.same
    assert any(one.code == "law_altered" and "payee_over" in one.what for one in outcome.differences)


def test_an_answer_without_its_rule_book_is_held_against_the_shipped_one(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "dossier" / "law.json").unlink()
    assert replay(place / "dossier", STEEL / "sound", STEEL / "book").same
    monkeypatch.setattr("hefu.assess.replay.law_shipped", older_law)
    outcome = replay(place / "dossier", STEEL / "sound", STEEL / "book")
    assert not outcome.same
    assert "law_altered" in {one.code for one in outcome.differences}


def test_a_law_file_that_is_no_json_is_refused(place: Path) -> None:
    (place / "dossier" / "law.json").write_text("[", encoding="utf-8")
    with pytest.raises(RefusalError, match="receipt_unreadable"):
        replay(place / "dossier", STEEL / "sound", STEEL / "book")


def test_the_shipped_rule_book_is_read_once() -> None:
    assert law_in_use.law_shipped() is law_shipped()
    assert law_of({name: bytes(data) for name, data in law_shipped().files.items()}) is law_shipped()
    assert law_of(older_law().files).book.version == older_law().book.version != law_shipped().book.version


def test_a_threshold_that_was_altered_is_named_by_its_place(place: Path) -> None:
    path = place / "dossier" / "receipt.json"
    receipt = json.loads(path.read_bytes())
    receipt["config"]["credit"]["advance_rate_bps"] = 7_000
    path.write_text(json.dumps(receipt), encoding="utf-8")
    outcome = replay(place / "dossier", STEEL / "sound", STEEL / "book")
    assert not outcome.same
    assert ("config_changed", "config/credit/advance_rate_bps") in {(one.code, one.what) for one in outcome.differences}


def test_an_input_that_can_no_longer_be_read_is_named(place: Path, tmp_path: Path) -> None:
    book = Path(shutil.copytree(STEEL / "book", tmp_path / "book"))
    (book / "loans.csv").write_bytes(b"\xff" + (book / "loans.csv").read_bytes())
    outcome = replay(place / "dossier", STEEL / "sound", book)
    assert not outcome.same
    named = [(one.code, one.what) for one in outcome.differences]
    assert named[0] == ("input_changed", "book/loans.csv")
    assert [code for code, _ in named[1:]] == ["answer_refused"]
