"""Reckon many random amounts twice: `python -m campaigns.money`; SEED and CASES from the environment.

Interest, penalty interest, accounts with compound interest, late interest, reserves, shares and the order of
payment, by Hefu and by the oracle in `fractions`. Ends with 1 at the first kind that differs, and says on what.
"""

from __future__ import annotations

import os
import sys

from tests.credit.amounts import KINDS, first_difference

CASES = int(os.environ.get("CASES", "1000000"))
SEED = int(os.environ.get("SEED", "20261123"))


def main() -> int:
    """Share the cases out evenly over the kinds; print how many of each agreed."""
    failed = 0
    for place, (name, kind) in enumerate(KINDS.items()):
        count = CASES // len(KINDS) + (place < CASES % len(KINDS))
        difference = first_difference(kind, SEED + place, count)
        failed += difference is not None
        print(f"{name:20} {count:>9,} amounts  {difference or 'agree'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
