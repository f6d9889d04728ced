"""GS1 identifiers as EPCIS writes them: EPC URNs and GS1 Digital Link URIs, checked, and brought to one form.

The one form is the canonical Digital Link of the CBV's event hash: `https://id.gs1.org/01/…/21/…`, with the finest
level of identification only. Sources: EPC Tag Data Standard 1.13, chapter 6; GS1 Digital Link URI Syntax 1.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from stdnum import ean

from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

RESOLVER = "https://id.gs1.org"

_CSET82 = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
_CSET39 = r"[#\-/0-9A-Z]"
# What a Digital Link leaves as it is; the apostrophe too, as the published hash vectors have it.
_UNENCODED = "-._~'"


@dataclass(frozen=True, slots=True)
class _Urn:
    """How an EPC URN becomes a Digital Link.

    `ai` is the key; company prefix and reference together have `digits` digits (0: no fixed length and no check
    digit). `leads`: the reference's first digit goes before the company prefix. `tail` are the patterns of what
    follows; `qualifier` is the AI of the last of them (empty: it is appended to the key).
    """

    ai: str
    digits: int
    leads: bool = False
    tail: tuple[str, ...] = ()
    qualifier: str = ""
    reference: str = "[0-9]*"


_SERIAL = (_CSET82 + "{1,20}",)
_INSTANCES = {
    "sgtin": _Urn("01", 13, leads=True, tail=_SERIAL, qualifier="21"),
    "sscc": _Urn("00", 17, leads=True),
    "sgln": _Urn("414", 12, tail=_SERIAL, qualifier="254"),
    "pgln": _Urn("417", 12),
    "grai": _Urn("8003", 12, tail=(_CSET82 + "{1,16}",)),
    "giai": _Urn("8004", 0, reference=_CSET82 + "+"),
    "gsrn": _Urn("8018", 17),
    "gsrnp": _Urn("8017", 17),
    "gdti": _Urn("253", 12, tail=(_CSET82 + "{1,17}",)),
    "sgcn": _Urn("255", 12, tail=("[0-9]{1,12}",)),
    "cpi": _Urn("8010", 0, tail=("[0-9]{1,12}",), qualifier="8011", reference=_CSET39 + "+"),
    "ginc": _Urn("401", 0, reference=_CSET82 + "+"),
    "gsin": _Urn("402", 16),
    "itip": _Urn("8006", 13, leads=True, tail=("[0-9]{2}", "[0-9]{2}", *_SERIAL), qualifier="21"),
    "upui": _Urn("01", 13, leads=True, tail=(_CSET82 + "{1,28}",), qualifier="235"),
}
_CLASSES = {"lgtin": _Urn("01", 13, leads=True, tail=_SERIAL, qualifier="10")}
_PATTERNS = {name: _INSTANCES[name] for name in ("sgtin", "grai", "gdti", "sgcn", "cpi", "itip", "upui")}
_URNS = {"id": _INSTANCES, "class": _CLASSES, "idpat": _PATTERNS}
# These have no Digital Link.
_OTHERS = {
    "gid": re.compile(r"[0-9]{1,9}\.[0-9]{1,8}\.[0-9]{1,11}", re.ASCII),
    "usdod": re.compile(r"[0-9A-HJ-NP-Z]{5,6}\.[0-9]{1,11}", re.ASCII),
    "adi": re.compile(r"[0-9A-HJ-NP-Z]{5,6}\.(?:[0-9A-Z\-]|%2F)*\.(?:%23)?(?:[0-9A-Z\-]|%2F)+", re.ASCII),
    "bic": re.compile(r"[A-Z]{3}[JUZ][0-9]{7}", re.ASCII),
    "imovn": re.compile(r"[0-9]{7}", re.ASCII),
}
_COMPANY = re.compile(r"[0-9]{6,12}", re.ASCII)
_KEY_LENGTH_MAX = 30

_KEYS = {
    "00": r"[0-9]{18}",
    "01": r"[0-9]{8}|[0-9]{12,14}",
    "253": r"[0-9]{13}" + _CSET82 + "{0,17}",
    "255": r"[0-9]{13,25}",
    "401": _CSET82 + "{1,30}",
    "402": r"[0-9]{17}",
    "414": r"[0-9]{13}",
    "417": r"[0-9]{13}",
    "8003": r"0[0-9]{13}" + _CSET82 + "{0,16}",
    "8004": _CSET82 + "{1,30}",
    "8006": r"[0-9]{18}",
    "8010": _CSET39 + "{1,30}",
    "8017": r"[0-9]{18}",
    "8018": r"[0-9]{18}",
}
_QUALIFIERS = {
    "10": _CSET82 + "{1,20}",
    "21": _CSET82 + "{1,20}",
    "22": _CSET82 + "{1,20}",
    "235": _CSET82 + "{1,28}",
    "254": _CSET82 + "{1,20}",
    "8011": r"[0-9]{1,12}",
}
_ALLOWED = {"01": ("22", "10", "21", "235"), "414": ("254",), "8006": ("22", "10", "21"), "8010": ("8011",)}
# Only the finest of these says what is identified.
_FINEST = ("21", "235", "10", "254", "8011")
# Words for the keys in Digital Link 1.0.
_WORDS = {
    "sscc": "00",
    "gtin": "01",
    "gdti": "253",
    "gcn": "255",
    "ginc": "401",
    "gsin": "402",
    "gln": "414",
    "partyGln": "417",
    "grai": "8003",
    "giai": "8004",
    "itip": "8006",
    "cpid": "8010",
    "gsrnp": "8017",
    "gsrn": "8018",
    "cpv": "22",
    "lot": "10",
    "ser": "21",
    "cpsn": "8011",
}
# Where the check digit of a key stands: after how many characters, counted from which.
_CHECKED = {
    "00": (0, 18),
    "01": (0, 14),
    "253": (0, 13),
    "255": (0, 13),
    "402": (0, 17),
    "414": (0, 13),
    "417": (0, 13),
    "8003": (1, 14),
    "8006": (0, 14),
    "8017": (0, 18),
    "8018": (0, 18),
}
_LINK = re.compile(r"https?://([^/?#]+)/([^?#]*)", re.ASCII | re.IGNORECASE)

_EPC_WANTED = Text("an EPC URN by its scheme's grammar", "符合编码方案语法的 EPC URN")
_LINK_WANTED = Text("a GS1 Digital Link", "GS1 Digital Link")
_CHECK_DIGIT = Text("the check digit does not fit", "校验位不符")
_DIGITAL_LINK = Text("GS1 key", "GS1 标识")


@lru_cache(maxsize=65_536)
def canonical(uri: str) -> str:
    """Return the canonical Digital Link of an EPC URN or Digital Link; anything else as it is."""
    if uri.startswith("urn:epc:"):
        return _from_urn(uri) or uri
    parts = _from_link(uri)
    return uri if parts is None else _link(parts)


def check_identifier(field: str, uri: str) -> str:
    """Return an identifier of goods or places in its canonical form.

    Refused: FIELD_MALFORMED for an EPC URN that its scheme does not allow, or an address at GS1's resolver that is
    no Digital Link; IDENTIFIER_WRONG for a wrong check digit. Any other URI may be an identifier of its owner's.
    """
    if uri.startswith("urn:epc:"):
        if not _from_urn(uri) and not _is_other(uri):
            raise refuse(Refusal.FIELD_MALFORMED, field=field, value=uri[:80], wanted=_EPC_WANTED)
        return canonical(uri)
    parts = _from_link(uri)
    if parts is None:
        if uri.startswith((RESOLVER + "/", "http://id.gs1.org/")):
            raise refuse(Refusal.FIELD_MALFORMED, field=field, value=uri[:80], wanted=_LINK_WANTED)
        return uri
    if not _check_digit_fits(*parts[0]):
        raise refuse(Refusal.IDENTIFIER_WRONG, value=uri[:80], scheme=_DIGITAL_LINK, reason=_CHECK_DIGIT)
    return _link(parts)


def gln_of(uri: str) -> str | None:
    """Return the 13-digit GLN that a canonical identifier of a party or place stands for, if it is one."""
    found = re.match(RESOLVER + r"/41[47]/([0-9]{13})", uri, re.ASCII)
    return found[1] if found else None


def _is_other(uri: str) -> bool:
    prefix, _, rest = uri.removeprefix("urn:epc:id:").partition(":")
    return uri.startswith("urn:epc:id:") and prefix in _OTHERS and bool(_OTHERS[prefix].fullmatch(rest))


def _from_urn(uri: str) -> str:
    """Return the Digital Link of an EPC URN; empty where it has none or breaks its grammar."""
    _, _, family, scheme, *rest = (*uri.split(":", 4), "", "", "")[:5]
    grammar = _URNS.get(family, {}).get(scheme)
    if grammar is None:
        return ""
    fields = rest[0].split(".", 1 + len(grammar.tail)) if grammar.tail else rest[0].split(".", 1)
    if len(fields) != 2 + len(grammar.tail):
        return ""
    if family == "idpat":
        if fields[-1] != "*":
            return ""
        fields.pop()
    plain = [unquote(field) for field in fields]
    tail = zip(grammar.tail, plain[2:], strict=False)
    if not all(re.fullmatch(pattern, field, re.ASCII) for pattern, field in tail):
        return ""
    key = _key(grammar, plain[0], plain[1])
    return _with_tail(grammar, key, plain[2:]) if key else ""


def _key(grammar: _Urn, company: str, reference: str) -> str:
    """Return the GS1 key of company prefix and reference, with its check digit; empty where they are not one."""
    if not _COMPANY.fullmatch(company) or not re.fullmatch(grammar.reference, reference, re.ASCII):
        return ""
    if not grammar.digits:
        return company + reference if len(company + reference) <= _KEY_LENGTH_MAX else ""
    if len(company + reference) != grammar.digits:
        return ""
    digits = reference[:1] + company + reference[1:] if grammar.leads else company + reference
    return digits + ean.calc_check_digit(digits)


def _with_tail(grammar: _Urn, key: str, tail: list[str]) -> str:
    if grammar.ai == "8003":
        key = "0" + key
    if grammar.ai == "8006":
        key, tail = key + "".join(tail[:2]), tail[2:]
    if grammar.ai == "414" and tail == ["0"]:
        tail = []
    if not grammar.qualifier:
        return _link([(grammar.ai, key + "".join(tail))])
    return _link([(grammar.ai, key), *((grammar.qualifier, field) for field in tail)])


def _from_link(uri: str) -> list[tuple[str, str]] | None:
    """Return key and finest qualifier of a Digital Link as (AI, value), or None where the URI is none."""
    match = _LINK.match(uri)
    if match is None:
        return None
    segments = match[2].split("/")
    for start in range(len(segments) - 1):
        ai = _WORDS.get(segments[start], segments[start])
        value = unquote(segments[start + 1])
        if ai in _KEYS and re.fullmatch(_KEYS[ai], value, re.ASCII):
            rest = segments[start + 2 :]
            qualifiers = _qualifiers(ai, rest)
            if qualifiers is not None:
                key = value.zfill(14) if ai == "01" else value
                return [(ai, key), *[(q, qualifiers[q]) for q in _FINEST if q in qualifiers][:1]]
    return None


def _qualifiers(ai: str, segments: list[str]) -> dict[str, str] | None:
    if len(segments) % 2:
        return None
    found: dict[str, str] = {}
    for word, written in zip(segments[::2], segments[1::2], strict=True):
        name, value = _WORDS.get(word, word), unquote(written)
        if name not in _ALLOWED.get(ai, ()) or not re.fullmatch(_QUALIFIERS[name], value, re.ASCII):
            return None
        found[name] = value
    return found


def _check_digit_fits(ai: str, value: str) -> bool:
    if ai not in _CHECKED:
        return True
    start, end = _CHECKED[ai]
    digits = value[start:end]
    return bool(ean.calc_check_digit(digits[:-1]) == digits[-1])


def _link(parts: list[tuple[str, str]]) -> str:
    return RESOLVER + "".join(f"/{ai}/{quote(value, safe=_UNENCODED)}" for ai, value in parts)
