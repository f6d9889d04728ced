"""The @context of EPCIS in JSON-LD: the standard's own, known here by its address, and prefixes for extensions.

Nothing is ever fetched. A context that would have to be, that gives a standard term another meaning, or that does
more than name prefixes, refuses the document; so a key means in Hefu what it means to every JSON-LD processor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from hefu.book.readers.epcis import fields
from hefu.book.readers.epcis.vocabulary import SCHEMES, is_uri
from hefu.book.readers.json_strict import Json
from hefu.core.refusals import Refusal, refuse

STANDARD = frozenset(
    {
        "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
        "https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
        "https://gs1.github.io/EPCIS/epcis-context.jsonld",
    }
)
"""The addresses under which GS1 publishes the EPCIS 2.0 context."""

EPCIS = "https://ref.gs1.org/epcis/"
PREFIXES: Mapping[str, str] = {
    "epcis": EPCIS,
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
"""The prefixes that the EPCIS 2.0 context names."""

# GS1's own examples give cbvmda another namespace; these four name nothing that Hefu reads.
_FREE = frozenset(["cbvmda", "rdfs", "owl", "dcterms"])
_SHAPES = (*fields.EVENTS.values(), fields.EXTENDED, fields.QUANTITY, fields.BIZ_TRANSACTION, fields.SOURCE,
           fields.DESTINATION, fields.PLACE, fields.SENSOR_METADATA, fields.SENSOR_REPORT, fields.SENSOR_ELEMENT,
           fields.ERROR_DECLARATION, fields.PERSISTENT_DISPOSITION)  # fmt: skip
_TERMS = frozenset(
    [
        *(name for shape in _SHAPES for name in shape.fields),
        *fields.EVENTS,
        *("id", "type", "schemaVersion", "creationDate", "instanceIdentifier", "sender", "receiver", "epcisHeader"),
        *("epcisMasterData", "masterData", "epcisBody", "eventList", "queryResults", "queryName", "subscriptionID"),
        *("resultsBody", "vocabularyList", "vocabularyElementList", "attributes", "attribute", "children", "isA"),
        *("member", "Collection", "baseURL", "EPCISDocument", "EPCISQueryDocument"),
    ]
)
_VERSION = ("@version", Decimal("1.1"))
# How a value of an extension is typed or held says nothing about its name.
_TYPING = frozenset(["@type", "@container"])


def prefixes_of(context: Json, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the prefixes in force under a @context, `known` being those of the object around it.

    Raises RefusalError: CONTEXT_MISSING where neither names the EPCIS context, CONTEXT_REMOTE, CONTEXT_REDEFINES,
    CONTEXT_UNSUPPORTED.
    """
    parts = context if isinstance(context, list) else [context]
    if known is None and not any(isinstance(part, str) and part in STANDARD for part in parts):
        _refuse_others(parts)
        raise refuse(Refusal.CONTEXT_MISSING)
    prefixes = dict(PREFIXES if known is None else known)
    for part in parts:
        if isinstance(part, dict):
            _define(prefixes, part)
        elif part not in STANDARD:
            _refuse_others([part])
    return prefixes


def _refuse_others(parts: Iterable[Json]) -> None:
    for part in parts:
        if isinstance(part, str) and part not in STANDARD:
            raise refuse(Refusal.CONTEXT_REMOTE, value=part[:200])
        if not isinstance(part, (str, dict)):
            raise refuse(Refusal.CONTEXT_UNSUPPORTED, term=str(part)[:80])


def _define(prefixes: dict[str, str], part: dict[str, Json]) -> None:
    for term, meaning in part.items():
        prefix, colon, _ = term.partition(":")
        if (term, meaning) == _VERSION:
            continue
        if colon:
            _refuse_renaming(term, meaning, prefix)
        elif term in _TERMS or (term in PREFIXES and term not in _FREE):
            if meaning != PREFIXES.get(term):
                raise refuse(Refusal.CONTEXT_REDEFINES, term=term)
        elif term.startswith("@") or term in SCHEMES or not isinstance(meaning, str) or not is_uri(meaning):
            raise refuse(Refusal.CONTEXT_UNSUPPORTED, term=term[:80])
        elif meaning.startswith((EPCIS, "epcis:")):
            # An alias of the standard's namespace would bring in a second eventTime under another name.
            raise refuse(Refusal.CONTEXT_REDEFINES, term=term[:80])
        else:
            prefixes[term] = meaning


def _refuse_renaming(term: str, meaning: Json, prefix: str) -> None:
    if prefix in PREFIXES and prefix not in _FREE:
        raise refuse(Refusal.CONTEXT_REDEFINES, term=term[:80])
    if not isinstance(meaning, dict) or meaning.keys() - _TYPING:
        raise refuse(Refusal.CONTEXT_UNSUPPORTED, term=term[:80])


def expanded_name(key: str, prefixes: Mapping[str, str], path: str) -> str:
    """Return a key of an object as `{namespace}name`; a bare key as it is.

    Refused (FIELD_UNEXPECTED) where it is the long name of a term of the standard, which has its short one.
    """
    prefix, colon, local = key.partition(":")
    if key.startswith("{"):
        raise refuse(Refusal.FIELD_UNEXPECTED, field=f"{path}/{key}"[:200])
    if not colon:
        return key
    if prefix in prefixes and prefix not in SCHEMES:
        name = f"{{{prefixes[prefix]}}}{local}"
    else:
        cut = max(key.rfind(mark) for mark in "/#:") + 1
        name = f"{{{key[:cut]}}}{key[cut:]}"
    if name.startswith("{" + EPCIS) or not local:
        raise refuse(Refusal.FIELD_UNEXPECTED, field=f"{path}/{key}"[:200])
    return name
