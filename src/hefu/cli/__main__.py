"""`python -m hefu.cli`, the same as `hefu`."""

from __future__ import annotations

from hefu.cli.main import main

if __name__ == "__main__":
    main(prog_name="hefu")
