"""After `hefu warm` nothing is left to compile; an install that cannot be written to works all the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import hefu

PACKAGE = Path(hefu.__file__).parent
ROOT = Path(__file__).parents[2]

USE = """
import sys, pkgutil, importlib
import numpy as np, pyarrow as pa
import hefu.graph, hefu.parties
from hefu.graph.circles import circles, count_circles
from hefu.graph.components import strong_components, weak_components
from hefu.graph.graph import Graph
from hefu.graph.growing import GrowingGraph
from hefu.graph.reach import Direction, distances, reach
from hefu.graph.stream import RoundTripStream
from hefu.graph.trails import Band, Limits, round_trips, trails_between

chance = np.random.default_rng(4)
ends = chance.integers(0, 50_000, (2, 150_000))
ends[:, :140_000].sort(axis=0)
times = pa.array(chance.integers(0, 1_000_000, 150_000))
for kind in (pa.string(), pa.int64(), pa.int32(), pa.int16()):
    some = ends % 30_000 if kind == pa.int16() else ends
    columns = [pa.array(one).cast(kind) for one in some]
    graph = Graph.build(*columns, times=times, amounts_minor=times)
    chunks = [pa.chunked_array([one, one]) for one in columns]
    start = columns[0][:9]
    assert Graph.build(*chunks).node_count == graph.node_count
    assert strong_components(graph).count > weak_components(graph).count
    assert circles(graph, shortest=1, longest=4).complete and count_circles(graph, longest=4).complete
    for direction in Direction:
        assert reach(graph, start, hops_max=2, direction=direction).table.num_rows
        assert distances(graph, start, direction=direction).size
    for band in (None, Band(10, 10)):
        assert round_trips(graph, Limits(longest=4, window=5_000, band=band)).complete
    assert trails_between(graph, start, start, Limits(longest=3, window=5_000)).complete
    grown = GrowingGraph(graph, longest=4)
    assert grown.add(start[0].as_py(), start[1].as_py()).complete
    assert RoundTripStream(Limits(longest=3, window=9)).take(start, start, pa.array(range(9))).complete
assert Graph.of_numbers(50_000, *(one.astype(np.int32) for one in ends)).edge_count

from bench._parties_world import world
from datetime import date
from hefu.parties.config import PartiesConfig
from hefu.parties.entities.resolve import resolve
from hefu.parties.groups.control import members
from hefu.parties.groups.links import links_of
made = world(3_000, 1).book
found = resolve(made, PartiesConfig())
assert found.entities.height and found.party_pairs.height
told = {"source_id": "registry", "known_at": made.rows("parties")[0]["known_at"]}
ring = [{**told, "link_id": f"l{n}", "from_id": f"p{n}",
         "to_id": f"p{(n * 7 + 1) % 400}", "kind": "owns", "share_bps": 5_000 + n % 2} for n in range(400)]
from hefu.book.book import Book
assert members(links_of(Book.of_rows({"party_links": ring}), found.entities, date(2026, 6, 1)))[0].height

missed = []
for package in (hefu.graph, hefu.parties):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        for name, value in vars(importlib.import_module(found.name)).items():
            if not hasattr(value, "stats") or value.__module__ != found.name:
                continue
            place = f"{found.name.removeprefix(package.__name__ + '.')}.{name}"
            if value.stats.cache_misses:
                missed.append(f"{place}: {list(value.stats.cache_misses)}")
print("\\n".join(missed), end="")
"""


def run(code: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    environment = {
        **kept,
        "PYTHONPATH": f"{PACKAGE.parent}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
        **variables,
    }
    return subprocess.run([sys.executable, *code], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def warmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of kernels that `hefu warm` compiled from nothing: just now, or where `make` has had it done."""
    folder = tmp_path_factory.mktemp("warmed") / "kernels"
    if done_before := os.environ.get("WARMED_KERNELS"):
        shutil.copytree(done_before, folder)
    done = run(["-m", "hefu.cli", "warm", "--lang", "en"], NUMBA_CACHE_DIR=str(folder))
    assert done.returncode == 0, done.stderr
    steps = re.findall(r"(?m)^(\d+) of (\d+): ", done.stdout)
    assert steps == [(str(number), str(len(steps))) for number in range(1, len(steps) + 1)] != []
    assert str(folder) in done.stdout
    return folder


def test_after_warming_no_kernel_is_compiled_again(warmed: Path) -> None:
    done = run(["-c", USE], NUMBA_CACHE_DIR=str(warmed))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


KERNELS = """
import importlib, pkgutil
import hefu.graph, hefu.parties
for package in (hefu.graph, hefu.parties):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        for name, value in vars(importlib.import_module(found.name)).items():
            if hasattr(value, "nopython_signatures") and value.__module__ == found.name:
                print(f"{found.name.rpartition('.')[2]}.{name}")
"""


def test_every_kernel_has_machine_code_after_warming(warmed: Path) -> None:
    kernels = set(run(["-c", KERNELS]).stdout.split())
    kept = {path.name.partition("-")[0] for path in warmed.rglob("*.nbi")}
    assert len(kernels) > 60
    assert kernels <= kept, sorted(kernels - kept)


def test_a_kernel_that_was_not_warmed_is_named(warmed: Path, tmp_path: Path) -> None:
    """Planted: machine code of one kernel is missing."""
    partly = tmp_path / "kernels"
    shutil.copytree(warmed, partly)
    gone = [path for path in partly.rglob("*.nb*") if "keep_inner" in path.name]
    assert gone
    for path in gone:
        path.unlink()
    done = run(["-c", USE], NUMBA_CACHE_DIR=str(partly))
    assert done.stdout.startswith("trim.keep_inner"), done.stderr


BARRED = """
import ctypes, os, sys
if sys.platform == "linux" and os.geteuid() == 0:
    # Root may write anywhere: give up CAP_DAC_OVERRIDE, which the program that is run then does not have.
    assert ctypes.CDLL(None).prctl(24, 1, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""

TRY = """
import os, pathlib, sys
import hefu
try:
    (pathlib.Path(hefu.__file__).parent / "graph" / "written").touch()
    sys.exit("the install can be written to")
except OSError:
    pass
if sys.argv[1] == "cli":
    from hefu.cli.main import main
    main.get_command(None, "warm")
import pyarrow as pa
from hefu.graph.components import weak_components
from hefu.graph.graph import Graph
assert weak_components(Graph.build(pa.array([1]), pa.array([2]))).count == 1
print(os.environ.get("NUMBA_CACHE_DIR", "none"))
"""


@pytest.fixture
def barred(tmp_path: Path) -> Path:
    """An install of which nothing can be written, the home neither; a temporary folder is beside it."""
    install = tmp_path / "install"
    shutil.copytree(PACKAGE, install / "hefu", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "home").mkdir()
    (tmp_path / "tmp").mkdir(mode=0o700)
    for path in (*install.rglob("*"), install, tmp_path / "home"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return tmp_path


def attempt(barred: Path, how: str, temporary: Path) -> subprocess.CompletedProcess[str]:
    variables = {"PYTHONPATH": str(barred / "install"), "HOME": str(barred / "home"), "TMPDIR": str(temporary)}
    return run(["-c", BARRED, "-c", TRY, how], **variables)


def test_from_the_command_line_a_read_only_install_keeps_kernels_in_the_temporary_folder(barred: Path) -> None:
    done = attempt(barred, "cli", barred / "tmp")
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip())
    assert folder.parent == barred / "tmp"
    assert any("unite" in path.name for path in folder.rglob("*.nbc"))
    assert folder.stat().st_mode & 0o077 == 0


def test_as_a_library_a_read_only_install_compiles_without_keeping(barred: Path) -> None:
    done = attempt(barred, "library", barred / "tmp")
    assert (done.returncode, done.stdout) == (0, "none\n"), done.stderr
