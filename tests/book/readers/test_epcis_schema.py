"""The reader beside GS1's own JSON schema of EPCIS 2.0: what the schema refuses, the reader refuses.

The schema is judged by the `jsonschema` library, with formats of our own writing. Every document is damaged in one
place at a time; where the reader is stricter than the schema, the reason is one of those named here.
"""

import copy
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hefu.book.readers.epcis.reader import read_epcis_json
from hefu.book.readers.rows import Source
from hefu.core.refusals import RefusalError
from tests.samples import SHARED, samples

SOURCE = Source("file:trace", "carrier", "feed", datetime(2026, 12, 1, tzinfo=UTC))
SCHEMA = SHARED / "epcis-gs1/EPCIS-JSON-Schema.json" if SHARED else None
DOCUMENTS = samples("tests/book/readers/epcis/*.jsonld", "epcis-gs1/JSON/**/*.jsonld") if SCHEMA else []
FORMATS = jsonschema.FormatChecker(formats=())

# Where the reader is stricter: GS1 identifiers and units are checked, lists of events are lists, an aggregation names
# its whole, a query its name, and no bare field stands where the standard has none.
STRICTER = {
    "field_malformed": re.compile(r"epc|EPC|ID|/id|source|destination|uom|schemaVersion|sender|receiver|eventList"),
    "field_missing": re.compile(r"parentID|queryName"),
    "field_unexpected": re.compile(r"extra|epcisBody|queryResults|resultsBody|Event|event/"),
}


@FORMATS.checks("uri")
def _uri(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+", value) is not None


@FORMATS.checks("date-time")
def _moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return datetime.fromisoformat(value).tzinfo is not None and "T" in value
    except ValueError:
        return False


@lru_cache(maxsize=1)
def judge() -> jsonschema.Draft7Validator:
    assert SCHEMA is not None
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8")), format_checker=FORMATS)


def refusal(document: object) -> RefusalError | None:
    try:
        read_epcis_json(json.dumps(document).encode(), SOURCE)
    except RefusalError as error:
        return error
    return None


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - JSON
    """The path of every value but those inside extensions, which are free."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if isinstance(key, int) or not (":" in key or key in {"@context", "ilmd"}):
            yield (*path, key)
            yield from places(item, (*path, key))


DAMAGES: tuple[Any, ...] = (
    None,
    7,
    True,
    "",
    "no such word",
    "urn:x:y",
    [],
    {},
    ["a", "a"],
    {"extra": 1},
    "2026-11-20T00:00:00",
)


def damaged(document: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    """The document with one value taken away, put elsewhere or replaced; each place with a few of the damages."""
    for n, path in enumerate(places(document)):
        *way, last = path
        shown = "/".join(map(str, path))
        for number, damage in enumerate(("absent", "extra", *DAMAGES)):
            if (number + n) % 4:
                continue
            other = copy.deepcopy(document)
            holder = other
            for part in way:
                holder = holder[part]
            if number == 0:
                del holder[last]
            elif number == 1 and isinstance(holder, dict):
                holder["extra"] = "x"
            elif number > 1:
                holder[last] = damage
            else:
                continue
            yield f"{shown}: {damage!r}", other


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_reader_refuses_what_the_schema_refuses_and_little_else(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    assert judge().is_valid(document)
    # A large document has many places alike; sixty damages of each are looked at.
    cases = list(damaged(document))
    for shown, other in cases[:: len(cases) // 60 + 1]:
        ours = refusal(other)
        if not judge().is_valid(other):
            assert ours is not None, shown
        elif ours is not None:
            code, message = ours.refused.refusal.code, str(ours)
            assert STRICTER[code].search(message), (shown, message)
