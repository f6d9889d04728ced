"""Fuzz one parser in this process: `python -m campaigns.fuzz.hunt NAME CORPUS [options of libFuzzer]`."""

from __future__ import annotations

import sys

import atheris

# Branches are counted in what is loaded from here on.
with atheris.instrument_imports(include=["hefu", "pypdf"]):
    from campaigns.fuzz.targets import TARGETS
    from hefu.core.refusals import RefusalError
    from hefu.core.texts import Language


def main() -> None:
    """Let libFuzzer run until its time is over or something other than a refusal comes out."""
    run = TARGETS[sys.argv[1]].run

    def one(data: bytes) -> None:
        try:
            run(data)
        except RefusalError as error:
            for language in Language:
                error.refused.render(language)

    atheris.Setup([sys.argv[0], *sys.argv[2:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
