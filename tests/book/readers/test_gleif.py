"""The GLEIF reader beside extractions that share no code with it: each value is kept, each syntax says the same."""

import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from hefu.book.book import Book, Row
from hefu.book.readers.gleif import links as gleif_links
from hefu.book.readers.gleif.reader import read_gleif_json, read_gleif_xml
from hefu.book.readers.gleif.register import Register
from hefu.book.readers.rows import Rows, Source
from tests.book.readers.gleif_syntax import as_flat, as_golden_copy
from tests.samples import ROOT, samples

OWN = "tests/book/readers/gleif"
SOURCE = Source("file:test", "registry", "registry", datetime(2026, 11, 21, tzinfo=UTC))
FILES = samples(f"{OWN}/*.*", "gleif-sample/*.json")
XML = samples(f"{OWN}/*.xml")


def own(name: str) -> bytes:
    return (ROOT / OWN / name).read_bytes()


def read(path: Path) -> Rows:
    data = path.read_bytes()
    return read_gleif_xml(data, SOURCE) if path.suffix == ".xml" else read_gleif_json(data, SOURCE)


def facts(rows: Rows) -> dict[str, list[Row]]:
    """All rows in order of their ids, without those of the file itself."""
    kept = {name: sorted(some, key=str) for name, some in rows.tables.items() if name != "sources"}
    kept["register_entries"] = [row for row in kept["register_entries"] if "party_id" in row]
    return kept


# The oracles: the standard library's parsers, walked blindly.


def texts_of_xml(data: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    for element in ET.fromstring(data).iter():  # noqa: S314 - files of our own
        found.update([" ".join((element.text or "").split()), *element.attrib.values()])
    return found


def texts_of_json(value: object) -> Counter[str]:
    if isinstance(value, dict):
        return sum((texts_of_json(item) for item in value.values()), Counter())
    if isinstance(value, list):
        return sum((texts_of_json(item) for item in value), Counter())
    return Counter([] if value is None else [" ".join(str(value).split())])


def texts_kept(rows: Rows) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows.tables.get("register_entries", []):
        found.update([row["said"], row.get("language") or "", row.get("type_code") or ""])
    for row in rows.tables.get("parties", []):
        if not any(row["name"] == entry["said"] for entry in rows.tables["register_entries"]):
            found[row["name"]] += 1
        found.update(row[column] or "" for column in ("lei", "registration_number", "country"))
    records = {row["link_id"].rsplit("/", 1)[0]: row for row in rows.tables.get("party_links", [])}
    for row in records.values():
        found.update(row[side].partition(":")[2] for side in ("from_id", "to_id"))
    for row in rows.tables.get("register_entries", []):
        if row["path"] == "ExceptionReason" or row["path"].startswith("ExceptionReason[1"):
            found[row["party_id"].partition(":")[2]] += 1
    return found


def check_nothing_lost(path: Path) -> None:
    data = path.read_bytes()
    written = texts_of_xml(data) if path.suffix == ".xml" else texts_of_json(json.loads(data, parse_float=str))
    del written[""]
    assert written
    assert not written - texts_kept(read(path))


@pytest.mark.parametrize("path", FILES)
def test_nothing_that_a_file_says_is_lost(path: Path) -> None:
    check_nothing_lost(path)


@pytest.mark.parametrize("path", FILES)
def test_the_rows_hold_to_the_schema(path: Path) -> None:
    assert Book.of_rows(read(path).tables).checked().names


# The shared sample, taken out by hand.


@pytest.mark.parametrize("path", samples(f"{OWN}/flat.json", "gleif-sample/*.json"))
def test_a_flat_file_gives_the_parties_and_parents_it_names(path: Path) -> None:
    records = json.loads(path.read_bytes())
    rows = read(path)
    named = {(one["LEI"], one["Entity"]["LegalName"]) for one in records if "Entity" in one}
    assert {(row["lei"], row["name"]) for row in rows.tables["parties"]} == named
    pairs = set()
    for one in records:
        if "Relationship" in one:
            relation = one["Relationship"]
            own_periods = [
                period for period in relation["RelationshipPeriods"] if period["PeriodType"] == "RELATIONSHIP_PERIOD"
            ]
            parent, child = relation["EndNode"]["NodeID"], relation["StartNode"]["NodeID"]
            pairs.add((f"lei:{parent}", f"lei:{child}", own_periods[0]["StartDate"][:10]))
    links = rows.tables["party_links"]
    assert {(row["from_id"], row["to_id"], str(row["valid_from"])) for row in links} == pairs
    assert {row["kind"] for row in links} == {"controls", "owns"}


# One record, three syntaxes.


@pytest.mark.parametrize("path", XML)
@pytest.mark.parametrize("rewrite", [as_golden_copy, as_flat])
def test_xml_and_json_of_the_same_records_give_the_same_rows(path: Path, rewrite: Callable[[bytes], bytes]) -> None:
    data = path.read_bytes()
    assert facts(read_gleif_json(rewrite(data), SOURCE)) == facts(read_gleif_xml(data, SOURCE))


def test_a_null_of_the_golden_copy_says_nothing() -> None:
    text = as_golden_copy(own("repex.xml")).decode()
    deleted = '{"gleif:Deletion": {"gleif:DeletedAt": {"$": "2026-10-24T02:07:59Z"}}}'
    assert deleted in text
    entries = read_gleif_json(text.replace(deleted, '{"gleif:Deletion": null}').encode(), SOURCE).tables
    assert all(row.get("valid_to") is None for row in entries["register_entries"])


# What the samples say, read off by eye.

PARTIES = """
55 | company | 深圳市南山钢材贸易有限公司 | CN | 1998-05-04 | -
52 | company | Harbour Metals Limited | HK | - | 2025-01-30
49 | unknown | Old Foundry Limited | GB | 2001-06-15 | 2022-11-09
99 | person | Never Was Limited | - | - | 2020-05-06
"""
LINKS = """
52 | 55 | controls   | -    | 2017-08-14 | -
52 | 55 | owns       | 5123 | 2017-08-14 | -
46 | 55 | controls   | -    | 2017-08-14 | -
52 | 49 | controls   | -    | 2010-01-01 | 2012-07-01
52 | 49 | controls   | -    | 2015-01-01 | 2022-11-09
23 | 43 | controls   | -    | 2020-01-01 | 2026-02-22
46 | 52 | controls   | -    | 2018-01-01 | -
46 | 43 | represents | -    | 2018-01-01 | -
46 | 43 | controls   | -    | 2018-01-01 | -
43 | 46 | owns       | -    | 2018-01-01 | -
43 | 46 | controls   | -    | 2021-01-01 | 2026-10-24
"""


def lines(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


def shown(row: Row, *columns: str) -> tuple[str, ...]:
    cells = ["-" if row.get(column) is None else str(row[column]) for column in columns]
    return tuple(cell[-2:] if column.endswith("_id") else cell for column, cell in zip(columns, cells, strict=True))


def check_links(data: bytes) -> None:
    links = read_gleif_xml(data, SOURCE).tables["party_links"]
    found = [shown(row, "from_id", "to_id", "kind", "share_bps", "valid_from", "valid_to") for row in links]
    assert found == lines(LINKS)
    assert len({row["link_id"] for row in links}) == len(links)


def test_parties_have_the_names_and_days_of_their_records() -> None:
    parties = read_gleif_xml(own("lei.xml"), SOURCE).tables["parties"]
    found = [shown(row, "party_id", "kind", "name", "country", "valid_from", "valid_to") for row in parties]
    assert found == lines(PARTIES)
    assert parties[0]["uscc"] == parties[0]["registration_number"] == "91440300708461136T"
    assert parties[0]["address"] == "南山区科技路 8 号, 3 栋, 1201 室, 深圳, CN-GD, 518000"
    assert "深圳市南山五金有限公司" in parties[0]["other_names"].split("; ")
    # Its check digits are wrong, which is why it was annulled: it must not pass for a right one.
    assert parties[3]["party_id"] == "lei?:9695HEFUTEST00000499"


def test_links_run_from_parent_to_child_for_the_days_of_the_relationship() -> None:
    check_links(own("rr.xml"))


def test_a_former_name_has_a_last_day_only_where_the_events_tell_it() -> None:
    entries = read_gleif_xml(own("lei.xml"), SOURCE).tables["register_entries"]
    former = {row["said"]: row.get("valid_to") for row in entries if row.get("type_code") == "PREVIOUS_LEGAL_NAME"}
    assert former == {
        "深圳市南山五金有限公司": date(2024, 3, 18),
        "First Foundry Limited": None,
        "Second Foundry Limited": date(2015, 7, 1),
    }


def test_exceptions_keep_each_reason_with_its_category() -> None:
    entries = read_gleif_xml(own("repex.xml"), SOURCE).tables["register_entries"]
    reasons = [row for row in entries if row["path"].startswith("ExceptionRe")]
    found = {(row["party_id"][-2:], row["said"], str(row["type_code"])[:3], row["valid_to"]) for row in reasons}
    assert found == {
        ("46", "NON_PUBLIC", "DIR", None),
        ("46", "LEGAL_OBSTACLES", "DIR", None),
        ("46", "第 12 条", "DIR", None),
        ("46", "NATURAL_PERSONS", "ULT", None),
        ("52", "NO_KNOWN_PERSON", "DIR", date(2026, 10, 24)),
    }


# Round trip: what is written in either syntax is what is read.

WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
LEIS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=18, max_size=18).map(
    lambda body: body + mod_97_10.calc_check_digits(body)
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(LEIS, NAMES, st.lists(NAMES, max_size=3), DAYS, st.sampled_from(["ISSUED", "TRANSFERRED", "PENDING_ARCHIVAL"]))
def test_what_is_written_is_what_is_read(lei: str, name: str, others: list[str], day: date, state: str) -> None:
    schema = "http://www.gleif.org/data/schema/leidata/2016"

    def leaf(above: ET.Element, word: str, text: str = "", **attributes: str) -> ET.Element:
        element = ET.SubElement(above, f"{{{schema}}}{word}", attributes)
        element.text = text
        return element

    root = ET.Element(f"{{{schema}}}LEIData")
    record = leaf(leaf(root, "LEIRecords"), "LEIRecord")
    leaf(record, "LEI", lei)
    entity = leaf(record, "Entity")
    leaf(entity, "LegalName", name)
    names = leaf(entity, "OtherEntityNames")
    for other in others:
        leaf(names, "OtherEntityName", other, type="TRADING_OR_OPERATING_NAME")
    leaf(entity, "EntityStatus", "ACTIVE")
    leaf(entity, "EntityCreationDate", f"{day.isoformat()}T00:00:00Z")
    registration = leaf(record, "Registration")
    leaf(registration, "LastUpdateDate", "2026-01-01T00:00:00Z")
    leaf(registration, "RegistrationStatus", state)
    data: bytes = ET.tostring(root, encoding="utf-8")
    for rows in (read_gleif_xml(data, SOURCE), read_gleif_json(as_golden_copy(data), SOURCE)):
        (party,) = rows.tables["parties"]
        assert (party["party_id"], party["name"], party["valid_from"]) == (f"lei:{lei}", name, day)
        kept = [row["said"] for row in rows.tables["register_entries"] if row["path"].startswith("Entity/OtherE")]
        assert kept == others


# Planted defects.


def test_the_check_catches_a_reader_that_drops_what_it_has_no_column_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(self: Register, record: str, path: str, said: str, columns: Row) -> None:
        if "/OtherAddresses/" not in path:
            honest(self, record, path, said, columns)

    honest = Register._entry  # noqa: SLF001 - the place where the defect is planted
    monkeypatch.setattr(Register, "_entry", forgetful)
    with pytest.raises(AssertionError):
        check_nothing_lost(ROOT / OWN / "lei.xml")


def test_the_check_catches_a_reader_that_turns_parent_and_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gleif_links, "_UPWARD", "IS_DIRECTLY_CONSOLIDATED_BY")
    with pytest.raises(AssertionError):
        check_links(own("rr.xml"))


def test_the_check_catches_a_reader_that_takes_an_accounting_year_for_the_relationship(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = gleif_links._period  # noqa: SLF001 - the place where the defect is planted
    monkeypatch.setattr(gleif_links, "_period", lambda period: ("RELATIONSHIP_PERIOD", *honest(period)[1:]))
    with pytest.raises(AssertionError):
        check_links(own("rr.xml"))
