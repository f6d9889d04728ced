"""Every rule of the house that a machine can check and no linter does."""

from pathlib import Path

from tests.tidy.money import floats_on_money
from tests.tidy.purity import chance, clocks, files, sockets
from tests.tidy.shape import long_files, long_functions, silent_tests
from tests.tidy.tree import Check, sources
from tests.tidy.wording import addresses_in_locks, banned_phrases, unreasoned_exceptions

CHECKS: tuple[Check, ...] = (
    clocks,
    sockets,
    chance,
    files,
    floats_on_money,
    long_functions,
    long_files,
    silent_tests,
    banned_phrases,
    addresses_in_locks,
    unreasoned_exceptions,
)


def offences(root: Path, *checks: Check) -> list[str]:
    """What the checks object to in the tree under `root`."""
    return [offence for source in sources(root) for check in checks for offence in check(source)]
