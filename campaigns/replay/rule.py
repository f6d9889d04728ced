"""The third process of a batch: replay one answer while one byte of a rule's source is another.

`python -m campaigns.replay.rule PLACE WHICH` takes the first answer of the batch and the rule's file of that number,
and prints a line of JSON: its module, and what went wrong, or nothing where exactly the rules in it were named.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

SOURCE = Path(__file__).parents[2] / "src"
RULES = tuple(sorted(path for path in SOURCE.glob("hefu/*/rules/*.py") if path.name != "__init__.py"))
"""The file of every rule."""


class Altered(MetaPathFinder):
    """Finds one module in another file than its own."""

    def __init__(self, module: str, path: Path) -> None:
        """Say which module, and where."""
        self._module, self._path = module, path

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the module is; others are found as ever."""
        del path, target
        return spec_from_file_location(fullname, self._path) if fullname == self._module else None


def main(place: str, which: str) -> int:
    """Alter the first letter of the rule's description, replay, and print what came of it."""
    rule, folder = RULES[int(which) % len(RULES)], min((Path(place) / "dossiers").iterdir())
    module, data = ".".join(rule.relative_to(SOURCE).with_suffix("").parts), rule.read_bytes()
    letter = data.index(b'"""') + len(b'"""')
    sha256 = hashlib.sha256(data).hexdigest()
    rules = json.loads((folder / "receipt.json").read_bytes())["rules"]
    expected = {("rule_changed", one["name"]) for one in rules if one["sha256"] == sha256}
    with tempfile.TemporaryDirectory() as aside:
        altered = Path(aside) / rule.name
        altered.write_bytes(data[:letter] + bytes([data[letter] ^ 0x20]) + data[letter + 1 :])
        sys.meta_path.insert(0, Altered(module, altered))
        # Only now: the library loads its rules when it is first imported.
        from campaigns.replay.altered import fault_of  # noqa: PLC0415 - see above
        from hefu.assess.replay import replay_from_store  # noqa: PLC0415 - see above

        outcome = replay_from_store(folder, Path(place) / "store")
    fault = fault_of(outcome, expected, same=True) if expected else f"no rule of the receipt is written in {module}"
    print(json.dumps({"module": module, "fault": fault}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
