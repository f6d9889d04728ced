"""Each rule of the house catches the fault it is for, and lets the right way pass.

A tilde in a sample stands for nothing: it keeps the sample from breaking the rule in this file.
"""

import subprocess
from pathlib import PurePosixPath

import pytest

from tests.tidy.money import floats_on_money
from tests.tidy.purity import chance, clocks, files, sockets
from tests.tidy.shape import long_files, long_functions, median_function_lines, silent_tests
from tests.tidy.tree import ROOT, TOOLS, Check, Source
from tests.tidy.wording import addresses_in_locks, banned_phrases, unreasoned_exceptions

RULE = "src/hefu/trade/rules/duplicates.py"
CLI = "src/hefu/cli/main.py"
BOOK = "src/hefu/book/reading.py"
SHIPPED = "src/hefu/rulebook/shipped.py"
MONEY = "src/hefu/core/money.py"
TEST = "tests/trade/test_duplicates.py"


def found(check: Check, path: str, text: str) -> list[str]:
    return check(Source(PurePosixPath(path), text.replace("~", "")))


CAUGHT: list[tuple[Check, str, str]] = [
    (clocks, RULE, "import time\ntime.time()"),
    (clocks, RULE, "from time import monotonic as m\nm()"),
    (clocks, RULE, "from datetime import datetime as dt\nnow = dt.now"),
    (clocks, RULE, "import datetime\ndatetime.date.today()"),
    (clocks, "src/hefu/clock.py", "import time\ntime.time_ns()"),
    (clocks, RULE, "book.sql('select * from invoices where due < current_date')"),
    (sockets, RULE, "import socket"),
    (sockets, RULE, "from urllib import request"),
    (sockets, RULE, "import urllib.request"),
    (sockets, BOOK, "import http.client"),
    (chance, RULE, "import random"),
    (chance, RULE, "from uuid import uuid4\nfield(default_factory=uuid4)"),
    (chance, RULE, "import os\nos.urandom(16)"),
    (chance, RULE, "import numpy as np\nnp.random.rand(3)"),
    (chance, RULE, "import numpy as np\nnp.random.default_rng()"),
    (chance, RULE, "key = hash(name)"),
    (files, RULE, "open('x')"),
    (files, RULE, "Path('x').read_text()"),
    (files, RULE, "import pyarrow.parquet as pq\npq.read_table('x')"),
    (files, RULE, "pl.scan_parquet('x')"),
    (files, RULE, "import os\nos.open('x', 0)"),
    (files, RULE, "book.sql('select * from read_parquet(?)')"),
    (files, SHIPPED, "def other_files(p):\n    return p.read_bytes()"),
    (files, SHIPPED, "def shipped_files(p):\n    return open(p)"),
    (files, RULE, "def shipped_files(p):\n    return p.read_bytes()"),
    (files, "src/hefu/core/refusals.py", "path.write_bytes(b'')"),
    (floats_on_money, RULE, "share = paid_minor / due_minor"),
    (floats_on_money, RULE, "share = invoice.paid_minor / 2"),
    (floats_on_money, RULE, "share = pl.col('paid_minor').sum() / 2"),
    (floats_on_money, RULE, "share = sum(row.paid_minor for row in rows) / 2"),
    (floats_on_money, RULE, "total_minor /= 2"),
    (floats_on_money, RULE, "total_minor = total * 1.05"),
    (floats_on_money, RULE, "if gap_minor_max > 0.5: pass"),
    (floats_on_money, RULE, "price_milli: float"),
    (floats_on_money, RULE, "def total(price_milli: float | None) -> int: ..."),
    (floats_on_money, RULE, "def total_minor() -> float: ..."),
    (floats_on_money, RULE, "x = float(row['paid_minor'])"),
    (floats_on_money, RULE, "field = pa.field('paid_minor', pa.float64())"),
    (floats_on_money, RULE, "schema = {'paid_minor': pl.Float64}"),
    (floats_on_money, RULE, "pl.col('paid_minor').cast(pl.Float64)"),
    (floats_on_money, RULE, "config(haircut_bps=12.5)"),
    (floats_on_money, RULE, "book.sql('select sum(paid_minor) / sum(due) from invoices')"),
    (floats_on_money, MONEY, "half = 0.5"),
    (floats_on_money, MONEY, "half = whole / 2"),
    (floats_on_money, "src/hefu/credit/config.py", "def need(sales: float) -> int: ..."),
    (floats_on_money, "src/hefu/book/schema.py", "column = pa.float64()"),
    (long_functions, RULE, "def f():\n" + "    x = 1\n" * 70),
    (long_files, RULE, "x = 1\n" * 401),
    (long_files, "docs/page.md", "line\n" * 401),
    (silent_tests, TEST, "def test_it():\n    run()"),
    (silent_tests, TEST, "def test_it():\n    assert~ True"),
    (banned_phrases, RULE, "# TO~DO: finish"),
    (banned_phrases, "README.md", "Works for~ now."),
    (banned_phrases, "Makefile", "# FIX~ME"),
    (banned_phrases, "locks/run.txt", "--index-url files.python~hosted.org"),
    (banned_phrases, "package-lock.json", "registry.npm~js.org"),
    (banned_phrases, "docs/page.md", "see /ho~me/anna/notes"),
    (banned_phrases, TEST, "assert~ True"),
    (banned_phrases, TEST, "pytest.importor~skip('x')"),
    (banned_phrases, TEST, "@pytest.mark.sk~ipif(no_browser, reason='slow')"),
    (addresses_in_locks, "locks/run.txt", "hefu @ file:///x"),
    (addresses_in_locks, "locks/dev.txt", "--extra-index-url example"),
    (unreasoned_exceptions, RULE, "import os  # no~qa"),
    (unreasoned_exceptions, RULE, "import os  # no~qa: F401"),
    (unreasoned_exceptions, RULE, "x = y  # type: ign~ore"),
    (unreasoned_exceptions, RULE, "x = y  # type: ign~ore[misc]"),
    (unreasoned_exceptions, RULE, "x = y  # pragma: n~o cover"),
]

PASSES: list[tuple[Check, str, str]] = [
    (clocks, CLI, "import time\ntime.time()"),
    (clocks, RULE, "from datetime import datetime\ndatetime.fromisoformat(x)"),
    (clocks, RULE, "def rule():\n    'As of at, not of current_date.'"),
    (sockets, CLI, "import socket"),
    (sockets, RULE, "from urllib.parse import urlsplit"),
    (chance, "src/hefu/gym/economy.py", "import random"),
    (chance, RULE, "import numpy as np\nnp.random.default_rng(seed)"),
    (chance, RULE, "import numpy as np\ndef f(rng: np.random.Generator): ..."),
    (chance, RULE, "from uuid import UUID, uuid5"),
    (chance, RULE, "class A:\n    def __hash__(self):\n        return hash(self.key)"),
    (files, SHIPPED, "def shipped_files(p):\n    return [i.read_bytes() for i in resources.files(p).iterdir()]"),
    (files, BOOK, "Path('x').read_text()"),
    (files, RULE, "book.table('invoices')"),
    (floats_on_money, RULE, "share_bps = paid_minor * 10_000 // due_minor"),
    (floats_on_money, RULE, "score = similar / 2"),
    (floats_on_money, RULE, "findings = [make(amount_minor=1, score=0.5)]"),
    (floats_on_money, RULE, "book.sql('select sum(paid_minor) // 2 from invoices')"),
    (floats_on_money, RULE, "page = folder / f'{total_minor}.html'"),
    (floats_on_money, MONEY, "half = Fraction(whole, 2)"),
    (floats_on_money, "src/hefu/decide/texts.py", "page = folder / 'decision.html'"),
    (floats_on_money, "bench/ubl_read.py", "speed = bytes_milli / 2.0"),
    (long_functions, RULE, "def f():\n" + "    x = 1\n" * 69),
    (long_files, RULE, "x = 1\n" * 400),
    (long_files, "src/hefu/assess/charts.min.js", "x\n" * 401),
    (long_files, "locks/run.txt", "x\n" * 401),
    (silent_tests, TEST, "def test_it():\n    assert run() == 1"),
    (silent_tests, TEST, "def test_it():\n    with pytest.raises(ValueError):\n        run()"),
    (silent_tests, TEST, "def helper():\n    run()"),
    (banned_phrases, "src/hefu/core/currencies.py", "NONE = 'XXX'"),
    (banned_phrases, "examples/steel/payment.xml", "<BIC>XXX~: TO~DO</BIC>"),
    (banned_phrases, "docs/page.md", "https://example.org/home/page"),
    (addresses_in_locks, "locks/run.txt", "click==8.5.1 \\\n    --hash=sha256:00"),
    (addresses_in_locks, "docs/page.md", "https://example.org"),
    (unreasoned_exceptions, RULE, "import os  # no~qa: F401 - the reason"),
    (unreasoned_exceptions, RULE, "x = y  # type: ign~ore[misc]  # the reason"),
    (unreasoned_exceptions, RULE, "x = '# no~qa'"),
]


@pytest.mark.parametrize(("check", "path", "text"), CAUGHT)
def test_a_planted_fault_is_caught(check: Check, path: str, text: str) -> None:
    offences = found(check, path, text)
    assert offences
    assert all(offence.startswith(f"{path}:") for offence in offences)


@pytest.mark.parametrize(("check", "path", "text"), PASSES)
def test_the_right_way_passes(check: Check, path: str, text: str) -> None:
    assert found(check, path, text) == []


def test_the_middle_function_is_measured_over_all_files() -> None:
    short = Source(PurePosixPath(RULE), "def f():\n    return 1\n")
    long = Source(PurePosixPath(RULE), "def f():\n" + "    x = 1\n" * 19)
    assert median_function_lines([short, short, long]) == 2
    assert median_function_lines([short, long, long]) == 20


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("T201", "print('x')"),
        ("D103", "def f() -> None: ..."),
        ("ANN201", "def f():\n    'A result.'"),
        ("PGH003", "import x  # type: ign~ore"),
        ("RUF100", "x = 1  # no~qa: F401 - nothing to silence"),
        ("DTZ005", "import datetime\ndatetime.datetime.now()"),
        ("SLF001", "book._tables()"),
        ("BLE001", "try:\n    f()\nexcept Exception:\n    pass"),
    ],
)
def test_the_linter_catches_the_rest(code: str, text: str) -> None:
    command = [str(TOOLS / "ruff"), "check", "--no-cache", "--output-format=concise", "--stdin-filename", RULE, "-"]
    verdict = subprocess.run(
        command, cwd=ROOT, input=text.replace("~", ""), capture_output=True, text=True, check=False
    )
    assert verdict.returncode == 1
    assert code in verdict.stdout
