"""Run the benchmarks: `python -m bench` runs every one, `python -m bench NAME ...` the named ones."""

import importlib
import sys
from pathlib import Path


def names() -> list[str]:
    """Every module beside this one, in order; each has a `main()` that prints its table."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def main(wanted: list[str]) -> int:
    """Run the benchmarks that are wanted, all of them when none is named."""
    known = names()
    if unknown := sorted(set(wanted) - set(known)):
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    for name in wanted or known:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
