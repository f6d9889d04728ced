"""An EPCIS document as both its syntaxes give it: its events, and what is said around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from hefu.book.readers.epcis.fields import EVENTS, EXTENDED
from hefu.book.readers.epcis.shape import Form, Value, malformed, take_shape
from hefu.book.readers.epcis.vocabulary import URI_WANTED, expanded, is_uri
from hefu.core.refusals import Refusal, refuse

IGNORE = "ignoreFields"
"""The name under which a repository lists its own extensions that the event hash leaves out."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its fields as `take_shape` gives them, and the prefixes its compact URIs are written with."""

    fields: Mapping[str, Value]
    prefixes: Mapping[str, str]

    def uri(self, value: str) -> str:
        """Return a URI written out."""
        return expanded(value, self.prefixes)


@dataclass(frozen=True, slots=True)
class Document:
    """The events in order, and every value that stands around them, by its path.

    `ignored` are names of extensions that the document asks to leave out of the events' hashes.
    """

    events: tuple[Event, ...]
    around: tuple[tuple[str, str], ...] = ()
    ignored: frozenset[str] = field(default_factory=frozenset)


def take_event(raw: Value, path: str, form: Form) -> Event:
    """Return one event with every field checked; `raw` has its extensions' names as `{namespace}name`.

    Raises RefusalError as `take_shape` does, KIND_UNKNOWN for a bare word that is no kind of event.
    """
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind is None:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path}/type")
    if not isinstance(kind, str):
        raise malformed(f"{path}/type", kind, URI_WANTED)
    if kind in EVENTS:
        return Event(take_shape(EVENTS[kind], raw, path, form), form.prefixes)
    if not is_uri(kind):
        raise refuse(Refusal.KIND_UNKNOWN, kind=f"EPCIS {kind[:80]}")
    fields = take_shape(EXTENDED, raw, path, form)
    return Event({**fields, "type": expanded(kind, form.prefixes)}, form.prefixes)


def flattened(value: Value, path: str) -> list[tuple[str, str]]:
    """Return every value inside a tree with its path: `{ns}name/2/{ns}part`.

    A list of one is one value, since XML does not tell them apart.
    """
    if isinstance(value, dict):
        return [pair for name, item in value.items() for pair in flattened(item, f"{path}/{name}" if path else name)]
    if isinstance(value, list) and len(value) == 1:
        return flattened(value[0], path)
    if isinstance(value, list):
        return [pair for n, item in enumerate(value, start=1) for pair in flattened(item, f"{path}/{n}")]
    return [(path, shown(value))]


def shown(value: Value) -> str:
    """Return a single value as text: a number without trailing zeros, yes or no as `true` and `false`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return str(value).strip()


def plain(number: Decimal) -> str:
    """Return a number's digits without exponent and trailing zeros: `200`, `12.1`."""
    digits = f"{number:f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) or "0"
