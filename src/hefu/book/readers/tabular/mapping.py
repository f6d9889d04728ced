"""Mapping files: how one sender's table of cells becomes rows of the book. See docs/reference/mapping.md.

A mapping is checked when it is read: names of tables and columns, references between columns, and that every
column which a table requires is given. What is left to go wrong later is in the cells.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta, timezone

from hefu.book.columns import Column, Table
from hefu.book.readers.toml import Section
from hefu.book.schema import SCHEMA
from hefu.core.texts import Text

_ENCODINGS = ("utf-8", "gb18030")
_DELIMITERS = (",", ";", "\t", "|")
_THOUSANDS = ("", ",", ".", " ", "'")
_DIRECTIVES = re.compile(r"%(.?)")
_ZONE = re.compile(r"([+-])(\d\d):([0-5]\d)", re.ASCII)
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
RESERVED = ("row", "source")
"""Placeholders that name neither a column nor a header: the row's number, the id of the source."""

ACCOUNT, LINE, INVOICE = "account", "line", "invoice"
_DOCUMENTS = ("contract", "order", "despatch", "delivery", "receipt", "certificate")
_BECOMES = (ACCOUNT, LINE, INVOICE, *_DOCUMENTS)
"""What id a cell may become: that of an account; of a line of a document; of a document of somebody's."""

ONLY, FIRST, JOIN = "from", "first", "join"
CHINESE = "chinese"
"""A way of writing days: 2026年11月3日, 20261103, 2026/11/3, 2026.11.03; in Excel also a bare day count."""

IN, OUT = "in", "out"
OLDEST_FIRST, NEWEST_FIRST = "oldest_first", "newest_first"
_EITHER = "either"

UNITS = {"percent": 2, "fraction": 4, "bps": 0}
"""How a rate may be written, and how many decimals of it make basis points."""

_FIELDS = "name kind uscc lei gln tax_number registration_number country address phone industry"
PARTY_FIELDS = tuple(_FIELDS.split())
_STAMPED = ("source_id", "known_at")
_ONE = Text(
    "must have exactly one of from, first, join, value, template, party",
    "from、first、join、value、template、party 必须且只能有一个",
)
_EARLIER = Text("{name} must be a column that stands earlier", "{name} 必须是排在前面的列")
_TABLE = Text("is no table of facts", "不是事实表")
_COLUMN = Text("is no column of this table", "不是该表的列")
_FORMAT = Text("may hold %Y %m %d %H %M %S %z only", "只能使用 %Y %m %d %H %M %S %z")
_OFFSET = Text("must be an offset such as +08:00", "必须是时差，例如 +08:00")
_POWER = Text("must be 10, 100, 1000, …", "必须是 10、100、1000……")
_MOVES = Text("only rows of payments move money", "只有 payments 表可以标明资金方向")
_SAME = Text("must differ from the decimal separator", "必须与小数点不同")


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value comes from: cells under some headers, or a constant; and what its words mean.

    `take` says which of several cells: the only filled one, the first filled one, or all of them joined by a blank.
    """

    headers: tuple[str, ...] = ()
    value: str | None = None
    take: str = ONLY
    words: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The headers as refusals name them."""
        return " / ".join(self.headers) or "–"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How one column is filled. `becomes` tells which id is made of the cell, with the column or party it hangs on.

    Of several `templates` the first counts whose parts are all filled; `places` moves the point of a number, where
    the sheet counts in 万元 and the like.
    """

    column: Column
    cell: Cell = Cell()
    templates: tuple[str, ...] = ()
    party: str = ""
    becomes: str = ""
    issuer: str = ""
    unit: str = "percent"
    absolute: bool = False
    places: int = 0


@dataclass(frozen=True, slots=True)
class TableMap:
    """How rows of one table are made, and of which rows of the sheet.

    `when` allows only some words under a header; `filled`, `positive` and `negative` ask something of a cell.
    `repeated` says that a thing stands on several rows alike (an invoice on each of its lines); `numbered` that
    an id may be given again and is then another thing (`~2`). `moves` says which way a payment goes: into the
    account or out of it.
    """

    table: Table
    columns: tuple[ColumnMap, ...]
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    filled: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    repeated: bool = False
    numbered: bool = False
    moves: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """Rows that begin with one of some words and state the sum of what stands above, under each of `sums`.

    `restarts` says that the sum begins anew behind each such row; `required` that there must be one.
    """

    starts: tuple[str, ...]
    sums: tuple[str, ...]
    restarts: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Running:
    """The column of the balance after each row; `order` is that of the rows, empty where either may be."""

    column: str
    order: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """One sender's mapping; `sha256` is that of its file.

    `also` holds other names of a header, `title` what stands above the header under which words, `given` what
    sources.toml says where the sheet does not.
    """

    name: str
    sha256: str
    document_kind: str
    encoding: str
    delimiter: str
    sheet: str | None
    header_row: int
    until: tuple[str, ...]
    ignore: frozenset[str]
    decimal: str
    thousands: str
    date: str
    moment: str
    zone: timezone | None
    full_width: bool
    chinese_numbers: bool = False
    plus_sign: bool = False
    blank: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    title: dict[str, tuple[str, ...]] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    parties: dict[str, dict[str, Cell]] = field(default_factory=dict)
    tables: tuple[TableMap, ...] = ()
    totals: tuple[Total, ...] = ()
    running: Running | None = None

    @property
    def headers(self) -> frozenset[str]:
        """Every header the mapping names."""
        named: set[str] = {header for total in self.totals for header in total.sums}
        named.update([self.running.column] if self.running else [])
        for table in self.tables:
            named.update(header for header, _ in table.when)
            named.update((*table.filled, *table.positive, *table.negative))
            known = {one.column.name for one in table.columns} | set(RESERVED)
            for one in table.columns:
                named.update(one.cell.headers)
                named.update(name for name in _placeholders(one.templates) if name not in known)
                named.update(h for cell in self.parties.get(one.party, {}).values() for h in cell.headers)
        return frozenset(named)

    @property
    def needed(self) -> frozenset[str]:
        """The headers that must stand in the sheet itself."""
        return self.headers - self.optional - frozenset(self.title) - frozenset(self.given)


def _placeholders(templates: tuple[str, ...]) -> list[str]:
    return [name for template in templates for name in PLACEHOLDER.findall(template)]


def parse_mapping(data: bytes, name: str) -> Mapping:
    """Read a mapping file; `name` is what refusals call it. Raises RefusalError (CONFIG_…)."""
    whole = Section.of_bytes(name, data)
    decimal = whole.code("decimal", (".", ","), ".")
    thousands = whole.code("thousands", _THOUSANDS, "")
    if thousands == decimal:
        raise whole.wrong("thousands", thousands, _SAME)
    parties = {key: _party(section) for key, section in _sections(whole.section("party"))}
    mapping = Mapping(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        document_kind=whole.text("document_kind", "table"),
        encoding=whole.code("encoding", _ENCODINGS, "utf-8"),
        delimiter=whole.code("delimiter", _DELIMITERS, ","),
        sheet=whole.maybe_text("sheet"),
        header_row=whole.whole("header_row", 0),
        until=whole.texts("until"),
        ignore=frozenset(whole.texts("ignore")),
        decimal=decimal,
        thousands=thousands,
        date=_format(whole, "date", "%Y-%m-%d"),
        moment=_format(whole, "moment", "%Y-%m-%dT%H:%M:%S%z"),
        zone=_zone(whole),
        full_width=whole.flag("full_width"),
        chinese_numbers=whole.flag("chinese_numbers"),
        plus_sign=whole.flag("plus_sign"),
        blank=frozenset(whole.texts("blank")),
        optional=frozenset(whole.texts("optional")),
        also=_names(whole.section("also")),
        title=_names(whole.section("title")),
        parties=parties,
        tables=tuple(_table(section, parties) for section in whole.sections("table")),
        totals=tuple(_total(section) for section in whole.sections("total")),
        running=_running(whole.section("running")) if whole.has("running") else None,
    )
    if not mapping.tables:
        raise whole.missing("table")
    if mapping.running and not any(table.moves for table in mapping.tables):
        raise whole.missing("table.moves")
    whole.close()
    return mapping


def _names(section: Section) -> dict[str, tuple[str, ...]]:
    return {key: section.texts(key) for key in section.keys}


def _total(section: Section) -> Total:
    total = Total(
        starts=section.texts("starts"),
        sums=section.texts("sums"),
        restarts=section.flag("restarts"),
        required=section.flag("required"),
    )
    for key, value in (("starts", total.starts), ("sums", total.sums)):
        if not value:
            raise section.missing(key)
    section.close()
    return total


def _running(section: Section) -> Running:
    column = section.text("column")
    order = section.code("order", (_EITHER, OLDEST_FIRST, NEWEST_FIRST), _EITHER)
    section.close()
    return Running(column, "" if order == _EITHER else order)


def _sections(section: Section) -> list[tuple[str, Section]]:
    return [(key, section.section(key)) for key in section.keys]


def _format(section: Section, key: str, default: str) -> str:
    value = section.text(key, default)
    if value == CHINESE:
        return value
    if not set(_DIRECTIVES.findall(value)) <= set("YmdHMSz"):
        raise section.wrong(key, value, _FORMAT)
    return value


def _zone(section: Section) -> timezone | None:
    value = section.maybe_text("zone")
    if value is None:
        return None
    match = _ZONE.fullmatch(value)
    if match is None or int(match[2]) > 14:  # noqa: PLR2004 - the farthest zone there is
        raise section.wrong("zone", value, _OFFSET)
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-offset if match[1] == "-" else offset)


def _party(section: Section) -> dict[str, Cell]:
    cells = {name: _cell(section, name) for name in PARTY_FIELDS if section.has(name)}
    section.close()
    return cells


def _cell(section: Section, key: str) -> Cell:
    """A header in quotes, several of them, or a table with `from` or `value`, and `map`."""
    if not section.is_table(key):
        return Cell(section.texts(key))
    inner = section.section(key)
    cell = _inner_cell(inner)
    inner.close()
    return cell


def _inner_cell(inner: Section) -> Cell:
    words = inner.section("map")
    pairs = tuple((word, words.text(word)) for word in words.keys)
    take = next((key for key in (FIRST, JOIN) if inner.has(key)), ONLY)
    return Cell(inner.texts(take), inner.maybe_text("value"), take, pairs)


def _table(section: Section, parties: dict[str, dict[str, Cell]]) -> TableMap:
    name = section.text("name")
    if name not in SCHEMA or SCHEMA[name].derived or name == "sources":
        raise section.wrong("name", name, _TABLE)
    table = SCHEMA[name]
    conditions = section.section("when")
    columns: list[ColumnMap] = []
    given = section.section("columns")
    for key in given.keys:
        if key not in table.column_names or key in _STAMPED:
            raise given.wrong(key, key, _COLUMN)
        columns.append(_column(given, table, key, [one.column.name for one in columns], parties))
    for column in table.columns:
        if column.required and column.name not in {*_STAMPED, *(one.column.name for one in columns)}:
            raise given.missing(column.name)
    made = TableMap(
        table=table,
        columns=tuple(columns),
        when=tuple((header, conditions.texts(header)) for header in conditions.keys),
        filled=section.texts("filled"),
        positive=section.texts("positive"),
        negative=section.texts("negative"),
        repeated=section.flag("repeated"),
        numbered=section.flag("numbered"),
        moves=section.code("moves", (IN, OUT)) if section.has("moves") else "",
    )
    if made.moves and name != "payments":
        raise section.wrong("moves", made.moves, _MOVES)
    section.close()
    return made


def _column(
    given: Section, table: Table, key: str, earlier: list[str], parties: dict[str, dict[str, Cell]]
) -> ColumnMap:
    column = table.column(key)
    if not given.is_table(key):
        return ColumnMap(column, Cell(given.texts(key)))
    inner = given.section(key)
    cell = _inner_cell(inner)
    templates = inner.texts("template")
    party = inner.code("party", parties) if inner.has("party") else ""
    if sum(map(bool, (cell.headers, cell.value, templates, party))) != 1 or inner.has(ONLY) or inner.has(JOIN):
        raise given.wrong(key, "", _ONE)
    becomes = inner.code("as", _BECOMES) if inner.has("as") else ""
    issuer = "" if becomes in {"", ACCOUNT} else inner.text("of")
    named = [] if issuer in parties else [issuer] if issuer else _placeholders(templates)
    for name in [name for name in named if issuer or name in table.column_names]:
        if name not in earlier:
            raise given.wrong(key, name, Text(_EARLIER.en.format(name=name), _EARLIER.zh.format(name=name)))
    made = ColumnMap(
        column,
        cell,
        templates,
        party,
        becomes,
        issuer,
        inner.code("unit", UNITS, "percent"),
        inner.flag("absolute"),
        _places(inner),
    )
    inner.close()
    return made


def _places(inner: Section) -> int:
    """Return how many places `times` moves the point: 4 for 10000."""
    times = inner.whole("times", 1)
    if not re.fullmatch("10{0,12}", str(times)):
        raise inner.wrong("times", times, _POWER)
    return len(str(times)) - 1
