"""Parquet files that are not what they say: each is refused for its own reason, quickly, and before it unfolds."""

import io
import resource
import struct
import tempfile
import time
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book import parquet
from hefu.book.book import Book
from hefu.book.files import read_table
from hefu.book.parquet import read_parquet
from hefu.book.schema import SCHEMA
from hefu.book.thrift import ThriftError, read_struct
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language

PARTIES = SCHEMA["parties"]
EMPTY = PARTIES.arrow.empty_table()


def parties(count: int, **columns: Any) -> pa.Table:  # noqa: ANN401 - any array that Arrow takes
    """So many parties; some columns otherwise than the schema has them."""
    plain = {
        "party_id": pa.array([f"uscc:{number}" for number in range(count)]),
        "kind": pa.array(["company"] * count),
        "source_id": pa.array(["file:1"] * count),
        "known_at": pa.array([0] * count, pa.timestamp("us", "UTC")),
    }
    return pa.table({**plain, **columns})


def written(data: pa.Table, **how: Any) -> bytes:  # noqa: ANN401 - whatever the writer may be told
    buffer = io.BytesIO()
    pq.write_table(data, buffer, **how)
    return buffer.getvalue()


def with_footer(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same pages under another footer."""
    length = struct.unpack("<I", data[-8:-4])[0]
    footer = change(data[-8 - length : -8])
    return data[: -8 - length] + footer + struct.pack("<I", len(footer)) + b"PAR1"


def varint(value: int) -> bytes:
    """A whole number as the footer has it."""
    value *= 2
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def claiming(rows: int) -> bytes:
    """A thousand parties under a footer that says another number of rows, everywhere."""
    data = written(parties(1000), store_schema=False, write_statistics=False)
    return with_footer(data, lambda footer: footer.replace(varint(1000), varint(rows)))


def one_text(rows: int, length: int) -> bytes:
    """One long text in every row, which a file of ten kilobytes can say."""
    indices = pa.array([0]).take(pa.array([0] * rows)).cast(pa.int32())
    text = pa.DictionaryArray.from_arrays(indices, pa.array(["x" * length]))
    zone = pa.timestamp("us", "UTC")
    moments = pa.DictionaryArray.from_arrays(indices, pa.array([0], zone)).cast(zone)
    plain = parties(1, known_at=pa.array([0], zone)).take([0] * rows)
    bomb = plain.set_column(0, "party_id", text).set_column(plain.column_names.index("known_at"), "known_at", moments)
    return written(bomb, compression="zstd", write_statistics=False, store_schema=False)


def of_uuids() -> bytes:
    plain = pa.array([uuid.UUID(int=1).bytes], pa.binary(16))
    return written(parties(1, name=pa.ExtensionArray.from_storage(pa.uuid(), plain)))


def of_maps() -> bytes:
    return written(parties(1, name=pa.array([{"a": 1}], pa.map_(pa.string(), pa.int64()))))


def without_zone() -> bytes:
    return written(parties(1, known_at=pa.array([0], pa.timestamp("us"))))


def deep(levels: int) -> bytes:
    column: pa.Array = pa.array(["a"])
    for _ in range(levels):
        column = pa.StructArray.from_arrays([column], ["a"])
    return written(parties(1, name=column), store_schema=False)


def negative_scale() -> bytes:
    """Arrow will not write one, so the scale in the footer (7: i32 2, and again in the logical type) is turned."""
    data = written(parties(1, name=pa.array([Decimal("12.34")], pa.decimal128(10, 2))), store_schema=False)
    return with_footer(data, lambda footer: footer.replace(b"\x15\x04\x15\x14", b"\x15\x03\x15\x14"))


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("a terabyte in ten kilobytes", lambda: one_text(1_000_000, 1_000_000), "parquet_too_large"),
    ("rows that fixed widths alone make too many", lambda: claiming(1 << 40), "parquet_too_large"),
    ("a footer that hides a row", lambda: claiming(999), "parquet_rows_wrong"),
    ("a footer that invents a row", lambda: claiming(1001), "parquet_rows_wrong"),
    ("two thousand groups of one row", lambda: written(parties(2000), row_group_size=1), "parquet_too_many_groups"),
    ("a group in a group", lambda: deep(2), "column_nested"),
    ("a thousand groups in one another", lambda: deep(1000), "column_nested"),
    ("a list", lambda: written(parties(1, name=pa.array([["a"]]))), "column_nested"),
    ("a map", of_maps, "column_nested"),
    ("an extension type", of_uuids, "column_extension_type"),
    ("a negative scale", negative_scale, "column_scale_negative"),
    ("a moment without its zone", without_zone, "column_without_zone"),
    ("a float", lambda: written(parties(1, name=pa.array([1.5]))), "row_breaks_schema"),
    ("a column nobody knows", lambda: written(parties(1, nome=pa.array(["a"]))), "column_unknown"),
    (
        "texts told by how far they begin like the last",
        lambda: written(parties(9), use_dictionary=False, column_encoding={"party_id": "DELTA_BYTE_ARRAY"}),
        "parquet_encoding",
    ),
    ("a footer longer than the file", lambda: b"PAR1" + struct.pack("<I", 900) + b"PAR1", "file_unreadable"),
    ("a footer of zeros", lambda: b"PAR1" + bytes(900) + struct.pack("<I", 900) + b"PAR1", "file_unreadable"),
]


@pytest.mark.parametrize(("data", "code"), [pytest.param(make, code, id=name) for name, make, code in HOSTILE])
def test_what_a_file_claims_is_held_against_it(data: Callable[[], bytes], code: str, tmp_path: Path) -> None:
    path = tmp_path / "parties.parquet"
    path.write_bytes(data())
    began, before_kib = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RefusalError) as caught:
        read_table(PARTIES, [path])
    assert time.process_time() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 512 * 1024
    assert caught.value.refused.refusal.code == code
    assert caught.value.refused.render(Language.ZH)


def test_the_terabyte_is_small_on_disk() -> None:
    data = one_text(1_000_000, 1_000_000)
    assert len(data) < 10_000
    assert pq.read_metadata(io.BytesIO(data)).num_rows == 1_000_000


def test_pyarrow_alone_drops_the_row_that_the_footer_hides() -> None:
    assert pq.read_table(io.BytesIO(claiming(999))).num_rows == 999


def test_lying_pages_are_found_by_the_walk_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "parties.parquet"
    path.write_bytes(claiming(999))
    monkeypatch.setattr(parquet, "_check_pages", lambda *_: ([999], []))
    assert read_parquet(PARTIES, path).num_rows == 999


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"compression": "none", "use_dictionary": False},
        {"compression": "zstd", "data_page_version": "2.0"},
        {"row_group_size": 300},
        {"data_page_size": 200, "dictionary_pagesize_limit": 100, "write_batch_size": 10},
        {"use_dictionary": False, "column_encoding": {"party_id": "DELTA_LENGTH_BYTE_ARRAY"}},
        {"store_schema": False, "write_page_checksum": True, "write_page_index": True},
    ],
)
def test_an_honest_file_is_read_however_it_was_written(how: dict[str, Any], tmp_path: Path) -> None:
    data = parties(1000, name=pa.array([None, "甲公司", "乙公司", ""] * 250))
    path = tmp_path / "parties.parquet"
    path.write_bytes(written(data, **how))
    assert read_parquet(PARTIES, path).select(["party_id", "name"]).to_pylist() == (
        data.select(["party_id", "name"]).to_pylist()
    )


def test_files_of_polars_and_files_without_rows_are_read(tmp_path: Path) -> None:
    frame = pl.from_arrow(parties(500))
    assert isinstance(frame, pl.DataFrame)
    frame.with_columns(pl.col("source_id").cast(pl.Categorical)).write_parquet(tmp_path / "parties.parquet")
    assert read_parquet(PARTIES, tmp_path / "parties.parquet").num_rows == 500
    (tmp_path / "parties.parquet").write_bytes(written(EMPTY))
    assert read_parquet(PARTIES, tmp_path / "parties.parquet").num_rows == 0


def test_a_large_honest_table_is_not_taken_for_a_bomb(tmp_path: Path) -> None:
    data = parties(300_000, name=pa.array(["上海示范金属材料有限公司（一般纳税人）"] * 300_000))
    path = tmp_path / "parties.parquet"
    path.write_bytes(written(data, compression="zstd"))
    assert read_parquet(PARTIES, path).num_rows == 300_000


def test_only_plain_files_are_tables(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").symlink_to("/dev/zero")
    with pytest.raises(RefusalError) as caught:
        Book.open(tmp_path)
    assert caught.value.refused.refusal.code == "file_not_regular"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_struct_or_none(data: bytes) -> None:
    try:
        found = read_struct(io.BytesIO(data))
    except ThriftError:
        return
    assert all(isinstance(number, int) for number in found)


WHOLE = written(parties(20))


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=3))
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(WHOLE)
    for at, byte in changes:
        damaged[at] = byte
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "parties.parquet"
        path.write_bytes(damaged)
        try:
            found = read_parquet(PARTIES, path).num_rows
        except RefusalError:
            return
    assert found == 20
