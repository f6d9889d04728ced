"""One form of bytes for one meaning: canonical JSON and its SHA-256.

Keys are sorted, nothing is padded, text is UTF-8 as it is, numbers are whole. A float is refused,
since two machines may print one differently.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from hefu.core.texts import Shown


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return `value` made of dicts, lists, strings, whole numbers, booleans and None only."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    # Last, since to ask for a protocol is slow.
    if isinstance(value, Shown):
        return value.plain()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _moment(value: datetime) -> str:
    """Return a moment in UTC, to the second or, where it has them, the microsecond; one without a zone is refused."""
    if value.tzinfo is None:
        raise TypeError("a moment without its zone has no canonical form")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def canonical_json(value: object) -> bytes:
    """Return the one JSON text of `value`, UTF-8, without blanks, keys sorted."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
