"""Children that read: whatever one dies of is found out and named, and costs no other document its place."""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pytest

from hefu.book.files import staged
from hefu.book.readers.detect import read_document
from hefu.book.readers.folder import read_folder, read_folder_into
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.sandbox import child, network, ready, workers
from hefu.book.readers.sandbox.batch import BETWEEN, Job, read_jobs
from hefu.book.readers.sandbox.workers import read_in_children
from hefu.book.readers.tabular.mapping import Mapping
from tests.samples import ROOT

AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
STATEMENT = (ROOT / "tests/book/readers/data/camt/statement_v8.xml").read_bytes()
QUICK = child.Limits(memory_bytes=128 * 1024 * 1024, cpu_seconds=1, wall_per_cpu=4)


def jobs(*marks: str) -> list[Job]:
    """Statements, each with a mark that tells the reader below what to do."""
    return [
        Job(at, STATEMENT.replace(b"S-324", b"S-%d" % at) + f"<!-- {mark} -->".encode(), source(at))
        for at, mark in enumerate(marks)
    ]


def source(at: int) -> Source:
    return Source(f"file:{at}", "bank", "feed", AT, file_name=f"{at}.xml")


def hoard() -> None:
    held: list[bytearray] = []
    while True:
        held.append(bytearray(1024 * 1024))


def spin() -> None:
    while True:
        pass


class Panic(BaseException):
    """As a panic of Rust code comes out of it: no Exception."""


def panic() -> None:
    raise Panic


DEATHS: dict[str, Callable[[], object]] = {
    "sleep": lambda: time.sleep(600),
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "spin": spin,
    "hoard": hoard,
    "panic": panic,
    "abort": os.abort,
    "exit": lambda: os._exit(0),
    "murder": lambda: os.kill(os.getpid(), signal.SIGKILL),
}


def marked(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """Do what the document's mark says. Found by the children under this module's name."""
    mark = data.rpartition(b"<!-- ")[2].removesuffix(b" -->").decode()
    if mark in DEATHS:
        DEATHS[mark]()
    rows = read_document(data, source, mapping)
    if mark == "later":
        rows.tables["payments"][0] = Deadly(rows.tables["payments"][0])
    return rows


class Deadly(dict[str, object]):
    """A row that kills whoever makes a table of it, when no document is being read any more."""

    def __getitem__(self, name: str) -> object:
        os._exit(1)

    def get(self, *_: object) -> object:
        os._exit(1)

    def __iter__(self) -> "object":  # type: ignore[override]  # it never returns
        os._exit(1)


CAUSES = {
    "sleep": "document_too_slow",
    "stop": "document_too_slow",
    "spin": "document_too_slow",
    "hoard": "document_too_large_to_read",
    "panic": "reader_failed",
    "abort": "worker_died",
    "exit": "worker_died",
    "murder": "worker_died",
    "later": "worker_died",
}


@pytest.mark.parametrize(("count", "written"), [(1, False), (2, True)])
def test_each_cause_of_death_has_its_code_and_the_others_are_read(
    count: int, written: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LIMITS", QUICK)
    chunk = jobs("", *CAUSES, "")
    read: dict[int, str] = {}
    rows = 0
    for done in read_in_children([chunk[:5], chunk[5:]], count, marked, tmp_path if written else None):
        for outcome in done.outcomes:
            assert outcome.index not in read
            read[outcome.index] = outcome.refused.refusal.code if outcome.refused else outcome.document_kind
        rows += done.tables["payments"].num_rows if "payments" in done.tables else 0
    assert [read[at] for at in sorted(read)] == ["bank_statement", *CAUSES.values(), "bank_statement"]
    parts = list(tmp_path.glob("payments.*.parquet"))
    assert (rows, len(parts)) == ((0, 2) if written else (8, 0))


def test_what_is_too_much_only_together_is_read_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "LIMITS", replace(workers.LIMITS, memory_bytes=120 * 1024 * 1024))
    kinds = [
        outcome.document_kind
        for done in read_in_children([jobs(*[""] * 5)], 1, bulky, tmp_path)
        for outcome in done.outcomes
    ]
    assert kinds == ["bank_statement"] * 5


def bulky(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    rows = read_document(data, source, mapping)
    rows.bulk = bytearray(50 * 1024 * 1024)  # type: ignore[attr-defined]  # kept as long as the rows are
    return rows


def test_time_grows_with_the_document() -> None:
    limits = child.Limits()
    assert [limits.cpu_seconds_for(size * 1024 * 1024) for size in (0, 1, 20)] == [2, 4, 42]


SCRIPT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from hefu.book.readers.folder import read_folder
print("begun", flush=True)
report = read_folder(Path(sys.argv[1]), datetime(2026, 11, 21, tzinfo=UTC))
print(report.documents_by_kind(), flush=True)
"""


def test_a_script_without_a_guard_is_not_started_again_by_its_children(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.xml").write_bytes(STATEMENT)
    (tmp_path / "script.py").write_text(SCRIPT)
    command = [sys.executable, str(tmp_path / "script.py"), str(tmp_path / "papers")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.splitlines() == ["begun", "{'bank_statement': 1}"]
    assert said.stderr == ""


def loaded(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """Name what the child has loaded by then."""
    read_document(data, source, mapping)
    return Rows(source, " ".join(sorted(sys.modules)))


def nursed(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """Name where Arrow takes its memory from in a child."""
    read_document(data, source, mapping)
    return Rows(source, pa.default_memory_pool().backend_name)


def test_a_child_is_forked_from_a_server_with_its_own_settings(tmp_path: Path) -> None:
    # What the server cannot load beforehand it passes over in silence; each child would then load all by itself.
    assert find_spec(workers.READY)
    (tmp_path / "a.xml").write_bytes(STATEMENT)
    assert list(read_folder(tmp_path, AT, read=nursed).documents_by_kind()) == ["system"]
    assert "ARROW_DEFAULT_MEMORY_POOL" not in os.environ


def test_a_child_loads_readers_of_usual_papers_what_else_its_document_needs_and_nothing_of_the_caller(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.xml").write_bytes(STATEMENT)
    modules = set(next(iter(read_folder(tmp_path, AT, read=loaded).documents_by_kind())).split())
    assert modules >= {*ready.READERS, workers.READY}
    assert not modules & {
        "pypdf",
        "hefu.book.readers.einvoice.pdf",
        "hefu.book.readers.epcis.reader",
        "hefu.cli",
        "hefu.assess",
        "click",
    }


THREADS = "import importlib, os, {0}; before = len(os.listdir('/proc/self/task')); importlib.import_module('{1}'); \
print(len(os.listdir('/proc/self/task')) - before)"


def test_getting_ready_begins_no_thread_that_a_fork_would_lose() -> None:
    settings = {**os.environ, **workers._SETTINGS}  # noqa: SLF001 - what the server begins with
    command = [sys.executable, "-c", THREADS.format("hefu.book.readers.sandbox.child", workers.READY)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=settings)
    assert said.stdout == "0\n"


def limits_of(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """Name the limits that hold while a document is read."""
    core = resource.getrlimit(resource.RLIMIT_CORE)
    armed = signal.getitimer(signal.ITIMER_PROF)[0] > 0 and signal.getitimer(signal.ITIMER_REAL)[0] > 0
    read_document(data, source, mapping)
    return Rows(source, f"{core} {armed} {resource.getrlimit(resource.RLIMIT_AS)[0] > 0}")


def test_the_limits_hold_while_a_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(STATEMENT)
    assert list(read_folder(tmp_path, AT, read=limits_of).documents_by_kind()) == ["(0, 0) True True"]


def test_after_the_last_no_document_is_being_read() -> None:
    begun: list[int] = []
    read_jobs(jobs("", ""), read_document, begun.append)
    assert begun == [0, 1, BETWEEN]


def test_what_a_child_of_a_dead_parent_still_writes_is_not_in_the_next_reading(tmp_path: Path) -> None:
    places = []
    (tmp_path / "book").mkdir()
    for _ in range(2):
        with staged(tmp_path / "book") as staging:
            places.append(staging)
    assert places[0] != places[1]
    assert not places[0].exists()


def test_a_folder_of_killers_ends_with_a_refusal_each(tmp_path: Path) -> None:
    inbox = tmp_path / "papers"
    inbox.mkdir()
    for job in jobs(*["murder"] * 6):
        (inbox / job.source.file_name).write_bytes(job.data)
    report = read_folder_into(inbox, tmp_path / "book", AT, read=marked)
    assert [file.refused.refusal.code for file in report.refusals if file.refused] == ["worker_died"] * 6
    assert report.batch is None


def calls(data: bytes, source: Source, _mapping: Mapping | None = None) -> Rows:
    """Call the port that the document names, and say what came of it."""
    port = int(data.rpartition(b"port ")[2].removesuffix(b" -->"))
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError as error:
        return Rows(source, f"not connected: {errno.errorcode[error.errno or 0]}")
    return Rows(source, "connected")


def may_leave_the_network() -> bool:
    """Whether this system lets a process of ours leave, tried by one that has nothing else to do."""
    tried = "import sys; from hefu.book.readers.sandbox.network import leave_network; sys.exit(not leave_network())"
    return subprocess.run([sys.executable, "-c", tried], check=False).returncode == 0


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as open_to_all:
        yield open_to_all


def test_a_child_reaches_nobody_not_even_its_own_machine(
    listener: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    (job,) = jobs(f"port {listener.getsockname()[1]}")
    (done,) = read_in_children([[job]], 1, calls)
    assert calls(job.data, job.source).document_kind == "connected"
    if may_leave_the_network():
        assert done.outcomes[0].document_kind == "not connected: ENETUNREACH"
        return
    with capsys.disabled():
        sys.stdout.write("\nunshare(2) is forbidden here: children keep the network, and read all the same\n")
    assert done.outcomes[0].document_kind == "connected"


def test_a_system_that_lets_no_process_leave_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "LEAVING", (-1,))
    assert not network.leave_network()
