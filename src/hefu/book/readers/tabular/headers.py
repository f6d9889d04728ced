"""Where a table of cells begins: its header, found by the names the mapping needs, and what stands above it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hefu.book.readers.tabular.mapping import Mapping
from hefu.book.readers.tabular.sheets import CellValue, Numbered
from hefu.core.refusals import Refusal, refuse

_WITHIN_ROWS = 100
_TITLE_LENGTH_MAX = 1_000
"""How much of a cell above the header is looked at."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header by the names of the mapping, and the cells that are the same for every row.

    `given` holds what the title or sources.toml says under a name that the sheet has no column for.
    """

    names: tuple[str, ...]
    given: dict[str, str]

    def by_name(self, number: int, cells: list[CellValue]) -> dict[str, CellValue]:
        """Return the cells of one row by header; refused where a cell stands under none."""
        by_name: dict[str, CellValue] = dict(self.given)
        for name, cell in zip(self.names, cells, strict=True):
            said = self.given.get(name, "")
            if not name and cell:
                raise refuse(Refusal.HEADER_UNKNOWN, column=f"({str(cell)[:60]})")
            if said and cell and str(cell) != said:
                raise refuse(Refusal.CELL_CONTRADICTS, row=number, column=name, value=str(cell)[:80], said=said[:80])
            by_name[name] = cell or said
        return by_name


def find_header(rows: Iterator[Numbered], mapping: Mapping) -> Header:
    """Read on to the header: the row of that number, or the first that holds every header the mapping needs.

    Raises RefusalError: HEADER_MISSING, HEADER_REPEATED, HEADER_UNKNOWN, ROW_DIFFERS where the title says two things.
    """
    known = _names(mapping)
    missing = sorted(mapping.needed)
    above: list[Numbered] = []
    for number, cells in rows:
        names = tuple(known.get(_key(str(cell)), str(cell)) for cell in cells)
        absent = sorted(mapping.needed - set(names))
        if number == mapping.header_row or (not mapping.header_row and not absent and set(names) & mapping.headers):
            missing = absent
            if not absent:
                _refuse_names(names, mapping)
                return Header(names, _given(above, mapping))
            break
        missing = min(missing, absent or missing, key=len)
        if number >= max(mapping.header_row, _WITHIN_ROWS):
            break
        above.append((number, cells))
    raise refuse(Refusal.HEADER_MISSING, column=missing[0] if missing else "–")


def _names(mapping: Mapping) -> dict[str, str]:
    """Return the mapping's name of each header that a sheet may hold: its own, and the others it is known by."""
    names = {_key(name): name for name in mapping.headers | mapping.ignore}
    names.update({_key(other): name for name, others in mapping.also.items() for other in others})
    return names


def _key(header: str) -> str:
    """Return a header without blanks and differences of width: 借方发生额（支取） is 借方发生额(支取)."""
    return "".join(unicodedata.normalize("NFKC", header).split())


def _refuse_names(names: tuple[str, ...], mapping: Mapping) -> None:
    for name in names:
        if name and names.count(name) > 1 and name in mapping.headers:
            raise refuse(Refusal.HEADER_REPEATED, column=name)
        if name and name not in mapping.headers and name not in mapping.ignore:
            raise refuse(Refusal.HEADER_UNKNOWN, column=name[:80])


def _given(above: list[Numbered], mapping: Mapping) -> dict[str, str]:
    """Return what is the same for every row. Where sources.toml says a thing, title and sheet may not say another."""
    given = dict.fromkeys([*mapping.optional, *mapping.title], "") | mapping.given
    said_in: dict[str, int] = {}
    for number, cells in above:
        texts = [str(cell)[:_TITLE_LENGTH_MAX] for cell in cells]
        for name, labels in mapping.title.items():
            said = next(filter(None, (_said(texts, label) for label in labels)), "")
            if not said:
                continue
            if given[name] and given[name] != said:
                first = said_in.get(name, 0)
                raise refuse(Refusal.ROW_DIFFERS, row=number, column=name, key=name, first=first)
            given[name] = said
            said_in[name] = number
    return given


def _said(texts: list[str], label: str) -> str:
    """Return what a row of the title says under a label: behind its colon, or in the next filled cell."""
    # Several may stand in one cell: a value ends before two blanks, or before the next word with a colon.
    pattern = re.compile(rf"(?:^|\s){re.escape(label)}\s*(?:[:：]\s*(.*?)(?=\s{{2,}}|\s+[^\s:：]+\s*[:：]|$)|$)")
    for at, text in enumerate(texts):
        match = pattern.search(text)
        if match:
            return match[1] or next(filter(None, texts[at + 1 :]), "")
    return ""
