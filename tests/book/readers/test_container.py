"""Zip containers: what is in them comes out; what a stranger may do to one is refused, each with its own code."""

import io
import re
import resource
import stat
import struct
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.readers import container as container_module
from hefu.book.readers.container import ENTRIES_MAX, TOTAL_MAX_BYTES, open_container
from hefu.core.refusals import RefusalError
from tests.book.readers.einvoice.write import zip_of

PLAIN = {"OFD.xml": b"<a/>" * 40, "Doc_0/发票.xml": b"<b/>"}


def written(entries: list[tuple[zipfile.ZipInfo | str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def read_all(data: bytes) -> dict[str, bytes]:
    container = open_container(data)
    return {name: container.read(name) for name in container.names}


def code_of(data: bytes) -> str:
    """The code that a container is refused with, within 2 seconds of processor time and 512 MB."""
    started, before_kb = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RefusalError) as caught:
        read_all(data)
    assert time.process_time() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 512 * 1024
    return caught.value.refused.refusal.code


def patched(data: bytes, *, central: dict[int, bytes] | None = None, local: dict[int, bytes] | None = None) -> bytes:
    """The container with bytes put at offsets of its first central and first local header."""
    changed = bytearray(data)
    for at, new in (central or {}).items():
        begin = data.index(b"PK\1\2") + at
        changed[begin : begin + len(new)] = new
    for at, new in (local or {}).items():
        changed[at : at + len(new)] = new
    return bytes(changed)


# None that happens to begin as a container does.
_files = st.binary(max_size=2000).filter(lambda data: data[:1] not in {b"P", b"\x1f", b"7", b"R", b"\xfd", b"B"})


@given(st.dictionaries(st.from_regex(r"[a-z发票]{1,8}(/[a-z]{1,8})?\.xml", fullmatch=True), _files, max_size=8))
def test_what_zipfile_writes_is_read_byte_by_byte(entries: dict[str, bytes]) -> None:
    assert read_all(zip_of(entries)) == entries


def test_folders_and_entries_of_unknown_length_are_read_as_programs_write_them() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Doc_0/", b"")
        archive.writestr("Doc_0/a.xml", b"<a/>")
    assert read_all(pipe.getvalue()) == {"Doc_0/a.xml": b"<a/>"}


def test_names_in_gb18030_are_read() -> None:
    data = zip_of({"aaaa.xml": b"<a/>"}).replace(b"aaaa.xml", "发票".encode("gb18030") + b".xml")
    assert read_all(data) == {"发票.xml": b"<a/>"}


def link() -> bytes:
    info = zipfile.ZipInfo("a.xml")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return written([(info, b"/etc/passwd")])


SIZE_IN_CENTRAL, SIZE_IN_LOCAL, FLAGS_IN_CENTRAL, METHOD_IN_CENTRAL, OFFSET_IN_CENTRAL = 24, 22, 8, 10, 42
LIAR = zip_of({"a.xml": b"\0" * 900_000})
THOUSAND = struct.pack("<L", 1_000)


def overlapping() -> bytes:
    """Two entries of the directory that both point at the first entry's bytes."""
    data = bytearray(zip_of({"a.xml": b"<a/>", "b.xml": b"<a/>"}))
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    data[second + OFFSET_IN_CENTRAL : second + OFFSET_IN_CENTRAL + 4] = struct.pack("<L", 0)
    return bytes(data)


def huge() -> bytes:
    """Five entries of 30 MB of noise-like text that packs only a hundredfold."""
    block = b"".join(struct.pack("<L", zlib.crc32(bytes([at % 251, at // 251]))) for at in range(80)) * 94_000
    return written([(f"{at}.xml", block) for at in range(5)])


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("path upwards", lambda: zip_of({"../../x.xml": b"x"}), "container_path_unsafe"),
    ("path upwards inside", lambda: zip_of({"Doc_0/../x.xml": b"x"}), "container_path_unsafe"),
    ("absolute path", lambda: zip_of({"/etc/x.xml": b"x"}), "container_path_unsafe"),
    ("drive", lambda: zip_of({"C:x.xml": b"x"}), "container_path_unsafe"),
    ("backslash", lambda: zip_of({"a|..|x.xml": b"x"}).replace(b"a|..|x", b"a\\..\\x"), "container_path_unsafe"),
    ("line end in a name", lambda: zip_of({"a|b.xml": b"x"}).replace(b"a|b", b"a\nb"), "container_path_unsafe"),
    ("link", link, "container_link"),
    ("one name twice", lambda: written([("a.xml", b"<a/>"), ("a.xml", b"<b/>")]), "container_name_repeated"),
    ("names alike but for case", lambda: zip_of({"a.xml": b"1", "A.XML": b"2"}), "container_name_repeated"),
    ("names alike but for width", lambda: zip_of({"a.xml": b"1", "ａ.xml": b"2"}), "container_name_repeated"),
    ("zip in zip", lambda: zip_of({"b.zip": zip_of(PLAIN)}), "container_nested"),
    ("zip under a false name", lambda: zip_of({"a.xml": zip_of(PLAIN)}), "container_nested"),
    ("gzip in zip", lambda: zip_of({"a.xml": b"\x1f\x8b\x08\0"}), "container_nested"),
    ("claims less than it holds", lambda: patched(LIAR, central={SIZE_IN_CENTRAL: THOUSAND}), "container_size_wrong"),
    (
        "claims less in both places",
        lambda: patched(LIAR, central={SIZE_IN_CENTRAL: THOUSAND}, local={SIZE_IN_LOCAL: THOUSAND}),
        "container_size_wrong",
    ),
    (
        "claims more than it holds",
        lambda: patched(
            LIAR,
            central={SIZE_IN_CENTRAL: struct.pack("<L", 900_001)},
            local={SIZE_IN_LOCAL: struct.pack("<L", 900_001)},
        ),
        "container_size_wrong",
    ),
    ("bomb", lambda: zip_of({"a.xml": b"\0" * 60_000_000}), "container_bomb"),
    ("too large together", huge, "container_too_large"),
    ("too many", lambda: zip_of({f"{at}.xml": b"" for at in range(ENTRIES_MAX + 1)}), "container_too_many"),
    ("encrypted", lambda: patched(zip_of(PLAIN), central={FLAGS_IN_CENTRAL: b"\x01"}), "container_encrypted"),
    ("unknown packing", lambda: patched(zip_of(PLAIN), central={METHOD_IN_CENTRAL: b"\x0c"}), "container_broken"),
    (
        "directory names another file",
        lambda: zip_of({"a.xml": b"1"}).replace(b"a.xml", b"b.xml", 1),
        "container_broken",
    ),
    ("entries over one another", overlapping, "container_broken"),
    ("damaged", lambda: patched(zip_of(PLAIN), central={16: b"\0\0\0\0"}, local={14: b"\0\0\0\0"}), "container_broken"),
    ("something before it", lambda: b"MZ" + zip_of(PLAIN), "container_broken"),
    ("something behind it", lambda: zip_of(PLAIN) + b"\0", "container_broken"),
    ("cut short", lambda: zip_of(PLAIN)[:-30], "container_broken"),
    ("empty", lambda: b"", "container_broken"),
    ("one end record only", lambda: b"PK\5\6" + b"\xff" * 18, "container_broken"),
]


@pytest.mark.parametrize(("make", "code"), [pytest.param(make, code, id=case) for case, make, code in HOSTILE])
def test_a_hostile_container_is_refused_with_its_own_code(make: Callable[[], bytes], code: str) -> None:
    assert code_of(make()) == code


def test_what_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(RefusalError, match="container_entry_missing"):
        open_container(zip_of(PLAIN)).read("b.xml")


@given(st.data())
def test_any_byte_changed_is_refused_or_gives_the_same_files(data: st.DataObject) -> None:
    whole = zip_of(PLAIN)
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + bytes([data.draw(st.integers(0, 255))]) + whole[at + 1 :]
    try:
        found = read_all(changed)
    except RefusalError:
        return
    # Times, versions and attributes may change; what is in the files may not, though a name can.
    assert sorted(found.values()) == sorted(PLAIN.values())


def _outcome(data: bytes) -> str:
    try:
        read_all(data)
    except RefusalError as error:
        return error.refused.refusal.code
    return "read"


@pytest.mark.parametrize(
    ("name", "defect", "case"),
    [
        ("_UNSAFE", re.compile(r"(?!)"), "path upwards"),
        ("_MAGICS", (b"never",), "zip under a false name"),
        ("RATIO_MAX", 10**6, "bomb"),
        ("TOTAL_MAX_BYTES", 100 * TOTAL_MAX_BYTES, "too large together"),
        ("ENTRIES_MAX", 10 * ENTRIES_MAX, "too many"),
        ("_ENCRYPTED", 0, "encrypted"),
        ("_refuse_entry", lambda _: None, "link"),
    ],
)
def test_a_planted_defect_shows(monkeypatch: pytest.MonkeyPatch, name: str, defect: object, case: str) -> None:
    ((make, code),) = [(make, code) for one, make, code in HOSTILE if one == case]
    monkeypatch.setattr(container_module, name, defect)
    assert _outcome(make()) != code
