"""Each guarantee of the EPCIS readers has a defect that its test catches."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from hefu.book.readers import json_strict
from hefu.book.readers.epcis import context as epcis_context
from hefu.book.readers.epcis import document as epcis_document
from hefu.book.readers.epcis import gs1 as epcis_gs1
from hefu.book.readers.epcis import hash as epcis_hash
from hefu.book.readers.epcis import rows as epcis_rows
from hefu.book.readers.epcis import shape as epcis_shape
from hefu.book.readers.epcis.fields import EVENTS
from tests.book.readers import test_epcis as rows
from tests.book.readers import test_epcis_gs1 as gs1
from tests.book.readers import test_epcis_hash as hashes
from tests.book.readers import test_epcis_refusals as refusals
from tests.book.readers import test_json_strict as strict

LAX: Mapping[str, Any] = {name: replace(shape, rule=lambda _event, _path: None) for name, shape in EVENTS.items()}

PLANTED: dict[str, tuple[object, str, object, Callable[[], None]]] = {
    "letter case tells keys apart": (
        json_strict,
        "_folded",
        lambda key: key,
        lambda: strict.test_hostile_json_is_refused_with_its_own_code_and_at_once(
            b'{"a": 1, "A": 2}', "json_key_repeated"
        ),
    ),
    "half characters pass": (
        json_strict,
        "_refuse_characters",
        lambda _value: None,
        lambda: strict.test_hostile_json_is_refused_with_its_own_code_and_at_once(
            b'["\\ud800"]', "json_lone_surrogate"
        ),
    ),
    "check digits are not looked at": (
        epcis_gs1,
        "_check_digit_fits",
        lambda *_: True,
        lambda: gs1.test_an_identifier_has_one_form_or_is_refused(["https://id.gs1.org/01/06901234123457"]),
    ),
    "other contexts are passed over": (
        epcis_context,
        "_refuse_others",
        lambda _parts: None,
        lambda: refusals.test_a_fault_around_the_events_refuses_the_document(
            "@context", [refusals.STANDARD, "https://evil.example/context.jsonld"], "context_remote"
        ),
    ),
    "fields do not depend on one another": (
        epcis_document,
        "EVENTS",
        LAX,
        lambda: refusals.test_a_fault_in_an_event_refuses_the_document(
            refusals.SHIPPING, "ilmd", {"mill:grade": "A"}, "field_unexpected"
        ),
    ),
    "any word is a word": (
        epcis_shape,
        "word_of",
        lambda _name, text, *_args, **_kwargs: text,
        lambda: refusals.test_a_fault_in_an_event_refuses_the_document(
            refusals.SHIPPING, "bizStep", "shiping", "code_unknown"
        ),
    ),
    "identifiers are hashed as written": (
        epcis_hash,
        "canonical",
        lambda uri: uri,
        lambda: hashes.test_another_way_of_writing_the_same_gives_the_same_hash(*hashes.SAME[6]),
    ),
    "extensions are not hashed": (
        epcis_hash,
        "_extensions",
        lambda _fields: [],
        lambda: hashes.test_every_event_has_its_published_hash(hashes.OWN / "coils.jsonld"),
    ),
    "extensions are dropped": (
        epcis_rows,
        "_extras",
        lambda _event: iter(()),
        lambda: rows.test_every_value_of_every_event_is_in_the_rows(rows.OWN / "coils.jsonld"),
    ),
    "readings are dropped": (
        epcis_rows,
        "_reading",
        lambda *_: {"measurement": "Mass"},
        lambda: rows.test_every_value_of_every_event_is_in_the_rows(rows.OWN / "coils.jsonld"),
    ),
}


@pytest.mark.parametrize("defect", PLANTED)
def test_a_planted_defect_is_caught(defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, instead, check = PLANTED[defect]
    check()
    monkeypatch.setattr(module, name, instead)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check()
